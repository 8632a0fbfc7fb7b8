"""The knobs of a model that reproduce every outcome. Pure: bounded by work, not by a clock, so it ends alike anywhere.

Single beliefs first, then single slips, then pairs of beliefs: where a belief explains everything, the slips that say
the same in other words are not looked at. The smallest wrong case comes first, and what fails a case is dropped. What
is left reproduces *every* answer, right ones too, and at least one that is wrong. A case that raised has no answer: it
is missing, and contradicts nothing. Explanations that say which cases raise are taken before those that do not. Where
nothing wrong was returned, the exceptions are all there is, and an explanation has to say each of them.
"""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.grading.diagnosis.trials import Trial, agrees, wrong
from grader.grading.memory import recalled
from grader.topics.misconception import Family, Knobs, Misconception

if TYPE_CHECKING:
    from grader.grading.diagnosis.trials import Floats
    from grader.model import Case

MAX_SEARCH = 3500  # runs of a layer's model on a small case: some 0.15 s
MAX_BESIDE = 2200  # where something explains what was returned already, and what says more is looked for
MAX_WORK = 4100  # with those on further inputs: less than 0.2 s
MAX_HELD = 6  # explanations of one returned value
GLANCE = 0.1  # runs
TELLING = 2  # wrong answers by which pairs are put in order
NUMBERS_PER_RUN = 600  # a case with so many numbers takes about twice as long as one with few
RAISES = (ValueError, IndexError, TypeError, ArithmeticError, MemoryError)


@dataclass(frozen=True)
class Explanation:
    """Misconceptions, and the knobs by which they reproduce every outcome."""

    misconceptions: tuple[Misconception, ...]
    knobs: Knobs
    says_errors: bool = True  # whether it says of every case that raised that it does
    says_types: bool = True  # whether it reproduces the answers whose type cannot hold what is due

    @property
    def name(self) -> str:
        """The ids, with a plus between them."""
        return "+".join(one.id for one in self.misconceptions)

    @property
    def stage(self) -> int:
        """How late it is tried: beliefs, slips, pairs of beliefs, pairs with a slip."""
        has_slip = any(one.is_slip for one in self.misconceptions)
        return 2 * (len(self.misconceptions) > 1) + has_slip


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
        return self.may_agree(trial, knobs) and agrees(trial, self.value(trial.case, knobs), self.family.refuses)

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


PAIRS = 2  # the kind: two beliefs
BESIDE_ANOTHER = (3,)  # kinds: pairs with what is known, or is frequent
AT_FIRST, AFTERWARDS = range(3), range(3, 4)  # kinds: of every returned value; of those that none of these explains


def explanations(
    model: Model, trials: Sequence[Trial], known: Sequence[Explanation] = (), kinds: Collection[int] = range(4)
) -> tuple[Explanation, ...]:
    """Return the simplest explanations of all outcomes, the common ones first; none where there are none.

    Parameters
    ----------
    model : Model
    trials : sequence of Trial
    known : sequence of Explanation
        What explains another returned value: such slips are tried before all others.
    kinds : collection of int
        The kinds that are tried.
    """
    evidence = Evidence.of(trials)
    thin: tuple[Explanation, ...] = ()  # they explain what was returned, and not what was raised
    for stage, candidates in stages(model, known):
        fitting: list[Explanation] = []
        if stage not in kinds:
            continue
        if stage == PAIRS:
            candidates = likely_first(model, evidence, [*candidates])
        for candidate in candidates:
            if model.budget.is_spent or (thin and model.budget.spent > MAX_BESIDE):
                break
            if (found := evidence.supports(model, candidate)) is not None:
                fitting.append(found)
        if whole := tuple(one for one in fitting if one.says_errors and one.says_types):
            return whole
        thin = thin or tuple(fitting)
    return thin


def surviving(model: Model, found: Sequence[Explanation], trials: Sequence[Trial]) -> tuple[Explanation, ...]:
    """Return the explanations that reproduce further outcomes too: a few at most, of different names if there are.

    One that could not be tried on all of them, for want of budget, is none.
    """
    first = {one.name: one for one in reversed(found)}
    ordered = sorted(found, key=lambda one: first[one.name] is not one)
    evidence = Evidence.of(trials)
    left = [kept for one in ordered if (kept := evidence.supports(model, one, is_first=False)) is not None]
    best = [one for one in left if one.says_errors and one.says_types] or left
    places = {(one.name, one.knobs): place for place, one in enumerate(found)}
    return tuple(sorted(best[:MAX_HELD], key=lambda one: places[one.name, one.knobs]))


@dataclass(frozen=True)
class Evidence:
    """Trials, in the order in which they are held against an explanation; an outcome that refutes one moves up."""

    answered: list[Trial]  # the wrong ones first, every other one right
    raised: list[Trial]
    typed: list[Trial]  # wrong in a type that cannot hold what is due, where others are wrong too
    both: list[Trial]  # where no answer is wrong: those that raised first, every other one right
    is_wrong: bool  # whether an answer is wrong
    is_empty: bool  # whether every wrong answer is 0 throughout: then what raised has to be explained too

    @classmethod
    def of(cls, trials: Sequence[Trial]) -> "Evidence":
        """Return trials as evidence."""
        answers, raised = [t for t in trials if not t.has_raised], [t for t in trials if t.has_raised]
        missed, right = wrong(answers), [trial for trial in answers if trial.is_right]
        telling = [trial for trial in missed if not trial.loses_by_type]
        typed = [trial for trial in missed if trial.loses_by_type] if telling else []
        missed = telling or missed
        is_empty = all(trial.came is not None and not trial.came.any() for trial in missed)
        return cls(in_turn(missed, right), raised, typed, in_turn(raised, right), bool(missed), is_empty)

    def supports(self, model: Model, one: Explanation, is_first: bool = True) -> Explanation | None:
        """Return an explanation, and whether it says what raised; None where an outcome contradicts it.

        Parameters
        ----------
        model : Model
        one : Explanation
        is_first : bool
            Whether nothing is known in its favour yet: then a wrong answer has to be, or else every exception.
        """
        if is_first and not self.is_wrong:
            return one if reproduces_all(model, self.both, one.knobs) else None
        if not reproduces_all(model, self.answered, one.knobs):
            return None
        errors = one.says_errors and reproduces_all(model, self.raised, one.knobs)
        if self.is_empty and not errors:
            return None
        types = one.says_types and reproduces_all(model, self.typed, one.knobs)
        is_same = (errors, types) == (one.says_errors, one.says_types)
        return one if is_same else replace(one, says_errors=errors, says_types=types)


def in_turn(some: Sequence[Trial], others: Sequence[Trial]) -> list[Trial]:
    """Return one of each in turn, and then the rest of the longer sequence."""
    return [trial for pair in itertools.zip_longest(some, others) for trial in pair if trial is not None]


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
    """Yield single beliefs, single slips, known ones first, pairs of beliefs, and pairs with a slip; with the kind."""
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
    frequent = [one for one in beliefs if one.id in model.family.frequent]
    shared = [one for one in known if model.output in one.misconceptions[0].outputs]
    yield 3, (Explanation(one.misconceptions[:1], one.knobs) for one in shared if len(one.misconceptions) > 1)
    yield 3, (pair for one in shared for other in beliefs for pair in beside(other, one.misconceptions[0], one.knobs))
    yield (
        3,
        (pair for one in frequent for other in own for knobs in other.settings for pair in beside(one, other, knobs)),
    )


def likely_first(model: Model, evidence: Evidence, pairs: Sequence[Explanation]) -> Iterator[Explanation]:
    """Yield the pairs that may explain two small wrong answers, and then the others.

    A belief that alone changes nothing of an answer seldom changes it beside another one: then the other one has to
    explain the answer by itself. So most pairs are put back unrun, at the cost of a run for every belief.
    """
    telling = [trial for trial in evidence.answered if not trial.is_right][:TELLING]
    beliefs = {one.id: one for pair in pairs for one in pair.misconceptions}
    alone = [] if model.budget.is_spent else [seen_alone(model, trial, beliefs) for trial in telling]

    def is_likely(pair: Explanation) -> bool:
        one, other = (misconception.id for misconception in pair.misconceptions)
        return all((at[one][0] or at[other][1]) and (at[other][0] or at[one][1]) for at in alone)

    likely = [is_likely(pair) for pair in pairs]
    for wanted in (True, False):
        yield from (pair for pair, is_so in zip(pairs, likely, strict=True) if is_so == wanted)


def seen_alone(model: Model, trial: Trial, beliefs: Mapping[str, Misconception]) -> Mapping[str, tuple[bool, bool]]:
    """Return of each belief whether it changes an answer, and whether it explains it."""
    import numpy as np

    due, found = model.value(trial.case, frozenset()), {}
    for name, one in beliefs.items():
        value = model.value(trial.case, one.settings[0])
        is_changed = value is None or due is None or not np.array_equal(value, due, equal_nan=True)
        found[name] = is_changed, agrees(trial, value, model.family.refuses)
    return found


def beside(one: Misconception, other: Misconception, knobs: Knobs) -> Iterator[Explanation]:
    """Yield a misconception in all its ways, beside another one in a way that is given."""
    if one is not other:
        for setting in one.settings:
            yield Explanation((one, other), setting | knobs)
