"""A planned exercise in a dialect's words, worked out once for a class. Pure.

In: a planned exercise, and how a dialect asks for it.  Out: the exercise and its cases, to be run as they are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import repeat

from grader.grading.checking import PlannedExercise
from grader.grading.memory import recalled
from grader.model import Case, Exercise, Outcome
from grader.submissions import dialects
from grader.topics.dialect import Phrase

Translated = tuple[Exercise, tuple[Case, ...], str | None]  # in a dialect's words, and a note of what it cannot say
TURNED_BYTES = 1000


def translated(planned: PlannedExercise, dialect: str, phrase: Phrase | None) -> Translated | None:
    """Return an exercise and its cases in a dialect's words, worked out once for a class; see `translate_exercise`."""

    def translate() -> tuple[Phrase | None, Translated | None]:  # with the phrase: no other one gets its identity
        return phrase, dialects.translate_exercise(dialect, phrase, planned.exercise, planned.cases)

    def size(made: tuple[Phrase | None, Translated | None]) -> int:
        cases = made[1][1] if made[1] is not None else ()
        return sum(2 * array.nbytes for case in cases for array in case.arguments.values())

    return recalled(planned, (dialect, id(phrase)), translate, size)[1]


def in_words(planned: PlannedExercise, said: Translated, phrase: Phrase | None, is_whole: bool) -> PlannedExercise:
    """Return a planned exercise as a phrase asks for it, the same object each time.

    Parameters
    ----------
    planned : PlannedExercise
    said : Translated
        What `translated` returned.
    phrase : Phrase, optional
    is_whole : bool
        Whether it has all of the exercise's points, though the phrase cannot ask for some criteria.
    """

    def make() -> tuple[PlannedExercise, object]:
        exercise, cases, _ = said
        exercise = with_all_points(exercise, planned.exercise) if is_whole else exercise
        return replace(planned, exercise=exercise, cases=cases, phrase=phrase), (said, phrase)

    return recalled(planned, ("in words", id(said), id(phrase), is_whole), make, lambda _: 0)[0]


def case_in_words(case: Case, phrase: Phrase) -> Case | None:
    """Return a case as a phrase asks for it, the same object each time; None where it cannot."""

    def make() -> tuple[Phrase, Case | None]:
        calls = phrase.translate(case)
        return phrase, None if calls is None else replace(case, calls=calls)

    def size(_: object) -> int:
        return 2 * sum(array.nbytes for array in case.arguments.values())

    return recalled(case, ("in words", id(phrase)), make, size)[1]


def in_our_axes(phrase: Phrase, outcomes: Iterable[Outcome], cases: Iterable[Case] | None = None) -> Iterator[Outcome]:
    """Yield outcomes with their answers as we have them; what is the same for others is turned once."""
    # The outcomes come first: who gives them learns that all of them are taken, and ends the child or hands it on.
    each: Iterable[Case | None] = repeat(None) if cases is None else cases
    for outcome, case in zip(outcomes, each, strict=False):
        yield turned(phrase, outcome, case) if outcome.is_known else _turned(phrase, outcome, case)


def turned(phrase: Phrase, outcome: Outcome, case: Case | None) -> Outcome:
    """Return an outcome that others share in our axes, the same object each time."""

    def make() -> tuple[Outcome, object]:
        return _turned(phrase, outcome, case), (phrase, case)

    return recalled(outcome, ("in our axes", id(phrase), id(case)), make, lambda _: TURNED_BYTES)[0]


def _turned(phrase: Phrase, outcome: Outcome, case: Case | None) -> Outcome:
    return next(iter(dialects.to_native_axes(phrase, [outcome], None if case is None else [case])))


def with_all_points(exercise: Exercise, whole: Exercise) -> Exercise:
    """Return an exercise whose criteria share the points of those that a dialect cannot be asked."""
    factor = whole.points / exercise.points
    criteria = tuple(replace(one, points=one.points * factor) for one in exercise.criteria)
    return replace(exercise, criteria=criteria)
