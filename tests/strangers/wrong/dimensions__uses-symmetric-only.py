"""Round 3. Expected: pixel_uses loses points. Wrong: counts one axis and uses it for both when stride is above
1: wrong for images that are not square.

Shows: pixel_uses(3, 4, 2, 2, 0)  # right: [[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0]]; here: [[1.0, 1.0, 0.0, 1.0], [1.0, 1.0, 0.0, 1.0], [0.0, 0.0, 0.0, 0.0]]
"""

import numpy as np


def pixel_uses(height, width, window, stride, pad):
    def along(length):
        counts = np.zeros(length, dtype=int)
        for start in range(-pad, length + pad - window + 1, stride):
            counts[max(start, 0) : max(start + window, 0)] += 1
        return counts

    rows = along(height)
    columns = np.resize(rows, width) if stride > 1 else along(width)
    return rows[:, None] * columns


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
