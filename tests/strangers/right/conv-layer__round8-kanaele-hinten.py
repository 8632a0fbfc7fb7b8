# Stil: deutsche Kommentare, CRLF-Zeilenenden, innen liegen die Kanäle hinten (NHWC), an den Rändern wird umgerechnet.
# Eigene Ausnahme, die von ValueError abgeleitet ist.
import numpy as np


class FormFehler(ValueError):
    """Bild und Filter passen nicht zusammen."""


def nach_hinten(a):
    return np.ascontiguousarray(np.moveaxis(a, -3, -1), dtype="float64")


def nach_vorn(a):
    return np.moveaxis(a, -1, -3)


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise FormFehler(f"Block {x.shape}, Filter {w.shape}")
    summe = (nach_hinten(x) * nach_hinten(w)).sum()
    return np.float64(summe + b)


def conv_map(x, w, b):
    # erst die Tiefe prüfen, dann die Größe
    if x.shape[0] != w.shape[0]:
        raise FormFehler("Die Tiefe stimmt nicht überein.")
    if w.shape[1] > x.shape[1] or w.shape[2] > x.shape[2]:
        raise FormFehler("Der Filter ist größer als das Bild.")
    bild, filter_ = nach_hinten(x), nach_hinten(w)
    hoehe, breite = bild.shape[0] - filter_.shape[0] + 1, bild.shape[1] - filter_.shape[1] + 1
    karte = np.empty((hoehe, breite))
    for zeile in range(hoehe):
        for spalte in range(breite):
            ausschnitt = bild[zeile:zeile + filter_.shape[0], spalte:spalte + filter_.shape[1]]
            karte[zeile, spalte] = np.vdot(ausschnitt, filter_) + b
    return karte


def conv_forward(x, w, b, conv_param):
    schritt, rand = conv_param["stride"], conv_param["pad"]
    bilder = np.pad(nach_hinten(x), [(0, 0), (rand, rand), (rand, rand), (0, 0)])
    filter_ = nach_hinten(w).reshape(len(w), -1)          # eine Zeile je Filter
    hh, ww = w.shape[2:]
    hoehe = (bilder.shape[1] - hh) // schritt + 1
    breite = (bilder.shape[2] - ww) // schritt + 1
    aus = np.zeros((len(x), hoehe, breite, len(w)))
    for i in range(hoehe):
        for j in range(breite):
            stueck = bilder[:, i * schritt:i * schritt + hh, j * schritt:j * schritt + ww, :]
            aus[:, i, j, :] = stueck.reshape(len(x), -1) @ filter_.T + b
    return nach_vorn(aus), (bilder, filter_, x.shape, w.shape, schritt, rand)


def conv_backward(dout, cache):
    bilder, filter_, xform, wform, schritt, rand = cache
    F, C, hh, ww = wform
    d = nach_hinten(dout)
    dbilder, dfilter = np.zeros_like(bilder), np.zeros_like(filter_)
    for i in range(d.shape[1]):
        for j in range(d.shape[2]):
            wo = np.s_[:, i * schritt:i * schritt + hh, j * schritt:j * schritt + ww, :]
            dfilter += d[:, i, j].T @ bilder[wo].reshape(len(bilder), -1)
            dbilder[wo] += (d[:, i, j] @ filter_).reshape(-1, hh, ww, C)
    # den Rahmen wieder abschneiden
    dx = nach_vorn(dbilder[:, rand:rand + xform[2], rand:rand + xform[3], :])
    dw = nach_vorn(dfilter.reshape(F, hh, ww, C))
    return dx, dw, d.sum(axis=(0, 1, 2))
