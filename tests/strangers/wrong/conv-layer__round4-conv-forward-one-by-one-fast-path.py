"""Round 4. Expected: conv_forward loses points. Wrong: a filter of one pixel takes a short way that knows no
stride.
"""

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
    if w.shape[2:] == (1, 1) and conv_param["pad"] == 0:
        return np.einsum("nchw,fc->nfhw", x.astype(float), w[:, :, 0, 0].astype(float)) + b.reshape(-1, 1, 1), (x, w, b, conv_param)
    return _cf(x, w, b, conv_param)
