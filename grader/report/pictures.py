"""Pictures of numbers: a window over its input, and what came beside what was due. Pure: arrays in, SVG out.

Every picture says the same without colour: a wrong cell has a thick frame and a cross, a window a double line,
padding a dashed one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.languages import Say, as_it_is
from grader.report.escape import html

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]

CELL = 40  # user units
MAX_CHANNELS = 16  # that are drawn
MAX_CELLS = 12  # along an axis; a larger array is cut around the place that is shown


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A plane of numbers, what is marked on it, and what it is called."""

    title: str
    values: Sequence[Sequence[str]]
    wrong: frozenset[tuple[int, int]] = frozenset()
    padding: frozenset[tuple[int, int]] = frozenset()
    window: tuple[int, int, int, int] | None = None  # top, left, height, width; may hang over the edge
    here: tuple[int, int] | None = None


def plane(array: "Array", at: tuple[int, ...]) -> "Array":
    """Return the last two axes around an index; a row for one axis, one cell for none."""
    import numpy as np

    if array.ndim >= 2:
        return np.asarray(array[at[: array.ndim - 2]])
    return array.reshape(1, -1)


def place(array: "Array", at: tuple[int, ...]) -> tuple[int, int]:
    """Return where an index lies on its plane."""
    if array.ndim >= 2:
        return at[-2], at[-1]
    return 0, at[0] if at else 0


def comparison(
    expected: "Array", got: "Array", wrong: "Array", at: tuple[int, ...], name: str, say: Say = as_it_is
) -> str:
    """Return what was due and what came, side by side, wrong cells marked; around index `at`."""
    marks = plane(wrong, at)
    row, column = place(expected, at)
    top, bottom = around(row, marks.shape[0])
    left, right = around(column, marks.shape[1])
    marked = frozenset((i - top, j - left) for i in range(top, bottom) for j in range(left, right) if bool(marks[i, j]))
    where = f"{name}[{', '.join(map(str, at[:-2]))}]" if len(at) > 2 else name
    part = (
        ""
        if (bottom - top, right - left) == marks.shape
        else say(f", rows {top} to {bottom - 1}, columns {left} to {right - 1}")
    )
    grids = [
        Grid(
            title=f"{say(f'{title} {where}')}{part}",
            values=written(plane(array, at)[top:bottom, left:right]),
            wrong=marked if title == "your" else frozenset(),
            here=(row - top, column - left),
        )
        for title, array in (("expected", expected), ("your", got))
    ]
    return drawing(grids, say)


def window(
    array: "Array",
    leading: tuple[int, ...],
    box: tuple[int, int, int, int],
    name: str,
    say: Say = as_it_is,
    filters: "Sequence[tuple[str, Array]]" = (),
) -> str:
    """Return an input with the window on it that makes one output; cells beyond the edge are padding.

    Where there are filters, each with what it is called, they stand beside it: a filter for each channel, and each
    channel in a picture of its own.
    """
    if not filters:
        return drawing([_windowed(array, leading, box, name, say)], say)
    rows = []
    for channel, (title, weights) in enumerate(filters[:MAX_CHANNELS]):
        place = (*leading[:-1], channel) if len(filters) > 1 else leading
        beside = Grid(title=title, values=written(plane(weights, (0, 0))))
        rows.append(drawing([_windowed(array, place, box, name, say), beside], say))
    return "".join(f"<div>{row}</div>" for row in rows)


def _windowed(array: "Array", leading: tuple[int, ...], box: tuple[int, int, int, int], name: str, say: Say) -> Grid:
    import numpy as np

    values = plane(array, (*leading, 0, 0)) if array.ndim >= 2 else array.reshape(1, -1)
    top, left, height, width = box
    up, down = max(-top, 0), max(top + height - values.shape[0], 0)
    before, after = max(-left, 0), max(left + width - values.shape[1], 0)
    padded = np.pad(values, ((up, down), (before, after)))
    top, left = top + up, left + before
    first_row, last_row = around(top + height // 2, padded.shape[0])
    first_column, last_column = around(left + width // 2, padded.shape[1])
    title = f"{name}[{', '.join(map(str, leading))}]" if leading else name
    shown = [(i, j) for i in range(first_row, last_row) for j in range(first_column, last_column)]
    inside = np.pad(np.ones(values.shape, bool), ((up, down), (before, after)))
    low, high = max(top, first_row), min(top + height, last_row)  # a large window reaches beyond what is shown
    start, stop = max(left, first_column), min(left + width, last_column)
    return Grid(
        title=say(
            f"{title} and the window on it, with padding (dashed)"
            if up + down + before + after
            else f"{title} and the window on it"
        ),
        values=written(padded[first_row:last_row, first_column:last_column]),
        padding=frozenset((i - first_row, j - first_column) for i, j in shown if not inside[i, j]),
        window=(low - first_row, start - first_column, high - low, stop - start),
    )


def products(terms: Sequence[str], got: float, want: float, where: str, say: Say = as_it_is) -> str:
    """Return a sum's factors in two rows, where it has any, and what it gives beside what came.

    Parameters
    ----------
    terms : sequence of str
        As in a report's evidence: ``"5*3"``, a single number such as ``"-6"``, or ``"… 3 more terms"``.
    got, want : float
    where : str
        Which number it is: ``out[0, 1]``.
    say : callable
        A title → that title in the reader's language.
    """
    pairs = [re.fullmatch(r"(?P<a>-?[\d.]+)(\*(?P<b>-?[\d.]+))?", term) for term in terms if term[:1] != "…"]
    grids = []
    if pairs and all(pairs):
        rows = [[short(float(pair[name])) if pair and pair[name] else "" for pair in pairs] for name in "ab"]
        kept = rows if any(rows[1]) else rows[:1]
        kept = [[*row, "…"] for row in kept] if len(pairs) < len(terms) else kept
        title = say("factors, one above the other") if len(kept) == 2 else say("terms")
        grids.append(Grid(title=title, values=kept))
    grids.append(Grid(title=say(f"expected {where}"), values=[[short(want)]]))
    grids.append(Grid(title=say(f"your {where}"), values=[[short(got)]], wrong=frozenset({(0, 0)})))
    return drawing(grids, say)


def around(middle: int, length: int) -> tuple[int, int]:
    """Return the part of an axis to show."""
    if length <= MAX_CELLS:
        return 0, length
    start = min(max(middle - MAX_CELLS // 2, 0), length - MAX_CELLS)
    return start, start + MAX_CELLS


def written(values: "Array") -> list[list[str]]:
    """Return numbers as a cell can hold them: six characters."""
    return [[short(float(value)) for value in row] for row in values.tolist()]


def short(value: float) -> str:
    """Return a number in few characters."""
    return next(
        (text for digits in (6, 4, 3) if len(text := f"{value:.{digits}g}".replace("-", "−")) <= 6), f"{value:.1g}"
    )


def drawing(grids: Sequence[Grid], say: Say = as_it_is) -> str:
    """Return grids side by side as one SVG."""
    parts, offset, height = [], 0, 0
    for grid in grids:
        rows, columns = len(grid.values), len(grid.values[0]) if grid.values else 0
        width = max(columns * CELL, 7 * len(grid.title))
        parts.append(f'<g transform="translate({offset + 4} 4)">{_grid(grid)}</g>')
        offset += width + CELL
        height = max(height, rows * CELL)
    title = html(f" {say('beside')} ".join(grid.title for grid in grids), 200)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {offset + 8} {height + 32}" '
        f'style="max-width:100%;width:{(offset + 8) // 1}px;height:auto;font:14px sans-serif;fill:currentColor">'
        f"<title>{title}</title>{''.join(parts)}</svg>"
    )


def _grid(grid: Grid) -> str:
    lines = [f'<text x="0" y="12">{html(grid.title, 120)}</text>']
    for i, row in enumerate(grid.values):
        for j, text in enumerate(row):
            x, y = j * CELL, i * CELL + 20
            is_wrong = (i, j) in grid.wrong
            stroke = 3 if is_wrong else 1
            fill = "#d5521a" if is_wrong else "none"
            dashes = ' stroke-dasharray="3 4"' if (i, j) in grid.padding else ""
            lines.append(
                f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" fill="{fill}" fill-opacity="0.25" '
                f'stroke="currentColor" stroke-width="{stroke}"{dashes}/>'
            )
            sign = "✗" if is_wrong else ""
            lines.append(
                f'<text x="{x + CELL / 2:g}" y="{y + CELL / 2 + 5:g}" text-anchor="middle" font-size="12">'
                f"{html(text, 12)}</text>"
                + (f'<text x="{x + 3}" y="{y + 11}" font-size="10">{sign}</text>' if sign else "")
            )
    if grid.here is not None:
        lines.append(_frame(grid.here[0], grid.here[1], 1, 1))
    if grid.window is not None:
        lines.append(_frame(*grid.window))
    return "".join(lines)


def _frame(top: int, left: int, height: int, width: int) -> str:
    """Return a double line around some cells."""
    x, y = left * CELL, top * CELL + 20
    return "".join(
        f'<rect x="{x + inset}" y="{y + inset}" width="{width * CELL - 2 * inset}" '
        f'height="{height * CELL - 2 * inset}" '
        'fill="none" stroke="currentColor" stroke-width="2"/>'
        for inset in (-2, 3)
    )
