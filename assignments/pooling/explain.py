"""Pooling, written out: the maximum or the average of each window, and where their gradients go.

In: arrays as nested lists.  Out: one line for each number of the answer.
At a tie the gradient goes to the first maximum in reading order, as in the reference.
"""

from collections.abc import Iterator
from typing import Any

from grader.topics import Explanations, Illegal

from ..shared.exact import ZERO, Array, Index, array, entry, factor, indices, pair, total, written
from ..shared.pictures import pool_pictures
from ..shared.sizes import floor_size


class _PoolingLayer:
    """A pooling layer: its image, its windows and the shape of its output."""

    def __init__(self, x: Any, window: Any, stride: Any) -> None:
        self.x, self.window = array(x), pair(window)
        self.stride = self.window if stride is None else pair(stride)
        plane = list(zip(self.x.shape[2:], self.window, self.stride, strict=True))
        for length, size, _ in plane:
            if size > length:
                raise Illegal(f"a window of {size} does not fit in {length}: illegal")
        self.shape: Index = (*self.x.shape[:2], *(floor_size(*axis, 0) for axis in plane))
        self.count = self.window[0] * self.window[1]

    def pixels(self, index: Index) -> list[Index]:
        """Return the pixels of one window, in reading order."""
        n, c, i, j = index
        top, left = i * self.stride[0], j * self.stride[1]
        return [(n, c, top + u, left + v) for u, v in indices(self.window)]

    def largest(self, index: Index) -> Index:
        """Return the pixel that is the maximum of a window, the first one at a tie."""
        return max(self.pixels(index), key=lambda pixel: self.x[pixel])

    def windows(self, pixel: Index) -> Iterator[Index]:
        """Yield the outputs whose window contains a pixel."""
        return (index for index in indices(self.shape) if pixel in self.pixels(index))


def max_pool_forward(x: Any, window: Any, *, stride: Any = None) -> list[str]:
    """Write out the maximum of each window."""
    layer = _PoolingLayer(x, window, stride)
    lines = []
    for index in indices(layer.shape):
        values = [layer.x[pixel] for pixel in layer.pixels(index)]
        shown = ", ".join(map(written, values))
        lines.append(f"{entry('out', index, layer.shape)} = max({shown}) = {written(max(values))}")
    return lines


def avg_pool_forward(x: Any, window: Any, *, stride: Any = None) -> list[str]:
    """Write out the average of each window."""
    layer = _PoolingLayer(x, window, stride)
    lines = []
    for index in indices(layer.shape):
        values = [layer.x[pixel] for pixel in layer.pixels(index)]
        average = total([factor(value) for value in values], sum(values, ZERO) / layer.count, layer.count)
        lines.append(f"{entry('out', index, layer.shape)} = {average}")
    return lines


def max_pool_backward(dout: Any, x: Any, window: Any, *, stride: Any = None) -> list[str]:
    """Write out dx: the gradients of the windows whose maximum a pixel is."""
    layer, gradient = _PoolingLayer(x, window, stride), array(dout)
    _check_gradient(layer, gradient)
    lines = []
    for pixel in layer.x.indices():
        terms = [gradient[index] for index in layer.windows(pixel) if layer.largest(index) == pixel]
        lines.append(f"{entry('dx', pixel, layer.x.shape)} = {total([factor(t) for t in terms], sum(terms, ZERO))}")
    return lines


def avg_pool_backward(dout: Any, x: Any, window: Any, *, stride: Any = None) -> list[str]:
    """Write out dx: an equal share of the gradient of each window a pixel lies in."""
    layer, gradient = _PoolingLayer(x, window, stride), array(dout)
    _check_gradient(layer, gradient)
    lines = []
    for pixel in layer.x.indices():
        terms = [gradient[index] for index in layer.windows(pixel)]
        share = total([factor(term) for term in terms], sum(terms, ZERO) / layer.count, layer.count if terms else 1)
        lines.append(f"{entry('dx', pixel, layer.x.shape)} = {share}")
    return lines


def _check_gradient(layer: _PoolingLayer, dout: Array) -> None:
    if dout.shape != layer.shape:
        raise Illegal(f"dout has shape {dout.shape}, the output {layer.shape}: they must be equal, illegal")


EXPLANATIONS = Explanations(
    lines={
        function.__name__: function
        for function in (avg_pool_backward, avg_pool_forward, max_pool_backward, max_pool_forward)
    },
    pictures={"max_pool_forward": pool_pictures, "avg_pool_forward": pool_pictures},
)
