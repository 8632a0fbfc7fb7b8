"""What people say in a gradebook: marks for manual parts, requests of students, answers. Rows are added, never changed.

Every function does its work in the transaction it is given, and bears to do it twice.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from grader.gradebook import tables
from grader.gradebook.writing import add, moment, storable, upsert
from grader.model import ManualPart, Mark, Request

CONTACT, COURSE, LANGUAGE, PLACE = "contact", "course", "language", "place"  # keys of what the gradebook says of itself


# ------------------------------------------------------------------------------------ manual parts


def manual_parts(connection: sa.Connection, assignment: str) -> tuple[ManualPart, ...]:
    """Return the parts of an assignment that people grade, as it was when it was graded last."""
    row = tables.assignment
    text = connection.scalar(sa.select(row.c.manual).where(row.c.id == assignment)) or "[]"
    return tuple(
        ManualPart(exercise=exercise, id=name, points=Fraction(points), about=about)
        for exercise, name, points, about in json.loads(text)
    )


def add_marks(connection: sa.Connection, assignment: str, marks: Sequence[Mark]) -> list[Mark]:
    """Keep marks that are not what they were; return them."""
    before = last_marks(connection, assignment, [mark.student for mark in marks])
    known = {(one.student, one.part): one for own in before.values() for one in own}

    def is_new(mark: Mark) -> bool:
        old = known.get((storable(mark.student), mark.part))
        return old is None or (old.points, old.comment) != (mark.points, storable(mark.comment))

    new = [mark for mark in marks if is_new(mark)]
    rows = [
        {
            "assignment": assignment,
            "student": storable(mark.student),
            "part": mark.part,
            "points": str(mark.points),
            "possible": str(mark.possible),
            "comment": storable(mark.comment),
            "who": storable(mark.who),
            "at": mark.at,
        }
        for mark in new
    ]
    if rows:
        connection.execute(tables.mark.insert(), rows)
    return new


def last_marks(connection: sa.Connection, assignment: str, students: Sequence[str]) -> dict[str, tuple[Mark, ...]]:
    """Return the marks that count, by student; of parts that the assignment still has."""
    parts = {part.name: part for part in manual_parts(connection, assignment)}
    if not parts:
        return {}
    mark = tables.mark
    mine = sa.and_(mark.c.assignment == assignment, mark.c.student.in_([storable(one) for one in students]))
    found: dict[tuple[str, str], Any] = {}
    for row in connection.execute(sa.select(mark).where(mine).order_by(mark.c.number)):
        found[row.student, row.part] = row
    by_student: dict[str, tuple[Mark, ...]] = {}
    for student in dict.fromkeys(name for name, _ in found):
        own = (found[student, name] for name in parts if (student, name) in found)
        by_student[student] = tuple(_mark(row, parts[row.part]) for row in own)
    return by_student


def _mark(row: Any, part: ManualPart) -> Mark:
    return Mark(
        student=row.student,
        part=row.part,
        points=Fraction(row.points),
        possible=part.points,
        comment=row.comment,
        who=row.who,
        at=row.at,
        about=part.about,
    )


def mark_rows(connection: sa.Connection, conditions: Mapping[str, str]) -> list[Any]:
    """Return every mark that was ever given, in order, where columns have these values."""
    mark = tables.mark
    wanted = [mark.c[name] == value for name, value in conditions.items()]
    return list(connection.execute(sa.select(mark).where(*wanted).order_by(mark.c.number)))


# ---------------------------------------------------------------------------------------- requests


def add_requests(connection: sa.Connection, requests: Sequence[Request], now: datetime) -> int:
    """Keep requests; return how many were not known before."""
    before = connection.scalar(sa.select(sa.func.count()).select_from(tables.request)) or 0
    rows = [
        {
            "id": one.id,
            "assignment": one.assignment,
            "student": storable(one.student),
            "exercise": storable(one.exercise),
            "text": storable(one.text),
            "at": moment(now),
        }
        for one in requests
    ]
    add(connection, tables.request, rows, ["id"])
    return (connection.scalar(sa.select(sa.func.count()).select_from(tables.request)) or 0) - before


def all_requests(connection: sa.Connection) -> list[Request]:
    """Return all requests in the order they came, each with its last answer."""
    answers = {
        row.request: row for row in connection.execute(sa.select(tables.answer).order_by(tables.answer.c.number))
    }
    rows = connection.execute(sa.select(tables.request).order_by(tables.request.c.number))
    return [_request(row, answers.get(row.number)) for row in rows]


def requests_of(
    connection: sa.Connection, assignments: Sequence[str], students: Sequence[str]
) -> dict[tuple[str, str], tuple[Request, ...]]:
    """Return the requests of students, by assignment and student."""
    table, answer = tables.request, tables.answer
    condition = sa.and_(table.c.assignment.in_(assignments), table.c.student.in_(students))
    rows = connection.execute(sa.select(table).where(condition).order_by(table.c.number)).all()
    numbers = [row.number for row in rows]
    given = sa.select(answer).where(answer.c.request.in_(numbers)).order_by(answer.c.number)
    last = {row.request: row for row in connection.execute(given)} if rows else {}
    found: dict[tuple[str, str], tuple[Request, ...]] = {}
    for row in rows:
        key = row.assignment, row.student
        found[key] = (*found.get(key, ()), _request(row, last.get(row.number)))
    return found


def set_contact(connection: sa.Connection, contact: str) -> None:
    """Keep whom students ask about their grades."""
    upsert(connection, tables.about, [{"key": CONTACT, "value": storable(contact)}], ["key"])


def set_language(connection: sa.Connection, language: str) -> None:
    """Keep the language that the course's students read."""
    upsert(connection, tables.about, [{"key": LANGUAGE, "value": storable(language)}], ["key"])


def set_course(connection: sa.Connection, name: str) -> str:
    """Keep whose gradebook this is, where nobody is named yet; return the course that it belongs to."""
    add(connection, tables.about, [{"key": COURSE, "value": storable(name)}], ["key"])
    return course(connection)


def course(connection: sa.Connection) -> str:
    """Return whose gradebook this is; "" where no course is named."""
    return _about(connection, COURSE)


def set_place(connection: sa.Connection, place: str) -> None:
    """Keep where the settings of a course without a name lie."""
    upsert(connection, tables.about, [{"key": PLACE, "value": storable(place)}], ["key"])


def place(connection: sa.Connection) -> str:
    """Return where the settings of the course without a name lie that was here last; "" for none."""
    return _about(connection, PLACE)


def contact(connection: sa.Connection) -> str:
    """Return whom students ask about their grades; "" where nobody is named."""
    return _about(connection, CONTACT)


def language(connection: sa.Connection) -> str:
    """Return the language that the course's students read; "" where no course has said it."""
    return _about(connection, LANGUAGE)


def _about(connection: sa.Connection, key: str) -> str:
    about = tables.about.c
    return connection.scalar(sa.select(about.value).where(about.key == key)) or ""


def _request(row: Any, answer: Any) -> Request:
    return Request(
        number=row.number,
        id=row.id,
        student=row.student,
        assignment=row.assignment,
        exercise=row.exercise,
        text=row.text,
        at=row.at,
        is_granted=None if answer is None else answer.is_granted,
        reason="" if answer is None else answer.reason,
        answered_by="" if answer is None else answer.who,
        answered_at="" if answer is None else answer.at,
    )


def add_answer(connection: sa.Connection, request: int, is_granted: bool, reason: str, who: str, now: datetime) -> None:
    """Keep an answer to a request that is there; the same one twice is one."""
    table = tables.answer
    if connection.scalar(sa.select(tables.request.c.id).where(tables.request.c.number == request)) is None:
        return  # who asked was forgotten
    last = connection.execute(
        sa.select(table).where(table.c.request == request).order_by(table.c.number.desc()).limit(1)
    ).first()
    if last is not None and (last.is_granted, last.reason, last.who) == (is_granted, storable(reason), storable(who)):
        return
    row = {
        "request": request,
        "is_granted": is_granted,
        "reason": storable(reason),
        "who": storable(who),
        "at": moment(now),
    }
    connection.execute(table.insert(), [row])
