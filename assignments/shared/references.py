"""References that are made of other references."""

from typing import TYPE_CHECKING

from convref.bounds import Bounded

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def exactly(value: "ArrayLike") -> Bounded:
    """Return whole numbers as a reference that nothing rounds."""
    import numpy as np

    array = np.asarray(value, np.float64)
    return Bounded(array, np.abs(array), 0, float(np.abs(array).sum()))


def divided(sums: Bounded, divisor: int) -> Bounded:
    """Return sums divided by a whole number. It rounds twice at most: a program may multiply by a rounded factor."""
    return Bounded(sums.value / divisor, sums.absolute / divisor, sums.count + 2, sums.norm / divisor)
