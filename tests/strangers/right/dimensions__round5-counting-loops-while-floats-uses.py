import numpy as np


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


def output_size_strict(length, window, stride):
    n, left = _count(length, window, stride)
    if left:
        raise ValueError(f"{left} pixels left")
    return n


def output_size(length, window, stride, pad):
    n, _ = _count(length + 2 * pad, window, stride)
    return n


def same_padding(window):
    if window & 1:
        return window >> 1
    raise ValueError("window has no middle")


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    shape = [images, filters]
    for axis in [height, width]:
        shape.append(output_size(axis, window, stride, pad))
    return tuple(shape)


def conv_parameters(filters, channels, height, width):
    n = 0
    for _ in range(filters):
        n += channels * height * width
        n += 1
    return n


def pixel_uses(height, width, window, stride, pad):
    uses = np.zeros((height, width))
    for i in range(output_size(height, window, stride, pad)):
        top = i * stride - pad
        for j in range(output_size(width, window, stride, pad)):
            left = j * stride - pad
            uses[max(top, 0):max(top + window, 0), max(left, 0):max(left + window, 0)] += 1
    return uses


def network_sizes(length, layers):
    out = np.array([], dtype=np.int32)
    for layer in layers:
        window, stride, pad = layer
        length = output_size(length, window, stride, pad)
        out = np.append(out, np.int32(length))
    return out
