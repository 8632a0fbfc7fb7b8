"""From the outcomes of all cases of an exercise to the belief that reproduces them. Pure: no clock, no files.

    suspect → wanted → (grading runs those inputs) → refine → (where nothing is left: a repair) → conclude

`suspect` finds, for each returned value that is wrong, every simplest explanation. `wanted` names inputs that could
refute them, and a small one. `refine` drops what the answers contradict, and searches on where nothing is left. An
explanation has to reproduce *every* outcome, right ones too; where none does, `conclude` says a fact, or nothing.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from grader.grading.cases import written
from grader.grading.diagnosis import general, probes, terms
from grader.grading.diagnosis.facts import fact, is_vague
from grader.grading.diagnosis.general import changed_before
from grader.grading.diagnosis.search import (
    AFTERWARDS,
    AT_FIRST,
    BESIDE_ANOTHER,
    Budget,
    Explanation,
    Model,
    explanations,
    surviving,
)
from grader.grading.diagnosis.snippets import snippet
from grader.grading.diagnosis.trials import Pair, Trial, trials_of, wrong
from grader.grading.diagnosis.wording import without_claims
from grader.model import Case, Diagnosis, Expected, Repair, Smallest
from grader.topics.misconception import Family, Misconception
from grader.topics.operation import Operation

SAYS_ERRORS = " The same thing makes the other cases end in an error."
SAYS_NO_ERRORS = " Why other cases end in an error is another question: look at that line too."
SAYS_TYPE = " In other cases your array holds whole numbers only, where fractions or larger numbers are due."
ALONE = 12  # wrong cases on which the parts of an explanation are compared
SMALLEST = "smallest"  # begins the id of the case that was looked for to be shown

__all__ = ["Pair", "Suspicion", "conclude", "refine", "suspect", "unsaid", "wanted"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Suspicion:
    """One returned value that is wrong: its trials, and what explains all of them, if anything does."""

    output: str
    model: Model | None  # none where the exercise has no wrong model
    trials: tuple[Trial, ...]
    explanations: tuple[Explanation, ...]
    has_raised: bool = False  # whether a case of the assignment raised

    @property
    def family(self) -> Family | None:
        """The misconceptions about its exercise."""
        return self.model.family if self.model is not None else None

    @cached_property
    def fact(self) -> str | None:
        """A sentence that is true of all its wrong answers; None where there is none."""
        return fact(wrong(self.trials), [trial for trial in self.trials if trial.is_right])

    @property
    def smallest(self) -> Trial:
        """The wrong trial that was asked for as the smallest; else the one with the fewest numbers that returned."""
        return min(
            wrong(self.trials),
            key=lambda trial: (
                trial.has_raised,
                trial.loses_by_type,
                not trial.case.id.startswith(SMALLEST),
                trial.size,
            ),
        )


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
    if any(changed_before(case, outcome) for case, outcome in pairs):
        return ()  # the graded function was not given what the model is given
    for output in dict.fromkeys(name for due in expected.values() for name in due):
        trials = trials_of(pairs, expected, output)
        missed = wrong(trials)
        if not missed or all(trial.outcome.status != "returned" for trial in trials):
            continue
        model = Model(family, exercise, output, budget) if family is not None else None
        fitting = explanations(model, trials, known(found), AT_FIRST) if model is not None else ()
        has_raised = any(trial.has_raised for trial in missed)
        found.append(
            Suspicion(output=output, model=model, trials=tuple(trials), explanations=fitting, has_raised=has_raised)
        )
    return tuple(
        one
        if one.explanations or one.model is None
        else replace(one, explanations=explanations(one.model, one.trials, known(found), AFTERWARDS))
        for one in found
    )


def known(found: Sequence[Suspicion]) -> list[Explanation]:
    """Return what explains some returned value."""
    return [one for suspicion in found for one in suspicion.explanations]


def wanted(
    suspicions: Sequence[Suspicion], operation: Operation, can_be_asked: Callable[[Case], bool] = lambda case: True
) -> tuple[Case, ...]:
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
        start = suspicion.smallest.case
        small = probes.smallest(suspicion.model, suspicion.explanations[0], operation, start, can_be_asked)
        cases += [replace(small, id=f"{SMALLEST}-{suspicion.output}")] * (small is not start)
    return tuple({case.id: case for case in cases}.values())


def refine(suspicions: Sequence[Suspicion], operation: Operation, answered: Sequence[Pair]) -> tuple[Suspicion, ...]:
    """Return the suspicions with further trials, and with what explains these too."""
    expected = {case.id: probes.due_of(operation, case) for case, _ in answered}
    return tuple(_refined(suspicion, trials_of(answered, expected, suspicion.output)) for suspicion in suspicions)


def _refined(suspicion: Suspicion, more: Sequence[Trial]) -> Suspicion:
    model, found, trials = suspicion.model, suspicion.explanations, (*suspicion.trials, *more)
    if model is None or not found:
        return replace(suspicion, trials=trials)
    left = surviving(model, found, more) or explanations(model, trials, found[:1], BESIDE_ANOTHER)
    left = left or explanations(model, trials, kinds=range(found[0].stage + 1, 4))
    return replace(suspicion, trials=trials, explanations=left)


def conclude(
    suspicions: Sequence[Suspicion],
    operation: Operation,
    slide: str,
    pairs: Sequence[Pair] = (),
    repair: Repair | None = None,
    computed: Sequence[Diagnosis] = (),
) -> tuple[Diagnosis, ...]:
    """Return what to say, the most telling first: beliefs, slips, a repair, what holds of any exercise, sums, facts.

    Parameters
    ----------
    suspicions : sequence of Suspicion
    operation : Operation
    slide : str
        Of the exercise, where no misconception names another one.
    pairs : sequence of (Case, Outcome)
        All cases, illegal ones too.
    repair : Repair, optional
        A change of the function that makes every case right. Its lines stand beside the first belief, if there is one.
    computed : sequence of Diagnosis
        What is true of the sums that the function computes.
    """
    explained = [_explained(one, operation) for one in in_common(suspicions) if one.explanations]
    explained.sort(key=lambda found: (len(found.misconceptions), found.is_slip))
    open_ones = [one for one in suspicions if not one.explanations and not (explained and has_only_raised(one))]
    facts = [_fact(one, operation, slide) for one in open_ones]
    is_open = not explained or any(not one.explanations for one in suspicions)
    repaired = [_repaired(repair, suspicions, operation, slide)] if repair is not None and is_open else []
    if repair is not None and explained:
        explained[0] = replace(explained[0], repair=repair)
    clear = [one for one in facts if one is not None and not is_vague(one.hint)]
    vague = [one for one in facts if one is not None and is_vague(one.hint)]
    found = [*explained, *repaired, *general.misconceptions(pairs, slide), *clear, *computed, *vague]
    return tuple({(one.misconceptions, one.hint): one for one in reversed(found)}.values())[::-1]


def unsaid(suspicions: Sequence[Suspicion]) -> list[str]:
    """Return the returned values of which nothing is known but a vague fact, where nothing at all is explained."""
    if any(one.explanations or (one.family is not None and one.family.seen_in is not None) for one in suspicions):
        return []
    if any(one.fact is not None and not is_vague(one.fact) for one in suspicions):
        return []
    return [one.output for one in suspicions if not has_only_raised(one)]


def has_only_raised(suspicion: Suspicion) -> bool:
    """Whether no wrong number came: what its errors have in common is another value's mistake as often as its own."""
    return all(trial.has_raised for trial in wrong(suspicion.trials))


def _repaired(repair: Repair, suspicions: Sequence[Suspicion], operation: Operation, slide: str) -> Diagnosis:
    """Return the question that belongs to a repair, with the smallest input that shows the mistake."""
    from grader.grading.diagnosis.repair.questions import question

    open_ones = [one for one in suspicions if not one.explanations]
    example = next((found for one in open_ones if (found := _smallest(one, one.smallest, operation))), None)
    return Diagnosis(
        misconceptions=(),
        equivalent=(),
        hint=question(tuple(place.kind for place in repair.places)),
        slide=slide,
        output=open_ones[0].output if open_ones else "",
        smallest=example,
        repair=repair,
    )


def in_common(suspicions: Sequence[Suspicion]) -> list[Suspicion]:
    """Return suspicions with those of their explanations that say most with least.

    That is one which several returned values share; then one that claims no returned value which it does not explain:
    whoever returns the width first has a wrong width too, and filters last make the number of filters wrong.
    """
    explained: dict[str, set[str]] = {}
    for suspicion in suspicions:
        for one in suspicion.explanations:
            explained.setdefault(one.name, set()).add(suspicion.output)

    def order(one: Explanation) -> tuple[int, int]:
        claimed = {output for misconception in one.misconceptions for output in misconception.outputs}
        return -len(explained[one.name]), len(claimed - explained[one.name])

    best = [min(map(order, one.explanations), default=(0, 0)) for one in suspicions]
    return [
        replace(one, explanations=tuple(found for found in one.explanations if order(found) == least))
        for one, least in zip(suspicions, best, strict=True)
    ]


def _explained(suspicion: Suspicion, operation: Operation) -> Diagnosis:
    names = dict.fromkeys(one.name for one in suspicion.explanations)
    first = suspicion.explanations[0]
    shown = most_telling(suspicion, first)
    trial = suspicion.smallest
    errors, types = _of_errors(suspicion, first), _of_types(suspicion, first)
    came = any(not trial.has_raised for trial in wrong(suspicion.trials))
    is_all = came and len(first.misconceptions) == 1 and errors != SAYS_NO_ERRORS and not types  # that is wrong
    return Diagnosis(
        misconceptions=tuple(one.id for one in first.misconceptions),
        equivalent=tuple(name for name in names if name != first.name),
        hint=filled(shown.hint if is_all else without_claims(shown.hint), trial.case.sizes) + errors + types,
        slide=shown.slide,
        output=suspicion.output,
        belief=shown.belief,
        is_slip=shown.is_slip,
        smallest=_smallest(suspicion, trial, operation),
    )


def most_telling(suspicion: Suspicion, explanation: Explanation) -> Misconception:
    """Return the one of an explanation's misconceptions to ask about: it alone explains most of what is wrong."""
    first, *others = explanation.misconceptions
    if not others or suspicion.model is None:
        return first
    model, missed = suspicion.model, wrong(suspicion.trials)[:ALONE]

    def alone(one: Misconception) -> int:
        knobs = max((some for some in one.settings if some <= explanation.knobs), key=len, default=frozenset[str]())
        return sum(model.reproduces(trial, knobs) for trial in missed)

    return max(explanation.misconceptions, key=alone)


def _of_errors(suspicion: Suspicion, explanation: Explanation) -> str:
    """Return a sentence on the cases that raised, beside those that returned a wrong answer."""
    if not suspicion.has_raised or all(trial.has_raised for trial in wrong(suspicion.trials)):
        return ""
    return SAYS_ERRORS if explanation.says_errors else SAYS_NO_ERRORS


def _of_types(suspicion: Suspicion, explanation: Explanation) -> str:
    """Return a sentence on the cases whose type cannot hold what is due, beside those that are wrong otherwise."""
    by_type = [trial.loses_by_type for trial in wrong(suspicion.trials) if not trial.has_raised]
    return SAYS_TYPE if any(by_type) and not explanation.says_types else ""


def _fact(suspicion: Suspicion, operation: Operation, slide: str) -> Diagnosis | None:
    if suspicion.family is not None and suspicion.family.seen_in is not None:
        return _seen(suspicion, suspicion.family.seen_in(suspicion.trials))
    hint = suspicion.fact
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
    code = snippet(trial.case, suspicion.output, at, float(due[at])) or ""
    view = operation.view(trial.case.arguments, trial.case.sizes, suspicion.output, at) if code else None
    return Smallest(
        call=written(trial.case.calls[-1]),
        code=code,
        case=trial.case.id,
        view=json.dumps(view, separators=(",", ":")) if view is not None else "",
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
