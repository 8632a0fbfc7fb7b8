"""Two mistakes: the kernels are turned by half a circle before they slide; and only the rows of windows are thinned
out by the stride, so the map has a column for every place.
"""

import numpy as np


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    view = np.lib.stride_tricks.sliding_window_view(xp, w.shape[2:], axis=(2, 3))
    view = view[:, :, ::s]
    turned = np.rot90(w, 2, axes=(2, 3))
    out = np.einsum("ncijuv,fcuv->nfij", view, turned) + np.reshape(b, (1, -1, 1, 1))
    return out, (x, w, b, conv_param)
