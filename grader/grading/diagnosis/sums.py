"""The sum that a function computes, found by running it on chosen numbers. Pure: no function is run here.

In: the shapes of a function's arrays, and what it answered to the inputs that are chosen.  Out: for each number of an
answer, the products of entries that it adds up, each with its factor. Where all is 0 but one entry of one array, and
the entries of another are powers of a base, an answer holds the factors of all products of these as its digits.

A function need not be such a sum. So what it gives is compared with answers to other inputs, and has to be the same.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Arrays = Mapping[str, Floats]

BASE, DIGITS = 16, 12  # factors of -7 to 8, and 48 bits of the 53 that a float holds exactly
PARTS = (1, 2, 3, 4, 6, 8, 9, 12, 16, 5, 10, 15, 18, 24, 36)  # what factors may be parts of, as 1/6 in a mean of six
LARGEST = 2.0**52
OFF = 2.0**-51  # relative: what rounding may make of a whole number
LEAST_OFF = 1e-7
CLOSE = 1e-9  # relative to the largest number of an answer: what a sum may differ from it by rounding

Entry = tuple[str, int]  # an array and a place in it, counted in C order
Product = tuple[Entry, ...]  # of two entries, one alone, or none: a constant
Key = tuple[Entry | None, str, int]  # the entry that is 1, the array that holds powers, and from where on


@dataclass(frozen=True, eq=False)
class Chosen:
    """What a function is run on to take it apart, in as few runs as there can be, and which products that shows."""

    shapes: Mapping[str, tuple[int, ...]]  # of the arrays whose entries are looked for
    pairs: tuple[tuple[str, str], ...]  # those of which two entries may be multiplied

    @cached_property
    def count(self) -> dict[str, int]:
        """How many entries each array has."""
        return {name: math.prod(shape) for name, shape in self.shapes.items()}

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """The runs: nothing, one array, and one entry beside one array; long arrays a part at a time."""
        keys: list[Key] = [(None, "", 0)]
        keys += [(None, name, start) for name in self.shapes for start in range(0, self.count[name], DIGITS)]
        for pair in self.pairs:
            one, many = min(
                (pair, pair[::-1]), key=lambda turn: self.count[turn[0]] * -(-self.count[turn[1]] // DIGITS)
            )
            starts = range(0, self.count[many], DIGITS)
            keys += [((one, at), many, start) for at in range(self.count[one]) for start in starts]
        return tuple(keys)

    def arrays(self, key: Key) -> "dict[str, Floats]":
        """Return the arrays of a run."""
        import numpy as np

        found = {name: np.zeros(count) for name, count in self.count.items()}
        entry, name, start = key
        if name:
            places = np.arange(start, min(start + DIGITS, self.count[name]))
            found[name][places] = float(BASE) ** (places - start)
        if entry is not None:
            found[entry[0]][entry[1]] = 1
        return {name: array.reshape(self.shapes[name]) for name, array in found.items()}

    @cached_property
    def products(self) -> tuple[Product, ...]:
        """All products whose factors the runs show; the constant first."""
        return ((), *(product for product, _, _ in self._digits))

    @cached_property
    def _digits(self) -> list[tuple[Product, int, int]]:
        """Each product, with the run that shows its factor, and the digit."""
        return [
            (tuple(sorted((*([entry] if entry is not None else []), (name, start + place)))), run, place)
            for run, (entry, name, start) in enumerate(self.keys)
            if name
            for place in range(min(DIGITS, self.count[name] - start))
        ]

    @cached_property
    def _shown(self) -> "tuple[Whole, Whole]":
        import numpy as np

        runs, places = np.array([[run, place] for _, run, place in self._digits], np.int64).reshape(-1, 2).T
        return runs, places

    @cached_property
    def _beside(self) -> "tuple[Whole, Whole, Whole]":
        """The runs of an entry beside an array, those of the array alone, and where the entry's product stands."""
        import numpy as np

        alone = {key: run for run, key in enumerate(self.keys) if key[0] is None}
        column = {product[0]: at for at, product in enumerate(self.products) if len(product) == 1}
        found = [(run, alone[None, key[1], key[2]], column[key[0]]) for run, key in enumerate(self.keys) if key[0]]
        runs, others, columns = np.array(found, np.int64).reshape(-1, 3).T
        return runs, others, columns

    @cached_property
    def _entries(self) -> "tuple[Whole, Whole]":
        """The two entries of each product, counted through all arrays; what is missing is the 1 behind them."""
        import numpy as np

        starts, total = {}, 0
        for name, count in self.count.items():
            starts[name] = total
            total += count
        both = [[*(starts[name] + at for name, at in product), total, total][:2] for product in self.products]
        first, second = np.array(both, np.int64).T
        return first, second

    def values(self, arrays: "Arrays") -> "Floats":
        """Return what each product is for some arrays."""
        import numpy as np

        numbers = np.concatenate([*(arrays[name].ravel() for name in self.shapes), np.ones(1)])
        first, second = self._entries
        found: Floats = numbers[first] * numbers[second]
        return found

    def factors(self, whole: "Whole") -> "Whole | None":
        """Return the factors of all products out of whole answers, a row for each run; None for large ones."""
        import numpy as np

        runs, others, columns = self._beside
        shown, places = self._shown
        rest = whole - whole[0]
        of_one = digits(rest)
        found = np.concatenate([whole[:1], of_one[places, shown]])
        if len(runs):
            rest[runs] = whole[runs] - whole[others] - found[columns]
            of_two = digits(rest)
            found = np.concatenate([whole[:1], of_two[places, shown]])
            of_one = of_two
        return None if of_one[DIGITS].any() else found


@dataclass(frozen=True, eq=False)
class Sum:
    """What each number of an answer adds up: a row of factors for each number, a column for each product."""

    chosen: Chosen
    shape: tuple[int, ...]
    factors: "Floats"

    def terms(self, number: int) -> dict[Product, float]:
        """Return the products of one number, counted in C order, with their factors."""
        import numpy as np

        row = self.factors[number]
        return {self.chosen.products[column]: float(row[column]) for column in np.flatnonzero(row)}

    def within(self, shape: tuple[int, ...]) -> "Sum":
        """Return the sums of those numbers that have a place in a shape that is no larger."""
        import numpy as np

        if shape == self.shape:
            return self
        kept = np.arange(len(self.factors)).reshape(self.shape)[tuple(map(slice, shape))].ravel()
        return Sum(self.chosen, shape, self.factors[kept])

    def of_length(self, length: int) -> "Sum":
        """Return the sums without all but the products of so many entries."""
        import numpy as np

        kept = np.array([len(product) == length for product in self.chosen.products])
        return Sum(self.chosen, self.shape, self.factors * kept)

    def value(self, arrays: "Arrays") -> "Floats":
        """Return the sums for some arrays."""
        found: Floats = (self.factors @ self.chosen.values(arrays)).reshape(self.shape)
        return found


def recovered(chosen: Chosen, answers: "Sequence[Floats]", others: "Sequence[tuple[Arrays, Floats]]") -> Sum | None:
    """Return the sum behind some answers, all of one shape; None where there is none that gives the other answers too.

    Parameters
    ----------
    chosen : Chosen
    answers : sequence of ndarray
        To all of the runs that are chosen.
    others : sequence of (arrays, ndarray)
        Further inputs of other numbers, with what was answered.
    """
    import numpy as np

    raw = np.array([answer.ravel() for answer in answers])
    if not np.isfinite(raw).all() or (np.abs(raw) >= LARGEST).any():
        return None
    for part in PARTS:
        times = raw * part
        whole = np.rint(times)
        if (np.abs(times - whole) > np.maximum(LEAST_OFF, np.abs(times) * OFF)).any():
            continue
        factors = chosen.factors(whole.astype(np.int64))
        if factors is not None:
            one = Sum(chosen, answers[0].shape, np.ascontiguousarray(factors.T) / part)
            if all(agrees(one, numbers, answer) for numbers, answer in others):
                return one
    return None


def copied(chosen: Chosen, arrays: "Arrays", answer: "Floats") -> Sum | None:
    """Return the entry that each number of an answer is, as a sum of one term; None where some are neither that nor 0.

    Parameters
    ----------
    chosen : Chosen
    arrays : mapping of str to ndarray
        No two numbers of them, and of the answer, are alike but for their sign.
    answer : ndarray
    """
    import numpy as np

    values = chosen.values(arrays)
    columns = {abs(float(values[at])): at for at, product in enumerate(chosen.products) if len(product) == 1}
    factors = np.zeros((answer.size, len(values)))
    for row, number in enumerate(answer.ravel().tolist()):
        column = columns.get(abs(number))
        if number and column is None:
            return None
        if column is not None:
            factors[row, column] = number / values[column]
    return Sum(chosen, answer.shape, factors)


def place_of(at: int, shape: Sequence[int]) -> tuple[int, ...]:
    """Return the index of an entry that was counted in C order."""
    found = []
    for length in reversed(shape):
        at, digit = divmod(at, length)
        found.append(digit)
    return tuple(reversed(found))


def digits(numbers: "Whole") -> "Whole":
    """Return the digits of whole numbers, the last first, above half of the base as negative ones; then the rest."""
    import numpy as np

    found = []
    for _ in range(DIGITS):
        digit = (numbers + BASE // 2 - 1) % BASE - (BASE // 2 - 1)
        found.append(digit)
        numbers = (numbers - digit) // BASE
    return np.array([*found, numbers])


def agrees(one: Sum, arrays: "Arrays", answer: "Floats") -> bool:
    """Whether a sum gives what a function answered, but for rounding."""
    import numpy as np

    if answer.shape != one.shape or not np.isfinite(answer).all():
        return False
    largest = max(1.0, float(np.abs(answer).max(initial=0)))
    return bool((np.abs(one.value(arrays) - answer) <= CLOSE * largest).all())


def pairs_multiplied(one: Sum) -> Iterator[tuple[str, str]]:
    """Yield the pairs of arrays of which a sum has products."""
    import numpy as np

    used = np.flatnonzero((one.factors != 0).any(axis=0))
    products = [one.chosen.products[column] for column in used]
    yield from dict.fromkeys((product[0][0], product[1][0]) for product in products if len(product) == 2)
