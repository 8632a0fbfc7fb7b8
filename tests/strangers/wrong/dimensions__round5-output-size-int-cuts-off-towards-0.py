"""Wrong: output_size. int() cuts off towards 0, so that a window a little larger than the padded image passes
the test for size < 1. On which inputs: window larger than length + 2 pad by less than the stride. Due
instead: ValueError.
"""
import numpy as np


def output_size(length, window, stride, pad):
    if stride < 1:
        raise ValueError("stride")
    size = int((length + 2 * pad - window) / stride) + 1
    if size < 1:
        raise ValueError("window larger than the padded image")
    return size


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    return (images, filters, output_size(height, window, stride, pad), output_size(width, window, stride, pad))


def pixel_uses(height, width, window, stride, pad):
    padded = np.zeros((height + 2 * pad, width + 2 * pad), dtype=int)
    for i in range(output_size(height, window, stride, pad)):
        for j in range(output_size(width, window, stride, pad)):
            padded[i * stride:i * stride + window, j * stride:j * stride + window] += 1
    return padded[pad:pad + height, pad:pad + width]


def network_sizes(length, layers):
    sizes = []
    for window, stride, pad in layers:
        length = output_size(length, window, stride, pad)
        sizes.append(length)
    return np.array(sizes, dtype=int)
