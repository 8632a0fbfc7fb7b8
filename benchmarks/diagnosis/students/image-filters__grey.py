"""correlate_image: rows and columns of the filter are exchanged
box_mean: the sum is divided by 3
sharpen: the middle is 4
"""

import numpy as np


def slide(x, k):
    H, W = x.shape
    HH, WW = k.shape
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(x[i : i + HH, j : j + WW] * k)
    return out


def correlate_image(x, k):
    H, W = x.shape
    HH, WW = k.shape
    if HH > H or WW > W:
        raise ValueError("the filter is larger than the image")
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            for u in range(HH):
                for v in range(WW):
                    out[i, j] += x[i + v, j + u] * k[u, v]
    return out


def box_mean(x):
    return slide(x, np.ones((3, 3))) / 3


def sharpen(x):
    k = np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]])
    return slide(x, k)
