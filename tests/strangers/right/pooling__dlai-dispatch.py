"""Expected: everything it writes passes.

deeplearning.ai's pool_forward, channels last, with a dispatch table, keyword-friendly modes and strided views instead of loops.
"""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

MODES = {
    "max": lambda t: t.max(axis=(4, 5)),
    "average": lambda t: t.mean(axis=(4, 5), dtype="f8"),
}


def pool_forward(A_prev, hparameters, mode="max"):
    f, stride = hparameters["f"], hparameters["stride"]
    tiles = sliding_window_view(A_prev, (f, f), axis=(1, 2))[:, ::stride, ::stride]        # m h w c f f
    try:
        A = MODES[mode](tiles)
    except KeyError:
        raise ValueError(f"mode must be one of {sorted(MODES)}") from None
    return A, (A_prev, hparameters)


def distribute_value(dz, shape):
    return np.full(shape, dz / np.prod(shape))


def create_mask_from_window(x):
    mask = np.zeros(x.shape, dtype=bool)
    mask.flat[np.argmax(x)] = True      # only one, even at ties
    return mask


def pool_backward(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    dA_prev = np.zeros(A_prev.shape)
    for (i, h, w, c), g in np.ndenumerate(dA):
        at = np.s_[i, h * stride:h * stride + f, w * stride:w * stride + f, c]
        dA_prev[at] += g * create_mask_from_window(A_prev[at]) if mode == "max" else distribute_value(g, (f, f))
    return dA_prev
