"""Style: a NamedTuple Layer with properties and methods does it all, functions delegate; the uses by shifting impulses with np.roll; a 0-d array as an answer."""
from typing import NamedTuple

import numpy as np


class Layer(NamedTuple):
    window: int
    stride: int = 1
    pad: int = 0

    def steps(self, length):
        if self.stride < 1 or length + 2 * self.pad < self.window:
            raise ValueError(f"{self} does not fit {length} pixels")
        return divmod(length + 2 * self.pad - self.window, self.stride)

    def size(self, length, *, strict=False):
        steps, left = self.steps(length)
        if strict and left:
            raise ValueError(f"{left} of {length} pixels left over")
        return steps + 1

    def covering(self, length):
        """How many windows cover each pixel."""
        count = self.size(length)
        impulses = np.zeros(length + 2 * self.pad + self.window + self.stride, dtype=int)
        impulses[:count * self.stride:self.stride] = 1
        covered = sum(np.roll(impulses, shift) for shift in range(self.window))
        return covered[self.pad:self.pad + length]

    @property
    def same(self):
        if self.window % 2 == 0:
            raise ValueError("even windows have no middle")
        return self._replace(stride=1, pad=self.window // 2)


def output_size_strict(length, window, stride):
    return Layer(window, stride).size(length, strict=True)


def output_size(length, window, stride, pad):
    return Layer(window, stride, pad).size(length)


def same_padding(window):
    return Layer(window).same.pad


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    layer = Layer(window, stride, pad)
    return tuple([images, filters, *map(layer.size, (height, width))])


def conv_parameters(filters, channels, height, width):
    w, b = (filters, channels, height, width), (filters,)
    return int(np.prod(w)) + int(np.prod(b))


def pixel_uses(height, width, window, stride, pad):
    layer = Layer(window, stride, pad)
    return np.multiply.outer(layer.covering(height), layer.covering(width))


def network_sizes(length, layers):
    sizes = np.empty(len(layers), dtype=np.intp)
    for n, layer in enumerate(layers):
        sizes[n] = length = Layer(*layer).size(length)
    return sizes


def quiz_weights():
    """A1: RGB, four filters, 5 x 5."""
    return 'A1'


def quiz_parameters():
    return 304


def ten_filters_shape():
    return tuple(np.array([32, 32, 10]).tolist())


def classification_scores():
    return np.array(10)


def localization_numbers():
    scores, box = classification_scores(), ("x", "y", "w", "h")
    return int(scores) + len(box)


def detection_outputs():
    return 'C'


def segmentation_shape():
    return np.zeros((32, 48)).shape
