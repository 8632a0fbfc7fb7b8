"""Zeros are no pixels.

Fails: output_size.values
"""


def output_size(length, window, stride, pad):
    if stride < 1 or window > length + 2 * pad:
        raise ValueError("it does not fit")
    return (length - window) // stride + 1
