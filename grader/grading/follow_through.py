"""Credit for gradients that are right for the student's own forward pass, where that one is wrong. Pure.

A gradient dx is the derivative of the function F that it belongs to, if for every direction v

    sum(dx * v) = sum(dout * (F(x + v) - F(x)))     for small v, or any v where F is linear in x

It is tried on random directions of whole numbers: one that is wrong in a single entry is found with all but certainty
(two directions of up to 99 each way, and their sum), at a few calls a case, not hundreds. Where F
is linear the equation is exact; where it is a maximum, or cut at 0, it is exact for steps too small to change what is
largest; a loss is smooth, and differences are central.

The forward pass has to be alive: of the right shape, every input matters that should, weights and pixels act together,
and no input comes back as it is. Zeros, a constant or an echo earn nothing.
"""

import hashlib
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.grading.checks.answers import as_array
from grader.model import Call, Case, Laid, Outcome
from grader.topics.operation import Operation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Arrays = Mapping[str, NDArray[np.generic]]

Pair = tuple[Case, Outcome]
Run = Callable[[Sequence[Case]], Sequence[Pair]]  # of the forward pass, on other inputs
Truth = Callable[["Arrays"], "Floats"]  # what the forward pass should give at a point
LARGEST = 99  # of a direction, either way
SMALL = 2.0**-12  # a step that moves no maximum: entries are half a unit apart or more
NUDGE = 1024.0  # that makes any entry the largest
SMOOTH = 2.0**-13  # of a central difference: about the cube root of the unit roundoff
EXACT, DIFFERENCE = 1e-9, 1e-5  # relative to the absolute terms
MAX_NUDGES = 400  # calls to see whether every input matters


def forward_call(case: Case) -> Call | None:
    """Return the call that a gradient follows from: the one before, or the same one where it returns a loss."""
    if len(case.calls) > 1:
        return case.calls[0]
    return case.calls[0] if "loss" in case.calls[0].returns else None


def forward_exercise(operation: Operation, cases: Sequence[Case]) -> str | None:
    """Return the exercise whose function the gradients follow from: of dialects too, ours."""
    case = next((case for case in cases if case.raises is None), None)
    if case is None or forward_call(case) is None:
        return None
    if len(case.calls) == 1:
        return operation.id
    arguments = {name: Laid(array) for name, array in case.arguments.items()}
    return operation.calls(arguments, case.sizes)[0].function


def gradients(operation: Operation) -> dict[str, str]:
    """Return which returned value is the gradient of which argument: {"dx": "x"}."""
    return {name: name[1:] for name in operation.returns if name[:1] == "d" and name[1:] in operation.shapes}


class Forward:
    """A student's forward pass as a function of arrays.

    Parameters
    ----------
    operation : Operation
        Of the gradients.
    case : Case
    run : callable
        Makes the first call of cases, and returns as many pairs as it could.
    """

    def __init__(self, operation: Operation, case: Case, run: Run) -> None:
        self.operation, self.case, self.run = operation, case, run
        call = forward_call(case)
        assert call is not None
        self.output = next(name for name in call.returns if name not in call.keep)

    def values(self, points: Sequence["Arrays"]) -> list["Floats | None"]:
        """Return what the forward pass gives at some points, None where it does not answer."""
        import numpy as np

        cases = [self._case(number, point) for number, point in enumerate(points)]
        came = {case.id: outcome for case, outcome in self.run(cases)}
        found: list[Floats | None] = []
        for case in cases:
            outcome = came.get(case.id)
            array = as_array(outcome.answers.get(self.output)) if outcome is not None else None
            found.append(None if array is None else array.astype(np.float64))
        return found

    def _case(self, number: int, point: "Arrays") -> Case:
        arguments = {
            name: Laid(array) if array.ndim else (int(array) if array.dtype.kind == "i" else float(array))
            for name, array in point.items()
        }
        call = self.operation.calls(arguments, self.case.sizes)[0]
        return replace(self.case, id=f"follow-{number}", arguments=dict(point), calls=(call,))


def direction(case: Case, name: str, number: int) -> "Floats":
    """Return a direction of whole numbers, the same on every machine."""
    import numpy as np

    shape = case.arguments[name].shape
    count = int(np.prod(shape, dtype=int))
    numbers: list[int] = []
    for block in itertools.count():
        if len(numbers) >= count:
            break
        digest = hashlib.sha512(f"follow/{case.id}/{name}/{number}/{block}".encode()).digest()
        numbers += [int.from_bytes(digest[i : i + 2], "little") % (2 * LARGEST + 1) - LARGEST for i in range(0, 64, 2)]
    return np.array(numbers[:count], np.float64).reshape(shape)


def moved(case: Case, name: str, array: "Floats") -> "Arrays":
    """Return a case's arguments with one of them replaced; whole numbers and single precision stay what they are."""
    import numpy as np

    old = case.arguments[name].dtype
    keeps = old == np.float32 or (old.kind == "i" and bool((array == np.round(array)).all()))
    return {**case.arguments, name: array.astype(old if keeps else np.float64)}


# ------------------------------------------------------------------------------------- alive


def is_alive(forward: Forward, truth: Truth) -> bool:
    """Whether a forward pass does something with everything it should.

    Parameters
    ----------
    forward : Forward
    truth : callable
        What the forward pass should give at a point.
    """
    case = forward.case
    names = list(dict.fromkeys(gradients(forward.operation).values()))
    base, due = forward.values([case.arguments])[0], truth(case.arguments)
    if base is None or base.shape != due.shape:
        return False
    if any(echoes(base, array) and not echoes(due, array) for array in case.arguments.values()):
        return False
    places = [(name, place) for name in names for place in _places(case, name)]
    if len(places) > MAX_NUDGES:
        return False
    needed = [one for one in places if (truth(nudged(case, *one, NUDGE)) != due).any()]
    for step in (NUDGE, -NUDGE):  # one that takes the smallest does not notice what grows
        needed = _unnoticed(forward, base, needed, step)
    return not needed and all(_acts_together(forward, truth, pair) for pair in itertools.combinations(names, 2))


def _places(case: Case, name: str) -> Iterator[tuple[int, ...]]:
    import numpy as np

    return np.ndindex(case.arguments[name].shape)


def nudged(case: Case, name: str, place: tuple[int, ...], step: float) -> "Arrays":
    """Return a case's arguments with one number much larger, or smaller."""
    import numpy as np

    other = case.arguments[name].astype(np.float64)
    other[place] += step
    return moved(case, name, other)


def _unnoticed(
    forward: Forward, base: "Floats", places: Sequence[tuple[str, tuple[int, ...]]], step: float
) -> list[tuple[str, tuple[int, ...]]]:
    """Return the places at which a step changes nothing of what a forward pass gives."""
    came = forward.values([nudged(forward.case, *one, step) for one in places])
    return [
        one
        for one, value in zip(places, came, strict=True)
        if value is None or value.shape != base.shape or (value == base).all()
    ]


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
    return len(theirs) == len(points) and bool(np.any(theirs[3] - theirs[1] - theirs[2] + theirs[0]))


def echoes(value: "Floats", array: "NDArray[np.generic]") -> bool:
    """Whether a value is an argument, in whatever shape."""
    import numpy as np

    return value.size == array.size and bool((value.ravel() == np.asarray(array, np.float64).ravel()).all())


# --------------------------------------------------------------------------------- derivative


def follows(forward: Forward, gradient: "Floats", name: str) -> bool:
    """Whether a gradient is the derivative of the student's own forward pass by one argument."""
    import numpy as np

    case = forward.case
    base = case.arguments[name].astype(np.float64)
    if gradient.shape != base.shape or not np.isfinite(gradient).all():
        return False
    directions = [direction(case, name, number) for number in (1, 2)]
    directions.append(directions[0] + directions[1])
    loss = case.arguments.get("dout")
    dout = np.ones(()) if loss is None else loss.astype(np.float64)
    for origin, step in ((0 * base, 1.0), (base, SMALL)):
        changes = differences(forward, name, origin, [step * v for v in directions])
        if changes is None:
            return False
        if _close(changes[0] + changes[1], changes[2], EXACT):
            return all(
                _same(gradient, v, dout, change / step, EXACT) for v, change in zip(directions, changes, strict=True)
            )
    ahead = differences(forward, name, base, [SMOOTH * v / LARGEST for v in directions])
    behind = differences(forward, name, base, [-SMOOTH * v / LARGEST for v in directions])
    if ahead is None or behind is None:
        return False
    slopes = [(one - other) * LARGEST / (2 * SMOOTH) for one, other in zip(ahead, behind, strict=True)]
    return all(_same(gradient, v, dout, slope, DIFFERENCE) for v, slope in zip(directions, slopes, strict=True))


def differences(forward: Forward, name: str, origin: "Floats", steps: Sequence["Floats"]) -> list["Floats"] | None:
    """Return by how much the forward pass changes with each step; None where it does not answer."""
    case = forward.case
    values = forward.values([moved(case, name, origin + step) for step in (0 * origin, *steps)])
    if any(value is None for value in values):
        return None
    found = [value for value in values if value is not None]
    if any(value.shape != found[0].shape for value in found):
        return None
    return [value - found[0] for value in found[1:]]


def _close(one: "Floats", other: "Floats", relative: float) -> bool:
    import numpy as np

    return bool((np.abs(one - other) <= relative * max(float(np.abs(other).max(initial=0)), 1e-3)).all())


def _same(gradient: "Floats", v: "Floats", dout: "Floats", change: "Floats", relative: float) -> bool:
    """Whether both sides of the equation agree, up to the rounding of their terms."""
    import numpy as np

    if dout.shape != change.shape:
        return False
    left, right = gradient * v, dout * change
    terms = float(np.abs(left).sum() + np.abs(right).sum())
    return abs(float(left.sum() - right.sum())) <= relative * max(terms, 1e-6)


# ------------------------------------------------------------------------------------- credit


def credited(
    operation: Operation, forward_operation: Operation, pairs: Sequence[Pair], run: Run
) -> dict[str, frozenset[str]]:
    """Return, by case, the gradients that follow from the student's own forward pass.

    Parameters
    ----------
    operation : Operation
        Of the gradients.
    forward_operation : Operation
        Of the forward pass.
    pairs : sequence of (Case, Outcome)
        The legal cases of the backward pass that returned, those that are to be looked at.
    run : callable
        Runs the forward pass on other inputs.
    """
    import numpy as np

    if not pairs:
        return {}

    def truth(point: "Arrays", sizes: Mapping[str, int]) -> "Floats":
        return next(iter(forward_operation.reference(point, sizes).values())).value.astype(np.float64)

    first = min((case for case, _ in pairs), key=lambda case: sum(array.size for array in case.arguments.values()))
    if not is_alive(Forward(operation, first, run), lambda point: truth(point, first.sizes)):
        return {}
    found = {}
    for case, outcome in pairs:
        forward = Forward(operation, case, run)
        (value,) = forward.values([case.arguments])
        if value is None or value.shape != truth(case.arguments, case.sizes).shape:
            continue
        names = [
            output
            for output, name in gradients(operation).items()
            if (array := as_array(outcome.answers.get(output))) is not None
            and follows(forward, array.astype(np.float64), name)
        ]
        found[case.id] = frozenset(names)
    return found
