"""What came and what was due, case by case, for one returned value. Pure."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.grading.checks import values
from grader.grading.checks.answers import as_array
from grader.grading.plain_cache import never_reached
from grader.model import Call, Case, Expected, Laid, Outcome

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

EXACT, ROUNDED, SINGLE = 1e-12, 1e-9, 1e-5  # relative to the largest number of an answer
KINDS = {
    "ValueError",
    "IndexError",
    "TypeError",
    "ArithmeticError",
    "MemoryError",
}  # of exceptions that a model predicts
MEANT = ("raise ", "assert ", "assert(")  # begins a line that refuses an argument
NAMED = 3  # cases in which it is seen which parameter an argument is given for
Pair = tuple[Case, Outcome]


@dataclass(frozen=True, eq=False, kw_only=True)
class Trial:
    """One case that has one right answer only, and what came of it."""

    case: Case
    outcome: Outcome
    expected: Expected
    came: "Floats | None"  # None: no array came
    is_right: bool
    tolerance: float  # absolute, of what came beside what a model says
    whole: "np.dtype[np.generic] | None" = None  # the type of an answer that holds whole numbers only

    @property
    def size(self) -> int:
        """How many numbers the case has."""
        return sum(array.size for array in self.case.arguments.values())

    @property
    def loses_by_type(self) -> bool:
        """Whether it is wrong, and its type cannot hold what is due: then it shows little of what is believed."""
        return not self.is_right and self.whole is not None and not can_hold(self.whole, self.expected.value)

    @property
    def has_raised(self) -> bool:
        """Whether an exception came instead of an answer."""
        return self.outcome.status == "raised"

    @property
    def has_slipped(self) -> bool:
        """Whether an exception came that nobody meant: of an index, of shapes, of a number."""
        raised = self.outcome.raised
        if raised is None or not KINDS & {raised.type, *raised.bases}:
            return False
        return not self.meant_line

    @property
    def meant_line(self) -> str:
        """The student's line that refused the arguments; nothing where an exception was not meant, or none came."""
        raised = self.outcome.raised
        line = raised.trace[-1].source.strip() if raised is not None and raised.trace else ""
        return line if line.startswith(MEANT) else ""


def trials_of(pairs: Iterable[Pair], expected: Mapping[str, Mapping[str, Expected]], output: str) -> list[Trial]:
    """Return the cases that show a belief, smallest first.

    At a tie a program may do what it likes, and shows none; unless it is wrong nowhere else. A case that another
    function raised in, before the graded one was called, shows nothing of it.
    """
    every = [
        _trial(case, outcome, expected[case.id][output], output)
        for case, outcome in pairs
        if case.id in expected and output in expected[case.id] and not never_reached(case, outcome)
    ]
    clear = [trial for trial in every if not trial.expected.has_choice]
    if all(trial.is_right for trial in clear):
        clear += [trial for trial in every if trial.expected.has_choice and not trial.is_right]
    return sorted(clear, key=lambda trial: trial.size)


def _trial(case: Case, outcome: Outcome, expected: Expected, output: str) -> Trial:
    import numpy as np

    array = as_array(outcome.answers.get(output)) if outcome.status == "returned" else None
    came = None if array is None else array.astype(np.float64)
    is_right = came is not None and came.shape == expected.value.shape
    if is_right:
        with np.errstate(all="ignore"):
            is_right = values.compare(case, outcome, expected, output).status == "passed"
    relative = EXACT if expected.exact else ROUNDED
    if array is not None and (array.dtype == np.float32 or has_single(case)):
        relative = SINGLE
    finite = came[np.isfinite(came)] if came is not None else np.zeros(0)
    scale = max(float(np.abs(finite).max(initial=0.0)), float(np.abs(expected.value).max(initial=1.0)))
    return Trial(
        case=case,
        outcome=outcome,
        expected=expected,
        came=came,
        is_right=is_right,
        tolerance=relative * scale,
        whole=array.dtype if array is not None and array.dtype.kind in "iu" else None,
    )


def can_hold(whole: "np.dtype[np.generic]", value: "Floats") -> bool:
    """Whether a type of whole numbers can hold every number of an array."""
    import numpy as np

    kind = np.iinfo(str(whole))
    return bool((value % 1 == 0).all() and (value >= kind.min).all() and (value <= kind.max).all())


def has_single(case: Case) -> bool:
    """Whether a case is in single precision."""
    return any(getattr(value, "dtype", None) == "float32" for value in case.arguments.values())


def agrees(trial: Trial, value: "Floats | None", may_refuse: bool = False) -> bool:
    """Whether what came is what a model gives; None stands for a model that raises, or may refuse."""
    import numpy as np

    if trial.has_raised or value is None:
        return trial.has_raised and value is None and (may_refuse or trial.has_slipped)
    came = trial.came
    if came is None or came.shape != value.shape:
        return False
    if value.size and abs(value.item(0) - came.item(0)) > trial.tolerance and math.isfinite(value.item(0)):
        return False  # most disagree at once
    finite = np.isfinite(value)
    if not finite.all():  # what overflowed need not have done so in the same way
        if not (np.isfinite(came) == finite).all():
            return False
        came, value = came[finite], value[finite]
    return bool((np.abs(came - value) <= trial.tolerance).all())


def wrong(trials: Sequence[Trial]) -> list[Trial]:
    """Return the trials that were not answered as they should have been."""
    return [trial for trial in trials if not trial.is_right]


def as_called(name: str, trials: Sequence[Trial]) -> str:
    """Return what the student calls an argument: the parameter that it is given for, ``A_prev`` for ``x``.

    An argument may be given with its axes in another order. Where several parameters get the same numbers, it keeps
    our name.
    """
    own: set[str] | None = None
    for trial in trials[:NAMED]:
        some = given_as(trial.case, trial.case.arguments[name])
        given = {parameter for call, parameter, _ in some if not call.is_set}
        own = given if own is None else own & given
    return own.pop() if own and len(own) == 1 else name


def given_as(case: Case, array: "NDArray[np.generic]") -> "Iterator[tuple[Call, str, NDArray[np.generic]]]":
    """Yield each parameter that is given an array's numbers, in any order of axes: its call, its name, the value."""
    import numpy as np

    numbers = np.sort(array, axis=None)
    for call in case.calls:
        for parameter, value in zip(call.names, call.arguments, strict=True):
            if isinstance(value, Laid) and np.array_equal(np.sort(value.array, axis=None), numbers):
                yield call, parameter, value.array
