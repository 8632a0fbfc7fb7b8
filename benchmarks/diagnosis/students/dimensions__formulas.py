"""output_size: brackets are missing, so that only the window is divided
pixel_uses: the windows begin at every pixel
network_sizes: every layer is given the size of the image
conv_parameters: one bias for all filters
"""

import numpy as np


def output_size(length, window, stride, pad):
    if length + 2 * pad < window:
        raise ValueError("the window does not fit")
    return length + 2 * pad - window // stride + 1


def size_of(length, window, stride, pad):
    return (length + 2 * pad - window) // stride + 1


def conv_parameters(filters, channels, height, width):
    return filters * channels * height * width + 1


def pixel_uses(height, width, window, stride, pad):
    uses = np.zeros((height + 2 * pad, width + 2 * pad))
    rows = size_of(height, window, stride, pad)
    cols = size_of(width, window, stride, pad)
    for i in range(rows):
        for j in range(cols):
            uses[i : i + window, j : j + window] += 1
    return uses[pad : height + pad, pad : width + pad]


def network_sizes(length, layers):
    sizes = []
    for window, stride, pad in layers:
        size = size_of(length, window, stride, pad)
        sizes.append(size)
    return np.array(sizes)
