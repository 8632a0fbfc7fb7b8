"""One relation to what is due that holds in every wrong case: a table of what a slip makes of a right answer. Pure.

A relation makes an array of a case and its right answer, and is true if this is what came, in all wrong cases. Nothing
is left to choose but one number for all of them. It has to tell: six different numbers, in two cases at least, are
wrong in its way, so a wrong answer that has another reason does not satisfy it.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

from grader.grading.diagnosis.relations import (
    OF_OTHER_SHAPES,
    OF_VALUES,
    Made,
    Relation,
    axes,
    of_lost_axes,
    of_parts,
    of_places,
)
from grader.grading.diagnosis.trials import Trial, as_called

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TELLING = 2  # cases in which a relation says more than that something is wrong
DIFFERENT = 6  # numbers that it makes in these cases, beside those that are right
LARGEST = 20_000  # numbers of an answer that is looked at
SYMBOLS = ("N", "C", "F", "H", "W", "HH", "WW", "H_out", "W_out", "L", "L_out", "D", "M", "stride", "pad")
FACTORS = 3  # sizes at most that are multiplied: as C · HH · WW


def relation(wrong: Sequence[Trial]) -> str | None:
    """Return a sentence if one relation between what came and what is due holds in all wrong cases."""
    import numpy as np

    if len(wrong) < TELLING or any(
        trial.came is None or trial.came.size > LARGEST or not np.isfinite(trial.came).all() for trial in wrong
    ):
        return None
    if len({trial.expected.value.ndim for trial in wrong}) > 1:
        return None
    with np.errstate(all="ignore"):
        return next((sentence for made, sentence in relations(wrong) if holds(made, wrong)), None)


def holds(made: Made, wrong: Sequence[Trial]) -> bool:
    """Whether a relation makes what came in every case, and says something in some."""
    import numpy as np

    telling = []
    for trial in wrong:
        value = made(trial)
        if value is None or trial.came is None or value.shape != trial.came.shape:
            return False
        if not (np.abs(value - trial.came) <= trial.tolerance).all():
            return False
        telling.append(differing(value, trial))
    return sum(telling) >= DIFFERENT and sum(some > 0 for some in telling) >= TELLING


def differing(value: "Floats", trial: Trial) -> int:
    """Return how many different numbers a relation makes, or adds, where something else is due."""
    import numpy as np

    due = trial.expected.value
    if value.shape != due.shape:
        return len(np.unique(value))
    off = np.abs(value - due) > trial.tolerance
    return max(len(np.unique(np.round(some[off], 6))) for some in (value, value - due))


def relations(wrong: Sequence[Trial]) -> Iterator[Relation]:
    """Yield what is tried, the most particular first."""
    if all(trial.came is not None and trial.came.shape == trial.expected.value.shape for trial in wrong):
        if wrong[0].expected.value.ndim:  # a single number has no places
            yield from of_parts(wrong)
            yield from of_places(wrong)
        yield from of_arguments(wrong)
        yield from OF_VALUES
        yield from of_sizes(wrong)
    else:
        yield from of_lost_axes(wrong)
        yield from OF_OTHER_SHAPES


# ---------------------------------------------------------------------------- what is added


def of_arguments(wrong: Sequence[Trial]) -> Iterator[Relation]:
    """Yield what adds a multiple of an argument, the same in all cases; or of the sum of one."""
    names = [name for name, array in wrong[0].case.arguments.items() if array.dtype.kind in "fiub"]
    for name in names:
        own = as_called(name, wrong)
        if (factor := multiple(wrong, of_its_shape(name))) is not None:
            yield (
                added(of_its_shape(name), factor),
                f"every number is too {side(factor)} by {abs(factor):.6g} times the one at its place in {own}. "
                "Which line adds it, or takes it away?",
            )
        for axis, one, _ in axes(wrong):
            if (factor := multiple(wrong, along(name, axis))) is not None:
                yield (
                    added(along(name, axis), factor),
                    f"every number of {one} i is too {side(factor)} by {abs(factor):.6g} times {own}[i]. "
                    "How often is it added, and how often should it be?",
                )


def side(factor: float) -> str:
    """Return what a number is that has a multiple of another one added to it, as one calls it."""
    return "large" if factor > 0 else "small"


def of_its_shape(name: str) -> Made:
    """Return an argument that has the shape of the answer."""

    def made(trial: Trial) -> "Floats | None":
        import numpy as np

        array = trial.case.arguments.get(name)
        return None if array is None or array.shape != trial.expected.value.shape else np.asarray(array, np.float64)

    return made


def along(name: str, axis: int) -> Made:
    """Return an argument of one axis as it is added along an axis of the answer."""

    def made(trial: Trial) -> "Floats | None":
        import numpy as np

        array, due = trial.case.arguments.get(name), trial.expected.value
        if array is None or due.ndim < 2 or array.shape != due.shape[axis : axis + 1]:
            return None
        return np.broadcast_to(
            np.asarray(array, np.float64).reshape([-1 if at == axis else 1 for at in range(due.ndim)]), due.shape
        )

    return made


def multiple(wrong: Sequence[Trial], of: Made) -> float | None:
    """Return how often an array is added to what is due, by the first wrong case; None if nothing of it is."""
    for trial in wrong:
        array = of(trial)
        if array is None or trial.came is None:
            return None
        length = float((array * array).sum())
        if length:
            factor = float(((trial.came - trial.expected.value) * array).sum()) / length
            return round(factor, 9) or None
    return None


def added(of: Made, factor: float) -> Made:
    """Return what is due and a multiple of an array."""

    def made(trial: Trial) -> "Floats | None":
        array = of(trial)
        return None if array is None else trial.expected.value + factor * array

    return made


# ------------------------------------------------------------------------ what multiplies it


def of_sizes(wrong: Sequence[Trial]) -> Iterator[Relation]:
    """Yield what multiplies or divides a right answer by sizes of the case, or by the sum of an argument."""
    for name in wrong[0].case.arguments:
        own = as_called(name, wrong)
        yield (
            scaled(lambda trial, name=name: total(trial, name)),  # type: ignore[misc]
            f"every number is multiplied by the sum of {own}. Where do you sum it?",
        )
        yield (
            scaled(lambda trial, name=name: 1 / total(trial, name)),  # type: ignore[misc]
            f"every number is divided by the sum of {own}. Does the task ask for that?",
        )
    known = [symbol for symbol in SYMBOLS if all(trial.case.sizes.get(symbol, 0) > 0 for trial in wrong)]
    for count in range(1, FACTORS + 1):
        for symbols in combinations_with_replacement(known, count):
            if len({product(trial, symbols) for trial in wrong}) == 1:
                continue  # a number, not a size
            said = " · ".join(symbols)
            yield (
                scaled(lambda trial, symbols=symbols: product(trial, symbols)),  # type: ignore[misc]
                f"every number is {said} times the right one. How often is the same thing added?",
            )
            yield (
                scaled(lambda trial, symbols=symbols: 1 / product(trial, symbols)),  # type: ignore[misc]
                f"every number is the right one divided by {said}. Does the task ask for a mean?",
            )


def total(trial: Trial, name: str) -> float:
    """Return the sum of an argument."""
    return float(trial.case.arguments[name].sum()) if name in trial.case.arguments else 0.0


def product(trial: Trial, symbols: Sequence[str]) -> float:
    """Return some sizes of a case, multiplied."""
    import math

    return float(math.prod(trial.case.sizes[symbol] for symbol in symbols))


def scaled(by: Callable[[Trial], float]) -> Made:
    """Return what is due times a number of the case."""

    def made(trial: Trial) -> "Floats | None":
        try:
            return trial.expected.value * by(trial)
        except ZeroDivisionError:
            return None

    return made
