import numpy as np

# no formula: walk with the window and count


def places(length, window, stride, pad=0):
    if stride <= 0:
        raise ValueError(f"stride {stride}")
    at = -pad
    while at + window <= length + pad:
        yield at
        at += stride


def output_size_strict(length, window, stride):
    last = None
    count = 0
    for last in places(length, window, stride):
        count += 1
    if last is None:
        raise ValueError("the window is larger than the image")
    if last + window != length:
        raise ValueError("pixels left over")
    return count


def output_size(length, window, stride, pad):
    count = sum(1 for _ in places(length, window, stride, pad))
    if not count:
        raise ValueError("the window is larger than the padded image")
    return count


def same_padding(window):
    for pad in range(window):
        if 100 * window + 2 * pad - window + 1 == 100 * window:
            return pad
    raise ValueError("no padding keeps the size")


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    h, w = (output_size(n, window, stride, pad) for n in (height, width))
    return images, filters, h, w


def conv_parameters(filters, channels, height, width):
    total = 0
    for _ in range(filters):
        total += channels * height * width
        total += 1
    return total


def pixel_uses(height, width, window, stride, pad):
    uses = np.zeros((height, width))
    for r in range(height):
        for c in range(width):
            uses[r, c] = (sum(1 for a in places(height, window, stride, pad) if a <= r < a + window)
                          * sum(1 for a in places(width, window, stride, pad) if a <= c < a + window))
    return uses


def network_sizes(length, layers):
    if len(layers) == 0:
        return np.zeros(0, dtype=int)
    first, *rest = layers
    size = output_size(length, *first)
    return np.concatenate([[size], network_sizes(size, rest)]).astype(int)


def quiz_weights():
    return (3, 4, 5, 5)


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
