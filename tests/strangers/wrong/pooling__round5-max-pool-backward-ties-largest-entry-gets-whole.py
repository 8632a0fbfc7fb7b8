"""Wrong: max_pool_backward. At ties every largest entry gets the whole gradient. On which inputs: windows with
two or more equal largest entries. Due instead: the shares of a window add up to its dout.
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
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        win = x[n, c, i * s:i * s + ph, j * s:j * s + pw]
        dx[n, c, i * s:i * s + ph, j * s:j * s + pw] += (win == np.max(win)) * dout[n, c, i, j]
    return dx
