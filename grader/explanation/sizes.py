"""Sizes, parameters and shapes, written out: the arithmetic of the slides on dimensions.

In: ints.  Out: lines.
Two rules for the output size: the strict one refuses a fraction, the layers' own rounds it down.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from grader.explanation.exact import Illegal, entry, indices, pair, product, shape_line, written

__all__ = [
    "conv_output_shape",
    "conv_parameters",
    "dense_parameters",
    "output_size",
    "output_size_strict",
    "pixel_uses",
    "pool_output_shape",
    "receptive_field",
    "same_padding",
    "signal_output_shape",
    "weight_shape",
]

NOT_WHOLE = "not whole: illegal"


def output_size_strict(length: int, window: int, stride: int = 1, pad: int = 0) -> list[str]:
    """Write out (N + 2P − F)/S + 1, which must be whole."""
    _check_fit(length, window, pad)
    size = Fraction(length + 2 * pad - window, stride) + 1
    line = f"({length} + {product(2, pad)} − {window})/{stride} + 1 = {written(size)}"
    if size.denominator != 1:
        raise Illegal(line, NOT_WHOLE)
    return [line]


def output_size(length: int, window: int, stride: int = 1, pad: int = 0) -> list[str]:
    """Write out the size, rounded down where a step does not fit."""
    return [size_line(length, window, stride, pad)]


def size_line(length: int, window: int, stride: int, pad: int) -> str:
    """Return the size formula; floor brackets only where they do something."""
    _check_fit(length, window, pad)
    size = floor_size(length, window, stride, pad)
    inner = f"({length} + {product(2, pad)} − {window})/{stride}"
    if (length + 2 * pad - window) % stride == 0:
        return f"{inner} + 1 = {size}"
    quotient = Fraction(length + 2 * pad - window, stride)
    return f"⌊{inner}⌋ + 1 = ⌊{written(quotient)}⌋ + 1 = {size}"


def floor_size(length: int, window: int, stride: int, pad: int) -> int:
    """Return the number of places of a window."""
    return (length + 2 * pad - window) // stride + 1


def _check_fit(length: int, window: int, pad: int) -> None:
    if window > length + 2 * pad:
        raise Illegal(
            f"{length} + {product(2, pad)} = {length + 2 * pad} is less than {window}: no window fits, illegal"
        )


def same_padding(window: int) -> list[str]:
    """Write out P = (F − 1)/2."""
    padding = Fraction(window - 1, 2)
    line = f"({window} − 1)/2 = {written(padding)}"
    if padding.denominator != 1:
        raise Illegal(line, NOT_WHOLE)
    return [line]


def conv_parameters(filters: int, channels: int, window: Any, bias: bool = True) -> list[str]:
    """Write out the parameters of one filter, then of the layer."""
    height, width = pair(window)
    each = height * width * channels + bool(bias)
    one = f"{product(height, width, channels)}{' + 1' if bias else ''} = {each}"
    return [one] if filters == 1 else [one, f"{product(each, filters)} = {each * filters}"]


def dense_parameters(inputs: int, outputs: int, bias: bool = True) -> list[str]:
    """Write out the parameters of a fully connected layer."""
    each = f"({inputs} + 1)" if bias else f"{inputs}"
    return [f"{each}·{outputs} = {(inputs + bool(bias)) * outputs}"]


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


def signal_pad(window: int, boundary: str) -> int:
    """Return the zeros a boundary adds to each side."""
    if boundary == "zero":
        same_padding(window)  # which refuses a kernel without a middle
    return {"shrink": 0, "zero": (window - 1) // 2, "full": window - 1}[boundary]


def plane_sizes(
    plane: Sequence[int], window: Sequence[int], stride: Sequence[int], pad: Sequence[int]
) -> tuple[list[str], list[int]]:
    """Return the formulas of height and width, and the two sizes."""
    axes = list(zip(plane, window, stride, pad, strict=True))
    lines = [f"{name} = {size_line(*axis)}" for name, axis in zip(("H_out", "W_out"), axes, strict=True)]
    return lines, [floor_size(*axis) for axis in axes]


def check_depth(channels: int, depth: int) -> None:
    """Refuse a filter that is not as deep as its image."""
    if channels != depth:
        raise Illegal(f"the image has depth {channels}, the filter {depth}: the depth must match, illegal")


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


def receptive_field(layers: Sequence[tuple[Any, Any]]) -> list[str]:
    """Write out, layer by layer, how the field grows and how far it moves."""
    pairs = [(pair(window), pair(stride)) for window, stride in layers]
    if all(height == width for sizes in pairs for height, width in sizes):
        lines, side, jump = _field_of_axis("", [(window[0], stride[0]) for window, stride in pairs])
        sizes, jumps = (side, side), (jump, jump)
    else:
        above, height, down = _field_of_axis("height: ", [(window[0], stride[0]) for window, stride in pairs])
        across, width, right = _field_of_axis("width: ", [(window[1], stride[1]) for window, stride in pairs])
        lines, sizes, jumps = above + across, (height, width), (down, right)
    return [
        *lines,
        shape_line("size", sizes),
        shape_line("jump", jumps),
        f"pixels = {product(*sizes)} = {sizes[0] * sizes[1]}",
    ]


def _field_of_axis(name: str, layers: Sequence[tuple[int, int]]) -> tuple[list[str], int, int]:
    lines, size, jump = [], 1, 1
    for window, stride in layers:
        grown = size + (window - 1) * jump
        lines.append(f"{name}size {size} + ({window} − 1)·{jump} = {grown}")
        if stride != 1:
            lines.append(f"{name}jump {product(jump, stride)} = {jump * stride}")
        size, jump = grown, jump * stride
    return lines, size, jump
