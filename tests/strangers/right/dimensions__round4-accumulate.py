"""Right work of a fourth round, written without sight of the cases: accumulate. Expected: everything."""

import numpy as np


def output_size_strict(length, window, stride):
    if window > length or stride < 1 or (length - window) % stride:
        raise ValueError("illegal")
    return (length - window) // stride + 1


def same_padding(window):
    if window % 2 == 0:
        raise ValueError("even")
    return (window - 1) // 2


def conv_parameters(filters, channels, height, width):
    return filters * (channels * height * width + 1)


def pixel_uses(height, width, window, stride, pad):
    big = np.zeros((height + 2 * pad, width + 2 * pad), int)
    for i in range(0, height + 2 * pad - window + 1, stride):
        for j in range(0, width + 2 * pad - window + 1, stride):
            big[i:i + window, j:j + window] += 1
    return big[pad:pad + height, pad:pad + width]


def quiz_weights():
    return (4, 3, 5, 5)


def quiz_parameters():
    return 304


def ten_filters_shape():
    return (32, 32, 10)


def classification_scores():
    return 10


def localization_numbers():
    return 14


def detection_outputs():
    return "C"


def segmentation_shape():
    return (32, 48)


from itertools import accumulate
def network_sizes(length, layers):
    return np.array(list(accumulate(layers, lambda n, l: output_size(n, *l), initial=length))[1:])
def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    hw = tuple(output_size(n, window, stride, pad) for n in (height, width))
    return np.array((images, filters) + hw)
def output_size(length, window, stride, pad):
    if stride < 1 or window > length + 2 * pad: raise ValueError
    return np.floor((length + 2 * pad - window) / stride + 1).astype(int)
