"""Credit for gradients that are right for the student's own forward pass, where that one is wrong. Pure.

A gradient dx is the derivative of the function F that it belongs to, if for every direction v

    sum(dx * v) = sum(dout * (F(x + v) - F(x)))     for small v, or any v where F is linear in x

It is tried on random directions of whole numbers: one that is wrong in a single entry is found with all but certainty
(two directions of up to 99 each way, and their sum), at a few calls a case, not hundreds. Where F
is linear the equation is exact; where it is a maximum, or cut at 0, it is exact for steps too small to change what is
largest; a loss is smooth, and differences are central.

The forward pass has to be one: see `grader.grading.liveness`. The credit stays below what a right one earns.
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from grader.grading.checks.answers import as_array
from grader.grading.liveness import is_alive, is_right_somewhere
from grader.grading.own_forward import (
    LARGEST,
    Forward,
    Pair,
    Run,
    direction,
    forward_exercise,
    gradients,
    moved,
)
from grader.model import Case, Outcome
from grader.topics.operation import Operation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Arrays = Mapping[str, NDArray[np.generic]]

__all__ = ["credited", "follows", "forward_exercise", "gradients"]

SMALL = 2.0**-12  # a step that moves no maximum: entries are half a unit apart or more
SMOOTH = 2.0**-13  # of a central difference: about the cube root of the unit roundoff
EXACT, DIFFERENCE = 1e-9, 1e-5  # relative to the absolute terms
FEW_DEAD = 0.5  # of those places, at all cases but the smallest
LOOKED_AT = 7  # cases that are credited after a close look, which takes some eighty calls; all, where one is dead
MANY, SOME = 100, 5  # places of each argument that are looked at: at the smallest case, and at all others


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
    import numpy as np

    case = forward.case
    values = forward.values([moved(case, name, origin + step) for step in (0 * origin, *steps)])
    if any(value is None for value in values):
        return None
    found = [value for value in values if value is not None]
    if any(value.shape != found[0].shape for value in found):
        return None
    with np.errstate(invalid="ignore"):  # a loss that is infinite
        return [value - found[0] for value in found[1:]]


def _close(one: "Floats", other: "Floats", relative: float) -> bool:
    import numpy as np

    with np.errstate(invalid="ignore"):  # infinities
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

    found: dict[str, frozenset[str]] = {}
    is_right = is_suspect = False
    for number, (case, outcome) in enumerate(by_size_and_chance(pairs)):
        forward = Forward(operation, case, run)
        names = frozenset(
            output
            for output, gradient in _gradients_of(operation, case, outcome).items()
            if follows(forward, gradient, gradients(operation)[output])
        )
        if not names:
            continue
        true_here = partial(truth, sizes=case.sizes)
        if len(found) < LOOKED_AT or is_suspect:
            most, dead = (SOME, FEW_DEAD) if number else (MANY, 0.0)
            if not is_alive(forward, true_here, most, dead):
                if number == 0:
                    return {}
                is_suspect = True
                continue
        is_right = is_right or is_right_somewhere(forward, true_here)
        found[case.id] = names
    return found if is_right else {}


def by_size_and_chance(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the smallest case first, and the others in an order that nobody knows who does not know the inputs.

    The first few are looked at closely. Where one of them is dead, all are, so it does not pay to be dead anywhere.
    """
    import numpy as np

    inputs = [b"".join(np.ascontiguousarray(array).tobytes() for array in case.arguments.values()) for case, _ in pairs]
    whole = hashlib.blake2b(b"".join(inputs), digest_size=16).digest()
    sizes = [sum(array.size for array in case.arguments.values()) for case, _ in pairs]
    smallest = sizes.index(min(sizes))
    rest = [number for number in range(len(pairs)) if number != smallest]
    rest.sort(key=lambda number: hashlib.blake2b(inputs[number], key=whole, digest_size=16).digest())
    return [pairs[number] for number in (smallest, *rest)]


def _gradients_of(operation: Operation, case: Case, outcome: Outcome) -> "dict[str, Floats]":
    """Return the gradients that came back, but for right ones, and for those that are 0 where they should not be."""
    import numpy as np

    due = operation.reference(case.arguments, case.sizes)
    arrays = {name: as_array(outcome.answers.get(name)) for name in gradients(operation)}
    return {
        name: array.astype(np.float64)
        for name, array in arrays.items()
        if array is not None and np.any(array) and not np.array_equal(array, due[name].value)
    }
