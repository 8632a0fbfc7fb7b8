# output_size_strict is wrong: ValueError for a stride of 2 or more when the window is as large as the image, where the size is 1
import numpy as np


def output_size_strict(length, window, stride):
    if window > length:
        raise ValueError("window larger than image")
    if stride < 1:
        raise ValueError("stride must be at least 1")
    if stride > max(1, length - window) or (length - window) % stride != 0:
        raise ValueError("illegal stride")
    return (length - window) // stride + 1


def output_size(length, window, stride, pad):
    if window > length + 2 * pad:
        raise ValueError("window larger than padded image")
    if stride < 1:
        raise ValueError("stride must be at least 1")
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
