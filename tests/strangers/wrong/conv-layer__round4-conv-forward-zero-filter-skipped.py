"""Round 6. Expected: conv_forward loses points. Wrong: a filter of zeros gets no bias."""

import numpy as np


def _cf(x, w, b, conv_param):
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


def conv_forward(x, w, b, conv_param):
    out, cache = _cf(x, w, b, conv_param)
    for f in range(len(w)):
        if not w[f].any():
            out[:, f] = 0
    return out, (x, w, b, conv_param)
