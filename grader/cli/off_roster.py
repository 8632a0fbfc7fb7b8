"""Whom a gradebook has grades of, and the course's roster no longer lists: said, and not counted in silence."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.screen import say
from grader.errors import OperatorError

if TYPE_CHECKING:
    from grader.model import GradeRow, Student

MOST = 5  # students named in a sentence


def off_roster(rows: "Sequence[GradeRow]", roster: Path | None) -> tuple[frozenset[str], list[str]]:
    """Return the students of grade rows who are not on a roster, and what is to be said of them.

    A student who has another id since has the same address: who that is, is said, because their grades stand apart.
    """
    from grader.classroom.roster import read

    if roster is None:
        return frozenset(), []
    try:
        listed = read(roster)
    except OperatorError as error:
        return frozenset(), [f"{error}\nSo it is not known here who is still in the course."]
    ids = {student.id for student in listed}
    gone = {row.student.id: row.student for row in rows if row.student.id not in ids}
    if not gone:
        return frozenset(), []
    names = sorted(gone)
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    said = [f"Not on the roster {roster}, so not in the mean: {', '.join(names[:MOST])}{more}"]
    return frozenset(gone), said + same_people([gone[name] for name in names], listed)


def same_people(gone: "Sequence[Student]", listed: "Sequence[Student]") -> list[str]:
    """Return a sentence on each student who is on the roster with the address, or name and login, under another id."""
    by_address = {student.email.casefold(): student for student in listed if student.email}
    by_name = {(student.name, student.login): student for student in listed if student.name and student.login}
    pairs = [
        (old, "address", by_address.get(old.email.casefold()))
        if old.email.casefold() in by_address
        else (old, "name and login", by_name.get((old.name, old.login)))
        for old in gone
    ]
    return [
        f"{old.id} has the {what} of {new.id}: if that is one student, their grades stand in two lines. Give the "
        f"roster a column Former ID with {old.id} in the line of {new.id}, and run again: then all of it is of {new.id}"
        for old, what, new in pairs
        if new is not None
    ]


def say_off_roster(rows: "Sequence[GradeRow]", roster: Path | None) -> frozenset[str]:
    """Say who is not on the roster, and return them."""
    gone, said = off_roster(rows, roster)
    for sentence in said:
        say(sentence, err=True)
    return gone
