"""Style: no formula at all: places are counted with range and len, sums by brute force; the image of uses is built with np.add.outer-like products; numpy.int64 results."""
import numpy as np


def _starts(length, window, stride, pad=0):
    if stride < 1:
        raise ValueError("stride must be positive")
    starts = range(-pad, length + pad - window + 1, stride)
    if not len(starts):
        raise ValueError("the window is larger than the image")
    return starts


def output_size_strict(length, window, stride):
    starts = _starts(length, window, stride)
    if starts[-1] + window != length:
        raise ValueError(f"{length - window - starts[-1]} pixels are left over")
    return len(starts)


def output_size(length, window, stride, pad):
    return len(_starts(length, window, stride, pad))


def same_padding(window):
    for pad in range(window):
        if output_size(window, window, 1, pad) == window:
            return pad
    raise ValueError("no padding keeps the size")


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    return (images, filters) + tuple(output_size(length, window, stride, pad) for length in (height, width))


def conv_parameters(filters, channels, height, width):
    return np.broadcast_to(0.0, (filters, channels, height, width)).size + np.broadcast_to(0.0, filters).size


def pixel_uses(height, width, window, stride, pad):
    def along(length):
        return np.array([sum(s <= pixel < s + window for s in _starts(length, window, stride, pad)) for pixel in range(length)])
    return along(height)[:, None] * along(width)


def network_sizes(length, layers):
    sizes = [length]
    for layer in layers:
        sizes += [output_size(sizes[-1], *layer)]
    return np.array(sizes[1:], dtype=int)


def quiz_weights():
    return (3, 4, 5, 5)


def quiz_parameters():
    return np.int64(4 * 3 * 5 * 5 + 4)


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
