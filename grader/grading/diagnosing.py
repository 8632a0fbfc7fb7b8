"""What is behind wrong answers of one exercise: beliefs, a repair where none explains them, sums, facts. Pure.

In: a planned exercise and its outcomes.  Out: diagnoses, and what a search for a repair tried. It is imported for wrong
answers only.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, TypeVar

from grader.grading import diagnosis
from grader.grading.diagnosis import Suspicion
from grader.grading.memory import identity, recalled
from grader.model import Case, Diagnosis, Outcome, Searched

if TYPE_CHECKING:
    from grader.grading.checking import Ask, PlannedExercise, Repair
    from grader.grading.diagnosis import Pair

PAIR_BYTES = 1000
Value = TypeVar("Value")
ANSWERED = ("returned", "raised")


def diagnose(
    planned: "PlannedExercise", pairs: Sequence["Pair"], ask: "Ask | None", repair: "Repair | None"
) -> tuple[tuple[Diagnosis, ...], Searched | None]:
    """Suspect, ask once, refine; look for a repair where that explains nothing, then for sums; conclude.

    Where some case was stopped, too large to keep, or never tried, an explanation would have to guess about it.

    Parameters
    ----------
    planned : PlannedExercise
    pairs : sequence of (Case, Outcome)
        Of all its cases.
    ask : callable, optional
        Runs further inputs.
    repair : callable, optional
        Looks for a repair; where a belief explains everything, for its line alone.
    """
    operation = planned.operation
    if operation is None:
        return (), None
    legal = [(case, outcome) for case, outcome in pairs if case.raises is None]
    is_whole = len(pairs) == len(planned.cases) and all(outcome.status in ANSWERED for _, outcome in legal)
    further, suspicions = refined(planned, legal if is_whole else (), ask)
    is_explained = bool(suspicions) and all(one.explanations for one in suspicions)
    found = repair(pairs, further, is_explained) if repair is not None and is_whole else None
    change, slide = found.repair if found else None, planned.exercise.slide
    computed = summed(planned, suspicions, legal, ask) if ask is not None and change is None else ()
    diagnoses = known(
        planned,
        ("concluded", change, computed),
        [*pairs, *further],
        lambda: diagnosis.conclude(suspicions, operation, slide, pairs, change, computed),
    )
    return diagnoses, found.searched if found else None


def summed(
    planned: "PlannedExercise", suspicions: Sequence["Suspicion"], legal: Sequence["Pair"], ask: "Ask"
) -> tuple[Diagnosis, ...]:
    """Return what is true of the sums that a function computes, where nothing else says what is wrong.

    A function that returns too few or too many values is told how to end: first it has to return them.
    """
    outputs = diagnosis.unsaid(suspicions)
    if not outputs or planned.operation is None or any(has_wrong_count(*pair) for pair in legal):
        return ()
    from grader.grading.diagnosis.sums_told import told

    return told(planned.operation, outputs, planned.exercise.slide, lambda cases: ask(cases, legal))


def has_wrong_count(case: Case, outcome: Outcome) -> bool:
    """Whether a case returned another number of values than it should."""
    return outcome.status == "returned" and outcome.returned != len(case.calls[-1].returns)


def refined(
    planned: "PlannedExercise", legal: Sequence["Pair"], ask: "Ask | None"
) -> tuple[Sequence["Pair"], tuple["Suspicion", ...]]:
    """Return the outcomes of further inputs, and what is suspected after them; of what others share, it is recalled.

    A search stops where its work is used up. So what is recalled is whole: the inputs that are wanted after the same
    outcomes, and what is left after the same outcomes of those too.

    Parameters
    ----------
    planned : PlannedExercise
    legal : sequence of (Case, Outcome)
        All legal cases; none where some are not known.
    ask : callable, optional
        Runs further inputs.
    """
    operation = planned.operation
    assert operation is not None
    phrase = planned.phrase
    begun: list[tuple[Suspicion, ...]] = []  # what was suspected, where it had to be worked out

    def can_be_asked(case: Case) -> bool:
        return phrase is None or phrase.translate(case) is not None

    def wanted() -> tuple[Case, ...]:
        family = planned.topic.family(planned.exercise.id)
        begun.append(diagnosis.suspect(family, planned.exercise.id, legal, planned.expected) if legal else ())
        return diagnosis.wanted(begun[0], operation, can_be_asked) if ask is not None else ()

    cases = known(planned, "wanted", legal, wanted)
    further = ask(cases, legal) if cases and ask is not None else ()

    def left() -> tuple[Suspicion, ...]:
        if not begun:
            wanted()
        return diagnosis.refine(begun[0], operation, further) if cases else begun[0]

    return further, known(planned, "left", [*legal, *further], left)


def known(planned: "PlannedExercise", what: Hashable, pairs: Sequence["Pair"], make: Callable[[], Value]) -> Value:
    """Return what `make` gives for some outcomes; where others share all of them, what it gave."""
    same = tuple((id(case), identity(outcome)) for case, outcome in pairs)
    if not pairs or not all(behaviour for _, behaviour in same):
        return make()
    key = what, same
    return recalled(planned, key, lambda: (make(), pairs), lambda _: PAIR_BYTES * len(pairs))[0]
