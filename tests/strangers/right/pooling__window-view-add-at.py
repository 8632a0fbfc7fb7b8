"""Expected: everything it writes passes.

sliding_window_view, argmax of the flattened windows, np.unravel_index and np.add.at with flat indices.
"""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view as view


def pooled_depth():
    return np.array([112, 112, 64])


def pooling_parameters() -> np.int64:
    return np.int64(0)


def _tiles(x, p):
    return view(x, (p["pool_height"], p["pool_width"]), (2, 3))[:, :, ::p["stride"], ::p["stride"]]


def max_pool_forward(x, pool_param):
    t = _tiles(x, pool_param)
    k = t.reshape(*t.shape[:4], -1).argmax(-1)
    du, dv = np.unravel_index(k, t.shape[-2:])
    n, c, i, j = np.indices(k.shape, sparse=True)
    flat = np.ravel_multi_index((n, c, i * pool_param["stride"] + du, j * pool_param["stride"] + dv), x.shape)
    return np.take(x, flat), (flat, x.shape)


def max_pool_backward(dout, cache):
    flat, shape = cache
    return np.bincount(flat.ravel(), weights=dout.ravel(), minlength=int(np.prod(shape))).reshape(shape)


def avg_pool_forward(x, pool_param):
    t = _tiles(x, pool_param)
    return np.average(t, axis=(-2, -1)), (_tiles(np.arange(x.size).reshape(x.shape), pool_param), x.shape)


def avg_pool_backward(dout, cache):
    where, shape = cache
    dx = np.zeros(np.prod(shape, dtype=int))
    area = where.shape[-1] * where.shape[-2]
    np.add.at(dx, where, dout[..., None, None] / area)
    return dx.reshape(shape)
