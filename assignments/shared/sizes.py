"""Sizes written out: how often a window fits, and what refuses one that does not."""

from collections.abc import Sequence
from fractions import Fraction

from grader.topics import Illegal

from .exact import product, written

NOT_WHOLE = "not whole: illegal"


def size_line(length: int, window: int, stride: int, pad: int) -> str:
    """Return the size formula; floor brackets only where they do something."""
    check_fit(length, window, pad)
    size = floor_size(length, window, stride, pad)
    inner = f"({length} + {product(2, pad)} − {window})/{stride}"
    if (length + 2 * pad - window) % stride == 0:
        return f"{inner} + 1 = {size}"
    quotient = Fraction(length + 2 * pad - window, stride)
    return f"⌊{inner}⌋ + 1 = ⌊{written(quotient)}⌋ + 1 = {size}"


def floor_size(length: int, window: int, stride: int, pad: int) -> int:
    """Return the number of places of a window."""
    return (length + 2 * pad - window) // stride + 1


def check_fit(length: int, window: int, pad: int) -> None:
    """Refuse a window that fits nowhere."""
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
