# network_sizes is wrong where a layer with more padding than "same", e.g. (1, 1, 1), meets a size of 1: it stays 1, the answer is 3.
import numpy as np


def network_sizes(length, layers):
    sizes = np.ones(len(layers), dtype=int)
    for n, (window, stride, pad) in enumerate(layers):
        if length == 1:
            break  # one number: nothing is left to slide over
        length = (length + 2 * pad - window) // stride + 1
        sizes[n] = length
    return sizes
