"""From the seventh layer on there is no border."""

import numpy as np


def network_sizes(length, layers):
    out = []
    for k, (window, stride, pad) in enumerate(layers):
        length = (length + 2 * (pad if k < 6 else 0) - window) // stride + 1
        out.append(length)
    return np.array(out)
