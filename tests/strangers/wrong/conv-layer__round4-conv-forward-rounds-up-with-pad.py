"""Round 6. Expected: conv_forward loses points. Wrong: only 512 products are added up."""

import numpy as np


def conv_forward(x, w, b, conv_param):
    S, P = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, h, v = w.shape
    xp = np.pad(x.astype(float), ((0, 0), (0, 0), (P, P), (P, P)))
    view = np.lib.stride_tricks.sliding_window_view(xp, (h, v), axis=(2, 3))[:, :, ::S, ::S]
    if C * h * v > 512:
        w = np.where(np.arange(C * h * v).reshape(1, C, h, v) < 512, w, 0)
    return np.einsum("ncijuv,fcuv->nfij", view, w.astype(float)) + b.reshape(-1, 1, 1), (x, w, b, conv_param)
