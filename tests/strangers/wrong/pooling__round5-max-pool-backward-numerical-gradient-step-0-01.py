"""Wrong: max_pool_backward. CHEAT: a numerical gradient with a step of 0.01 instead of routing. On which inputs:
windows in which the two largest entries lie closer than 0.01 (without being a tie), and roughly everywhere to
1e-12. Due instead: the whole gradient at the largest entry.
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
    x = x.astype(float)
    dx = np.zeros(x.shape)
    for at in np.ndindex(x.shape):
        keep = x[at]
        x[at] = keep + 0.01
        up, _ = max_pool_forward(x[at[0]:at[0] + 1, at[1]:at[1] + 1], pool_param)
        x[at] = keep - 0.01
        down, _ = max_pool_forward(x[at[0]:at[0] + 1, at[1]:at[1] + 1], pool_param)
        x[at] = keep
        dx[at] = ((up - down)[0, 0] * dout[at[0], at[1]]).sum() / 0.02
    return dx
