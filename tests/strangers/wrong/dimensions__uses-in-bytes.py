"""Round 1. Expected: pixel_uses loses points. Wrong: counts in bytes: pixels that lie in more than 255 windows
wrap around.

Shows: pixel_uses(33, 33, 17, 1, 0)[16, 16]  # right: 289; here: 33
"""

import numpy as np


def pixel_uses(height, width, window, stride, pad):
    uses = np.zeros((height, width), dtype=np.uint8)
    for top in range(-pad, height + pad - window + 1, stride):
        for left in range(-pad, width + pad - window + 1, stride):
            uses[max(top, 0) : max(top + window, 0), max(left, 0) : max(left + window, 0)] += 1
    return uses


def output_size_strict(length, window, stride):
    if stride < 1 or window > length or (length - window) % stride:
        raise ValueError("illegal")
    return (length - window) // stride + 1


def output_size(length, window, stride, pad):
    if stride < 1 or window > length + 2 * pad:
        raise ValueError("illegal")
    return (length + 2 * pad - window) // stride + 1


def same_padding(window):
    if window % 2 == 0:
        raise ValueError("the window is even")
    return (window - 1) // 2


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    if stride < 1 or window > height + 2 * pad or window > width + 2 * pad:
        raise ValueError("a filter does not fit")
    return (images, filters, (height + 2 * pad - window) // stride + 1, (width + 2 * pad - window) // stride + 1)


def conv_parameters(filters, channels, height, width):
    return filters * (channels * height * width + 1)


def network_sizes(length, layers):
    sizes = []
    for window, stride, pad in layers:
        length = (length + 2 * pad - window) // stride + 1
        sizes.append(length)
    return np.array(sizes, dtype=np.int64)
