"""math.floor, divmod, sizes are lists where an array is due."""

import math

import numpy as np


def output_size_strict(length, window, stride):
    if stride < 1:
        raise ValueError("stride")
    q, r = divmod(length - window, stride)
    if q < 0 or r:
        raise ValueError("size")
    return q + 1


def output_size(length, window, stride, pad):
    if stride <= 0:
        raise ValueError("stride")
    if length + 2 * pad < window:
        raise ValueError("window")
    return math.floor((length + 2 * pad - window) / stride) + 1


def same_padding(window):
    if window % 2 == 0:
        raise ValueError("even")
    return int((window - 1) / 2)


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    return (images, filters) + tuple(output_size(n, window, stride, pad) for n in (height, width))


def conv_parameters(filters, channels, height, width):
    return filters * (channels * height * width + 1)


def pixel_uses(height, width, window, stride, pad):
    def along(n):
        count = np.zeros(n, dtype=int)
        for start in range(-pad, n + pad - window + 1, stride):
            for p in range(start, start + window):
                if 0 <= p < n:
                    count[p] += 1
        return count
    return np.outer(along(height), along(width))


def network_sizes(length, layers):
    sizes = []
    for layer in layers:
        length = output_size(length, *layer)
        sizes.append(length)
    return sizes


def quiz_parameters():
    return 4 * (3 * 5 * 5 + 1)
