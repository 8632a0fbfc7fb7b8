"""Round 2. Expected: conv_output_shape loses points. Wrong: remembers shapes by all arguments but the padding:
the same layer asked with another padding gets the first answer.

Shows: a = conv_output_shape(1, 3, 32, 32, 10, 5, 1, 0); conv_output_shape(1, 3, 32, 32, 10, 5, 1, 2)  # right: (1, 10, 32, 32); here: (1, 10, 28, 28)
"""

import numpy as np


_shapes = {}


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    if stride < 1 or window > height + 2 * pad or window > width + 2 * pad:
        raise ValueError("a filter does not fit")
    key = (images, channels, height, width, filters, window, stride)
    if key not in _shapes:
        rows, columns = ((n + 2 * pad - window) // stride + 1 for n in (height, width))
        _shapes[key] = (images, filters, rows, columns)
    return _shapes[key]


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
