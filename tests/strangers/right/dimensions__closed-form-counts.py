"""Expected: everything it writes passes.

How many windows cover a pixel, in closed form: the last start at or before it minus the first that still reaches it.
"""
from math import ceil, floor

import numpy as np


def output_size(length, window, stride, pad):
    if stride < 1:
        raise ValueError("stride must be positive")
    if window > length + 2 * pad:
        raise ValueError("window too large")
    return -(-(length + 2 * pad - window + 1) // stride)      # ceiling


def pixel_uses(height, width, window, stride, pad):
    n, m = output_size(height, window, stride, pad), output_size(width, window, stride, pad)

    def count(pixel, places):
        q = pixel + pad
        last = min(floor(q / stride), places - 1)
        first = max(ceil((q - window + 1) / stride), 0)
        return max(last - first + 1, 0)

    return np.fromfunction(np.vectorize(lambda r, c: count(r, n) * count(c, m)), (height, width))


def same_padding(window):
    pad = (window - 1) / 2
    if pad != int(pad):
        raise ValueError("half a pixel cannot be added")
    return int(pad)


def localization_numbers():
    classes, box = 10, ("x", "y", "w", "h")
    return classes + len(box)


def detection_outputs():
    return "C"
