"""Wrong: avg_pool_forward. Bytes are added up in integers of 16 bits. On which inputs: bytes, windows of 129
entries or more, bright pixels (129 times 255 is more than 32767). Due instead: the mean.
"""
import numpy as np


def _out(x, p):
    return (x.shape[2] - p["pool_height"]) // p["stride"] + 1, (x.shape[3] - p["pool_width"]) // p["stride"] + 1


def avg_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    ho, wo = _out(x, pool_param)
    out = np.zeros((x.shape[0], x.shape[1], ho, wo))
    kind = np.int16 if x.dtype.itemsize == 1 else np.float64
    for i in range(ho):
        for j in range(wo):
            out[:, :, i, j] = x[:, :, i * s:i * s + ph, j * s:j * s + pw].sum(axis=(2, 3), dtype=kind) / (ph * pw)
    return out, (x.shape, pool_param)


def avg_pool_backward(dout, cache):
    shape, pool_param = cache
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(shape)
    for n, c, i, j in np.ndindex(dout.shape):
        dx[n, c, i * s:i * s + ph, j * s:j * s + pw] += dout[n, c, i, j] / (ph * pw)
    return dx
