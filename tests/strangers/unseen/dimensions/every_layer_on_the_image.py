"""Every layer is given the size of the image instead of what the layer before put out."""

import numpy as np


def network_sizes(length, layers):
    sizes = []
    for window, stride, pad in layers:
        after = (length + 2 * pad - window) // stride + 1
        sizes.append(after)
    return np.array(sizes, dtype=int)
