"""Expected: everything it writes passes.

pixel_uses through a two-dimensional difference array and cumsum; sizes through divmod; a list for the shape.
"""
import numpy as np


def output_size(length, window, stride, pad):
    if stride < 1:
        raise ValueError('stride < 1')
    steps, left_over = divmod(length + 2 * pad - window, stride)
    if steps < 0:
        raise ValueError('window > image')
    return steps + 1


def pixel_uses(height, width, window, stride, pad):
    d = np.zeros((height + 2 * pad + 1, width + 2 * pad + 1), dtype=int)
    top = stride * np.arange(output_size(height, window, stride, pad))
    left = stride * np.arange(output_size(width, window, stride, pad))
    for rows, cols, sign in [(top, left, 1), (top + window, left, -1), (top, left + window, -1), (top + window, left + window, 1)]:
        np.add.at(d, np.ix_(rows, cols), sign)
    total = d.cumsum(axis=0).cumsum(axis=1)
    return total[pad:pad + height, pad:pad + width]


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    return [images, filters, output_size(height, window, stride, pad), output_size(width, window, stride, pad)]


def ten_filters_shape():
    return np.array([32, 32, 10])


def segmentation_shape():
    return np.zeros((32, 48)).shape
