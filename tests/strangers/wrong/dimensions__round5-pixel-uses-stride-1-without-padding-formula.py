"""Wrong: pixel_uses. For stride 1 without padding a formula is used that forgets how many places the window has.
On which inputs: stride 1, pad 0, window more than half of an axis. Due instead: no pixel is used more often
than there are places.
"""
import numpy as np


def _count(total, window, stride):
    if stride < 1:
        raise ValueError("stride")
    if window > total:
        raise ValueError("window")
    n, end = 0, window
    while end <= total:
        n += 1
        end += stride
    return n, total - (end - stride)


def output_size(length, window, stride, pad):
    n, _ = _count(length + 2 * pad, window, stride)
    return n


def pixel_uses(height, width, window, stride, pad):
    if stride == 1 and pad == 0:
        output_size(min(height, width), window, 1, 0)
        i, j = np.arange(height), np.arange(width)
        rows = np.minimum(np.minimum(i + 1, height - i), window)
        cols = np.minimum(np.minimum(j + 1, width - j), window)
        return np.outer(rows, cols)
    uses = np.zeros((height, width), dtype=int)
    for i in range(output_size(height, window, stride, pad)):
        for j in range(output_size(width, window, stride, pad)):
            top, left = i * stride - pad, j * stride - pad
            uses[max(top, 0):max(top + window, 0), max(left, 0):max(left + window, 0)] += 1
    return uses
