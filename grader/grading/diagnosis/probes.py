"""Inputs worth trying next: many that could refute an explanation, and the smallest that shows it. Pure.

Cases are drawn as those of an assignment are, from a seed of their own. `grader.grading.grade` runs them.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from grader.errors import AuthorError
from grader.grading.cases import draw_cases
from grader.grading.memory import recalled
from grader.model import Case, CaseSpec, Expected
from grader.topics.operation import Operation

if TYPE_CHECKING:
    from grader.grading.diagnosis.search import Explanation, Model
    from grader.grading.diagnosis.trials import Floats

SEED = "probe"
ANY, SMALL, TIGHT, FILLED, THIN = 12, 16, 16, 28, 28  # cases that could refute an explanation
USUAL = 0.85  # of the cases; a case that is large on purpose would make every probe as large
WINDOWS = {"HH": "H", "WW": "W"}
FEW = {"HH": 4, "WW": 4, "stride": 3, "pad": 1}  # sizes to choose among, from the least; of others, two
TINY = 5
MAX_SHRINKS = 60
LEAST = {"H": 2, "W": 2, "L": 2}  # of an image or a signal: NumPy takes a single number for anything
READABLE = 8  # terms of a sum that fits on a line
WHY = "Chosen to learn more about a wrong answer."


def drawn(operation: Operation, sizes: Mapping[str, int], name: str) -> Case | None:
    """Return a case of these sizes; None where they are illegal."""
    key = (name, *sorted(sizes.items()))
    return recalled(operation, key, lambda: _drawn(operation, sizes, name), lambda case: _bytes_of([case]))


def _drawn(operation: Operation, sizes: Mapping[str, int], name: str) -> Case | None:
    spec = CaseSpec(id=name, exercises=(operation.id,), why=WHY, sizes={s: sizes[s] for s in operation.symbols})
    try:
        return next(iter(draw_cases(spec, operation, f"{SEED}/{operation.id}")))
    except AuthorError:
        return None


def ranges(cases: Sequence[Case], operation: Operation) -> Mapping[str, tuple[int, int]]:
    """Return the least and the largest of every size among some cases, but for the few that are large in it."""
    found = {}
    for symbol in operation.symbols:
        sizes = sorted(case.sizes[symbol] for case in cases)
        found[symbol] = (sizes[0], sizes[int(USUAL * (len(sizes) - 1))])
    return found


def due_of(operation: Operation, case: Case) -> Mapping[str, Expected]:
    """Return what is due for a case that is tried beside the assignment's own, worked out once."""
    key = "due", id(operation)

    def make() -> tuple[Mapping[str, Expected], Operation]:
        return operation.expected(case.arguments, case.sizes, case.unit), operation

    return recalled(case, key, make, lambda made: 8 * sum(due.value.nbytes for due in made[0].values()))[0]


def random_cases(operation: Operation, cases: Sequence[Case]) -> list[Case]:
    """Return cases of sizes nobody chose, within those that the exercise is graded on.

    Some are of any size, some are small, some are small images under any windows, on some a window is as large as its
    image, or one less, and on some it is a single row or column: there slices are cut, shapes broadcast, and less is
    wrong.
    """
    anything = ranges(cases, operation)
    return [
        *recalled(operation, (SEED, *sorted(anything.items())), lambda: _random_cases(operation, anything), _bytes_of)
    ]


def _random_cases(operation: Operation, anything: Mapping[str, tuple[int, int]]) -> list[Case]:
    small = {symbol: (least, least + (most - least) // 3) for symbol, (least, most) in anything.items()}
    found: list[Case] = []
    tight = {symbol: (small if symbol in "NCFHWL" else anything)[symbol] for symbol in anything}
    for kind, sizes, count in (("any", anything, ANY), ("small", small, SMALL), ("tight", tight, TIGHT)):
        spec = CaseSpec(id=f"{SEED}-{kind}", exercises=(operation.id,), why=WHY, sizes=dict(sizes), count=count)
        found += _as_far_as_legal(draw_cases(spec, operation, f"{SEED}/{operation.id}"))
    chosen = [("filled", filled_sizes(anything)), ("thin", thin_sizes(anything))]
    of_windows = [drawn(operation, one, f"{SEED}-{kind}-{at}") for kind, some in chosen for at, one in enumerate(some)]
    return [*found, *(one for one in of_windows if one is not None)]


def filled_sizes(bounds: Mapping[str, tuple[int, int]]) -> Iterator[dict[str, int]]:
    """Yield sizes whose windows fill an image, but for a row or a column; none where nothing slides."""
    if not bounds.keys() >= set(WINDOWS.values()):
        return
    few = {symbol: FEW.get(symbol, 2) for symbol in bounds}
    for sizes in chosen_sizes(bounds, few, FILLED, "filled"):
        for window, image in WINDOWS.items():
            sizes[image] = sizes[window] + sizes[image] - bounds[image][0]  # as large, or one more
        yield sizes


def thin_sizes(bounds: Mapping[str, tuple[int, int]]) -> Iterator[dict[str, int]]:
    """Yield sizes whose windows are one row high, or one column wide, in turn; none where there are no windows."""
    few = {symbol: 2 if symbol in "NCF" else most - least + 1 for symbol, (least, most) in bounds.items()}
    for number, sizes in enumerate(chosen_sizes(bounds, few, THIN, "thin")):
        thin, wide = ("HH", "WW") if number % 2 else ("WW", "HH")
        sizes[thin], sizes[wide] = bounds[thin][0], max(sizes[wide], min(2, bounds[wide][1]))
        yield sizes


def chosen_sizes(
    bounds: Mapping[str, tuple[int, int]], few: Mapping[str, int], count: int, kind: str
) -> Iterator[dict[str, int]]:
    """Yield sizes, each one of the `few` least of its range; always the same ones, and none without windows."""
    if not bounds.keys() >= WINDOWS.keys():
        return
    for number in range(count):
        digits = int.from_bytes(hashlib.sha256(f"{kind} {number}".encode()).digest())
        sizes = {}
        for symbol, (least, most) in sorted(bounds.items()):
            digits, digit = divmod(digits, few[symbol])
            sizes[symbol] = min(least + digit, most)
        yield sizes


def _bytes_of(cases: Sequence[Case | None]) -> int:
    return sum(array.nbytes for case in cases if case is not None for array in case.arguments.values())


def _as_far_as_legal(cases: Iterator[Case]) -> Iterator[Case]:
    try:
        yield from cases
    except AuthorError:  # no legal sizes within the ranges
        return


def is_shown(model: "Model", explanation: "Explanation", case: Case) -> bool:
    """Whether an explanation says that this case is answered wrongly."""
    return key(model.value(case, explanation.knobs)) != key(model.value(case, frozenset()))


def key(value: "Floats | None") -> object:
    """Return what two equal answers have in common."""
    import numpy as np

    return None if value is None else (value.shape, (np.round(value, 9) + 0.0).tobytes())  # -0.0 is 0


# --------------------------------------------------------------------------------- shrinking


def smallest(
    model: "Model",
    explanation: "Explanation",
    operation: Operation,
    case: Case,
    can_be_asked: Callable[[Case], bool] = lambda case: True,
) -> Case:
    """Return the smallest case found on which an explanation gives a wrong answer, starting from one that does."""
    best, tries = case, 0
    is_smaller = True
    while is_smaller and tries < MAX_SHRINKS and not model.budget.is_spent:
        is_smaller = False
        for sizes in shrunk(best.sizes, operation):
            tries += 1
            smaller = drawn(operation, sizes, "smallest")
            if smaller is not None and can_be_asked(smaller) and is_shown(model, explanation, smaller):
                best, is_smaller = smaller, True
                break
    return best


def shrunk(sizes: Mapping[str, int], operation: Operation) -> Iterator[dict[str, int]]:
    """Yield sizes that are smaller in one respect: at its least, or one less."""
    for symbol in sorted(operation.symbols):
        least = LEAST.get(symbol, operation.least(symbol))
        for size in dict.fromkeys((least, sizes[symbol] - 1)):
            if least <= size < sizes[symbol]:
                yield {**sizes, symbol: size}
    if sizes.get("HH", 0) == sizes.get("WW", 0) > 1:  # where windows have to be square, they shrink as such
        yield {**sizes, "HH": sizes["HH"] - 1, "WW": sizes["WW"] - 1}


def tiny(operation: Operation, case: Case) -> list[Case]:
    """Return a few small cases to try blindly, the smallest first: none of one number, where anything may be right."""
    extents = [s for s in sorted(operation.symbols) if s not in operation.options]
    options = [s for s in sorted(operation.symbols) if s in operation.options]
    few = {s: min(case.sizes[s], 2) for s in extents}
    plain = {s: operation.least(s) for s in options}
    attempts = [
        {**few, **plain},
        {**{s: min(case.sizes[s], 3) for s in extents}, **plain},
        *(
            {**few, **{s: min(case.sizes[s], 4) for s in ("H", "W", "L") if s in few}, **plain, s: case.sizes[s]}
            for s in options
        ),
    ]
    found = [drawn(operation, sizes, f"tiny-{number}") for number, sizes in enumerate(attempts[:TINY])]
    return [one for one in found if one is not None]
