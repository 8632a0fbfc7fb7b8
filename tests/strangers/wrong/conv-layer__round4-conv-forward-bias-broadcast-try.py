"""Round 4. Expected: conv_forward loses points. Wrong: the bias goes along the columns where there are as many as
filters.
"""

import numpy as np


def conv_forward(x, w, b, conv_param):
    S, P = conv_param["stride"], conv_param["pad"]
    F, _, h, v = w.shape
    xp = np.pad(x.astype(float), ((0, 0), (0, 0), (P, P), (P, P)))
    view = np.lib.stride_tricks.sliding_window_view(xp, (h, v), axis=(2, 3))[:, :, ::S, ::S]
    out = np.einsum("ncijuv,fcuv->nfij", view, w.astype(float))
    try:
        out = out + b
    except ValueError:
        out = out + b.reshape(-1, 1, 1)
    if out.shape[1] != F:
        out = out[:, :F]
    return out, (x, w, b, conv_param)
