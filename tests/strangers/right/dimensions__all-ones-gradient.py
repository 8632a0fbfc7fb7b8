"""Expected: everything it writes passes.

pixel_uses is the gradient of a convolution with ones: two band matrices, their column sums, an outer product by einsum.
"""
from numpy import *


def _band(n, window, stride, p):
    rows = arange(0, n + 2 * p - window + 1, stride)
    columns = arange(-p, n + p) + p
    full = (columns >= rows[:, None]) & (columns < rows[:, None] + window)
    return full[:, p:p + n].astype(float)


def output_size(length, window, stride, pad):
    if stride < 1 or length + 2 * pad < window:
        raise ValueError('no place')
    return int(size(arange(0, length + 2 * pad - window + 1, stride))) if length < 10 ** 6 else (length + 2 * pad - window) // stride + 1


def pixel_uses(height, width, window, stride, pad):
    return einsum('ih,jw->hw', _band(height, window, stride, pad), _band(width, window, stride, pad))


def network_sizes(length, layers):
    sizes = array([], dtype=int)
    for window, stride, p in layers:
        length = output_size(length, window, stride, p)
        sizes = append(sizes, length)
    return sizes


def classification_scores():
    return int64(10)
