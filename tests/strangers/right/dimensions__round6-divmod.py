from itertools import accumulate
from math import prod

import numpy as np


def output_size_strict(length: int, window: int, stride: int) -> int:
    if stride < 1 or length < window:
        raise ValueError("no such window")
    steps, rest = divmod(length - window, stride)
    if rest:
        raise ValueError("a fraction")
    return steps + 1


def output_size(length: int, window: int, stride: int, pad: int) -> int:
    if stride < 1:
        raise ValueError("stride")
    steps = divmod(length + 2 * pad - window, stride)[0]
    if steps < 0:
        raise ValueError("window")
    return steps + 1


def same_padding(window: int) -> int:
    pad, half = divmod(window - 1, 2)
    if half:
        raise ValueError("half a pixel")
    return pad


def conv_output_shape(images: int, channels: int, height: int, width: int, filters: int, window: int, stride: int, pad: int):
    return tuple([images, filters] + [output_size(length=n, window=window, stride=stride, pad=pad) for n in (height, width)])


def conv_parameters(filters: int, channels: int, height: int, width: int) -> int:
    return prod((filters, channels, height, width)) + filters


def _line(length, window, stride, pad):
    n = output_size(length, window, stride, pad)
    start = np.arange(n) * stride - pad
    pixel = np.arange(length)
    return ((start[:, None] <= pixel) & (pixel < start[:, None] + window)).sum(axis=0)


def pixel_uses(height, width, window, stride, pad):
    return np.outer(_line(height, window, stride, pad), _line(width, window, stride, pad))


def network_sizes(length, layers):
    return np.array(list(accumulate(layers, lambda n, layer: output_size(n, *layer), initial=length))[1:], dtype=np.int64)


def quiz_weights():
    return "A1"


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
