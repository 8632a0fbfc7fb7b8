"""A convolution as a matrix product, written out: windows as columns, and the sparse weight matrix.

In: arrays as nested lists.  Out: one line for each window, or for each row of the matrix.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from grader.topics import Illegal

from ..shared.exact import Array, Index, array, indices, pair, shape_line, written
from ..shared.sizes import check_depth, floor_size


def im2col(x: Any, window: Any, *, stride: Any = 1, pad: Any = 0) -> list[str]:
    """Write out each window as the vector x_i of the slide: channel, row, column."""
    image = array(x)
    N, C, H, W = image.shape
    lines = []
    places = _places((H, W), pair(window), pair(stride), pair(pad))
    for n, *place in indices((N, *places)):
        pixels = [(n, c, *_pixel(place, (u, v), stride, pad)) for c, u, v in indices((C, *pair(window)))]
        number = place[0] * places[1] + place[1]
        lines.append(
            f"{f'image {n}: ' if N > 1 else ''}x_{number} = ({', '.join(written(image[pixel]) for pixel in pixels)})"
        )
    return lines


def weight_matrix(w: Any, x_shape: Sequence[int], *, stride: Any = 1, pad: Any = 0) -> list[str]:
    """Write out the rows of the matrix, one for each output, then its shape."""
    weights, (C, H, W) = array(w), x_shape
    F, depth, HH, WW = weights.shape
    check_depth(C, depth)
    places = _places((H, W), (HH, WW), pair(stride), pair(pad))
    rows: list[str] = []
    for f, *place in indices((F, *places)):
        used: dict[Index, Fraction] = {}
        for c, u, v in indices((C, HH, WW)):
            used[(c, *_pixel(place, (u, v), stride, pad))] = weights[f, c, u, v]
        row = Array((C, H, W), used)
        rows.append(f"row {len(rows)} = ({', '.join(written(row[pixel]) for pixel in row.indices())})")
    return [*rows, shape_line("shape", (F * math.prod(places), C * H * W))]


def _places(plane: Sequence[int], window: Sequence[int], stride: Sequence[int], pad: Sequence[int]) -> list[int]:
    axes = list(zip(plane, window, stride, pad, strict=True))
    for length, size, _, zeros in axes:
        if size > length + 2 * zeros:
            raise Illegal(f"a window of {size} does not fit in {length + 2 * zeros}: illegal")
    return [floor_size(*axis) for axis in axes]


def _pixel(place: Sequence[int], tap: Sequence[int], stride: Any, pad: Any) -> tuple[int, int]:
    """Return the pixel under weight `tap` of the window at `place`; it may lie in the padding."""
    (i, j), (u, v), (down, right), (above, left) = place, tap, pair(stride), pair(pad)
    return i * down + u - above, j * right + v - left
