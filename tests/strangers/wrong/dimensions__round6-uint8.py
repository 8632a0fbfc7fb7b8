# pixel_uses is wrong: a pixel in more than 255 windows (window of 16 or more) is counted modulo 256
import numpy as np


def output_size(length, window, stride, pad):
    if stride < 1:
        raise ValueError("stride below 1")
    room = length + pad + pad - window
    if room < 0:
        raise ValueError("window does not fit")
    return int(np.floor_divide(room, stride)) + 1


def output_size_strict(length, window, stride):
    n = output_size(length, window, stride, 0)
    if (n - 1) * stride + window != length:
        raise ValueError("illegal stride")
    return n


def same_padding(window):
    assert window > 0
    pad = window // 2
    if output_size(10 * window, window, 1, pad) != 10 * window:
        raise ValueError("even window")
    return pad


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    return (images, filters) + tuple(output_size(side, window, stride, pad) for side in [height, width])


def conv_parameters(filters, channels, height, width):
    weights = filters * channels * height * width
    biases = filters
    return weights + biases


def pixel_uses(height, width, window, stride, pad):
    uses = np.zeros((height, width), np.uint8)
    for i, j in np.ndindex(output_size(height, window, stride, pad), output_size(width, window, stride, pad)):
        top, left = i * stride - pad, j * stride - pad
        uses[max(top, 0):max(top + window, 0), max(left, 0):max(left + window, 0)] += 1
    return uses


def network_sizes(length, layers):
    def sizes(n, rest):
        if not rest:
            return []
        n = output_size(n, *rest[0])
        return [n] + sizes(n, rest[1:])
    return np.array(sizes(length, list(layers)), dtype=int)


if __name__ == "__main__":
    assert output_size(7, 3, 3, 0) == 2


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
