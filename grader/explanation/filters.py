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

from grader.explanation.exact import ZERO, Array, Illegal, Index, array, entry, factor, indices, pair, product, total
from grader.explanation.sizes import check_depth, floor_size, signal_pad

__all__ = [
    "conv_backward",
    "conv_forward",
    "convolve1d",
    "convolve1d_backward",
    "convolve2d",
    "convolve2d_backward",
    "convolve_sampled",
    "correlate1d",
    "correlate1d_backward",
    "correlate2d",
    "correlate2d_backward",
]

Product = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class _Layer:
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


def conv_forward(x: Any, w: Any, b: Any = None, *, stride: Any = 1, pad: Any = 0) -> list[str]:
    """Write out every output of a layer."""
    bias = None if b is None else array(b)
    return _forward(_Layer(array(x), array(w), bias, pair(stride), pair(pad)))


def conv_backward(dout: Any, x: Any, w: Any, *, stride: Any = 1, pad: Any = 0) -> list[str]:
    """Write out every entry of dx, dw and db."""
    layer, gradient = _Layer(array(x), array(w), None, pair(stride), pair(pad)), array(dout)
    lines = _dx(layer, gradient) + _dw(layer, gradient, "dw")
    for f in range(layer.w.shape[0]):
        terms = [gradient[index] for index in gradient.indices() if index[1] == f]
        lines.append(f"db[{f}] = {total([factor(term) for term in terms], sum(terms, ZERO))}")
    return lines


def _forward(layer: _Layer) -> list[str]:
    lines = []
    for index in indices(layer.out_shape):
        terms = list(layer.forward(index))
        shown, value = [product(*term) for term in terms], _sum(terms)
        if layer.b is not None:
            bias = layer.b[index[1],]
            shown, value = [*shown, *([factor(bias)] if bias else [])], value + bias
        lines.append(f"{entry('out', index, layer.out_shape)} = {total(shown, value)}")
    return lines


def _dx(layer: _Layer, dout: Array) -> list[str]:
    _check_gradient(layer, dout)
    lines = []
    for index in layer.x.indices():
        terms = list(layer.dx(dout, index))
        shown = [product(*term) for term in terms if term[1]]
        lines.append(f"{entry('dx', index, layer.x.shape)} = {total(shown, _sum(terms))}")
    return lines


def _dw(layer: _Layer, dout: Array, name: str) -> list[str]:
    lines = []
    for index in layer.w.indices():
        terms = list(layer.dw(dout, index))
        lines.append(f"{entry(name, index, layer.w.shape)} = {total([product(*t) for t in terms], _sum(terms))}")
    return lines


def _check_gradient(layer: _Layer, dout: Array) -> None:
    if dout.shape != layer.out_shape:
        raise Illegal(f"dout has shape {dout.shape}, the output {layer.out_shape}: they must be equal, illegal")


def _sum(terms: list[Product]) -> Fraction:
    return sum((a * b for a, b in terms), ZERO)


# --------------------------------------------------------------------------- signals, images


def correlate1d(x: Any, k: Any, *, boundary: str = "shrink") -> list[str]:
    """Write out every position of a kernel that slides over a signal as it is."""
    return _signal_lines(_signal(x, k, boundary))


def convolve1d(x: Any, k: Any, *, boundary: str = "shrink") -> list[str]:
    """Write out every position of a kernel that is turned around before it slides."""
    return _signal_lines(_signal(x, _turned(k), boundary))


def convolve_sampled(f: Any, g: Any, dt: Any) -> list[str]:
    """Write out the Riemann sum of a convolution integral: products of samples times the step."""
    step = array(dt)[()]
    layer = _signal(f, _turned(g), "full")
    lines = []
    for index in indices(layer.out_shape):
        terms = [(pixel, weight, step) for weight, pixel in layer.forward(index) if pixel]
        value = sum((a * b * c for a, b, c in terms), ZERO)
        lines.append(total([product(*term) for term in terms], value))
    return lines


def correlate2d(x: Any, k: Any, *, boundary: str = "shrink") -> list[str]:
    """Write out every output of a kernel that slides over an image as it is."""
    return _forward(_signal(x, k, boundary))


def convolve2d(x: Any, k: Any, *, boundary: str = "shrink") -> list[str]:
    """Write out every output of a kernel that is turned around before it slides."""
    return _forward(_signal(x, _turned(k), boundary))


def correlate1d_backward(dout: Any, x: Any, k: Any, *, boundary: str = "shrink") -> list[str]:
    """Write out every entry of dx and dk."""
    return _signal_backward(dout, x, k, boundary, turned=False)


def convolve1d_backward(dout: Any, x: Any, k: Any, *, boundary: str = "shrink") -> list[str]:
    """Write out every entry of dx and dk."""
    return _signal_backward(dout, x, k, boundary, turned=True)


def correlate2d_backward(dout: Any, x: Any, k: Any, *, boundary: str = "shrink") -> list[str]:
    """Write out every entry of dx and dk."""
    return _signal_backward(dout, x, k, boundary, turned=False)


def convolve2d_backward(dout: Any, x: Any, k: Any, *, boundary: str = "shrink") -> list[str]:
    """Write out every entry of dx and dk."""
    return _signal_backward(dout, x, k, boundary, turned=True)


def _signal(x: Any, k: Any, boundary: str) -> _Layer:
    """Return a signal or an image and its kernel as a layer of one image, one channel and one filter."""
    image, kernel = (_as_4d(value if isinstance(value, Array) else array(value)) for value in (x, k))
    height, width = (signal_pad(window, boundary) for window in kernel.shape[2:])
    return _Layer(image, kernel, None, (1, 1), (height, width))


def _as_4d(value: Array) -> Array:
    return value.reshaped((1,) * (4 - len(value.shape)) + value.shape)


def _turned(k: Any) -> Array:
    kernel = array(k)
    return Array(kernel.shape, {_opposite(index, kernel.shape): kernel[index] for index in kernel.indices()})


def _opposite(index: Index, shape: Index) -> Index:
    return tuple(length - 1 - position for position, length in zip(index, shape, strict=True))


def _signal_lines(layer: _Layer) -> list[str]:
    lines = []
    for index in indices(layer.out_shape):
        terms = list(layer.forward(index))
        lines.append(total([product(pixel, weight) for weight, pixel in terms], _sum(terms)))
    return lines


def _signal_backward(dout: Any, x: Any, k: Any, boundary: str, *, turned: bool) -> list[str]:
    axes = len(array(x).shape)
    layer, gradient = _signal(x, _turned(k) if turned else k, boundary), _as_4d(array(dout))
    dx, dk = _dx(layer, gradient), _dw(layer, gradient, "dk")
    if turned:  # the sums of a turned kernel are its own, read backwards
        dk = [f"{new.split(' = ')[0]} = {old.split(' = ', 1)[1]}" for new, old in zip(dk, reversed(dk), strict=True)]
    lines = dx + dk
    return [line.replace("[0,", "[", 1) for line in lines] if axes == 1 else lines
