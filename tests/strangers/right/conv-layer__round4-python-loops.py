"""Right work of a fourth round, written without sight of the cases: python loops. Expected: everything."""

import numpy as np


def conv_map(x, w, b):
    C, H, W = x.shape
    D, h, v = w.shape
    if C != D or h > H or v > W:
        raise ValueError("no fit")
    out = np.zeros((H - h + 1, W - v + 1))
    for i in range(H - h + 1):
        for j in range(W - v + 1):
            out[i, j] = conv_single(x[:, i:i + h, j:j + v], w, b)
    return out


def conv_single(x, w, b):
    if np.shape(x) != np.shape(w):
        raise ValueError("Formen verschieden")
    z = 0.0
    for c in range(len(x)):
        for u in range(len(x[c])):
            for v in range(len(x[c][u])):
                z += float(x[c, u, v]) * float(w[c, u, v])
    print("z =", z)
    return z + float(b)

def conv_forward(x, w, b, conv_param):
    # tout en boucles, comme au tableau
    pas, marge = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    H_out = int((H + 2 * marge - HH) / pas + 1)
    W_out = int((W + 2 * marge - WW) / pas + 1)
    out = np.zeros((N, F, H_out, W_out))
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    somme = float(b[f])
                    for c in range(C):
                        for u in range(HH):
                            for v in range(WW):
                                r, s = i * pas + u - marge, j * pas + v - marge
                                if 0 <= r < H and 0 <= s < W:
                                    somme += float(x[n, c, r, s]) * float(w[f, c, u, v])
                    out[n, f, i, j] = somme
    return out, {"x": x, "w": w, "b": b, "p": conv_param}

def conv_backward(dout, cache):
    x, w, pas, marge = cache["x"], cache["w"], cache["p"]["stride"], cache["p"]["pad"]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(len(w))
    for n, f, i, j in np.ndindex(*dout.shape):
        db[f] += dout[n, f, i, j]
        for c, u, v in np.ndindex(*w.shape[1:]):
            r, s = i * pas + u - marge, j * pas + v - marge
            if r < 0 or s < 0 or r >= x.shape[2] or s >= x.shape[3]:
                continue
            dx[n, c, r, s] += float(dout[n, f, i, j]) * float(w[f, c, u, v])
            dw[f, c, u, v] += float(dout[n, f, i, j]) * float(x[n, c, r, s])
    return dx, dw, db
