"""The knobs of a model that reproduce every outcome. Pure: bounded by work, not by a clock, so it ends alike anywhere.

Single beliefs first, then single slips, then pairs of beliefs: where a belief explains everything, the slips that say
the same in other words are not looked at. The smallest wrong case comes first, and what fails a case is dropped. What
is left reproduces *every* outcome, right ones and exceptions too.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.grading.diagnosis.memory import recalled
from grader.grading.diagnosis.trials import Trial, agrees, wrong
from grader.topics.misconception import Family, Knobs, Misconception

if TYPE_CHECKING:
    from grader.grading.diagnosis.trials import Floats
    from grader.model import Case

MAX_SEARCH = 3500  # runs of a layer's model on a small case: some 0.15 s
MAX_WORK = 4100  # with those on further inputs: less than 0.2 s
MAX_HELD = 6  # explanations of one returned value
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


@dataclass
class Budget:
    """How much work a diagnosis may take, and has taken: all returned values of an exercise share it."""

    spent: float = 0.0

    @property
    def is_spent(self) -> bool:
        """Whether there is none left to search with; what was found may be tried on further inputs."""
        return self.spent > MAX_SEARCH

    @property
    def is_overdrawn(self) -> bool:
        """Whether nothing more may be tried."""
        return self.spent > MAX_WORK


class Model:
    """A family's model of one returned value.

    Parameters
    ----------
    family : Family
    exercise : str
    output : str
    budget : Budget, optional
        One of its own if there is none.
    """

    def __init__(self, family: Family, exercise: str, output: str, budget: Budget | None = None) -> None:
        self.family, self.exercise, self.output = family, exercise, output
        self.budget = budget or Budget()

    def value(self, case: "Case", knobs: Knobs) -> "Floats | None":
        """Return what the model gives for a case, None where it raises."""
        numbers = sum(array.size for array in case.arguments.values())
        self.budget.spent += self.family.run_cost + numbers / NUMBERS_PER_RUN
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

    def reproduces(self, trial: Trial, knobs: Knobs) -> bool:
        """Whether the model gives an outcome."""
        return self.may_agree(trial, knobs) and agrees(trial, self.value(trial.case, knobs))

    def may_agree(self, trial: Trial, knobs: Knobs) -> bool:
        """Whether the model could give an outcome, by its shape: a glance, at a tenth of the cost of a run."""
        if trial.came is None:
            return True
        self.budget.spent += GLANCE
        case = trial.case
        try:
            shape = self.family.glance(self.exercise, case.arguments, case.sizes, self.output, knobs)
        except RAISES:
            return False
        return shape is None or shape == trial.came.shape


def _bytes_of(value: "Floats | None") -> int:
    return 0 if value is None else value.nbytes


def explanations(
    model: Model, trials: Sequence[Trial], known: Sequence[Explanation] = (), beyond: Explanation | None = None
) -> tuple[Explanation, ...]:
    """Return the simplest explanations of all outcomes, the common ones first; none where there are none.

    Parameters
    ----------
    model : Model
    trials : sequence of Trial
    known : sequence of Explanation
        What explains another returned value: such slips are tried before all others.
    beyond : Explanation, optional
        One of a kind that is known to explain nothing: only later kinds are tried.
    """
    missed = sorted(wrong(trials), key=lambda trial: trial.has_raised)  # an answer says more than an exception
    right = [trial for trial in trials if trial.is_right]
    ordered = [trial for pair in itertools.zip_longest(missed, right) for trial in pair if trial is not None]
    for stage, candidates in stages(model, known):
        fitting: list[Explanation] = []
        if beyond is not None and stage <= beyond.stage:
            continue
        for candidate in candidates:
            if model.budget.is_spent:
                break
            if reproduces_all(model, ordered, candidate.knobs):
                fitting.append(candidate)
        if fitting:
            return tuple(fitting)
    return ()


def surviving(model: Model, found: Sequence[Explanation], trials: Sequence[Trial]) -> tuple[Explanation, ...]:
    """Return the explanations that reproduce further outcomes too: a few at most, of different names if there are.

    One that could not be tried on all of them, for want of budget, is none.
    """
    first = {one.name: one for one in reversed(found)}
    ordered = sorted(found, key=lambda one: first[one.name] is not one)
    queue = list(trials)
    left = (one for one in ordered if reproduces_all(model, queue, one.knobs))
    return tuple(sorted(itertools.islice(left, MAX_HELD), key=found.index))


def reproduces_all(model: Model, queue: list[Trial], knobs: Knobs) -> bool:
    """Whether the model gives every outcome, and was tried on all of them before the budget was overdrawn.

    An outcome that it does not give moves up, as it may be the next one's too.
    """
    for place, trial in enumerate(queue):
        if model.budget.is_overdrawn:
            return False
        if not model.reproduces(trial, knobs):
            queue.insert(place // 2, queue.pop(place))
            return False
    return True


def stages(model: Model, known: Sequence[Explanation]) -> Iterator[tuple[int, Iterator[Explanation]]]:
    """Yield single beliefs, single slips, known ones first, and then pairs of beliefs; with the number of the kind."""
    own = [one for one in model.family.misconceptions if model.output in one.outputs]
    beliefs = [one for one in own if not one.is_slip]
    yield 0, (Explanation((one,), knobs) for one in beliefs for knobs in one.settings)
    yield 1, (one for one in known if one.stage == 1 and model.output in one.misconceptions[0].outputs)
    yield 1, (Explanation((one,), knobs) for one in own if one.is_slip for knobs in one.settings)
    yield (
        2,
        (
            Explanation((one, other), one.settings[0] | other.settings[0])
            for one, other in itertools.combinations(beliefs, 2)
        ),
    )
