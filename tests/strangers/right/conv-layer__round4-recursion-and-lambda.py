"""Right work of a fourth round, written without sight of the cases: recursion and lambda. Expected: everything."""

import numpy as np


def conv_forward(x, w, b, conv_param):
    S, P = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(np.asarray(x, float), ((0, 0), (0, 0), (P, P), (P, P)))
    Ho, Wo = (H + 2 * P - HH) // S + 1, (W + 2 * P - WW) // S + 1
    out = np.zeros((N, F, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            out[:, :, i, j] = np.tensordot(xp[:, :, i * S:i * S + HH, j * S:j * S + WW], w.astype(float), ((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    S, P = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(np.asarray(x, float), ((0, 0), (0, 0), (P, P), (P, P)))
    dxp = np.zeros_like(xp, order="C")
    dw = np.zeros(w.shape)
    d = np.asarray(dout, float)
    for i in range(d.shape[2]):
        for j in range(d.shape[3]):
            win = np.s_[:, :, i * S:i * S + HH, j * S:j * S + WW]
            dw += np.tensordot(d[:, :, i, j], xp[win], (0, 0))
            dxp[win] += np.tensordot(d[:, :, i, j], w.astype(float), (1, 0))
    return dxp[:, :, P:P + H, P:P + W].copy(), dw, d.sum((0, 2, 3))


def _dot(a, b):
    return 0.0 if not len(a) else float(a[0]) * float(b[0]) + (_dot(a[1:], b[1:]) if len(a) > 1 else 0)
conv_single = lambda x, w, b: (_ for _ in ()).throw(ValueError("no")) if x.shape != w.shape else sum(p * q for p, q in zip(x.astype(float).flat, w.astype(float).flat)) + b
def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]: raise ValueError
    h, v = x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1
    if min(h, v) < 1: raise ValueError
    return np.fromfunction(np.vectorize(lambda i, j: conv_single(x[:, int(i):int(i) + w.shape[1], int(j):int(j) + w.shape[2]], w, b), otypes=[float]), (h, v))
