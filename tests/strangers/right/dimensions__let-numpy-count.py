"""Expected: everything it writes passes.

No formula: a row of zeros is made and sliding_window_view tells the shape; pixel uses are counted with np.bincount.
"""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def _views(length, window, stride, pad=0):
    if stride < 1:
        raise ValueError("stride")
    line = np.broadcast_to(np.zeros(1), (length + 2 * pad,))          # takes no memory, however long
    return sliding_window_view(line, window)[::stride]               # raises ValueError if it does not fit


def output_size(length, window, stride, pad):
    return _views(length, window, stride, pad).shape[0]


def output_size_strict(length, window, stride):
    count = len(_views(length, window, stride))
    # one pixel less, and there is a place less: then the last window ended on the last pixel
    if count > 1 and len(_views(length - 1, window, stride)) == count or count == 1 and length != window:
        raise ValueError("illegal stride")
    return np.int64(count)


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    rows, cols = _views(height, window, stride, pad), _views(width, window, stride, pad)
    return np.array([images, filters, len(rows), len(cols)])


def pixel_uses(height, width, window, stride, pad):
    numbers = np.full((height + 2 * pad, width + 2 * pad), height * width)
    numbers[pad:pad + height, pad:pad + width] = np.arange(height * width).reshape(height, width)
    seen = sliding_window_view(numbers, (window, window))[::stride, ::stride]
    return np.bincount(seen.ravel(), minlength=height * width + 1)[:-1].reshape(height, width)


def conv_parameters(filters, channels, height, width):
    return np.empty((filters, channels, height, width)).size + np.empty(filters).size
