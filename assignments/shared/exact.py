"""Exact numbers, small arrays of them, and how they are written on a slide.

In: nested lists of integers, decimals and strings such as "1/3".  Out: fractions, and text.
Lists and fractions rather than numpy: no number here may be rounded, and nothing here is large.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Index = tuple[int, ...]
Terms = list[str]

MINUS = "−"
MAX_TERMS = 30  # a sum of 75 terms is legible as its first terms, its last and their number
ZERO = Fraction(0)


@dataclass(frozen=True)
class Array:
    """An array of fractions."""

    shape: Index
    values: Mapping[Index, Fraction]

    def __getitem__(self, index: Index) -> Fraction:
        """Return a value; outside of the array zero, as padding does."""
        return self.values.get(index, ZERO)

    def indices(self) -> Iterator[Index]:
        """Yield every index, in reading order."""
        return indices(self.shape)

    def reshaped(self, shape: Index) -> "Array":
        """Return the same values in another shape of the same size."""
        if math.prod(shape) != math.prod(self.shape):
            raise ValueError(f"shape {self.shape} cannot become {shape}")
        return Array(shape, dict(zip(indices(shape), map(self.__getitem__, self.indices()), strict=True)))


def indices(shape: Index) -> Iterator[Index]:
    """Yield every index of a shape, in reading order."""
    return itertools.product(*map(range, shape))


def exact(value: Any) -> Fraction:
    """Return a number as a fraction; a decimal means what it says, so 0.1 is 1/10."""
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)


def array(nested: Any) -> Array:
    """Return nested lists as an array."""
    values: dict[Index, Fraction] = {}
    shape = _fill(nested, (), values)
    return Array(shape, values)


def _fill(nested: Any, at: Index, values: dict[Index, Fraction]) -> Index:
    if not isinstance(nested, Sequence) or isinstance(nested, str):
        values[at] = exact(nested)
        return ()
    shapes = {_fill(part, (*at, position), values) for position, part in enumerate(nested)}
    if len(shapes) != 1:
        raise ValueError("rows of different lengths, or none at all, are no array")
    return (len(nested), *shapes.pop())


def pair(value: Any) -> tuple[int, int]:
    """Return an int as (height, width); a pair as it is."""
    if isinstance(value, int):
        return value, value
    height, width = value
    return int(height), int(width)


# ---------------------------------------------------------------------------------- writing


def written(value: Fraction | int) -> str:
    """Return a number as on the slide: 10/3, −7."""
    return str(value).replace("-", MINUS)


def factor(value: Fraction | int) -> str:
    """Return a number as part of a larger term: a negative one in parentheses."""
    return f"({written(value)})" if value < 0 else written(value)


def product(*factors: Fraction | int) -> str:
    """Return factors with dots between them: (−1)·3."""
    return "·".join(map(factor, factors))


def total(terms: Terms, value: Fraction | int, divisor: int = 1) -> str:
    """Return ``terms = value``, the terms added up and perhaps divided; the value alone if it says as much."""
    shown = terms or ["0"]
    if len(shown) > MAX_TERMS:
        shown = [*shown[:3], f"… [{len(terms)} terms] …", shown[-1]]
    formula = " + ".join(shown)
    if divisor != 1:
        formula = f"({formula})/{divisor}" if len(shown) > 1 else f"{formula}/{divisor}"
    return written(value) if formula in (factor(value), written(value)) else f"{formula} = {written(value)}"


def entry(name: str, index: Index, shape: Index) -> str:
    """Return ``name[i,j]``, without leading axes of length 1: the slide's images have none."""
    skipped = 0
    while len(shape) - skipped > 2 and shape[skipped] == 1:
        skipped += 1
    return f"{name}[{','.join(map(str, index[skipped:]))}]"


def shape_line(name: str, shape: Iterable[int]) -> str:
    """Return ``name = (1, 2, 3)``."""
    return f"{name} = ({', '.join(map(str, shape))})"
