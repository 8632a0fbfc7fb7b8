"""Wrong: max_pool_forward. The maximum starts from -1e6 instead of minus infinity. On which inputs: windows
whose entries are all below -1e6. Due instead: their largest entry.
"""
import numpy as np


def _out(x, p):
    return (x.shape[2] - p["pool_height"]) // p["stride"] + 1, (x.shape[3] - p["pool_width"]) // p["stride"] + 1


def max_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    ho, wo = _out(x, pool_param)
    out = np.full((x.shape[0], x.shape[1], ho, wo), -1e6)
    for u in range(ph):
        for v in range(pw):
            part = x[:, :, u:u + s * (ho - 1) + 1:s, v:v + s * (wo - 1) + 1:s]
            out = np.maximum(out, part)
    return out, (x, pool_param)


def max_pool_backward(dout, cache):
    x, pool_param = cache
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        win = x[n, c, i * s:i * s + ph, j * s:j * s + pw]
        a, b = np.unravel_index(np.argmax(win), win.shape)
        dx[n, c, i * s + a, j * s + b] += dout[n, c, i, j]
    return dx
