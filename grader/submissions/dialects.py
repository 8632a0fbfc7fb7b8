"""Other courses' names and order of axes for the same exercises.

A *dialect* turns the calls of a case into its own, and what comes back into ours; what is due never changes. Its marks
are a file of ``assignments/dialects/``, its phrases come with the topics (`grader.topics.dialect`). A case that it
cannot be asked, such as a window that is not square where all windows are, is left out and costs nothing.
"""

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import msgspec

from grader.errors import AuthorError
from grader.model import Case, Exercise, Outcome, Submission
from grader.toml import converted, read_table
from grader.topics.dialect import Phrase
from grader.topics.loading import assignments_folder
from grader.topics.topic import Topic

NATIVE, AUTO = "native", "auto"
DEFINITION = re.compile(r"^def[ \t]+(\w+)[ \t]*\(([^)]{0,1000})", re.MULTILINE)


class Marks(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a dialect is recognised, and what its students should know: a file of ``assignments/dialects/``.

    Attributes
    ----------
    parameters : tuple of str
        Names of parameters, any of which tells it.
    functions : tuple of str
        Names of functions, any of which tells it …
    unless : tuple of str
        … unless one of these is defined too.
    note : str
        A sentence for every report in this dialect.
    """

    parameters: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    note: str = ""


# ------------------------------------------------------------------------------ recognition


def dialect_names() -> list[str]:
    """Return what ``--dialect`` takes: our own, and those that come with the grader."""
    return [NATIVE, *sorted(path.stem for path in (assignments_folder() / "dialects").glob("*.toml"))]


@cache
def marks() -> Mapping[str, Marks]:
    """Return the marks of every dialect.

    Raises
    ------
    AuthorError
        If a file is wrong, with every mistake.
    """
    problems: list[str] = []
    by_name = {}
    for name in dialect_names()[1:]:
        path = assignments_folder() / "dialects" / f"{name}.toml"
        by_name[name] = converted(f"dialects/{path.name}", read_table(path, problems), Marks, problems)
    if problems:
        raise AuthorError(problems)
    return {name: one for name, one in by_name.items() if one is not None}


def recognise_dialect(submission: Submission) -> str:
    """Return the dialect that a submission is written in, judging by its text alone."""
    defined = read_signatures(submission)
    parameters = {name for names in defined.values() for name in names}
    for name, mark in marks().items():
        if parameters & {*mark.parameters}:
            return name
    for name, mark in marks().items():
        if defined.keys() & {*mark.functions} and not defined.keys() & {*mark.unless}:
            return name
    return NATIVE


def read_signatures(submission: Submission) -> dict[str, tuple[str, ...]]:
    """Return the words between the parentheses of every ``def`` at the start of a line, by function.

    A look at the text, not a parse: a hostile source may crash a parser, and this is the trusted side.
    """
    text = "\n".join(cell.source for module in submission.modules for cell in module.cells)
    return {name: tuple(re.findall(r"\w+", words)) for name, words in DEFINITION.findall(text)}


def list_exercises(submission: Submission, topics: Iterable[Topic]) -> set[str]:
    """Return the exercises that a submission has functions for, in whatever dialect it is written."""
    defined = set(read_signatures(submission))
    dialect = recognise_dialect(submission)
    if dialect == NATIVE:
        return defined
    phrases = [topic.phrases.get(dialect, {}) for topic in topics]
    return defined | {ours for by_id in phrases for ours, phrase in by_id.items() if phrase.function in defined}


# ------------------------------------------------------------------------------ translation


def translate_exercise(
    dialect: str, phrase: Phrase | None, exercise: Exercise, cases: Sequence[Case]
) -> tuple[Exercise, tuple[Case, ...], str | None] | None:
    """Return an exercise and its cases in a dialect's words, and a note of the cases that it cannot be asked.

    Returns
    -------
    (exercise, cases, note) or None
        None where the dialect does not know the exercise, or can be asked none of its cases.
    """
    if phrase is None:
        return None
    translated = [(case, phrase.translate(case)) for case in cases]
    kept = tuple(dataclasses.replace(case, calls=calls) for case, calls in translated if calls is not None)
    criteria = tuple(one for one in exercise.criteria if any(one.looks_at(case) for case in kept))
    if not criteria:
        return None
    left = len(cases) - len(kept)
    note = f"{exercise.id}: {left} of {len(cases)} cases cannot be said in {dialect} and do not count" if left else None
    return dataclasses.replace(exercise, criteria=criteria, function=phrase.function), kept, note


def to_native_axes(phrase: Phrase, outcomes: Iterable[Outcome]) -> Iterable[Outcome]:
    """Yield outcomes with their answers in our order of axes."""
    import numpy as np

    for outcome in outcomes:
        answers = {
            name: phrase.to_native_axes[name](value)
            if name in phrase.to_native_axes and isinstance(value, np.ndarray)
            else value
            for name, value in outcome.answers.items()
        }
        yield dataclasses.replace(outcome, answers=answers)


def describe_dialect(dialect: str, left_out: Sequence[str]) -> list[str]:
    """Return what a student should know of being graded in a dialect."""
    notes = [f"graded as work written for {dialect}; --dialect chooses another"]
    if marks()[dialect].note:
        notes.append(marks()[dialect].note)
    if left_out:
        notes.append(f"{dialect} has no {', '.join(left_out)}: left out, and not counted")
    return notes
