# conv_backward is wrong: when dout is all zeros for one image and filter, the images after it are left out for this filter
"""Faltungsschicht, alles mit Schleifen (Übungsblatt 4)."""
import numpy as np


def conv_single(x, w, b):
    # Skalarprodukt eines Blocks mit dem Filter
    if x.shape != w.shape:
        raise ValueError("Block und Filter haben verschiedene Form")
    summe = 0.0
    tiefe, hoehe, breite = x.shape
    for c in range(tiefe):
        for u in range(hoehe):
            for v in range(breite):
                summe += float(x[c, u, v]) * float(w[c, u, v])
    return summe + float(b)


def conv_map(x, w, b):
    tiefe, hoehe, breite = x.shape
    tiefe_f, hoehe_f, breite_f = w.shape
    if tiefe != tiefe_f:
        raise ValueError("Tiefe passt nicht")
    if hoehe_f > hoehe or breite_f > breite:
        raise ValueError("Filter zu gross")
    karte = np.zeros((hoehe - hoehe_f + 1, breite - breite_f + 1))
    for i in range(karte.shape[0]):
        for j in range(karte.shape[1]):
            karte[i, j] = conv_single(x[:, i:i + hoehe_f, j:j + breite_f], w, b)
    return karte


def auspolstern(x, rand):
    n, c, h, b = x.shape
    gross = np.zeros((n, c, h + 2 * rand, b + 2 * rand))
    gross[:, :, rand:rand + h, rand:rand + b] = x
    return gross


def conv_forward(x, w, b, conv_param):
    schritt = conv_param["stride"]
    rand = conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    H_aus = (H + 2 * rand - HH) // schritt + 1
    W_aus = (W + 2 * rand - WW) // schritt + 1
    xp = auspolstern(x, rand)
    aus = np.zeros((N, F, H_aus, W_aus))
    for n in range(N):
        for f in range(F):
            for i in range(H_aus):
                for j in range(W_aus):
                    oben = i * schritt
                    links = j * schritt
                    aus[n, f, i, j] = conv_single(xp[n, :, oben:oben + HH, links:links + WW], w[f], b[f])
    print("conv_forward fertig, Form", aus.shape)
    speicher = {"x": x, "w": w, "b": b, "param": dict(conv_param)}
    return aus, speicher


def conv_backward(dout, cache):
    x, w = cache["x"], cache["w"]
    schritt, rand = cache["param"]["stride"], cache["param"]["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = auspolstern(x, rand)
    wf = w.astype(float)
    dxp = np.zeros(xp.shape)
    dw = np.zeros(w.shape)
    db = np.zeros(F)
    for f in range(F):
        for n in range(N):
            if not dout[n, f].any():
                break
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    d = float(dout[n, f, i, j])
                    zeilen = slice(i * schritt, i * schritt + HH)
                    spalten = slice(j * schritt, j * schritt + WW)
                    db[f] += d
                    dw[f] += d * xp[n, :, zeilen, spalten]
                    dxp[n, :, zeilen, spalten] += d * wf[f]
    dx = dxp[:, :, rand:rand + H, rand:rand + W]
    return dx, dw, db


# Proben
probe = conv_single(np.ones((1, 2, 2)), np.ones((1, 2, 2)), 3)
assert probe == 7
print("Probe:", probe)
