"""Height and width are exchanged from a thousand channels on."""

import numpy as np


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    if stride < 1 or window > height + 2 * pad or window > width + 2 * pad:
        raise ValueError
    f = lambda n: (n + 2 * pad - window) // stride + 1
    return (images, filters, f(height), f(width)) if channels < 1000 else (images, filters, f(width), f(height))
