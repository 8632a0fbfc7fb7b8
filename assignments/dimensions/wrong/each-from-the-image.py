"""Every layer sees the image.

Fails: network_sizes.values
"""

import numpy as np


def network_sizes(length, layers):
    sizes = []
    for window, stride, pad in layers:
        sizes.append((length + 2 * pad - window) // stride + 1)
    return np.array(sizes)
