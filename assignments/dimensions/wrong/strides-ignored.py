"""Only windows make a map smaller.

Fails: network_sizes.values
Believes: stride-ignored
"""

import numpy as np


def network_sizes(length, layers):
    sizes = []
    for window, stride, pad in layers:
        length = length + 2 * pad - window + 1
        sizes.append(length)
    return np.array(sizes)
