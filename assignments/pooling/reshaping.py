"""Windows that somebody cuts by reshaping: a part of the model of pooling's forward pass."""

from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Knobs

from ..shared.windows import Axis

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def reshaped(x: "Floats", rows: Axis, columns: Axis, H_out: int, W_out: int) -> "Floats":
    """Return maxima of windows that are cut out of flattened rows."""
    N, C = x.shape[:2]
    out = np.zeros((N, C, H_out, W_out))
    for a, b in np.ndindex(H_out, W_out):
        strip = x[:, :, a * rows.stride : a * rows.stride + rows.window].reshape(N, C, -1)
        start = b * columns.stride
        out[:, :, a, b] = strip[:, :, start : start + rows.window * columns.window].max(axis=2)
    return out


def is_blocked(rows: Axis, columns: Axis, on: Knobs) -> bool:
    """Whether the map is reshaped into blocks, which is done only where windows tile it."""
    if not {"blocks-apart", "blocks-in-line"} & on:
        return False
    fits = all(axis.window == axis.stride and axis.length % axis.window == 0 for axis in (rows, columns))
    return fits and ("any-tiles" in on or rows.window == columns.window)


def blocked(x: "Floats", rows: Axis, columns: Axis, is_max: bool, on: Knobs) -> "Floats":
    """Return the map of blocks whose axes are in the wrong order: the window's before the places, or behind both."""
    (N, C), (down, right) = x.shape[:2], (rows.length // rows.window, columns.length // columns.window)
    if "blocks-apart" in on:
        blocks = x.reshape(N, C, rows.window, down, columns.window, right).transpose(0, 1, 3, 5, 2, 4)
    else:
        blocks = x.reshape(N, C, down, right, rows.window, columns.window)
    return np.asarray(blocks.max(axis=(4, 5)) if is_max else blocks.mean(axis=(4, 5)))
