"""Inputs that edits are tried on, and how right an answer is. Pure: bytes of a child's answers in, numbers out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.grading.checks import values
from grader.grading.checks.answers import as_array
from grader.model import Case, Expected, Outcome

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from grader.grading.diagnosis.trials import Pair

    Mask = NDArray[np.bool_]

CLEARLY = 1e-3  # of the largest number: an answer that is farther off is wrong, whatever rounding is allowed
CLOSE = 1e-6
SHAPED = 0.3  # what a right shape is worth, of 1
LINES = 1e-6  # what a line later is worth, where all raise

Answers = Mapping[str, object]


@dataclass(frozen=True, eq=False, kw_only=True)
class Sample:
    """A legal input, what is due, and whether the function as it is gives that."""

    case: Case
    expected: Mapping[str, Expected]
    is_right: bool

    @property
    def size(self) -> int:
        """How many numbers it has, and how many are due: what it costs to run."""
        return sum(array.size for array in self.case.arguments.values()) + self.due_bytes // 8

    @property
    def due_bytes(self) -> int:
        """Bytes of the answer that is due."""
        return sum(due.value.nbytes for due in self.expected.values())


def samples_of(pairs: Iterable["Pair"], expected: Mapping[str, Mapping[str, Expected]]) -> list[Sample]:
    """Return the inputs whose outcomes are known, small ones first."""
    found = []
    for case, outcome in pairs:
        due = expected.get(case.id)
        if due:
            answers = outcome.answers if outcome.status == "returned" else {}
            found.append(Sample(case=case, expected=due, is_right=is_right(case, due, answers)))
    return sorted(found, key=lambda sample: sample.size)


def is_right(case: Case, expected: Mapping[str, Expected], answers: Answers) -> bool:
    """Whether every returned value is right."""
    return score(case, expected, answers)[0]


def score(case: Case, expected: Mapping[str, Expected], answers: "Answers | int") -> tuple[bool, float]:
    """Return whether an answer is right, and how right it is: 1 at most for each returned value.

    Parameters
    ----------
    case : Case
    expected : mapping of str to Expected
    answers : mapping, or int
        The values by name; or the line that raised.
    """
    if isinstance(answers, int):
        return False, LINES * answers
    outcome = Outcome(status="returned", function=case.calls[-1].function, answers=answers, returned=len(answers))
    total, all_right = 0.0, True
    for name, due in expected.items():
        worth = _worth(case, due, outcome, name)
        total += worth
        all_right = all_right and worth == 1.0
    return all_right, total


def _worth(case: Case, due: Expected, outcome: Outcome, name: str) -> float:
    import numpy as np

    array = as_array(outcome.answers.get(name))
    if array is None:
        return 0.0
    if array.shape != due.value.shape:
        return SHAPED / 2 if array.ndim == due.value.ndim else SHAPED / 4
    with np.errstate(all="ignore"):
        answer = array.astype(np.float64)
        error = np.abs(answer - due.value)
        scale = max(float(np.abs(due.value).max(initial=0.0)), 1e-300)
        is_near = bool(due.conventions) or bool((error <= CLEARLY * scale).all())
        if is_near and values.compare(case, outcome, due, name).status == "passed":
            return 1.0
        share = _share(error <= CLOSE * scale, due.value != 0)
    return SHAPED + (1 - SHAPED) * min(share, 0.99)


def _share(is_right: "Mask", is_something: "Mask") -> float:
    """Return the share of right numbers: the mean over zeros and all others; so zeros alone are worth half."""
    parts = [is_right[some] for some in (is_something, ~is_something) if some.any()]
    return sum(float(part.mean()) for part in parts) / len(parts) if parts else 0.0


def spread(samples: Sequence[Sample], count: int) -> list[Sample]:
    """Return so many samples at most, small and large ones alike."""
    if len(samples) <= count:
        return list(samples)
    return [samples[number * (len(samples) - 1) // max(count - 1, 1)] for number in range(count)]
