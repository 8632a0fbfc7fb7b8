"""The receptive field, written out layer by layer.

In: pairs of window and stride.  Out: lines.
"""

from collections.abc import Sequence
from typing import Any

from grader.topics import Explanations

from ..shared.exact import pair, product, shape_line


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


EXPLANATIONS = Explanations(lines={"receptive_field": receptive_field})
