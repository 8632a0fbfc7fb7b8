"""Recursion and brute force."""

import numpy as np


def output_size_strict(length, window, stride):
    if stride < 1 or window > length:
        raise ValueError
    if window == length:
        return 1
    if length - window < stride:
        raise ValueError
    return 1 + output_size_strict(length - stride, window, stride)


def output_size(length, window, stride, pad):
    if stride < 1 or window > length + 2 * pad:
        raise ValueError
    return len(range(0, length + 2 * pad - window + 1, stride))


def same_padding(window):
    for pad in range(window):
        if output_size(window + 5, window, 1, pad) == window + 5:
            return pad
    raise ValueError("no padding")


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    return (images, filters, output_size(height, window, stride, pad), output_size(width, window, stride, pad))


def conv_parameters(filters, channels, height, width):
    return int(np.prod([filters, channels, height, width])) + filters


def pixel_uses(height, width, window, stride, pad):
    padded = np.zeros((height + 2 * pad, width + 2 * pad), int)
    for i in range(output_size(height, window, stride, pad)):
        for j in range(output_size(width, window, stride, pad)):
            padded[i * stride:i * stride + window, j * stride:j * stride + window] += 1
    return padded[pad:pad + height, pad:pad + width]


def network_sizes(length, layers):
    if len(layers) == 0:
        return np.array([], dtype=int)
    first = output_size(length, *layers[0])
    return np.concatenate([[first], network_sizes(first, layers[1:])]).astype(int)
