"""Which assignment a submission is for, judging by its text alone, and what in it belongs to another one."""

import difflib
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import click

from grader.cli.common import find_ids
from grader.errors import OperatorError, nearest
from grader.model import Assignment, Submission

LIKELY = 0.85  # how like a function's name another one is that is meant for it
FEW = 8  # functions that a sentence names


def guess(submission: Submission, folder: Path | None) -> str:
    """Return the assignment most of whose functions the submission defines.

    Raises
    ------
    OperatorError
        If nothing of the submission can be read.
    click.UsageError
        If it has functions of none, or as many of another.
    """
    where, ids = find_ids(folder)
    if len(ids) == 1:
        return ids[0]
    if submission.problem is not None:
        raise OperatorError(f"nothing of {submission.name} can be graded: {submission.problem}")
    defined = _defined(submission)
    counts = {name: len(defined & known) for name, known in _exercises(where, ids)}
    most = max(counts.values())
    best = [name for name in ids if counts[name] == most]
    if most == 0:
        raise click.UsageError(_nothing_known(submission, sorted(defined), where, ids))
    if len(best) > 1:
        raise click.UsageError(
            f"{submission.name} has functions of {' and '.join(best)}: which one is it for? Add -a {best[0]}, or -a "
            f"{best[1]}."
        )
    return best[0]


def _nothing_known(submission: Submission, defined: Sequence[str], where: Path, ids: Sequence[str]) -> str:
    """Return a sentence on a submission without any function that is asked for."""
    if not defined:
        said = f"{submission.name} defines no function."
    else:
        said = f"{submission.name} defines no function that an assignment asks for, only {_few(defined)}."
    known = [name for _, names in _exercises(where, ids) for name in sorted(names)]
    near = next((meant for name in defined if (meant := nearest(name, known)) is not None), None)
    meant = f" Did you mean {near}?" if near is not None else ""
    return f"{said}{meant} To have it graded as it is, name the assignment with -a: {', '.join(ids)}."


def not_graded(
    submission: Submission, assignment: Assignment, folder: Path | None, called: Collection[str] = ()
) -> list[str]:
    """Return which functions of a submission were not graded, by the file's own names, and how to have them graded.

    A function that others of the file use is a helper, and one that begins with an underscore is nobody else's. Those
    that the grader has called are graded, even where the exercise has another name.
    """
    from grader.submissions.dialects import name_exercises
    from grader.submissions.text import read_text
    from grader.topics.loading import shipped_topics

    text = read_text(submission)
    where, ids = find_ids(folder)
    asked = {other: known for other, known in _exercises(where, ids) if other != assignment.id}
    own = {exercise.id for exercise in assignment.exercises}
    others: dict[str, list[str]] = {}
    unknown = []
    for name, exercises in name_exercises(submission, shipped_topics()).items():
        found = next((other for other, known in asked.items() if exercises & known), None)
        if exercises & own:
            continue
        if found is not None:
            others.setdefault(found, []).append(name)
        elif name in text.functions and not name.startswith("_") and not text.uses(name):
            unknown.append(name)
    parts = [f"{_few(sorted(others[other]))} (add -a {other})" for other in asked if other in others]
    meant = misspelt(submission, assignment)
    parts += [f"{_placed(name, submission)} (is it {near}?)" for name, near in meant.items()]
    unknown = [name for name in unknown if name not in meant and name not in called]
    if len(unknown) == 1:
        parts.append(f"{unknown[0]} (no assignment asks for it)")
    elif unknown:
        parts.append(f"{_few(unknown)} (no assignment asks for them)")
    return [f"Not graded: {'; '.join(parts)}"] if parts else []


def _plainly_near(name: str, absent: Sequence[str]) -> str | None:
    """Return the function that a name is meant for, in capital letters or not, with underscores or without."""
    plain = {other.replace("_", ""): other for other in absent}
    near = difflib.get_close_matches(name.lower().replace("_", ""), plain, 1, cutoff=LIKELY)
    return plain[near[0]] if near else None


def misspelt(submission: Submission, assignment: Assignment) -> dict[str, str]:
    """Return functions of a submission that nobody asks for, each with the missing one that it is meant for."""
    from grader.submissions.dialects import name_exercises
    from grader.submissions.text import read_text
    from grader.topics.loading import shipped_topics

    known = name_exercises(submission, shipped_topics())
    functions = read_text(submission).functions
    own = [exercise.id for exercise in assignment.exercises]
    absent = [exercise for exercise in own if exercise not in functions]
    unknown = [name for name, exercises in known.items() if not exercises & {*own} and name in functions]
    return {name: near for name in unknown if (near := _plainly_near(name, absent)) is not None}


def _placed(name: str, submission: Submission) -> str:
    """Return a function's name with its line."""
    for module in submission.modules:
        for cell in module.cells:
            for number, line in enumerate(cell.source.split("\n"), 1):
                if re.match(rf"def[ \t]+{re.escape(name)}\b", line):
                    where = cell.label.removeprefix(module.file).strip()
                    return f"{name} in {f'{where} ' if where else ''}line {number}"
    return name


def _few(names: Sequence[str]) -> str:
    return f"{', '.join(names[:FEW])}{', …' if len(names) > FEW else ''}"


def another_ones(submission: Submission, assignment: Assignment, folder: Path | None) -> list[str]:
    """Return a sentence where a submission has no function of the assignment that was named, but of another one."""
    defined = _defined(submission)
    if defined & {exercise.id for exercise in assignment.exercises}:
        meant = misspelt(submission, assignment)
        return [f"{_placed(name, submission)}: is it {near}?" for name, near in meant.items()]
    counts = {name: len(defined & known) for name, known in _exercises(*find_ids(folder))}
    best = max(counts, key=lambda name: counts[name])
    return [f"{submission.name} has functions of {best}: did you mean -a {best}?"] if counts[best] else []


def _defined(submission: Submission) -> set[str]:
    from grader.submissions.dialects import list_exercises
    from grader.topics.loading import shipped_topics

    return list_exercises(submission, shipped_topics())


def _exercises(where: Path, ids: Sequence[str]) -> Iterator[tuple[str, set[str]]]:
    """Yield each assignment with the functions that it asks for."""
    from grader.authoring.assignment import exercise_ids

    yield from ((name, {*exercise_ids(where / name)}) for name in ids)
