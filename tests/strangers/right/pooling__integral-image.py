"""Expected: everything it writes passes.

Average pooling by an integral image (cumsum twice), and its backward pass by a difference array and two cumsums.
"""
import numpy as np


def avg_pool_forward(x, pool_param):
    hh, ww, S = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    I = np.zeros((N, C, H + 1, W + 1))
    I[:, :, 1:, 1:] = np.cumsum(np.cumsum(x, axis=2, dtype=float), axis=3)
    r = np.arange(0, H - hh + 1, S)
    q = np.arange(0, W - ww + 1, S)
    at = lambda rows, cols: I[:, :, rows[:, None], cols[None, :]]
    out = at(r + hh, q + ww) - at(r, q + ww) - at(r + hh, q) + at(r, q)
    return out / (hh * ww), (x.shape, hh, ww, r, q)


def avg_pool_backward(dout, cache):
    (N, C, H, W), hh, ww, r, q = cache
    g = dout / (hh * ww)
    D = np.zeros((N, C, H + 1, W + 1))
    for rows, cols, sign in ((r, q, 1), (r + hh, q, -1), (r, q + ww, -1), (r + hh, q + ww, 1)):
        D[:, :, rows[:, None], cols[None, :]] += sign * g        # places of one corner are all different
    return D.cumsum(2).cumsum(3)[:, :, :H, :W]
