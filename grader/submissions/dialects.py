"""Other courses' names and order of axes for the same exercises.

A *dialect* turns the calls of a case into its own, and what comes back into ours; what is due never changes. It is a
file of ``assignments/dialects/``, or of ``dialects/`` beside an instructor's own assignments; a topic may bring phrases
too (`grader.topics.dialect`). A case that it
cannot be asked, such as a window that is not square where all windows are, is left out and costs nothing.
"""

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path

import msgspec

from grader.errors import AuthorError
from grader.model import Case, Exercise, Outcome, Submission
from grader.submissions.dialect_rows import Dialect, Row
from grader.submissions.own_names import HELPERS, called_by_name, filled, fits, is_native, laid_out, nameless
from grader.submissions.spoken import phrase_of
from grader.submissions.spoken_lines import Unreadable
from grader.submissions.text import Text, read_text
from grader.submissions.unknown_names import unknown_names, words_of
from grader.toml import converted, read_table
from grader.topics.dialect import Phrase
from grader.topics.loading import assignments_folder, load_topic, shipped_topics
from grader.topics.topic import Topic

NATIVE, AUTO = "native", "auto"
FOLDER = "dialects"
WEIGHT, SOME = "weight", 4  # names that are said where none is known
PHRASES = 512  # that are remembered: a class asks with a few names again and again


# ------------------------------------------------------------------------------ the files


def dialect_names(beside: Path | None = None) -> list[str]:
    """Return what ``--dialect`` takes: our own, those that come with the grader, and those beside an assignment."""
    return [NATIVE, *sorted(_files(beside))]


def _files(beside: Path | None) -> dict[str, Path]:
    """Return the files of all dialects, by name; one beside an assignment stands before one of ours."""
    folders = [assignments_folder() / FOLDER, *([beside / FOLDER] if beside is not None else [])]
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.toml"))}


def fingerprint(beside: Path | None = None) -> str:
    """Return what changes when a dialect's file does."""
    texts = [path.read_bytes() for _, path in sorted(_files(beside).items())]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:16]


@cache
def read_dialects(beside: Path | None = None) -> Mapping[str, Dialect]:
    """Return every dialect.

    Parameters
    ----------
    beside : Path, optional
        The folder that an assignment's folder stands in: it may have ``dialects/`` of its own.

    Raises
    ------
    AuthorError
        If a file is wrong, with every mistake.
    """
    problems: list[str] = []
    by_name = {}
    for name, path in sorted(_files(beside).items()):
        table = read_table(path, problems)
        rows = table.get("exercises", {})
        if isinstance(rows, dict):
            table["exercises"] = {key: row if isinstance(row, list) else [row] for key, row in rows.items()}
        one = converted(f"{FOLDER}/{path.name}", table, Dialect, problems)
        if one is not None:
            by_name[name] = one
            is_ours = path.parent.parent == assignments_folder()  # a test has tried all of their lines
            found = [] if is_ours else unreadable(one)
            if not found and beside is not None and beside in path.parents:  # a test sees to those that come along
                found = unknown_names_of(one, path, beside)
            problems += [f"{FOLDER}/{path.name}: {problem}" for problem in found]
    if problems:
        raise AuthorError(problems)
    return by_name


def unknown_names_of(dialect: Dialect, path: Path, beside: Path | None = None) -> list[str]:
    """Return what a dialect's file names and no exercise knows, with lines. This imports topics."""
    folders = sorted(file.parent for file in beside.glob("*/operations.py")) if beside is not None else []
    topics = [*shipped_topics(), *(load_topic(folder) for folder in folders)]
    words = words_of(operation for topic in topics for operation in topic.operations)
    return list(unknown_names(dialect, path.read_text(encoding="utf-8"), words))


def unreadable(dialect: Dialect) -> list[str]:
    """Return what is wrong about the lines of a dialect."""
    found = []
    for exercise, rows in dialect.exercises.items():
        for row in rows:
            try:
                for laid in laid_out(row, dialect):
                    phrase_of(filled(laid, dialect, Text()), dialect.absent)
            except Unreadable as error:
                found.append(f"exercises.{exercise}: {error}")
            except (KeyError, IndexError, ValueError) as error:
                found.append(f"exercises.{exercise}: {{{error.args[0]}}} is neither in classes nor in names")
    return found


# ------------------------------------------------------------------------------ recognition


def recognise_dialect(submission: Submission, beside: Path | None = None, own: Iterable[str] = ()) -> str:
    """Return the dialect that a submission is written in, judging by its text alone.

    Parameters
    ----------
    submission : Submission
    beside : Path, optional
        The folder that the assignment's folder stands in.
    own : iterable of str
        Our names of the exercises: who defines all of them that a dialect has, has classes for purposes of their own.
    """
    text = read_text(submission)
    defined = text.functions
    known = read_dialects(beside)
    told = {name: _told_by(one, text) for name, one in known.items()}
    if any(told.values()):
        best = max(told, key=lambda name: told[name])
        if _calls_one_of(known[best], text):
            return best
        asked = (name for name, one in known.items() if _is_told_by_functions(one, text, own))
        return next(asked, best)  # a parameter's name is used by others too
    for name, one in known.items():
        if _named_alike(one, text) and not defined.keys() & {*one.unless}:
            return name
    for name, one in known.items():  # a helper such as `conv_output_size` tells nothing where no exercise is named
        if ({*own} or one.further) and _is_told_by_functions(one, text, own):
            return name
    if defined.keys() & {*own}:  # objects of other courses stand for what is not defined by our names
        known = {name: one for name, one in known.items() if one.exercises.keys() & ({*own} - defined.keys())}
    fitting = {name: _marked(one, text) for name, one in known.items()}
    best = max(fitting, key=lambda name: fitting[name], default=NATIVE)
    return best if fitting.get(best) else NATIVE


def _told_by(dialect: Dialect, text: Text) -> int:
    """Return how many of a dialect's parameters its functions have; 0 where they do not tell it."""
    asked = {*dialect.functions, *called_by_name(dialect)}
    parameters = {word for name, words in text.functions.items() if name in asked for word in words}
    shared, beside = parameters & {*dialect.parameters}, parameters & {*dialect.beside}
    return len(shared) + len(beside) if shared and (beside or not dialect.beside) else 0


def _calls_one_of(dialect: Dialect, text: Text) -> bool:
    """Whether a submission has a function that a dialect's lines call by its name."""
    lines = [line for rows in dialect.exercises.values() for row in rows for line in row.calls]
    return bool({name for line in lines for name in re.findall(r"(\w+)\(", line)} & text.functions.keys())


def _named_alike(dialect: Dialect, text: Text) -> bool:
    """Whether a submission has functions of a dialect, none of them with a parameter that is another one's."""
    named = text.functions.keys() & {*dialect.functions}
    return bool(named) and not any({*text.parameters_of_function(name)} & {*dialect.unlike} for name in named)


def _is_told_by_functions(dialect: Dialect, text: Text, own: Iterable[str]) -> bool:
    """Whether a submission has a function that a dialect knows and can ask, for one of some exercises, or of any."""
    wanted = dialect.exercises.keys() & ({*own} or dialect.exercises.keys())
    return bool(dialect.callables) and any(
        fits(row, dialect, text)
        for exercise in wanted
        if not is_native(exercise, dialect, text)
        for row in dialect.exercises[exercise]
    )


def _marked(dialect: Dialect, text: Text) -> int:
    """Return how many of a dialect's marks a text with one of its classes has; 0 where it is not written in it."""
    layers = [name for kind, names in dialect.classes.items() if kind not in HELPERS for name in names]
    if not text.classes_called(layers) or text.functions.keys() & dialect.exercises.keys():
        return 0
    return sum(text.has_word(word) for word in dialect.marks) + 1 - bool(dialect.marks)


def list_exercises(submission: Submission, topics: Iterable[Topic], beside: Path | None = None) -> set[str]:
    """Return the exercises that a submission has functions for, in whatever dialect it is written."""
    return set().union(*name_exercises(submission, topics, beside).values())


def name_exercises(submission: Submission, topics: Iterable[Topic], beside: Path | None = None) -> dict[str, set[str]]:
    """Return the names of functions and classes that a submission has, with the exercises that each answers."""
    text = read_text(submission)
    names = {name: {name} for name in text.functions}
    dialect = recognise_dialect(submission, beside)
    if dialect == NATIVE:
        return names
    phrases = [topic.phrases.get(dialect, {}) for topic in topics]
    theirs = {ours: phrase for by_id in phrases for ours, phrase in by_id.items()}
    for ours in read_dialects(beside)[dialect].exercises:
        found = find_phrase(dialect, ours, Topic(), submission, beside)
        theirs |= {ours: found} if found is not None else {}
    for ours, phrase in theirs.items():
        if phrase.owner in names or phrase.owner in text.classes:
            names.setdefault(phrase.owner, set()).add(ours)
    return names


# ---------------------------------------------------------------------------------- phrases


def find_phrase(
    dialect: str, exercise: str, topic: Topic, submission: Submission | None = None, beside: Path | None = None
) -> Phrase | None:
    """Return how a dialect asks for an exercise; None where it does not know it.

    Parameters
    ----------
    dialect, exercise : str
    topic : Topic
        Of the exercise: it may bring phrases of its own.
    submission : Submission, optional
        Whose names are taken where a dialect leaves a choice; without it, the first ones.
    beside : Path, optional
        The folder that the assignment's folder stands in.
    """
    if dialect == NATIVE:
        return None
    own = topic.phrase(dialect, exercise)
    if own is not None:
        return own
    one = read_dialects(beside)[dialect]
    text = read_text(submission) if submission is not None else Text()
    rows = one.exercises.get(exercise, ())
    if one.callables and is_native(exercise, one, text):
        return None
    fitting = [row for row in rows if fits(row, one, text)]
    if not rows or (one.callables and submission is not None and not fitting):
        return _further_phrase(one, exercise, topic, submission, beside)
    chosen = fitting[0] if fitting else rows[-1]
    others = takewhile(lambda row: row.after_errors, fitting[1:])
    said = [laid for row in (chosen, *others) for laid in laid_out(filled(row, one, text), one)]
    return _phrase_of_rows(msgspec.json.encode((said, one.absent)))


def is_in_our_form(dialect: str, exercise: str, submission: Submission | None, beside: Path | None = None) -> bool:
    """Whether a submission has a function of ours for an exercise that its dialect asks of functions, too."""
    one = read_dialects(beside)[dialect]
    if submission is None or not one.callables or exercise not in one.exercises:
        return False
    return is_native(exercise, one, read_text(submission))


def _further_phrase(
    dialect: Dialect, exercise: str, topic: Topic, submission: Submission | None, beside: Path | None
) -> Phrase | None:
    """Return how the first of the dialects beside one asks for an exercise that a submission has a class for."""
    text = read_text(submission) if submission is not None else Text()
    if exercise in text.functions:
        return None
    found = (find_phrase(other, exercise, topic, submission, beside) for other in dialect.further)
    return next((phrase for phrase in found if phrase is not None and phrase.owner in text.classes), None)


@lru_cache(PHRASES)
def _phrase_of_rows(written: bytes) -> Phrase:
    """Return rows, written as JSON, as one phrase: the same one for equal rows, so that others can remember it."""
    rows, absent = msgspec.json.decode(written, type=tuple[tuple[Row, ...], dict[str, str]])
    first, *instead = [phrase_of(row, absent) for row in rows]
    return dataclasses.replace(first, instead=tuple(instead))


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


def to_native_axes(
    phrase: Phrase, outcomes: Iterable[Outcome], cases: Iterable[Case] | None = None
) -> Iterable[Outcome]:
    """Yield outcomes with their answers in our order of axes, and in our shapes where their cases are known."""
    import numpy as np

    pairs = zip(cases, outcomes, strict=False) if cases is not None else ((None, outcome) for outcome in outcomes)
    for case, outcome in pairs:
        sizes = case.sizes if case is not None else {}
        answers = {
            name: phrase.to_native_axes[name](value, sizes)
            if name in phrase.to_native_axes and isinstance(value, np.ndarray)
            else value
            for name, value in outcome.answers.items()
        }
        for name in phrase.shaped if case is not None else ():
            assert case is not None
            due, came = case.arguments[name.removeprefix("d")], answers.get(name)
            if isinstance(came, np.ndarray) and came.size == due.size and came.shape[:1] == due.shape[:1]:
                answers[name] = came.reshape(due.shape)
        yield dataclasses.replace(outcome, answers=answers)


def describe_dialect(dialect: str, left_out: Sequence[str], is_named: bool, beside: Path | None = None) -> list[str]:
    """Return what a student should know of being graded in a dialect, be it named by the operator or recognised."""
    notes = [f"graded as work written for {dialect}; --dialect chooses another"]
    if note := read_dialects(beside)[dialect].note:
        notes.append(note)
    if left_out:
        how = "left out, and not counted" if is_named else "asked for by our own names, and counted"
        notes.append(f"{dialect} has no {', '.join(left_out)}: {how}")
    return notes


def unknown_weights(
    dialect: str, exercise: str, submission: Submission | None, beside: Path | None = None
) -> str | None:
    """Return a note where a class has its weights under a name that nobody knows, and so cannot be given others."""
    if submission is None:
        return None
    text = read_text(submission)
    for one in (read_dialects(beside)[name] for name in (dialect, *read_dialects(beside)[dialect].further)):
        used = nameless(WEIGHT, one.exercises.get(exercise, ()), one, text)
        if used in text.classes:
            names = [name for name in one.names[WEIGHT] if name.isidentifier()][:SOME]
            return f"the weights of {used} have a name that is not known; known are {', '.join(names)} and the like"
    return None


def of_no_exercise(submission: Submission | None, own: Sequence[str]) -> list[str]:
    """Return a note where a submission has functions and classes, and no name of them is an exercise's."""
    text = read_text(submission) if submission is not None else Text()
    named = [name for name in (*text.functions, *text.classes) if not name.startswith(("_", "test", "main"))][:SOME]
    if not named or text.functions.keys() & {*own}:
        return []
    asked = ", ".join(own[:SOME])
    return [
        f"no exercise is known by the name of {', '.join(named)}: what is to be graded needs a name such as {asked}"
    ]
