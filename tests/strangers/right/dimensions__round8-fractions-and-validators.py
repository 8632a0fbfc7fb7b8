# Style: fractions.Fraction for the strict rule, math.floor for the other, a decorator that checks arguments, itertools.accumulate
# for the network, names with type hints, own error class, answers in a dict at the end put into globals
from __future__ import annotations

import functools
import itertools
import math
from fractions import Fraction

import numpy as np


class IllegalLayer(ValueError):
    """A window that does not fit, or a stride that is none."""


def fitting(function):
    @functools.wraps(function)
    def checked(length: int, window: int, stride: int, pad: int = 0) -> int:
        if stride < 1:
            raise IllegalLayer(f"stride {stride}")
        if window > length + 2 * pad:
            raise IllegalLayer(f"window {window}, image {length} + 2 * {pad}")
        return function(length, window, stride, pad)
    return checked


@fitting
def output_size_strict(length, window, stride, _pad=0):
    size = Fraction(length - window, stride) + 1
    if size.denominator != 1:
        raise IllegalLayer(f"{size} is a fraction")
    return int(size)


@fitting
def output_size(length, window, stride, pad):
    return math.floor(Fraction(length + 2 * pad - window, stride)) + 1


def same_padding(window: int) -> int:
    pad = Fraction(window - 1, 2)
    if pad != int(pad):
        raise IllegalLayer(f"padding {pad}")
    return pad.numerator


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    size = functools.partial(output_size, window=window, stride=stride, pad=pad)
    return images, filters, size(height), size(width)


def conv_parameters(filters: int, channels: int, height: int, width: int) -> int:
    return math.prod((filters, channels, height, width)) + filters


def pixel_uses(height, width, window, stride, pad):
    uses = np.zeros((height, width), dtype=np.int64)
    tops = range(0, height + 2 * pad - window + 1, stride)
    lefts = range(0, width + 2 * pad - window + 1, stride)
    for top, left in itertools.product(tops, lefts):
        top, left = top - pad, left - pad
        uses[max(top, 0):max(top + window, 0), max(left, 0):max(left + window, 0)] += 1
    return uses


def network_sizes(length, layers):
    sizes = itertools.accumulate(layers, lambda size, layer: output_size(size, *layer), initial=length)
    return np.fromiter(itertools.islice(sizes, 1, None), dtype=int)


def _answer(value):
    return lambda: value


ANSWERS = {
    "quiz_weights": "A1",
    "quiz_parameters": conv_parameters(4, 3, 5, 5),
    "ten_filters_shape": conv_output_shape(1, 3, 32, 32, 10, 5, 1, 2)[:1:-1] + (10,),
    "classification_scores": 10,
    "localization_numbers": 10 + 4,
    "detection_outputs": "C",
    "segmentation_shape": (32, 48),
}
quiz_weights = _answer(ANSWERS["quiz_weights"])
quiz_parameters = _answer(ANSWERS["quiz_parameters"])
ten_filters_shape = _answer(ANSWERS["ten_filters_shape"])
classification_scores = _answer(ANSWERS["classification_scores"])
localization_numbers = _answer(ANSWERS["localization_numbers"])
detection_outputs = _answer(ANSWERS["detection_outputs"])
segmentation_shape = _answer(ANSWERS["segmentation_shape"])
