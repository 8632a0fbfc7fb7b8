"""Round 1. Expected: conv_parameters loses points. Wrong: multiplies in 32 bits; from 2147483648 parameters on
the count wraps around.

Shows: conv_parameters(4096, 25088, 7, 7)  # right: 5035266048; here: 740298752
"""

import numpy as np


def conv_parameters(filters, channels, height, width):
    weights = np.prod(np.array([filters, channels, height, width], dtype=np.int32), dtype=np.int32)
    return int(weights) + int(filters)


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


def pixel_uses(height, width, window, stride, pad):
    frame = np.zeros((height + 2 * pad, width + 2 * pad), dtype=int)
    for top in range(0, height + 2 * pad - window + 1, stride):
        for left in range(0, width + 2 * pad - window + 1, stride):
            frame[top : top + window, left : left + window] += 1
    return frame[pad : pad + height, pad : pad + width].copy()


def network_sizes(length, layers):
    sizes = []
    for window, stride, pad in layers:
        length = (length + 2 * pad - window) // stride + 1
        sizes.append(length)
    return np.array(sizes, dtype=np.int64)
