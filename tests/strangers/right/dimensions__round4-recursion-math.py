"""Right work of a fourth round, written without sight of the cases: recursion math. Expected: everything."""

import numpy as np


def same_padding(window):
    if window % 2 == 0:
        raise ValueError("even")
    return (window - 1) // 2


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    return images, filters, output_size(height, window, stride, pad), output_size(width, window, stride, pad)


def conv_parameters(filters, channels, height, width):
    return filters * (channels * height * width + 1)


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


import math
from fractions import Fraction
def output_size_strict(length, window, stride):
    if stride < 1 or window > length: raise ValueError
    size = Fraction(length - window, stride) + 1
    if size.denominator != 1: raise ValueError(size)
    return size.numerator
def output_size(length, window, stride, pad):
    if stride < 1 or length + 2 * pad < window: raise ValueError
    return math.floor((length + 2 * pad - window) / stride) + 1
def network_sizes(length, layers):
    def go(n, rest):
        if not rest: return []
        m = output_size(n, *rest[0])
        return [m] + go(m, rest[1:])
    return np.asarray(go(length, list(layers)), dtype=int)
def pixel_uses(height, width, window, stride, pad):
    def axis(n):
        u = np.zeros(n, int)
        for p in range(n):
            u[p] = sum(1 for s in range(0, n + 2 * pad - window + 1, stride) if s <= p + pad < s + window)
        return u
    return axis(height)[:, None] * axis(width)[None, :]
