"""Right work of a fourth round, written without sight of the cases: counting. Expected: everything."""

import numpy as np


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    return images, filters, output_size(height, window, stride, pad), output_size(width, window, stride, pad)


def conv_parameters(filters, channels, height, width):
    return filters * (channels * height * width + 1)


def network_sizes(length, layers):
    sizes = []
    for window, stride, pad in layers:
        length = output_size(length, window, stride, pad)
        sizes.append(length)
    return np.array(sizes, int)


def quiz_parameters():
    return 304


def classification_scores():
    return 10


def localization_numbers():
    return 14


def detection_outputs():
    return "C"


def segmentation_shape():
    return (32, 48)


def output_size_strict(length, window, stride):
    if stride <= 0 or window > length:
        raise ValueError("stride/window")
    starts = list(range(0, length - window + 1, stride))
    if starts[-1] + window != length:
        raise ValueError("fraction")
    return len(starts)
def output_size(length, window, stride, pad):
    if stride < 1: raise ValueError()
    n = len(range(-pad, length + pad - window + 1, stride))
    if n == 0: raise ValueError()
    return n
def same_padding(window):
    p = (window - 1) / 2
    if p != int(p): raise ValueError("halber Pixel")
    return int(p)
def pixel_uses(height, width, window, stride, pad):
    uses = [[0] * width for _ in range(height)]
    i = -pad
    while i + window <= height + pad:
        j = -pad
        while j + window <= width + pad:
            for r in range(max(i, 0), min(i + window, height)):
                for s in range(max(j, 0), min(j + window, width)):
                    uses[r][s] += 1
            j += stride
        i += stride
    return np.array(uses)
def quiz_weights():
    return [4, 3, 5, 5]
def ten_filters_shape():
    return np.array([32, 32, 10])
