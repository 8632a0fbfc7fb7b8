"""np.matmul is used on every channel instead of multiplying pixel by weight, so rows meet columns."""

import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("block and filter differ in shape")
    total = 0.0
    for channel in range(x.shape[0]):
        total += np.matmul(x[channel], w[channel]).sum()
    return float(total + b)
