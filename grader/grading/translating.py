"""A planned exercise in a dialect's words, worked out once for a class. Pure.

In: a planned exercise, and how a dialect asks for it.  Out: the exercise and its cases, to be run as they are.
"""

from dataclasses import replace

from grader.grading.checking import PlannedExercise
from grader.grading.memory import recalled
from grader.model import Case, Exercise
from grader.submissions import dialects
from grader.topics.dialect import Phrase

Translated = tuple[Exercise, tuple[Case, ...], str | None]  # in a dialect's words, and a note of what it cannot say


def translated(planned: PlannedExercise, dialect: str, phrase: Phrase | None) -> Translated | None:
    """Return an exercise and its cases in a dialect's words, worked out once for a class; see `translate_exercise`."""

    def translate() -> tuple[Phrase | None, Translated | None]:  # with the phrase: no other one gets its identity
        return phrase, dialects.translate_exercise(dialect, phrase, planned.exercise, planned.cases)

    def size(made: tuple[Phrase | None, Translated | None]) -> int:
        cases = made[1][1] if made[1] is not None else ()
        return sum(2 * array.nbytes for case in cases for array in case.arguments.values())

    return recalled(planned, (dialect, id(phrase)), translate, size)[1]


def with_all_points(exercise: Exercise, whole: Exercise) -> Exercise:
    """Return an exercise whose criteria share the points of those that a dialect cannot be asked."""
    factor = whole.points / exercise.points
    criteria = tuple(replace(one, points=one.points * factor) for one in exercise.criteria)
    return replace(exercise, criteria=criteria)
