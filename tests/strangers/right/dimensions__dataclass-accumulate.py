"""Expected: everything it writes passes.

A frozen dataclass for a layer with properties and __call__, itertools.accumulate through the network, NamedTuple shapes.
"""
from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple, Sequence

import numpy as np


class Shape(NamedTuple):
    images: int
    filters: int
    height: int
    width: int


class DoesNotFit(ValueError):
    """A window without a place."""


@dataclass(frozen=True)
class Window:
    size: int
    stride: int = 1
    pad: int = 0

    def __post_init__(self):
        if self.stride < 1:
            raise ValueError("stride must be at least 1")

    def __call__(self, length: int) -> int:
        spare = length + 2 * self.pad - self.size
        if spare < 0:
            raise DoesNotFit(f"window {self.size} on {length} pixels and twice {self.pad}")
        return spare // self.stride + 1

    def strict(self, length: int) -> int:
        size = self(length)
        if (length + 2 * self.pad - self.size) % self.stride:
            raise DoesNotFit("fraction")
        return size

    def coverage(self, length: int) -> np.ndarray:
        first = np.arange(self(length)) * self.stride - self.pad
        pixel = np.arange(length)[:, None]
        return ((first <= pixel) & (pixel < first + self.size)).sum(axis=1)


def output_size_strict(length: int, window: int, stride: int) -> int:
    return Window(window, stride).strict(length)


def output_size(length: int, window: int, stride: int, pad: int) -> int:
    return Window(window, stride, pad)(length)


def conv_output_shape(images: int, channels: int, height: int, width: int, filters: int, window: int, stride: int,
                      pad: int) -> Shape:
    layer = Window(window, stride, pad)
    return Shape(images, filters, layer(height), layer(width))


def pixel_uses(height: int, width: int, window: int, stride: int, pad: int) -> np.ndarray:
    layer = Window(window, stride, pad)
    return np.multiply.outer(layer.coverage(height), layer.coverage(width))


def network_sizes(length: int, layers: Sequence[tuple[int, int, int]]) -> np.ndarray:
    steps = accumulate(layers, lambda size, layer: Window(*layer)(size), initial=length)
    next(steps)
    return np.fromiter(steps, dtype=np.int64)
