"""What is behind wrong answers of one exercise: beliefs, a repair where none explains them, facts. Pure.

In: a planned exercise and its outcomes.  Out: diagnoses, and what a search for a repair tried. It is imported for wrong
answers only.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.grading import diagnosis
from grader.model import Case, Diagnosis, Searched

if TYPE_CHECKING:
    from grader.grading.checking import Ask, PlannedExercise, Repair
    from grader.grading.diagnosis import Pair

ANSWERED = ("returned", "raised")


def diagnose(
    planned: "PlannedExercise", pairs: Sequence["Pair"], ask: "Ask | None", repair: "Repair | None"
) -> tuple[tuple[Diagnosis, ...], Searched | None]:
    """Suspect, ask once, refine; look for a repair where that explains nothing; conclude.

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
    family = planned.topic.family(planned.exercise.id)
    suspicions = diagnosis.suspect(family, planned.exercise.id, legal, planned.expected) if is_whole else ()
    phrase = planned.phrase
    cases: Sequence[Case] = ()
    if ask is not None:
        cases = diagnosis.wanted(
            suspicions, operation, lambda case: phrase is None or phrase.translate(case) is not None
        )
    further: Sequence[Pair] = ()
    if cases and ask is not None:
        further = ask(cases)
        suspicions = diagnosis.refine(suspicions, operation, further)
    is_explained = bool(suspicions) and all(one.explanations for one in suspicions)
    found = repair(pairs, further, is_explained) if repair is not None and is_whole else None
    diagnoses = diagnosis.conclude(
        suspicions, operation, planned.exercise.slide, pairs, found.repair if found else None
    )
    return diagnoses, found.searched if found else None
