"""Where in a map an answer is put, and how several are added up at one place."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from .windows import Index, Meeting

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STORE = {  # where an answer is put: from the places of its window to indices of the map
    "exchanged": lambda i, j: (j, i),
    "row-twice": lambda i, j: (i, i + 0 * j),
    "column-twice": lambda i, j: (j + 0 * i, j),
    "one-down": lambda i, j: (i + 1, j),
    "one-right": lambda i, j: (i, j + 1),
    "one-up": lambda i, j: (i - 1, j),
    "one-left": lambda i, j: (i, j - 1),
    "always-first": lambda i, j: (0 * i, 0 * j),
    "counted-by-rows": lambda i, j: (counter(i, j) // i.size, counter(i, j) % j.size),
    "counted-in-rows": lambda i, j: (counter(i, j) // i.size, counter(i, j) % i.size),
    "counted-by-rows-alone": lambda i, j: (counter(i, j) // j.size, counter(i, j) % i.size),
}
COUNTED = ("counted-by-rows", "counted-by-rows-alone")


def counter(i: Index, j: Index) -> Index:
    """Return the number that a running counter has at each output."""
    return np.arange(i.size)[:, None] * j.size + np.arange(j.size)


def stored(meeting: tuple[Meeting, Meeting], at: Mapping[str, str]) -> tuple[Index, Index]:
    """Return where in the map each output stands."""
    i, j = meeting[0].index[:, None], meeting[1].index
    return STORE[at["store"]](i, j) if "store" in at else (i, j)


def add_at(array: "Floats", row: Index, column: Index, values: "Floats") -> None:
    """Add values to entries of the last two axes; an entry that is named twice gets both."""
    place: Any = (slice(None), slice(None), row, column)
    shape = (*array.shape[:2], *np.broadcast_shapes(row.shape, column.shape))
    np.add.at(array, place, np.broadcast_to(values, shape))  # NumPy 2.4 crashes where values have more axes than places
