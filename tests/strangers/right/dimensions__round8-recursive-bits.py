"""Style: recursion, divmod, walrus, conditional expressions with raise by a helper; one layer of the network at a time by recursion; difference arrays (imos) for the uses; doctests.

>>> output_size_strict(7, 3, 2), output_size(7, 3, 3, 0), same_padding(5)
(3, 2, 2)
>>> network_sizes(32, [(5, 1, 2), (2, 2, 0)]).tolist()
[32, 16]
"""
import sys

import numpy as np

sys.setrecursionlimit(100_000)      # one call for each place


def _illegal(why: str):
    raise ValueError(why)


def output_size_strict(length, window, stride):
    if stride < 1 or window > length:
        _illegal("does not fit")
    return 1 if length == window else 1 + output_size_strict(length - stride, window, stride)


def output_size(length, window, stride, pad):
    if stride <= 0:
        _illegal("stride")
    if (rest := length + pad + pad - window) < 0:
        _illegal("window")
    return -(-(rest + 1) // stride)


def same_padding(window):
    return window >> 1 if window & 1 else _illegal("even window")


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    h, w = (output_size(n, window, stride, pad) for n in (height, width))
    return images, filters, h, w


def conv_parameters(filters, channels, height, width):
    one = channels * height * width + 1
    return one if filters == 1 else one + conv_parameters(filters - 1, channels, height, width) if filters else 0


def pixel_uses(height, width, window, stride, pad):
    change = np.zeros((height + 2 * pad + 1, width + 2 * pad + 1), dtype=int)
    tops = np.arange(output_size(height, window, stride, pad)) * stride
    lefts = np.arange(output_size(width, window, stride, pad)) * stride
    for rows, row_sign in ((tops, 1), (tops + window, -1)):
        for cols, col_sign in ((lefts, 1), (lefts + window, -1)):
            change[np.ix_(rows, cols)] += row_sign * col_sign
    return change.cumsum(0).cumsum(1)[pad:pad + height, pad:pad + width]


def network_sizes(length, layers):
    def go(length, layers):
        if len(layers) == 0:
            return []
        size = output_size(length, *layers[0])
        return [size] + go(size, layers[1:])
    return np.array(go(length, layers), dtype=int)


def quiz_weights(): return "A1"
def quiz_parameters(): return conv_parameters(4, 3, 5, 5)
def ten_filters_shape(): return 32, 32, 10
def classification_scores(): return 10
def localization_numbers(): return sum((10, 4))
def detection_outputs(): return "C"
def segmentation_shape(): return 32, 48


if __name__ == "__main__":
    import doctest
    print(doctest.testmod())
