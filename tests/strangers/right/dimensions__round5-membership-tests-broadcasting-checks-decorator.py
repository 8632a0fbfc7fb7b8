import functools
import numpy as np


quiz_weights = lambda: (4, 3, 5, 5)


quiz_parameters = lambda: 4 * (5 * 5 * 3 + 1)


ten_filters_shape = lambda: ((32 + 2 * 2 - 5) // 1 + 1,) * 2 + (10,)


classification_scores = lambda: 10


localization_numbers = lambda: 10 + 4


detection_outputs = lambda: "C"


segmentation_shape = lambda: (32, 48)


def legal(function):
    @functools.wraps(function)
    def checked(length, window, stride, pad=0):
        if stride < 1:
            raise ValueError("the stride is less than 1")
        if length + 2 * pad < window:
            raise ValueError("the window is larger")
        return function(int(length), int(window), int(stride), int(pad))
    return checked


@legal
def output_size(length, window, stride, pad):
    return (length + 2 * pad - window + stride) // stride


def output_size_strict(length, window, stride):
    size = output_size(length, window, stride, 0)
    if (size - 1) * stride + window < length:
        raise ValueError("a fraction")
    return size


def same_padding(window):
    for pad in range(window + 1):
        if window - 2 * pad == 1:
            return pad
    raise ValueError("no padding keeps the size")


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    size = functools.partial(output_size, window=window, stride=stride, pad=pad)
    return int(images), int(filters), size(height), size(width)


def conv_parameters(filters, channels, height, width):
    per_filter = channels * height * width + 1
    return per_filter * filters


def pixel_uses(height, width, window, stride, pad):
    def axis(n):
        first = np.arange(output_size(n, window, stride, pad)) * stride - pad
        p = np.arange(n)[:, None]
        return ((first <= p) & (p < first + window)).sum(axis=1)
    return axis(height)[:, None] * axis(width)[None, :]


def network_sizes(length, layers):
    sizes = np.empty(len(layers), dtype=int)
    for k, layer in enumerate(layers):
        length = sizes[k] = output_size(length, *layer)
    return sizes
