"""Sliding filters, written out: signals, images and layers, forward and backward.

In: arrays as nested lists.  Out: one line for each number of the answer.
A signal is an image of one row, an image a batch of one with one channel, so one set of sums serves all.
Forward and dx leave out weights that are zero, as the slide on sharpening does.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from grader.topics import Illegal

from .exact import ZERO, Array, Index, array, entry, factor, indices, product, total
from .sizes import check_depth, floor_size, signal_pad

Product = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Layer:
    """A convolution layer: x (N, C, H, W), w (F, C, HH, WW), b (F,) or none, and the geometry as pairs."""

    x: Array
    w: Array
    b: Array | None
    stride: tuple[int, int]
    pad: tuple[int, int]

    def __post_init__(self) -> None:
        check_depth(self.x.shape[1], self.w.shape[1])
        for name, window, length, pad in zip(
            ("high", "wide"), self.w.shape[2:], self.x.shape[2:], self.pad, strict=True
        ):
            if window > length + 2 * pad:
                raise Illegal(f"the filter is {window} {name}, the padded image {length + 2 * pad}: illegal")

    @property
    def out_shape(self) -> Index:
        """The shape (N, F, H_out, W_out) of the output."""
        plane = zip(self.x.shape[2:], self.w.shape[2:], self.stride, self.pad, strict=True)
        return (self.x.shape[0], self.w.shape[0], *(floor_size(*axis) for axis in plane))

    def pixel(self, i: int, j: int, u: int, v: int) -> tuple[int, int]:
        """Return the pixel that weight (u, v) meets at output (i, j); it may lie in the padding."""
        return i * self.stride[0] + u - self.pad[0], j * self.stride[1] + v - self.pad[1]

    def forward(self, index: Index) -> Iterator[Product]:
        """Yield weight and pixel of every term of one output."""
        n, f, i, j = index
        for c in range(self.x.shape[1]):
            for u, v in _taps(self.w, f, c):
                yield self.w[f, c, u, v], self.x[(n, c, *self.pixel(i, j, u, v))]

    def dx(self, dout: Array, index: Index) -> Iterator[Product]:
        """Yield gradient and weight of every output whose window contains one pixel."""
        n, c, *pixel = index
        for f, i, j, u, v in self._meetings():
            if self.pixel(i, j, u, v) == tuple(pixel):
                yield dout[n, f, i, j], self.w[f, c, u, v]

    def dw(self, dout: Array, index: Index) -> Iterator[Product]:
        """Yield gradient and pixel of every place at which one weight was used."""
        f, c, u, v = index
        N, _, H_out, W_out = self.out_shape
        for n in range(N):
            for i in range(H_out):
                for j in range(W_out):
                    yield dout[n, f, i, j], self.x[(n, c, *self.pixel(i, j, u, v))]

    def _meetings(self) -> Iterator[tuple[int, int, int, int, int]]:
        _, F, H_out, W_out = self.out_shape
        F, _, HH, WW = self.w.shape
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    for u in range(HH):
                        for v in range(WW):
                            yield f, i, j, u, v


def _taps(w: Array, f: int, c: int) -> list[tuple[int, int]]:
    """Return the places of a kernel's weights that are not zero, in the order of the slides.

    That is reading order, except for a cross such as the sharpening kernel: there the centre comes
    first, then up, right, down, left.
    """
    _, _, HH, WW = w.shape
    taps = [(u, v) for u in range(HH) for v in range(WW) if w[f, c, u, v]]
    middle = (HH // 2, WW // 2)
    is_cross = HH % 2 == WW % 2 == 1 and min(HH, WW) > 1 and all(u == middle[0] or v == middle[1] for u, v in taps)
    if not is_cross:
        return taps

    def clockwise(tap: tuple[int, int]) -> tuple[int, float]:
        down, right = tap[0] - middle[0], tap[1] - middle[1]
        return abs(down) + abs(right), math.atan2(right, -down) % math.tau

    return sorted(taps, key=clockwise)


# ----------------------------------------------------------------------------------- layers


def forward_lines(layer: Layer) -> list[str]:
    """Write out every output of a layer."""
    lines = []
    for index in indices(layer.out_shape):
        terms = list(layer.forward(index))
        shown, value = [product(*term) for term in terms], sum_of(terms)
        if layer.b is not None:
            bias = layer.b[index[1],]
            shown, value = [*shown, *([factor(bias)] if bias else [])], value + bias
        lines.append(f"{entry('out', index, layer.out_shape)} = {total(shown, value)}")
    return lines


def dx_lines(layer: Layer, dout: Array) -> list[str]:
    """Write out every entry of dx."""
    _check_gradient(layer, dout)
    lines = []
    for index in layer.x.indices():
        terms = list(layer.dx(dout, index))
        shown = [product(*term) for term in terms if term[1]]
        lines.append(f"{entry('dx', index, layer.x.shape)} = {total(shown, sum_of(terms))}")
    return lines


def dw_lines(layer: Layer, dout: Array, name: str) -> list[str]:
    """Write out every entry of the gradient by the weights."""
    lines = []
    for index in layer.w.indices():
        terms = list(layer.dw(dout, index))
        lines.append(f"{entry(name, index, layer.w.shape)} = {total([product(*t) for t in terms], sum_of(terms))}")
    return lines


def _check_gradient(layer: Layer, dout: Array) -> None:
    if dout.shape != layer.out_shape:
        raise Illegal(f"dout has shape {dout.shape}, the output {layer.out_shape}: they must be equal, illegal")


def sum_of(terms: list[Product]) -> Fraction:
    """Return the sum of products."""
    return sum((a * b for a, b in terms), ZERO)


# --------------------------------------------------------------------------- signals, images


def signal(x: Any, k: Any, boundary: str) -> Layer:
    """Return a signal or an image and its kernel as a layer of one image, one channel and one filter."""
    image, kernel = (as_4d(value if isinstance(value, Array) else array(value)) for value in (x, k))
    height, width = (signal_pad(window, boundary) for window in kernel.shape[2:])
    return Layer(image, kernel, None, (1, 1), (height, width))


def as_4d(value: Array) -> Array:
    """Return a signal or an image as a batch of one image with one channel."""
    return value.reshaped((1,) * (4 - len(value.shape)) + value.shape)


def turned_around(k: Any) -> Array:
    """Return a kernel turned around."""
    kernel = array(k)
    return Array(kernel.shape, {_opposite(index, kernel.shape): kernel[index] for index in kernel.indices()})


def _opposite(index: Index, shape: Index) -> Index:
    return tuple(length - 1 - position for position, length in zip(index, shape, strict=True))


def signal_lines(layer: Layer) -> list[str]:
    """Write out every position of a kernel."""
    lines = []
    for index in indices(layer.out_shape):
        terms = list(layer.forward(index))
        lines.append(total([product(pixel, weight) for weight, pixel in terms], sum_of(terms)))
    return lines


def signal_backward(dout: Any, x: Any, k: Any, boundary: str, *, turned: bool) -> list[str]:
    """Write out every entry of dx and dk."""
    axes = len(array(x).shape)
    layer, gradient = signal(x, turned_around(k) if turned else k, boundary), as_4d(array(dout))
    dx, dk = dx_lines(layer, gradient), dw_lines(layer, gradient, "dk")
    if turned:  # the sums of a turned kernel are its own, read backwards
        dk = [f"{new.split(' = ')[0]} = {old.split(' = ', 1)[1]}" for new, old in zip(dk, reversed(dk), strict=True)]
    lines = dx + dk
    return [line.replace("[0,", "[", 1) for line in lines] if axes == 1 else lines
