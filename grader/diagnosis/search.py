"""The knobs of a model that reproduce every outcome. Pure: bounded by work, not by a clock, so it ends alike anywhere.

Single beliefs first, then single slips, then pairs of beliefs: where a belief explains everything, the slips that say
the same in other words are not looked at. The smallest wrong case comes first, and what fails a case is dropped. What
is left reproduces *every* outcome, right ones and exceptions too.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.diagnosis.memory import recalled
from grader.diagnosis.trials import Trial, agrees, wrong
from grader.misconceptions import Family, Misconception
from grader.misconceptions.misconception import Knobs

if TYPE_CHECKING:
    from grader.diagnosis.trials import Floats
    from grader.model import Case

MAX_WORK = 4000  # runs of a model on a small case: some 0.2 s
GLANCE = 0.1  # runs
NUMBERS_PER_RUN = 600  # a case with so many numbers takes about twice as long as one with few
RAISES = (ValueError, IndexError, TypeError, ArithmeticError, MemoryError)


@dataclass(frozen=True)
class Explanation:
    """Misconceptions, and the knobs by which they reproduce every outcome."""

    misconceptions: tuple[Misconception, ...]
    knobs: Knobs

    @property
    def name(self) -> str:
        """The ids, with a plus between them."""
        return "+".join(one.id for one in self.misconceptions)

    @property
    def stage(self) -> int:
        """How late it is tried: beliefs, slips, pairs."""
        return 2 if len(self.misconceptions) > 1 else int(self.misconceptions[0].is_slip)


class Model:
    """A family's model of one returned value, with a budget.

    Parameters
    ----------
    family : Family
    exercise : str
    output : str
    """

    def __init__(self, family: Family, exercise: str, output: str) -> None:
        self.family, self.exercise, self.output = family, exercise, output
        self.work = 0.0

    def value(self, case: "Case", knobs: Knobs) -> "Floats | None":
        """Return what the model gives for a case, None where it raises."""
        self.work += 1 + sum(array.size for array in case.arguments.values()) / NUMBERS_PER_RUN
        key = (self.family.model, self.exercise, self.output, knobs)
        return recalled(case.arguments, key, lambda: self._run(case, knobs), _bytes_of)

    def _run(self, case: "Case", knobs: Knobs) -> "Floats | None":
        import numpy as np

        try:
            with np.errstate(all="ignore"):
                found = self.family.model(self.exercise, case.arguments, case.sizes, self.output, knobs)
        except RAISES:
            return None
        return np.asarray(found, np.float64)

    def reproduces(self, trials: Iterable[Trial], knobs: Knobs) -> bool:
        """Whether the model gives every outcome."""
        return all(self.may_agree(trial, knobs) and agrees(trial, self.value(trial.case, knobs)) for trial in trials)

    def may_agree(self, trial: Trial, knobs: Knobs) -> bool:
        """Whether the model could give an outcome, by its shape: a glance, at a tenth of the cost of a run."""
        if trial.came is None:
            return True
        self.work += GLANCE
        case = trial.case
        try:
            shape = self.family.glance(self.exercise, case.arguments, case.sizes, self.output, knobs)
        except RAISES:
            return False
        return shape is None or shape == trial.came.shape

    @property
    def is_spent(self) -> bool:
        """Whether the budget is used up."""
        return self.work > MAX_WORK


def _bytes_of(value: "Floats | None") -> int:
    return 0 if value is None else value.nbytes


def explanations(model: Model, trials: Sequence[Trial], beyond: Explanation | None = None) -> tuple[Explanation, ...]:
    """Return the simplest explanations of all outcomes, the common ones first; none where there are none.

    Parameters
    ----------
    model : Model
    trials : sequence of Trial
    beyond : Explanation, optional
        One of a kind that is known to explain nothing: only later kinds are tried.
    """
    missed = sorted(wrong(trials), key=lambda trial: trial.has_raised)  # an answer says more than an exception
    right = [trial for trial in trials if trial.is_right]
    ordered = [trial for pair in itertools.zip_longest(missed, right) for trial in pair if trial is not None]
    for candidates in itertools.islice(stages(model), 0 if beyond is None else beyond.stage + 1, None):
        fitting: list[Explanation] = []
        for candidate in candidates:
            if model.is_spent:
                break
            if model.reproduces(ordered, candidate.knobs):
                fitting.append(candidate)
        if fitting:
            return tuple(fitting)
    return ()


def stages(model: Model) -> Iterator[Iterator[Explanation]]:
    """Yield single beliefs, single slips, and then pairs of beliefs."""
    known = [one for one in model.family.misconceptions if model.output in one.outputs]
    beliefs = [one for one in known if not one.is_slip]
    yield (Explanation((one,), knobs) for one in beliefs for knobs in one.settings)
    yield (Explanation((one,), knobs) for one in known if one.is_slip for knobs in one.settings)
    yield (
        Explanation((one, other), one.settings[0] | other.settings[0])
        for one, other in itertools.combinations(beliefs, 2)
    )
