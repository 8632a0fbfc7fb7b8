"""A student's forward pass as a function of arrays, to be tried on inputs near those of a case. Pure."""

import hashlib
import itertools
from collections.abc import Callable, Mapping, Sequence
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
LARGEST = 99  # of a direction, either way


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
        arguments = {name: Laid(array) for name, array in case.arguments.items()}
        call = operation.calls(arguments, case.sizes)[0]
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
