"""The inputs by which the sum behind an operation's answers is found, and the due sums. Pure.

In: an operation.  Out: for each of a few small sizes, two inputs of different numbers, those that `sums` chooses, and
the sums of the reference, which is taken apart in the same way. Where the reference is no sum of products of its
arrays, it may be one of the numbers of a single array while others stay as they are; else there is nothing to ask.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from grader.grading.diagnosis import sums
from grader.grading.diagnosis.probes import drawn
from grader.grading.memory import recalled
from grader.model import Case, Laid
from grader.topics.operation import Operation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ID = "sum"  # begins the ids of these cases
MOST = 100  # runs at one size
BYTES = 60_000  # of what is kept for one size
COMMON = {"K": 3, "M": 2, "width": 3, "quarters": 2, "L": 6}
SMALL = {"N": 1, "C": 1, "F": 2, "stride": 1, "pad": 0}
SIZES: Sequence[Mapping[str, int]] = (  # those whose sums fit on a line first; each is wrong in ways of its own
    {"H": 3, "W": 4, "HH": 2, "WW": 3},
    {"N": 2, "C": 2, "H": 3, "W": 2, "HH": 2, "WW": 1, "L": 5, "K": 2, "M": 3, "width": 2},
    {"H": 5, "W": 4, "HH": 2, "WW": 2, "stride": 2, "L": 7, "K": 4, "width": 4, "quarters": 1},
    {"N": 2, "H": 2, "W": 3, "HH": 1, "WW": 2},
    {"N": 2, "F": 1, "H": 3, "W": 3, "HH": 2, "WW": 2},
    {"H": 3, "W": 3, "HH": 2, "WW": 2},
    {"H": 2, "W": 3, "HH": 2, "WW": 2, "pad": 1},
    {"C": 2, "H": 4, "W": 4, "HH": 2, "WW": 2, "stride": 2},
    {"N": 2, "C": 2, "H": 3, "W": 3, "HH": 2, "WW": 2},
    {"N": 2, "C": 3, "F": 1, "H": 4, "W": 5, "HH": 1, "WW": 2, "stride": 2, "M": 3},
    {"H": 3, "W": 3, "HH": 2, "WW": 2, "pad": 1, "stride": 2},
    {"H": 4, "W": 3, "HH": 3, "WW": 2, "stride": 1, "pad": 1},
    {"F": 1, "H": 7, "W": 5, "HH": 2, "WW": 1, "stride": 3},
    {"F": 3, "C": 2, "H": 3, "W": 3, "HH": 3, "WW": 3, "pad": 1},
    {"N": 2, "F": 1, "H": 5, "W": 5, "HH": 3, "WW": 3, "stride": 2},
)


@dataclass(frozen=True)
class Way:
    """Which arrays of an operation are taken apart, and which of them are multiplied; all others stay as they are."""

    arrays: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    is_copy: bool = False  # each number is an entry of the array, as a maximum is, or 0


@dataclass(frozen=True, eq=False)
class Inputs:
    """What a function is asked at one size."""

    operation: Operation
    way: Way
    first: Case  # numbers that are all different
    second: Case  # others, of both signs
    third: Case  # these with the sign of each product turned: what cuts off at 0 is no sum

    @cached_property
    def chosen(self) -> sums.Chosen:
        """What is asked to take a function apart."""
        return sums.Chosen({name: self.first.arguments[name].shape for name in self.way.arrays}, self.way.pairs)

    @cached_property
    def wanted(self) -> "Mapping[str, Floats]":
        """What the reference answers to the first input."""
        return values(self.operation, self.first)

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """The same as cases; none where a number is an entry, which shows at once."""
        if self.way.is_copy:
            return ()
        arrays = map(self.chosen.arrays, self.chosen.keys)
        names = (f"{self.first.id}-{number}" for number in range(len(self.chosen.keys)))
        return tuple(with_arrays(self.operation, self.first, *one) for one in zip(arrays, names, strict=True))

    @cached_property
    def due(self) -> "Mapping[str, sums.Sum]":
        """The reference's sums; nothing where it is none."""
        found = {}
        others = (values(self.operation, case) for case in (*self.cases, self.second, self.third))
        came = [self.wanted, *others]
        for output in self.operation.returns:
            one = self.sum_of([answers[output] for answers in came])
            if one is None:
                return {}
            found[output] = one
        return found

    def sum_of(self, answers: "Sequence[Floats]") -> "sums.Sum | None":
        """Return the sum behind the answers to the first input, to all that take it apart, and to the other two."""
        first, *some, second, third = answers
        both = zip((self.first, self.second, self.third), (first, second, third), strict=True)
        others = [(self.numbers(case), answer) for case, answer in both]
        if self.way.is_copy:
            found = [sums.copied(self.chosen, numbers, answer) for numbers, answer in others]
            return found[0] if all(one is not None for one in found) else None
        return sums.recovered(self.chosen, some, others)

    def numbers(self, case: Case) -> "dict[str, Floats]":
        """Return the arrays of a case that are taken apart."""
        import numpy as np

        return {name: case.arguments[name].astype(np.float64) for name in self.way.arrays}


def values(operation: Operation, case: Case) -> "dict[str, Floats]":
    """Return what the reference answers."""
    import numpy as np

    bounded = operation.reference(case.arguments, case.sizes)
    return {name: np.asarray(one.value, np.float64) for name, one in bounded.items()}


def inputs_of(operation: Operation) -> tuple[Inputs, ...]:
    """Return what to ask a function, the same objects each time; nothing where the reference is no sum."""
    return recalled(operation, "sums", lambda: tuple(_inputs_of(operation)), lambda found: BYTES * len(found))


def _inputs_of(operation: Operation) -> Iterator[Inputs]:
    cases: dict[object, Case] = {}
    for number, sizes in enumerate(SIZES):
        for case in bases(operation, sizes, number):
            cases.setdefault(tuple(sorted((symbol, case.sizes[symbol]) for symbol in operation.symbols)), case)
    way = way_of(operation, next(iter(cases.values()))) if cases else None
    for case in cases.values():
        if way is not None:
            found = Inputs(operation, way, *three_cases(operation, case, way))
            if len(found.chosen.keys) <= MOST:
                yield found


def bases(operation: Operation, sizes: Mapping[str, int], number: int) -> Iterator[Case]:
    """Yield a case of some sizes, if these are legal and are all that the operation has."""
    whole = {**COMMON, **SMALL, **sizes}
    if operation.draw is not None or not operation.shapes or not operation.symbols <= whole.keys():
        return
    case = drawn(operation, whole, f"{ID}-{number}")
    if case is not None:
        yield case


def way_of(operation: Operation, case: Case) -> Way | None:
    """Return how the reference is a sum: of products of all arrays, or of numbers of one; None where it is not."""
    arrays = tuple(name for name in operation.shapes if name not in operation.whole)
    ways = [Way(arrays, tuple(combinations(arrays, 2)))] if arrays else []
    ways += [Way((name,), ()) for name in reversed(arrays) if len(arrays) > 1]
    ways += [Way(arrays, (), is_copy=True)] if len(arrays) == 1 else []
    for way in ways:
        found = Inputs(operation, way, *three_cases(operation, case, way)).due
        if found and all((one.factors != 0).any() for one in found.values()):
            if way.arrays != arrays and any(one.factors[:, 0].any() for one in found.values()):
                continue  # most of what is added up is hidden in the arrays that stay as they are
            used = dict.fromkeys(pair for one in found.values() for pair in sums.pairs_multiplied(one))
            return replace(way, pairs=tuple(used))
    return None


def three_cases(operation: Operation, case: Case, way: Way) -> tuple[Case, Case, Case]:
    """Return a case with other numbers in the arrays that are taken apart, three times."""
    import numpy as np

    made = []
    for turn in range(2):
        arrays = {}
        for place, name in enumerate(way.arrays):
            shape = case.arguments[name].shape
            count = math.prod(shape)
            step = next(one for one in (7, 5, 3, 11, 13) if count % one)
            numbers = (np.arange(count) * step + place + turn) % count + 1
            sign = np.where((np.arange(count) * (turn + 1) + place) % (3 - turn) == 1, -1, 1)
            numbers = numbers**3 if turn and way.is_copy else numbers * (1 + turn) + turn
            arrays[name] = (numbers * sign).astype(np.float64).reshape(shape)
        made.append(with_arrays(operation, case, arrays, case.id if not turn else f"{case.id}-again"))
    multiplied = [name for name in way.arrays if any(name in pair for pair in way.pairs)]
    once = next((name for name in multiplied if all(name in pair for pair in way.pairs)), "")  # one of each product
    others = {
        name: made[1].arguments[name].astype(np.float64) * (-1 if name == once or name not in multiplied else 1)
        for name in way.arrays
    }
    return made[0], made[1], with_arrays(operation, case, others, f"{case.id}-turned")


def with_arrays(operation: Operation, case: Case, arrays: "Mapping[str, Floats]", name: str) -> Case:
    """Return a case with other numbers in some of its arrays."""
    arguments = {**case.arguments, **arrays}
    laid = {name: Laid(array) if array.ndim else array.item() for name, array in arguments.items()}
    return replace(case, id=name, arguments=arguments, calls=operation.calls(laid, case.sizes))
