import numpy as np
from itertools import accumulate


def quiz_weights():
    return (3, 4, 5, 5)


def quiz_parameters():
    return 4 * (5 * 5 * 3 + 1)


def ten_filters_shape():
    return ((32 + 2 * 2 - 5) // 1 + 1,) * 2 + (10,)


def classification_scores():
    return 10


def localization_numbers():
    return 10 + 4


def detection_outputs():
    return "C"


def segmentation_shape():
    return (32, 48)


def places(length, window, stride):
    if stride <= 0:
        raise ValueError("stride %d" % stride)
    starts = range(0, length - window + 1, stride)
    if len(starts) == 0:
        raise ValueError("the window fits nowhere")
    return starts


def output_size_strict(length, window, stride):
    starts = places(length, window, stride)
    if starts[-1] + window != length:
        raise ValueError("pixels are left over")
    return len(starts)


def output_size(length, window, stride, pad):
    return len(places(length + pad + pad, window, stride))


def same_padding(window):
    half, rest = divmod(window, 2)
    if not rest:
        raise ValueError("no padding keeps the size")
    return half


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    return (images, filters) + tuple(output_size(side, window, stride, pad) for side in (height, width))


def conv_parameters(filters, channels, height, width):
    return sum([channels * height * width] * filters) + filters


def pixel_uses(height, width, window, stride, pad):
    def along(length):
        count = [0] * length
        for start in places(length + 2 * pad, window, stride):
            for p in range(start - pad, start - pad + window):
                if 0 <= p < length:
                    count[p] += 1
        return count

    return np.outer(along(height), along(width))


def network_sizes(length, layers):
    chain = accumulate(layers, lambda size, layer: output_size(size, *layer), initial=length)
    next(chain)
    return np.fromiter(chain, dtype=np.int64)
