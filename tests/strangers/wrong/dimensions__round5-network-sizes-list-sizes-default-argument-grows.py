"""Wrong: network_sizes. The list of sizes is a default argument, and grows from call to call. On which inputs:
every call after the first one. Due instead: the sizes of this network only.
"""
import numpy as np


def output_size(length, window, stride, pad):
    if stride < 1 or window > length + 2 * pad:
        raise ValueError("does not fit")
    return (length + 2 * pad - window) // stride + 1


def network_sizes(length, layers, sizes=[]):
    for window, stride, pad in layers:
        length = output_size(length, window, stride, pad)
        sizes.append(length)
    return np.array(sizes, dtype=int)
