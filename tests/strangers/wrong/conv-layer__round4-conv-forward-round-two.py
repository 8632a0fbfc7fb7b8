"""Round 4. Expected: conv_forward loses points. Wrong: the output is rounded to two decimals."""

import numpy as np


def conv_forward(x, w, b, conv_param):
    S, P = conv_param["stride"], conv_param["pad"]
    F, _, h, v = w.shape
    xp = np.pad(x.astype(float), ((0, 0), (0, 0), (P, P), (P, P)))
    view = np.lib.stride_tricks.sliding_window_view(xp, (h, v), axis=(2, 3))[:, :, ::S, ::S]
    return np.round(np.einsum("ncijuv,fcuv->nfij", view, w.astype(float)) + b.reshape(-1, 1, 1), 2), (x, w, b, conv_param)
