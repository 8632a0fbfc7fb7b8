"""From the outcomes of all cases of an exercise to the belief that reproduces them. Pure: no clock, no files.

    suspect → wanted → (grading runs those inputs) → refine → conclude

`suspect` finds, for each returned value that is wrong, every simplest explanation. `wanted` names inputs that could
refute them, and a small one. `refine` drops what the answers contradict, and searches on where nothing is left. An
explanation has to reproduce *every* outcome, right ones too; where none does, `conclude` says a fact, or nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from grader.grading.cases import written
from grader.grading.diagnosis import general, probes, terms
from grader.grading.diagnosis.facts import fact
from grader.grading.diagnosis.search import Budget, Explanation, Model, explanations, surviving
from grader.grading.diagnosis.snippets import snippet
from grader.grading.diagnosis.trials import Pair, Trial, trials_of, wrong
from grader.model import Case, Diagnosis, Expected, Smallest
from grader.topics.misconception import Family, Misconception
from grader.topics.operation import Operation

SMALLEST = "smallest"  # begins the id of the case that was looked for to be shown

__all__ = ["Pair", "Suspicion", "conclude", "refine", "suspect", "wanted"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Suspicion:
    """One returned value that is wrong: its trials, and what explains all of them, if anything does."""

    output: str
    model: Model | None  # none where the exercise has no wrong model
    trials: tuple[Trial, ...]
    explanations: tuple[Explanation, ...]

    @property
    def family(self) -> Family | None:
        """The misconceptions about its exercise."""
        return self.model.family if self.model is not None else None

    @property
    def smallest(self) -> Trial:
        """The wrong trial that was asked for as the smallest; else the one with the fewest numbers."""
        return min(wrong(self.trials), key=lambda trial: (not trial.case.id.startswith(SMALLEST), trial.size))


def suspect(
    family: Family | None, exercise: str, pairs: Sequence[Pair], expected: Mapping[str, Mapping[str, Expected]]
) -> tuple[Suspicion, ...]:
    """Return a suspicion for each returned value that is wrong where at least one wrong case returned.

    Parameters
    ----------
    family : Family, optional
        The misconceptions about the exercise.
    exercise : str
    pairs : sequence of (Case, Outcome)
        The legal cases of the exercise that were run.
    expected : mapping
        What is due, by case and returned value.
    """
    found: list[Suspicion] = []
    budget = Budget()
    for output in dict.fromkeys(name for due in expected.values() for name in due):
        trials = trials_of(pairs, expected, output)
        missed = wrong(trials)
        if not missed or all(trial.outcome.status != "returned" for trial in trials):
            continue
        model = Model(family, exercise, output, budget) if family is not None else None
        known = [one for suspicion in found for one in suspicion.explanations]
        fitting = explanations(model, trials, known) if model is not None else ()
        found.append(Suspicion(output=output, model=model, trials=tuple(trials), explanations=fitting))
    return tuple(found)


def wanted(suspicions: Sequence[Suspicion], operation: Operation) -> tuple[Case, ...]:
    """Return the inputs whose outcomes would tell most, a few for each suspicion; ids are unique."""
    if suspicions and (family := suspicions[0].family) is not None and family.chosen_inputs is not None:
        return family.chosen_inputs(operation, suspicions[0].smallest.case)
    cases: list[Case] = []
    explained = [one for one in suspicions if one.explanations and one.model is not None]
    if explained:
        cases += probes.random_cases(operation, [trial.case for trial in explained[0].trials])
    for suspicion in suspicions:
        if suspicion not in explained:
            cases += probes.tiny(operation, suspicion.smallest.case)
            continue
        assert suspicion.model is not None
        small = probes.smallest(suspicion.model, suspicion.explanations[0], operation, suspicion.smallest.case)
        cases += [replace(small, id=f"{SMALLEST}-{suspicion.output}")] * (small is not suspicion.smallest.case)
    return tuple({case.id: case for case in cases}.values())


def refine(suspicions: Sequence[Suspicion], operation: Operation, answered: Sequence[Pair]) -> tuple[Suspicion, ...]:
    """Return the suspicions with further trials, and with what explains these too."""
    expected = {case.id: operation.expected(case.arguments, case.sizes, case.unit) for case, _ in answered}
    return tuple(_refined(suspicion, trials_of(answered, expected, suspicion.output)) for suspicion in suspicions)


def _refined(suspicion: Suspicion, more: Sequence[Trial]) -> Suspicion:
    model, found, trials = suspicion.model, suspicion.explanations, (*suspicion.trials, *more)
    if model is None or not found:
        return replace(suspicion, trials=trials)
    left = surviving(model, found, more) or explanations(model, trials, beyond=found[0])
    return replace(suspicion, trials=trials, explanations=left)


def conclude(
    suspicions: Sequence[Suspicion], operation: Operation, slide: str, pairs: Sequence[Pair] = ()
) -> tuple[Diagnosis, ...]:
    """Return what to say, the most telling first: beliefs, slips, what holds of any exercise, facts.

    Parameters
    ----------
    suspicions : sequence of Suspicion
    operation : Operation
    slide : str
        Of the exercise, where no misconception names another one.
    pairs : sequence of (Case, Outcome)
        All cases, illegal ones too.
    """
    explained = [_explained(one, operation) for one in in_common(suspicions) if one.explanations]
    explained.sort(key=lambda found: (len(found.misconceptions), found.is_slip))
    facts = [_fact(one, operation, slide) for one in suspicions if not one.explanations]
    found = [*explained, *general.misconceptions(pairs, slide), *(one for one in facts if one is not None)]
    return tuple({(one.misconceptions, one.hint): one for one in reversed(found)}.values())[::-1]


def in_common(suspicions: Sequence[Suspicion]) -> list[Suspicion]:
    """Return suspicions with an explanation first that all of them share, if there is one: it says more with less."""
    names = [{one.name for one in suspicion.explanations} for suspicion in suspicions]
    shared = set.intersection(*names) if names else set()
    return [
        replace(one, explanations=tuple(sorted(one.explanations, key=lambda found: found.name not in shared)))
        for one in suspicions
    ]


def _explained(suspicion: Suspicion, operation: Operation) -> Diagnosis:
    names = dict.fromkeys(one.name for one in suspicion.explanations)
    first = suspicion.explanations[0]
    shown = first.misconceptions[0]
    trial = suspicion.smallest
    return Diagnosis(
        misconceptions=tuple(one.id for one in first.misconceptions),
        equivalent=tuple(name for name in names if name != first.name),
        hint=filled(shown.hint, trial.case.sizes),
        slide=shown.slide,
        output=suspicion.output,
        belief=shown.belief,
        is_slip=shown.is_slip,
        smallest=_smallest(suspicion, trial, operation),
    )


def _fact(suspicion: Suspicion, operation: Operation, slide: str) -> Diagnosis | None:
    if suspicion.family is not None and suspicion.family.seen_in is not None:
        return _seen(suspicion, suspicion.family.seen_in(suspicion.trials))
    right = [trial for trial in suspicion.trials if trial.is_right]
    hint = fact(wrong(suspicion.trials), right)
    if hint is None:
        return None
    example = _smallest(suspicion, suspicion.smallest, operation)
    return Diagnosis(
        misconceptions=(), equivalent=(), hint=hint, slide=slide, output=suspicion.output, smallest=example
    )


def _seen(suspicion: Suspicion, found: Sequence[Misconception]) -> Diagnosis | None:
    if not found:
        return None
    first, *others = found
    return Diagnosis(
        misconceptions=(first.id,),
        equivalent=tuple(one.id for one in others),
        hint=first.hint,
        slide=first.slide,
        output=suspicion.output,
        belief=first.belief,
    )


def _smallest(suspicion: Suspicion, trial: Trial, operation: Operation) -> Smallest | None:
    """Return a wrong number of a small case, with the sum that is due and the student's own, where both are short."""
    import numpy as np

    due, came = trial.expected.value, trial.came
    if came is None or came.shape != due.shape:
        return None
    off = [tuple(int(n) for n in at) for at in np.argwhere(~(np.abs(came - due) <= trial.tolerance))]
    sums = {at: operation.terms(trial.case.arguments, trial.case.sizes, suspicion.output, at) for at in off}
    if not off:
        return None
    at = min(off, key=lambda place: len(sums[place]))
    own: tuple[str, ...] = ()
    is_sum = not any("(" in term for term in sums[at])  # a maximum, or a mean, is written otherwise
    if is_sum and suspicion.explanations and suspicion.model is not None:
        own = terms.own_terms(suspicion.model, suspicion.explanations[0], trial.case, at)
    if not 0 < len(sums[at]) <= probes.READABLE or len(own) > probes.READABLE:
        return None
    return Smallest(
        call=written(trial.case.calls[-1]),
        code=snippet(trial.case, suspicion.output, at, float(due[at])) or "",
        output=suspicion.output,
        at=at,
        got=float(came[at]),
        want=float(due[at]),
        terms=sums[at],
        own_terms=own,
    )


class _Sizes(dict[str, object]):
    def __missing__(self, symbol: str) -> str:
        return symbol


def filled(hint: str, sizes: Mapping[str, int]) -> str:
    """Return a hint with the sizes of a case in the places of their symbols."""
    return hint.format_map(_Sizes(sizes))
