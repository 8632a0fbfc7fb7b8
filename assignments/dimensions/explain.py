"""Sizes, parameters and shapes, written out: the arithmetic of the slides on dimensions.

In: ints.  Out: lines.
Two rules for the output size: the strict one refuses a fraction, the layers' own rounds it down.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from grader.topics import Explanations, Illegal

from ..shared.exact import entry, indices, pair, product, shape_line, written
from ..shared.sizes import (
    NOT_WHOLE,
    check_depth,
    check_fit,
    floor_size,
    plane_sizes,
    same_padding,
    signal_pad,
    size_line,
)


def output_size_strict(length: int, window: int, stride: int = 1, pad: int = 0) -> list[str]:
    """Write out (N + 2P − F)/S + 1, which must be whole."""
    check_fit(length, window, pad)
    size = Fraction(length + 2 * pad - window, stride) + 1
    line = f"({length} + {product(2, pad)} − {window})/{stride} + 1 = {written(size)}"
    if size.denominator != 1:
        raise Illegal(line, NOT_WHOLE)
    return [line]


def output_size(length: int, window: int, stride: int = 1, pad: int = 0) -> list[str]:
    """Write out the size, rounded down where a step does not fit."""
    return [size_line(length, window, stride, pad)]


def conv_parameters(filters: int, channels: int, window: Any, bias: bool = True) -> list[str]:
    """Write out the parameters of one filter, then of the layer."""
    height, width = pair(window)
    each = height * width * channels + bool(bias)
    of_one_filter = f"{product(height, width, channels)}{' + 1' if bias else ''} = {each}"
    return [of_one_filter] if filters == 1 else [of_one_filter, f"{product(each, filters)} = {each * filters}"]


def weight_shape(filters: int, channels: int, window: Any, layout: str = "out-in") -> list[str]:
    """Write out the weight tensor's shape, with its axes' names."""
    height, width = pair(window)
    if layout == "in-out":
        return [shape_line("(in, out, height, width)", (channels, filters, height, width))]
    return [shape_line("(out, in, height, width)", (filters, channels, height, width))]


def conv_output_shape(x_shape: Sequence[int], w_shape: Sequence[int], *, stride: Any = 1, pad: Any = 0) -> list[str]:
    """Write out both sizes, then the output's shape: one map for each filter."""
    check_depth(x_shape[1], w_shape[1])
    lines, plane = plane_sizes(x_shape[2:], w_shape[2:], pair(stride), pair(pad))
    return [*lines, shape_line("(N, F, H_out, W_out)", (x_shape[0], w_shape[0], *plane))]


def pool_output_shape(x_shape: Sequence[int], window: Any, *, stride: Any = None) -> list[str]:
    """Write out both sizes, then the output's shape: the depth stays."""
    steps = pair(window) if stride is None else pair(stride)
    lines, plane = plane_sizes(x_shape[2:], pair(window), steps, (0, 0))
    return [*lines, shape_line("(N, C, H_out, W_out)", (x_shape[0], x_shape[1], *plane))]


def signal_output_shape(x_shape: Sequence[int], k_shape: Sequence[int], *, boundary: str = "shrink") -> list[str]:
    """Write out the size along each axis."""
    axes = list(zip(x_shape, k_shape, strict=True))
    sizes = [floor_size(length, window, 1, signal_pad(window, boundary)) for length, window in axes]
    lines = [size_line(length, window, 1, signal_pad(window, boundary)) for length, window in axes]
    return [*lines, shape_line("shape", sizes)]


def pixel_uses(size: Any, window: Any, *, stride: Any = 1, pad: Any = 0) -> list[str]:
    """Write out how many windows contain each pixel: as many rows of windows times as many columns."""
    shape = pair(size)
    axes = list(zip(shape, pair(window), pair(stride), pair(pad), strict=True))
    rows, columns = ([_uses(position, *axis) for position in range(axis[0])] for axis in axes)
    return [
        f"{entry('uses', (i, j), shape)} = {product(rows[i], columns[j])} = {rows[i] * columns[j]}"
        for i, j in indices(shape)
    ]


def _uses(position: int, length: int, window: int, stride: int, pad: int) -> int:
    starts = [place * stride - pad for place in range(floor_size(length, window, stride, pad))]
    return sum(start <= position < start + window for start in starts)


EXPLANATIONS = Explanations(
    lines={
        function.__name__: function
        for function in (
            *(conv_output_shape, conv_parameters, output_size, output_size_strict, pixel_uses),
            *(pool_output_shape, same_padding, signal_output_shape, weight_shape),
        )
    }
)
