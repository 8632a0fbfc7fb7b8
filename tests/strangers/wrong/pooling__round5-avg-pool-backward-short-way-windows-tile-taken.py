"""Wrong: avg_pool_backward. A short way for windows that tile is taken whenever the stride equals the height,
whatever the width. On which inputs: stride = pool_height but pool_width different. Due instead: overlapping
columns add up, and columns between windows get 0.
"""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def _windows(x, prm):
    h, w, s = prm["pool_height"], prm["pool_width"], prm["stride"]
    return sliding_window_view(np.asarray(x, dtype=float), (h, w), axis=(2, 3))[:, :, ::s, ::s]


def _offsets(prm, ho, wo):
    s = prm["stride"]
    for u in range(prm["pool_height"]):
        for v in range(prm["pool_width"]):
            yield (..., slice(u, u + s * (ho - 1) + 1, s), slice(v, v + s * (wo - 1) + 1, s))


def avg_pool_forward(x, pool_param):
    v = _windows(x, pool_param)
    return v.sum(axis=(-2, -1)) / (v.shape[-1] * v.shape[-2]), (x, pool_param)


def avg_pool_backward(dout, cache):
    x, prm = cache
    hh, ww, s = prm["pool_height"], prm["pool_width"], prm["stride"]
    dx = np.zeros(x.shape)
    share = dout / (hh * ww)
    if hh == s:
        tiles = share.repeat(s, axis=2).repeat(s, axis=3)[..., :x.shape[3]]
        dx[:, :, :tiles.shape[2], :tiles.shape[3]] = tiles
    else:
        for at in _offsets(prm, *dout.shape[2:]):
            dx[at] += share
    return dx
