"""Wrong: conv_output_shape. The width is computed from the larger side of the image when padding is used. On
which inputs: pad > 0 and height > width. Due instead: height and width each on its own.
"""
import functools
import numpy as np


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


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    size = functools.partial(output_size, window=window, stride=stride, pad=pad)
    out = [size(height), size(width)]
    if pad:
        out[1] = size(max(height, width))
    return (int(images), int(filters), *out)
