"""output_size is wrong: it refuses windows that are larger than length + pad, though the padding stands on both
sides; for length = 3, window = 5, stride = 1, pad = 1 it raises ValueError where 1 is due.
"""

import numpy as np


def output_size_strict(length, window, stride):
    if stride < 1 or window > length:
        raise ValueError("the window does not fit, or the stride is below 1")
    if (length - window) % stride:
        raise ValueError("pixels are left over")
    return (length - window) // stride + 1


def output_size(length, window, stride, pad):
    if stride < 1 or window > length + pad:
        raise ValueError("the window does not fit, or the stride is below 1")
    return (length + 2 * pad - window) // stride + 1


def same_padding(window):
    if window % 2 == 0:
        raise ValueError("an even window has no middle")
    return (window - 1) // 2


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    return images, filters, output_size(height, window, stride, pad), output_size(width, window, stride, pad)


def conv_parameters(filters, channels, height, width):
    return filters * (channels * height * width + 1)


def pixel_uses(height, width, window, stride, pad):
    uses = np.zeros((height + 2 * pad, width + 2 * pad), int)
    for i in range(output_size(height, window, stride, pad)):
        for j in range(output_size(width, window, stride, pad)):
            uses[i * stride : i * stride + window, j * stride : j * stride + window] += 1
    return uses[pad : pad + height, pad : pad + width]


def network_sizes(length, layers):
    sizes = []
    for window, stride, pad in layers:
        length = output_size(length, window, stride, pad)
        sizes.append(length)
    return np.array(sizes)


def quiz_weights():
    return "A1"


def quiz_parameters():
    return 304


def ten_filters_shape():
    return (32, 32, 10)


def classification_scores():
    return 10


def localization_numbers():
    return 14


def detection_outputs():
    return "C"


def segmentation_shape():
    return (32, 48)
