"""Expected: everything it writes passes.

Deutsche Namen mit Umlauten, griechische Buchstaben für Gradienten, Windows-Zeilenenden.
"""
import numpy as np

# Höhe und Breite werden überall getrennt behandelt!


def größe(länge, fenster, schritt, rand):
    """Wie viele Stellen hat das Fenster?"""
    return (länge + 2 * rand - fenster) // schritt + 1


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("Die Formen sind verschieden: %s und %s" % (x.shape, w.shape))
    Σ = 0.0
    for ξ, ω in zip(x.ravel(), w.ravel()):
        Σ += float(ξ) * float(ω)
    return Σ + b


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError("Die Tiefe muss übereinstimmen")
    höhe = größe(x.shape[1], w.shape[1], 1, 0)
    breite = größe(x.shape[2], w.shape[2], 1, 0)
    if höhe < 1 or breite < 1:
        raise ValueError("Der Filter ist größer als das Bild")
    ergebnis = np.zeros((höhe, breite))
    for zeile in range(höhe):
        for spalte in range(breite):
            ausschnitt = x[:, zeile:zeile + w.shape[1], spalte:spalte + w.shape[2]]
            ergebnis[zeile, spalte] = conv_single(ausschnitt, w, b)
    return ergebnis


def conv_forward(x, w, b, conv_param):
    schritt, rand = conv_param["stride"], conv_param["pad"]
    gepolstert = np.pad(x, ((0, 0), (0, 0), (rand, rand), (rand, rand)), mode="constant")
    höhe = größe(x.shape[2], w.shape[2], schritt, rand)
    breite = größe(x.shape[3], w.shape[3], schritt, rand)
    ergebnis = np.zeros((x.shape[0], w.shape[0], höhe, breite))
    for n, bild in enumerate(gepolstert):
        for f, filter_ in enumerate(w):
            for zeile in range(höhe):
                oben = zeile * schritt
                for spalte in range(breite):
                    links = spalte * schritt
                    ausschnitt = bild[:, oben:oben + w.shape[2], links:links + w.shape[3]]
                    ergebnis[n, f, zeile, spalte] = (ausschnitt * filter_).sum() + b[f]
    return ergebnis, (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    schritt, rand = conv_param["stride"], conv_param["pad"]
    gepolstert = np.pad(x, ((0, 0), (0, 0), (rand, rand), (rand, rand)), mode="constant")
    δx, δw, δb = np.zeros(gepolstert.shape), np.zeros(w.shape), np.zeros(b.shape)
    for (n, f, zeile, spalte), δ in np.ndenumerate(dout):
        oben, links = zeile * schritt, spalte * schritt
        wo = (slice(None), slice(oben, oben + w.shape[2]), slice(links, links + w.shape[3]))
        δb[f] += δ
        δw[f] += δ * gepolstert[n][wo]
        δx[n][wo] += δ * w[f]
    # den Rand wieder abschneiden (Achtung: [0:-0] wäre leer)
    return δx[:, :, rand:rand + x.shape[2], rand:rand + x.shape[3]], δw, δb
