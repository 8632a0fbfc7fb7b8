"""Expected: everything it writes passes.

sliding_window_view and tensordot, with functools.partial for the padding and for stride one.
"""
from functools import partial

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

frame = partial(np.pad, mode="constant", constant_values=0)
over_windows = partial(sliding_window_view, axis=(-2, -1))


def conv_single(x, w, b):
    if np.any(np.shape(x) != np.shape(w)) if np.ndim(x) == np.ndim(w) else True:
        raise ValueError("no")
    return np.tensordot(x, w, axes=x.ndim) + b


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError("channels")
    # sliding_window_view raises ValueError by itself if the window is larger
    return np.tensordot(w, over_windows(x, w.shape[1:]), axes=([0, 1, 2], [0, 3, 4])) + b


def conv_forward(x, w, b, conv_param):
    s, p = (conv_param[key] for key in ("stride", "pad"))
    xp = frame(x, ((0,) * 2, (0,) * 2, (p,) * 2, (p,) * 2))
    views = over_windows(xp, w.shape[2:])[:, :, ::s, ::s]
    out = np.tensordot(views, w, axes=([1, 4, 5], [1, 2, 3]))          # N Ho Wo F
    return np.moveaxis(out + b, 3, 1), (views, x.shape, w, s, p)


def conv_backward(dout, cache):
    views, shape, w, s, p = cache
    db = dout.sum((0, 2, 3))
    dw = np.tensordot(dout, views, axes=([0, 2, 3], [0, 2, 3]))
    pieces = np.tensordot(dout, w, axes=([1], [0]))                      # N Ho Wo C HH WW
    N, C, H, W = shape
    dxp = np.zeros((N, C, H + 2 * p, W + 2 * p))
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            dxp[:, :, i * s:i * s + w.shape[2], j * s:j * s + w.shape[3]] += pieces[:, i, j]
    return dxp[:, :, p:H + p, p:W + p], dw, db
