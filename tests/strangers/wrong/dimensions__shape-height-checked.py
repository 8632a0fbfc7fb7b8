"""Round 2. Expected: conv_output_shape loses points. Wrong: looks only whether the filter fits into the height:
an image too narrow gives a width of 0 or less.

Shows: conv_output_shape(1, 1, 8, 2, 1, 3, 1, 0)  # right: raises ValueError; here: (1, 1, 6, 0)
"""

import numpy as np


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    rows = (height + 2 * pad - window) // stride + 1 if stride > 0 else 0
    if rows < 1:
        raise ValueError("a filter does not fit")
    return (images, filters, rows, (width + 2 * pad - window) // stride + 1)


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


def conv_parameters(filters, channels, height, width):
    return filters * (channels * height * width + 1)


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
