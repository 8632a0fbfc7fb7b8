"""Two mistakes: the sum is divided by pool_h squared instead of pool_h * pool_w; and the result has the type of the
input, so the means of whole numbers are cut off.
"""

import numpy as np


def avgpool_forward(x, pool_h, pool_w, stride):
    n, c, h, w = x.shape
    oh = 1 + (h - pool_h) // stride
    ow = 1 + (w - pool_w) // stride
    y = np.zeros((n, c, oh, ow), dtype=x.dtype)
    for a in range(oh):
        for e in range(ow):
            block = x[:, :, a * stride:a * stride + pool_h, e * stride:e * stride + pool_w]
            y[:, :, a, e] = block.sum(axis=(2, 3)) / pool_h ** 2
    return y
