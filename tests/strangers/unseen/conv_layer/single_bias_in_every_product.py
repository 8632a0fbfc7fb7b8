"""The bias is added to the array of products before the sum, so it enters once for every weight of the filter."""

import numpy as np


def conv_single_step(a_slice_prev, W, b):
    s = a_slice_prev * W
    s = s + b
    Z = np.sum(s)
    return float(Z)
