"""Expected: everything it writes passes.

Deutsche Namen für die Schicht, ihre Größen, ihre Gewichte und beide Wege.
"""

import numpy as np


class Faltungsschicht:
    def __init__(self, kanaele, anzahl_filter, kernelgroesse, schrittweite=1, padding=0):
        self.gewichte = np.random.standard_normal((anzahl_filter, kanaele, kernelgroesse, kernelgroesse))
        self.bias = np.zeros(anzahl_filter)
        self.schritt, self.rand = schrittweite, padding

    def _fenster(self, feld):
        rand = [(0, 0), (0, 0), (self.rand, self.rand), (self.rand, self.rand)]
        sicht = np.lib.stride_tricks.sliding_window_view(np.pad(feld, rand), self.gewichte.shape[2:], (2, 3))
        return sicht[:, :, :: self.schritt, :: self.schritt]

    def vorwaerts(self, eingabe):
        self.eingabe = eingabe
        summe = np.einsum("nchwij,fcij->nfhw", self._fenster(eingabe), self.gewichte)
        return summe + self.bias.reshape(1, -1, 1, 1)

    def rueckwaerts(self, fehler):
        self.d_gewichte = np.einsum("nfhw,nchwij->fcij", fehler, self._fenster(self.eingabe))
        self.d_bias = fehler.sum((0, 2, 3))
        hoehe, breite = self.eingabe.shape[2:]
        gross = np.zeros((*self.eingabe.shape[:2], hoehe + 2 * self.rand, breite + 2 * self.rand))
        for i, j in np.ndindex(*fehler.shape[2:]):
            oben, links = i * self.schritt, j * self.schritt
            stueck = gross[:, :, oben : oben + self.gewichte.shape[2], links : links + self.gewichte.shape[3]]
            stueck += np.tensordot(fehler[:, :, i, j], self.gewichte, 1)
        return gross[:, :, self.rand : self.rand + hoehe, self.rand : self.rand + breite]
