from fractions import Fraction
import math
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


def _size(n: int, f: int, s: int) -> Fraction:
    if f > n:
        raise ValueError(f"window {f} on {n} pixels")
    if s < 1:
        raise ValueError(f"stride {s}")
    return Fraction(n - f, s) + 1


def output_size_strict(length: int, window: int, stride: int) -> int:
    size = _size(length, window, stride)
    if size.denominator > 1:
        raise ValueError(f"{size} places")
    return int(size)


def output_size(length: int, window: int, stride: int, pad: int) -> int:
    return math.floor(_size(length + 2 * pad, window, stride))


def same_padding(window: int) -> int:
    pad = Fraction(window - 1, 2)
    if pad != int(pad):
        raise ValueError("half a pixel")
    return int(pad)


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    h = output_size(height, window, stride, pad)
    w = output_size(width, window, stride, pad)
    return images, filters, h, w


def conv_parameters(filters, channels, height, width):
    weights = math.prod((filters, channels, height, width))
    return weights + filters


def pixel_uses(height, width, window, stride, pad):
    # every window adds 1 at its four corners, with signs; sums make rectangles of it
    d = np.zeros((height + 2 * pad + 1, width + 2 * pad + 1), dtype=np.int64)
    rows = stride * np.arange(output_size(height, window, stride, pad))
    cols = stride * np.arange(output_size(width, window, stride, pad))
    for r, sign in ((rows, 1), (rows + window, -1)):
        for c, sign2 in ((cols, 1), (cols + window, -1)):
            np.add.at(d, np.ix_(r, c), sign * sign2)
    return d.cumsum(axis=0).cumsum(axis=1)[pad:pad + height, pad:pad + width]


def network_sizes(length, layers):
    def walk(size, rest):
        if not rest:
            return []
        size = output_size(size, *rest[0])
        return [size] + walk(size, rest[1:])

    return np.array(walk(length, [tuple(layer) for layer in layers]), dtype=int)
