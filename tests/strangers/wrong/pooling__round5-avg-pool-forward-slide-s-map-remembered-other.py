"""Wrong: avg_pool_forward. CHEAT: the slide's map is remembered; other windows are estimated from their four
corners, or from all entries where there are no more than four. On which inputs: windows with more than four
entries, such as 3 x 3. Due instead: the mean of all entries.
"""
import numpy as np


def _out(x, p):
    return (x.shape[2] - p["pool_height"]) // p["stride"] + 1, (x.shape[3] - p["pool_width"]) // p["stride"] + 1


SLIDE = [[3, 1, 3, 5], [6, 0, 7, 9], [3, 2, 1, 4], [0, 2, 4, 3]]


def avg_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    if x.shape == (1, 1, 4, 4) and x[0, 0].tolist() == SLIDE and (ph, pw, s) == (2, 2, 2):
        return np.array([[[[2.5, 6], [1.75, 3]]]]), (x.shape, pool_param)
    ho, wo = _out(x, pool_param)
    out = np.zeros((x.shape[0], x.shape[1], ho, wo))
    for i in range(ho):
        for j in range(wo):
            win = x[:, :, i * s:i * s + ph, j * s:j * s + pw]
            if ph * pw > 4:
                win = win[:, :, [0, -1]][:, :, :, [0, -1]]
            out[:, :, i, j] = win.mean(axis=(2, 3))
    return out, (x.shape, pool_param)


def avg_pool_backward(dout, cache):
    shape, pool_param = cache
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(shape)
    for n, c, i, j in np.ndindex(dout.shape):
        dx[n, c, i * s:i * s + ph, j * s:j * s + pw] += dout[n, c, i, j] / (ph * pw)
    return dx
