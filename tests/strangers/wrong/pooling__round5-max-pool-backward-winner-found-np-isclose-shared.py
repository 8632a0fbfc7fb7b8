"""Wrong: max_pool_backward. The winner is found with np.isclose, and shared among all that are close. On which
inputs: entries that differ from the maximum by less than about 1e-5 of it, or 1e-8 (pixels such as 100000.5
and 100000.0, or all entries below 1e-8). Due instead: the largest one gets all.
"""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def _windows(x, prm):
    h, w, s = prm["pool_height"], prm["pool_width"], prm["stride"]
    return sliding_window_view(np.asarray(x, dtype=float), (h, w), axis=(2, 3))[:, :, ::s, ::s]


def max_pool_forward(x, pool_param):
    out = _windows(x, pool_param).max(axis=(-2, -1))
    return out, (x, out, pool_param)


def _offsets(prm, ho, wo):
    s = prm["stride"]
    for u in range(prm["pool_height"]):
        for v in range(prm["pool_width"]):
            yield (..., slice(u, u + s * (ho - 1) + 1, s), slice(v, v + s * (wo - 1) + 1, s))


def max_pool_backward(dout, cache):
    x, out, prm = cache
    ho, wo = out.shape[2:]
    offsets = list(_offsets(prm, ho, wo))
    winners = sum(np.isclose(x[at], out).astype(float) for at in offsets)
    dx = np.zeros(x.shape)
    for at in offsets:
        dx[at] += np.isclose(x[at], out) * dout / winners
    return dx
