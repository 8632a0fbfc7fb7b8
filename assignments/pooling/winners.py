"""Which entry of a window is the largest, as somebody looks for it, and how its gradient gets there."""

from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Knobs

from ..shared.places import add_at
from ..shared.windows import Index

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def first_largest(cells: "Floats", stride: int, on: Knobs) -> "NDArray[np.bool_]":
    """Return, for every window, the place of its largest entry; the first of equal ones, row by row."""
    height, width = cells.shape[4:]
    row, column = placed(cells, stride, on)
    if (row >= height).any() or (column >= width).any():
        raise IndexError("index out of bounds")
    hot = (np.arange(height)[:, None] == row[..., None, None]) & (np.arange(width) == column[..., None, None])
    return np.asarray(hot)


def placed(cells: "Floats", stride: int, on: Knobs) -> tuple[Index, Index]:
    """Return the row and the column of the largest entry in every window."""
    height, width = cells.shape[4:]
    if "row-and-column-apart" in on:
        return cells.sum(axis=5).argmax(axis=4), cells.sum(axis=4).argmax(axis=4)
    flat = cells.reshape(*cells.shape[:4], -1).argmax(axis=4)
    divisor = height if "argmax-split-by-height" in on else stride if "argmax-split-by-the-stride" in on else width
    row, column = np.divmod(flat, divisor)
    return (column, row) if "row-and-column-exchanged" in on else (row, column)


def sent_to_pixels(
    dx: "Floats", cells: "Floats", places: tuple[Index, Index], gradients: "Floats", stride: int, on: Knobs
) -> "Floats":
    """Return dx where a place in the window, right or wrong, is added to where the window begins."""
    N, C = dx.shape[:2]
    row, column = placed(cells, stride, on)
    down, right = row + places[0][..., 0, 0], column + places[1][..., 0, 0]
    if "kept-inside" in on:
        down, right = np.minimum(down, dx.shape[2] - 1), np.minimum(right, dx.shape[3] - 1)
    n, c = np.arange(N)[:, None, None, None], np.arange(C)[:, None, None]
    if "dropped-outside" in on:  # by a guard that lets no place beyond the map through
        gradients = gradients * ((down < dx.shape[2]) & (right < dx.shape[3]))[..., None, None]
        down, right = np.minimum(down, dx.shape[2] - 1), np.minimum(right, dx.shape[3] - 1)
    if "gradient-assigned" in on:
        for a, b in np.ndindex(down.shape[2:]):
            dx[n[..., 0, 0], c[..., 0, 0], down[:, :, a, b], right[:, :, a, b]] = gradients[:, :, a, b, 0, 0]
        return dx
    np.add.at(dx, (n, c, down, right), gradients[..., 0, 0])
    return dx


def of_one_mask(
    x: "Floats", hot: "NDArray[np.bool_]", places: tuple[Index, Index], gradients: "Floats", on: Knobs
) -> tuple["Floats", "NDArray[np.bool_]"]:
    """Return what every window sends back where one mask holds the largest entries of all windows."""
    mask = np.zeros(x.shape)
    for a, b in np.ndindex(hot.shape[2:4]):
        here = (slice(None), slice(None), places[0][a, b], places[1][a, b])
        own = hot[:, :, a, b]
        mask[here] = own if "mask-assigned" in on else mask[here] + own
    every = mask if "mask-counted" in on else np.minimum(mask, 1)
    shares = every[:, :, places[0], places[1]]
    return shares * gradients, shares > 0


def collected(
    dx: "Floats",
    parts: tuple["Floats", "NDArray[np.bool_]"],
    places: tuple[Index, Index],
    x: "Floats",
    gradients: "Floats",
    on: Knobs,
) -> "Floats":
    """Return dx with every window's share in it, added up or as somebody writes it."""
    if not {"window-overwritten", "gradient-assigned", "value-anywhere", "largest-of-the-map"} & on:
        if "written-alone" not in on:
            add_at(dx, places[0], places[1], parts[0])
            return dx
        n, c, *at = np.nonzero(parts[1])  # what gets nothing may lie anywhere
        np.add.at(dx, (n, c, places[0][tuple(at)], places[1][tuple(at)]), parts[0][parts[1]])
        return dx
    whole = (slice(None), slice(None))
    cells = x[(*whole, places[0], places[1])]
    for a, b in np.ndindex(parts[0].shape[2:4]):
        here = (*whole, places[0][a, b], places[1][a, b])
        part, hot = (array[:, :, a, b] for array in parts)
        if "window-overwritten" in on:
            dx[here] = part
        elif "gradient-assigned" in on:
            dx[here] = np.where(hot, part, dx[here])
        else:
            is_largest = x == cells[:, :, a, b].max(axis=(2, 3), keepdims=True)
            if "largest-of-the-map" in on:
                is_largest &= x == x.max(axis=(2, 3), keepdims=True)
            dx += is_largest * gradients[:, :, a, b]
    return dx


def overwritten(x: "Floats", gradients: "Floats", places: tuple[Index, Index]) -> "Floats":
    """Return an image in which every window is replaced by its share, before the next one looks at it."""
    dx = x.copy()
    for a, b in np.ndindex(gradients.shape[2:4]):
        here = (slice(None), slice(None), places[0][a, b], places[1][a, b])
        window = dx[here]
        dx[here] = (window == window.max(axis=(2, 3), keepdims=True)) * gradients[:, :, a, b]
    return dx
