"""Expected: everything it writes passes.

The formulas as the slides write them, all fourteen functions, pixel counts by laying the window.
"""
import numpy as np


def output_size_strict(length, window, stride):
    if window > length:
        raise ValueError("window larger than image")
    if stride < 1:
        raise ValueError("stride less than 1")
    if (length - window) % stride != 0:
        raise ValueError("size is a fraction")
    return (length - window) // stride + 1


def output_size(length, window, stride, pad):
    if stride < 1 or window > length + 2 * pad:
        raise ValueError("illegal")
    return (length + 2 * pad - window) // stride + 1


def same_padding(window):
    if window % 2 == 0:
        raise ValueError("even window")
    return (window - 1) // 2


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    return (images, filters, output_size(height, window, stride, pad), output_size(width, window, stride, pad))


def conv_parameters(filters, channels, height, width):
    return filters * (channels * height * width + 1)


def pixel_uses(height, width, window, stride, pad):
    uses = np.zeros((height + 2 * pad, width + 2 * pad))
    for i in range(output_size(height, window, stride, pad)):
        for j in range(output_size(width, window, stride, pad)):
            uses[i * stride:i * stride + window, j * stride:j * stride + window] += 1
    return uses[pad:pad + height, pad:pad + width]


def network_sizes(length, layers):
    sizes = []
    for window, stride, pad in layers:
        length = output_size(length, window, stride, pad)
        sizes.append(length)
    return np.array(sizes)


def quiz_weights():
    return "A1"


def quiz_parameters():
    return 4 * (5 * 5 * 3 + 1)


def ten_filters_shape():
    return (32, 32, 10)


def classification_scores():
    return 10


def localization_numbers():
    return 10 + 4


def detection_outputs():
    return "C"


def segmentation_shape():
    return (32, 48)
