"""The size of the image comes first.

Fails: network_sizes.shape, network_sizes.values
"""

import numpy as np


def network_sizes(length, layers):
    sizes = [length]
    for window, stride, pad in layers:
        length = (length + 2 * pad - window) // stride + 1
        sizes.append(length)
    return np.array(sizes)
