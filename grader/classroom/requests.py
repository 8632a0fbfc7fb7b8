"""Requests of students to look at a grade again: forms and sheets to requests. What is wrong with one stops no other.

In: files that students wrote, and who has which grades.  Out: requests, and a sentence on each that cannot be taken.
A form is a student's file: its size is capped, no link is followed, and what lies in a student's folder is theirs.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec

from grader.errors import OperatorError, say_unknown
from grader.gradebook import Request
from grader.languages import Say, as_it_is
from grader.report.escape import one_line
from grader.toml import converted, read_table

MAX_BYTES, MAX_TEXT = 64 << 10, 5000
Filled = Annotated[str, msgspec.Meta(min_length=1)]
FORM = """# What should be looked at again? Fill in what stands between the quotes, and hand this file in.
student    = {student}
assignment = {assignment}
exercise   = ""          # the name of a function; empty for all of it
text       = \"\"\"

\"\"\"
"""


def empty_form(student: str, assignment: str) -> bytes:
    """Return the form that a student fills in."""
    return FORM.format(student=_quoted(student), assignment=_quoted(assignment)).encode()


def _quoted(text: str) -> str:
    """Return a text as TOML writes it, in ASCII: JSON's escapes are TOML's, but for letters beyond 16 bits."""
    return "".join(json.dumps(one)[1:-1] if ord(one) < 1 << 16 else f"\\U{ord(one):08x}" for one in text).join('""')


def answers_text(requests: Sequence[Request], say: Say = as_it_is) -> str:
    """Return answered requests as they stand at the end of a student's report; nothing where there are none."""
    lines = []
    for one in requests:
        if one.is_granted is not None:
            who, reason = one_line(one.answered_by), one_line(one.reason, 500)
            answer = f"granted by {who}: {reason}" if one.is_granted else f"declined by {who}: {reason}"
            lines += [f"  {one_line(one.exercise or one.assignment)}: {one_line(one.text, 300)}", f"    {say(answer)}"]
    return "\n".join(["", say("What you asked"), *lines]) + "\n" if lines else ""


class Form(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request as a student writes it."""

    student: str = ""
    assignment: Filled
    exercise: str = ""
    text: Filled


@dataclass(frozen=True, kw_only=True)
class Read:
    """What was read: requests, and what is wrong with others."""

    requests: tuple[Request, ...]
    problems: tuple[str, ...]


def read_requests(place: Path, grades: Mapping[str, frozenset[str]]) -> Read:
    """Read a form, or a folder that has a form, or several, in a folder for each student.

    Parameters
    ----------
    place : Path
    grades : mapping of str to set of str
        Of each student, the assignments that there is something of.

    Raises
    ------
    OperatorError
        If the folder has no form at all.
    """
    found: dict[str, Request] = {}
    problems: list[str] = []
    forms = list(_forms(place))
    if not forms:
        raise OperatorError(f"{place} has no form in it: they are files STUDENT/NAME.toml")
    for path, owner in forms:
        own: list[str] = []
        request = _request(path, owner, grades, own)
        where = path.name if owner is None else f"{owner}/{path.name}"
        problems += [f"{where}: {problem.removeprefix(f'{path.name}: ')}" for problem in own]
        if request is not None:
            found.setdefault(request.id, request)
    return Read(requests=tuple(found.values()), problems=tuple(problems))


def _forms(place: Path) -> Iterator[tuple[Path, str | None]]:
    """Yield forms, and whose folder each lies in."""
    if not place.is_dir():
        yield place, None
        return
    for path in sorted(place.iterdir()):
        if path.is_dir() and not path.is_symlink():
            yield from ((form, path.name) for form in sorted(path.glob("*.toml")))
        elif path.suffix == ".toml":
            yield path, None


def _request(
    path: Path, owner: str | None, grades: Mapping[str, frozenset[str]], problems: list[str]
) -> Request | None:
    if path.is_symlink() or not path.is_file():
        problems.append("it is no ordinary file")
        return None
    if path.stat().st_size > MAX_BYTES:
        problems.append(f"it is larger than {MAX_BYTES >> 10} KiB")
        return None
    table = read_table(path, problems)
    form = None if problems else converted(path.name, table, Form, problems)
    if form is None:
        return None
    student = owner or form.student.strip()
    if owner is not None and form.student.strip() not in ("", owner):
        problems.append(f"it lies in the folder of {owner} and says that it is of {form.student.strip()!r}")
    elif student not in grades:
        problems.append(say_unknown("there is no student", student, sorted(grades)))
    elif form.assignment not in grades[student]:
        problems.append(say_unknown(f"{student} has no grade of", form.assignment, sorted(grades[student])))
    text = form.text.strip()
    if not text:
        problems.append("it does not say what should be looked at: text is blank")
    elif len(text) > MAX_TEXT:
        problems.append(f"its text has {len(text)} characters; {MAX_TEXT} are taken")
    if problems:
        return None
    asked = "\0".join((student, form.assignment, form.exercise.strip(), text))
    return Request(
        id=hashlib.sha256(asked.encode("utf-8", "surrogateescape")).hexdigest()[:32],
        student=student,
        assignment=form.assignment,
        exercise=form.exercise.strip(),
        text=text,
    )
