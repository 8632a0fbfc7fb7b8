"""pooling. Bug: The largest entry is searched in the first image of the batch always.

Expected: max_pool_backward failed: dx by places-of-another-map.
"""

import numpy as np


def _out(x, p):
    return (x.shape[2] - p["pool_height"]) // p["stride"] + 1, (x.shape[3] - p["pool_width"]) // p["stride"] + 1


def max_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    ho, wo = _out(x, pool_param)
    out = np.zeros((x.shape[0], x.shape[1], ho, wo))
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            for i in range(ho):
                for j in range(wo):
                    out[n, c, i, j] = x[n, c, i * s:i * s + ph, j * s:j * s + pw].max()
    return out, (x, pool_param)


def max_pool_backward(dout, cache):
    x, pool_param = cache
    hh, ww, st = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    N, C, Ho, Wo = dout.shape
    dx = np.zeros(x.shape)
    for c in range(C):
        for i in range(Ho):
            for j in range(Wo):
                block = x[0, c, i*st:i*st+hh, j*st:j*st+ww]
                a, b = np.unravel_index(np.argmax(block), block.shape)
                dx[:, c, i*st+a, j*st+b] += dout[:, c, i, j]
    return dx
