"""Whether a student's own forward pass is one: alive, local, and right somewhere. Pure.

Credit for gradients of a wrong forward pass would be cheap otherwise: zeros, a constant, an echo, or the sum of all
numbers have gradients that take one line. So at every case that is credited each input matters that should, weights and
pixels act together, each with its own and not with all others, no input comes back as it is, and one number moves
hardly more outputs than it does in truth. What an output may depend on, the true operation shows. And
somewhere that is not trivial the forward pass is right but for a factor: at a case, or at a simpler one.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from grader.grading.own_forward import Forward, direction, gradients, moved
from grader.model import Case

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Arrays = Mapping[str, NDArray[np.generic]]

Truth = Callable[["Arrays"], "Floats"]  # what the forward pass should give at a point
Place = tuple[str, tuple[int, ...]]  # an argument, and an index
NUDGE = 1024.0  # that makes any entry the largest
MOST_MOVED = 1.5  # times as many outputs as in truth: windows that are shifted or turned move as many
RIGHT_SHARE = 1 / 3  # of the outputs that are not 0
RELATIVE, DIGITS = 1e-6, 6  # to which factors agree
PAIRED = 4  # places of each of two arguments that are moved together
NOISE = 1e-9  # of a difference of differences, relative to what it is a difference of
CONSTANT = 3.0  # of a simpler image


def is_alive(forward: Forward, truth: Truth, most: int, dead: float = 0.0) -> bool:
    """Whether a forward pass does something with everything it should, and only where it should.

    Parameters
    ----------
    forward : Forward
    truth : callable
        What the forward pass should give at a point.
    most : int
        Places of each argument that are tried, evenly spaced.
    dead : float
        The share of them that need not matter: a weight that meets a pixel of 0 does nothing, and a filter that lies
        the wrong way round meets another pixel.
    """
    case = forward.case
    names = list(dict.fromkeys(gradients(forward.operation).values()))
    base, due = forward.values([case.arguments])[0], truth(case.arguments)
    if base is None or base.shape != due.shape:
        return False
    if any(echoes(base, array) and not echoes(due, array) for array in case.arguments.values()):
        return False
    for name in names:
        places = [(name, place) for place in _places(case, name, most)]
        points = [nudged(case, *place, step) for step in (NUDGE, -NUDGE) for place in places]
        needed = _most_moved(due, [truth(point) for point in points])
        came = _most_moved(base, forward.values(points))
        if sum(bool(true and not own) for true, own in zip(needed, came, strict=True)) > dead * len(needed):
            return False
        if sum(came) > MOST_MOVED * sum(needed):
            return False
    pairs = itertools.combinations(names, 2)
    return all(_acts_together(forward, truth, pair) for pair in pairs)


def _places(case: Case, name: str, most: int) -> Iterator[tuple[int, ...]]:
    """Yield some places of an argument, evenly spaced, the first and the last among them."""
    import numpy as np

    shape = case.arguments[name].shape
    count = int(np.prod(shape, dtype=int))
    for flat in sorted({round(number) for number in np.linspace(0, count - 1, min(most, count))}):
        yield tuple(int(index) for index in np.unravel_index(flat, shape))


def nudged(case: Case, name: str, place: tuple[int, ...], step: float) -> "Arrays":
    """Return a case's arguments with one number much larger, or smaller."""
    import numpy as np

    other = case.arguments[name].astype(np.float64)
    other[place] += step
    return moved(case, name, other)


def _most_moved(base: "Floats", values: "list[Floats | None]") -> list[int]:
    """Return how many outputs each place moves, up or down, whichever moves more: a minimum only follows down."""
    counts = [
        0 if value is None or value.shape != base.shape else int((value != base).sum())  # a NaN counts as moved
        for value in values
    ]
    half = len(counts) // 2
    return [max(pair) for pair in zip(counts[:half], counts[half:], strict=True)]


def _acts_together(forward: Forward, truth: Truth, pair: tuple[str, str]) -> bool:
    """Whether two arguments do something together, beyond what each does alone, if they should."""
    import numpy as np

    case = forward.case
    one, other = (moved(case, name, case.arguments[name].astype("float64") + direction(case, name, 0)) for name in pair)
    points = [case.arguments, one, other, {**one, pair[1]: other[pair[1]]}]
    due, came = [truth(point) for point in points], forward.values(points)
    if not np.any(due[3] - due[1] - due[2] + due[0]):
        return True
    theirs = [value for value in came if value is not None and value.shape == due[0].shape]
    if len(theirs) < len(points) or not np.any(theirs[3] - theirs[1] - theirs[2] + theirs[0]):
        return False
    return _meets_its_own(forward, truth, pair)


def _meets_its_own(forward: Forward, truth: Truth, pair: tuple[str, str]) -> bool:
    """Whether a number meets few numbers of the other argument, where it does so in truth.

    A product of two sums moves what a sum of products does; only that there everything meets everything.
    """
    true = _share_met(forward, pair, lambda points: [*map(truth, points)])
    return true == 1 or _share_met(forward, pair, forward.values) <= (1 + true) / 2


def _share_met(
    forward: Forward, pair: tuple[str, str], values: "Callable[[Sequence[Arrays]], Sequence[Floats | None]]"
) -> float:
    """Return in which share of the outputs that two numbers move, one of each argument, they meet in a product."""
    import numpy as np

    case, (one, other) = forward.case, pair
    ones, others = ([*_places(case, name, PAIRED)] for name in pair)
    alone = [nudged(case, one, place, NUDGE) for place in ones]
    beside = [nudged(case, other, place, NUDGE) for place in others]
    both = [{**point, other: second[other]} for point in alone for second in beside]
    came = values([case.arguments, *alone, *beside, *both])
    if any(value is None or value.shape != came[0].shape for value in came):  # type: ignore[union-attr]
        return 1.0
    base, *rest = (value for value in came if value is not None)
    moves, seconds, together = rest[: len(ones)], rest[len(ones) :][: len(others)], rest[len(ones) + len(others) :]
    met = moved_by_both = 0
    for number, value in enumerate(together):
        first, second = moves[number // len(others)], seconds[number % len(others)]
        noise = NOISE * np.max([np.abs(array) for array in (base, first, second, value)], axis=0)
        met += int((np.abs(value - first - second + base) > noise).sum())
        moved_by_both += int(((first != base) & (second != base)).sum())
    return min(met / moved_by_both, 1.0) if moved_by_both else 0.0


def echoes(value: "Floats", array: "NDArray[np.generic]") -> bool:
    """Whether a value is an argument, in whatever shape."""
    import numpy as np

    return value.size == array.size and bool((value.ravel() == np.asarray(array, np.float64).ravel()).all())


# ------------------------------------------------------------------------------------- right


def is_right_somewhere(forward: Forward, truth: Truth) -> bool:
    """Whether a forward pass is right, but for a factor, in a third of what is not 0, at a case or at a simpler one.

    Simpler are positive numbers, an even image, weights that are all 1, and no biases: a filter that lies the wrong
    way round, or a bias that is forgotten, makes no difference there.
    """
    names = list(dict.fromkeys(gradients(forward.operation).values()))
    points = [point for point in simpler(forward) if is_telling(forward.case, point, truth, names)]
    images = len(next(iter(forward.case.arguments.values())))
    return any(
        came is not None
        and not any(echoes(truth(point), array) for array in point.values())
        and is_right(came, truth(point), images)
        for point, came in zip(points, forward.values(points), strict=True)
    )


def is_telling(case: Case, point: "Arrays", truth: Truth, names: list[str]) -> bool:
    """Whether every argument matters at a point: with equal scores a loss is the same whatever gave them."""
    import numpy as np

    due = truth(point)
    steps = {name: point[name].astype(np.float64) + direction(case, name, 3) for name in names}
    return not any(
        np.allclose(truth({**point, name: step}), due, rtol=RELATIVE, atol=0) for name, step in steps.items()
    )


def is_right(came: "Floats", due: "Floats", images: int) -> bool:
    """Whether a third of what is not 0 is right but for one factor: of a lone number, that of a mean to its sum."""
    import numpy as np

    counts = due != 0
    if came.shape != due.shape or not counts.any():
        return False
    ratios = came[counts] / due[counts]
    if due.size == 1 or (due[counts] == due[counts][0]).all():  # any number is such a multiple of another
        return any(
            np.isclose(ratios, factor, rtol=RELATIVE).mean() >= RIGHT_SHARE for factor in (1, images, 1 / images)
        )
    values, times = np.unique(np.round(ratios, DIGITS), return_counts=True)
    common = values[times.argmax()]
    return bool(common != 0 and times.max() >= max(RIGHT_SHARE * ratios.size, 2))


def simpler(forward: Forward) -> "Iterator[Arrays]":
    """Yield a case's own arguments, and simpler ones."""
    import numpy as np

    case, operation = forward.case, forward.operation
    names = list(dict.fromkeys(gradients(operation).values()))
    weights = [name for name in names if name in operation.kernels or name.startswith("w")]
    biases = [name for name in names if name.startswith("b")]
    positive = {name: np.abs(array) for name, array in case.arguments.items()}
    ones = {name: np.ones_like(case.arguments[name]) for name in weights}
    zeros = {name: np.zeros_like(case.arguments[name]) for name in biases}
    even = {names[0]: np.full_like(case.arguments[names[0]], CONSTANT)}
    yield case.arguments
    yield positive
    for change in (ones, zeros, ones | zeros, even, even | zeros):
        if change:
            yield {**case.arguments, **change}
    yield {**positive, **zeros}
