"""Expected: everything it writes passes.

fractions.Fraction, with its denominator as the test for "whole"; math.floor for the other slide.
"""
import math
from fractions import Fraction

import numpy as np


def _size(length, window, stride, pad=0):
    if stride < 1:
        raise ValueError("The stride is less than 1.")
    if length + 2 * pad < window:
        raise ValueError("The window is larger than the image.")
    return Fraction(int(length + 2 * pad - window), int(stride)) + 1


def _whole(q):
    if q.denominator > 1:
        raise ValueError(f"{q} is a fraction")
    return q.numerator


def output_size_strict(length, window, stride):
    return _whole(_size(length, window, stride))


def output_size(length, window, stride, pad):
    return math.floor(_size(length, window, stride, pad))


def same_padding(window):
    return _whole(Fraction(window - 1, 2))


def conv_parameters(filters, channels, height, width):
    weights = math.prod((filters, channels, height, width))
    return weights + filters


def network_sizes(length, layers):
    out = np.empty(len(layers), dtype=np.int64)
    for n, (window, stride, pad) in enumerate(layers):
        out[n] = length = output_size(int(length), int(window), int(stride), int(pad))
    return out


def quiz_weights():
    return (3, 4, 5, 5)


def segmentation_shape():
    return 32, 48
