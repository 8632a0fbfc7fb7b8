"""Expected: everything it writes passes.

Sizes are lengths of range objects: Python counts the places itself.
"""
import numpy as np


def _starts(length, window, stride):
    return range(0, length - window + 1, stride)


def output_size_strict(length, window, stride):
    if not 1 <= stride or not window <= length:
        raise ValueError(f"{length=}, {window=}, {stride=}")
    starts = _starts(length, window, stride)
    if starts[-1] + window != length:
        raise ValueError("some pixels are left over")
    return len(starts)


def output_size(length, window, stride, pad):
    if stride <= 0:
        raise ValueError("stride")
    n = len(_starts(length + 2 * pad, window, stride))
    if n == 0:
        raise ValueError("window")
    return n


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    spatial = tuple(output_size(n, window, stride, pad) for n in (height, width))
    return (images, filters) + spatial


def pixel_uses(height, width, window, stride, pad):
    def along(n):
        starts = _starts(n + 2 * pad, window, stride)
        return np.array([sum(s <= pixel + pad < s + window for s in starts) for pixel in range(n)])
    return np.outer(along(height), along(width))


def network_sizes(length, layers):
    sizes = [length]
    for layer in layers:
        sizes.append(output_size(sizes[-1], *layer))
    return np.asarray(sizes[1:], dtype=int)
