"""Wrong: conv_matrix. The channel's offset is W * W instead of H * W. On which inputs: images that are not
square and have more than one channel. Due instead: column (c * H + row) * W + column.
"""
from itertools import product
import numpy as np


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    places = list(product(range(F), range(0, H - HH + 1, stride), range(0, W - WW + 1, stride)))
    out = np.zeros((len(places), C * H * W))
    for row, (f, top, left) in enumerate(places):
        for c, u, v in product(range(C), range(HH), range(WW)):
            out[row, (c * W * W + (top + u) * W + left + v) % (C * H * W)] = w[f, c, u, v]
    return out
