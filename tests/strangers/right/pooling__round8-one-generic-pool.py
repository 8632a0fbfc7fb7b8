"""Style: one pair of generic functions for both kinds, handed a reduction; functools.partial makes the four; keyword-only helper parameters."""
from functools import partial

import numpy as np


def pooled_depth():
    W = H = 224
    D = 64
    return (W - 2) // 2 + 1, (H - 2) // 2 + 1, D


def pooling_parameters():
    return len([])


def _split(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    views = np.lib.stride_tricks.sliding_window_view(x, (ph, pw), axis=(2, 3))[:, :, ::s, ::s]
    return views.reshape(*views.shape[:4], ph * pw)


def _forward(x, pool_param, *, share):
    windows = _split(np.asarray(x, np.float64), pool_param)
    shares = share(windows)
    # sum of entry times its share: max and mean are both that
    return (windows * shares).sum(-1), {"shape": x.shape, "param": dict(pool_param), "shares": shares}


def _backward(dout, cache):
    where = _split(np.arange(np.prod(cache["shape"])).reshape(cache["shape"]), cache["param"])
    flat = np.bincount(where.ravel(), (cache["shares"] * np.asarray(dout, float)[..., None]).ravel(), int(np.prod(cache["shape"])))
    return flat.reshape(cache["shape"])


def _first_largest(windows):
    return np.arange(windows.shape[-1]) == windows.argmax(-1)[..., None]


def _even(windows):
    return np.full(windows.shape, 1 / windows.shape[-1])


max_pool_forward = partial(_forward, share=_first_largest)
avg_pool_forward = partial(_forward, share=_even)


def max_pool_backward(dout, cache):
    return _backward(dout, cache)


avg_pool_backward = _backward
