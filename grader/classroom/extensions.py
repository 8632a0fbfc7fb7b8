"""Extensions: later deadlines of single students or groups, from a file beside the overrides. Every mistake at once.

In: a file, the deadlines, the zone they are in.  Out: Extensions, each with the time until which work is in time.
"""

import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import msgspec

from grader.classroom.deadlines import latest, place_deadlines
from grader.classroom.groups import Groups, groups_of
from grader.errors import OperatorError, nearest
from grader.model import Student
from grader.toml import read_rows

Text = Annotated[str, msgspec.Meta(min_length=1)]


class ExtensionRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[[extension]]`` of the file of extensions."""

    student: str = ""
    group: str = ""
    assignment: Text
    until: Any = None
    days: Annotated[int, msgspec.Meta(ge=1)] | None = None
    reason: str
    who: str


@dataclass(frozen=True, kw_only=True)
class Extension:
    """A later deadline that a person gave to a student or a group, and why."""

    student: str = ""  # "" where it is a group's
    group: str = ""
    assignment: str
    until: dt.datetime
    reason: str
    who: str
    place: str = ""  # in its file, for messages

    @property
    def said(self) -> str:
        """What a grade's reason says of it."""
        return f"deadline moved to {self.until:%Y-%m-%d %H:%M} by {self.who}: {self.reason}"


def read_extensions(
    path: Path, deadlines: Mapping[str, dt.datetime], timezone: str | None, problems: list[str]
) -> tuple[Extension, ...]:
    """Read a file of extensions; what is wrong with it is added to the problems, a sentence each."""
    found = []
    for where, row in read_rows(path, "extension", ExtensionRow, problems):
        before = len(problems)
        problems += [f"{where}.{key}: it is blank" for key in ("reason", "who") if not getattr(row, key).strip()]
        if bool(row.student) == bool(row.group):
            problems.append(f"{where}: it needs either student or group")
        until = _until(where, row, deadlines, timezone, problems)
        if until is not None and len(problems) == before:
            facts = msgspec.structs.asdict(row) | {"until": until, "place": where}
            del facts["days"]
            found.append(Extension(**facts))
    counted = Counter((one.student, one.group, one.assignment) for one in found)
    problems += [
        f"{path.name}: {student or f'the group {group}'} has more than one extension for {assignment}"
        for (student, group, assignment), count in sorted(counted.items())
        if count > 1
    ]
    return tuple(found)


def unknown_people(
    path: Path, roster: Sequence[Student], grouped: Path | None = None, place: Path | None = None
) -> list[str]:
    """Return a sentence on each student and group of a file of extensions that there is not."""
    ids = {student.id for student in roster}
    groups: Groups | None = None
    with contextlib.suppress(OperatorError):  # a file of groups that cannot be used says so itself
        groups = groups_of(roster, grouped if grouped is not None and grouped.is_file() else None)
    found = []
    for where, row in read_rows(path, "extension", ExtensionRow, []):
        if row.student and row.student not in ids:
            found.append(f"{where}.student: {not_on(place, row.student, ids)}")
        if row.group and groups is not None and not groups.find([row.group])[1]:
            said = f"nobody is known to be in the group {row.group!r}"
            found.append(f"{where}.group: {said}{_or_nearest(row.group, groups.names.values())}")
    return found


def not_on(roster: Path | None, student: str, students: Collection[str]) -> str:
    """Return that a student is not on a roster, with the nearest who is."""
    return f"{student!r} is not on the roster {roster}{_or_nearest(student, students)}"


def _or_nearest(name: str, known: Iterable[str]) -> str:
    """Return how a sentence on a name that nobody knows goes on: with the nearest one, if one is near."""
    near = nearest(name, sorted(known))
    return f". Did you mean {near}?" if near is not None else ""


def _until(
    where: str,
    row: ExtensionRow,
    deadlines: Mapping[str, dt.datetime],
    timezone: str | None,
    problems: list[str],
) -> dt.datetime | None:
    """Return the time that a row moves the deadline to: its own, or so many days of the calendar later."""
    due = deadlines.get(row.assignment)
    if due is None:
        said = f"{row.assignment} has no deadline that could be extended"
        problems.append(f"{where}.assignment: {said}{_or_nearest(row.assignment, deadlines)}")
        return None
    if (row.until is None) == (row.days is None):
        problems.append(f"{where}: it needs either until or days")
        return None
    if row.days is not None:
        return latest(due + dt.timedelta(days=row.days))  # by the clock on the wall: the same time of a later day
    placed = place_deadlines(where, {"until": row.until}, timezone, problems, table="")
    until = placed.get("until")
    if until is not None and until <= due:
        who = row.student or f"the group {row.group}"
        problems.append(f"{where}.until: {until} for {who} is not after the deadline of {row.assignment}, {due}")
    return until


def for_students(extensions: tuple[Extension, ...], groups: Groups) -> tuple[Extension, ...]:
    """Return the extensions of students, those of groups made into one for each member.

    Raises
    ------
    OperatorError
        If a group is not known, with all of them.
    """
    unknown = [one for one in extensions if one.group and not groups.find([one.group])[1]]
    if unknown:
        lines = "".join(f"\n  {one.place}.group: nobody is known to be in the group {one.group!r}" for one in unknown)
        raise OperatorError(f"the extensions cannot be used:{lines}")
    own = [one for one in extensions if one.student]
    shared = [
        replace(one, student=student.id) for one in extensions if one.group for student in groups.find([one.group])[1]
    ]
    return (*own, *shared)
