"""Wrong: _pool. Which entry won is kept in one byte. On which inputs: max pooling windows with more than 256
entries (17 x 17, or a whole map of 20 x 20): max_pool_backward sends the gradient elsewhere. The fault is in
_pool, used by max_pool_forward. Due instead: the gradient goes to the largest entry.
"""
import numpy as np


def _pool(kind, x, pool_param, *, dtype=np.float64):
    hh, ww, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    ho, wo = (x.shape[2] - hh) // s + 1, (x.shape[3] - ww) // s + 1
    v = np.lib.stride_tricks.sliding_window_view(x.astype(dtype), (hh, ww), axis=(2, 3))[:, :, ::s, ::s]
    v = v.reshape(x.shape[:2] + (ho, wo, hh * ww))
    best = v.argmax(axis=-1).astype(np.uint8)
    acc = v.max(axis=-1) if kind == "max" else v.mean(axis=-1)
    return acc, (x.shape, (hh, ww, s), best)


def max_pool_forward(x, pool_param):
    return _pool("max", x, pool_param)


def max_pool_backward(dout, cache):
    shape, (hh, ww, s), best = cache
    dx = np.zeros(shape)
    it = np.nditer(dout, flags=["multi_index"])
    for g in it:
        n, c, i, j = it.multi_index
        u, v = divmod(int(best[n, c, i, j]), ww)
        dx[n, c, i * s + u, j * s + v] += g
    return dx


def avg_pool_forward(x, pool_param):
    return _pool("avg", x, pool_param)


def avg_pool_backward(dout, cache):
    shape, (hh, ww, s), _ = cache
    dx = np.zeros(shape)
    g = np.multiply(dout, 1.0 / (hh * ww))
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            dx[:, :, i * s:i * s + hh, j * s:j * s + ww] += g[:, :, i, j, np.newaxis, np.newaxis]
    return dx
