"""Everything that a gradebook has of single students: given out, or removed for good.

In: students by their keys.  Out: rows as they are kept. Every function works in the transaction it is given.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from grader.gradebook import tables
from grader.gradebook.writing import storable

OWN = (tables.attempt, tables.result, tables.grade, tables.mark)  # named by the student, and by nothing else
CHUNK = 500  # values in one statement


def everything_of(connection: sa.Connection, student: str) -> dict[str, list[dict[str, Any]]]:
    """Return a student's rows of every table; what is packed in bytes is in the reports."""
    found = {}
    for table, condition in _conditions([storable(student)]):
        columns = [one for one in table.columns if not isinstance(one.type, sa.LargeBinary)]
        rows = connection.execute(sa.select(*columns).where(condition)).mappings()
        found[table.name] = [dict(row) for row in rows]
    return found


def forget(connection: sa.Connection, students: Sequence[str]) -> int:
    """Remove every row of some students; return how many there were. SQLite overwrites what it lets go of."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    names = [storable(student) for student in students]
    count = 0
    for first in range(0, len(names), CHUNK):
        for table, condition in _conditions(names[first : first + CHUNK]):
            count += connection.execute(sa.delete(table).where(condition)).rowcount
    return count


def rename_staff(connection: sa.Connection, names: Sequence[str], instead: str) -> None:
    """Let another name stand where people gave marks, answers and grades under one of these."""
    known = [storable(name) for name in names if name]
    for table in (tables.mark, tables.answer):
        connection.execute(table.update().where(table.c.who.in_(known)).values(who=instead))
    for name in known:  # as `classroom.policy` writes it
        old, reason = f" by {name}: ", tables.grade.c.reason
        said = sa.func.replace(reason, old, f" by {instead}: ")
        connection.execute(tables.grade.update().where(reason.contains(old, autoescape=True)).values(reason=said))


def join(connection: sa.Connection, old: str, new: str) -> int:
    """Let every row of a student be of another id, which may have rows already; return how many there were.

    The last grade of an assignment counts. One without a report, as whoever has handed in nothing gets it, does not
    come after one with a report.
    """
    old, new = storable(old), storable(new)
    grade, attempt = tables.grade, tables.attempt
    last = {who: _last_grades(connection, who) for who in (old, new)}
    once = (attempt.c.assignment, attempt.c.submission_digest, attempt.c.submitted)
    there = {tuple(row) for row in connection.execute(sa.select(*once).where(attempt.c.student == new))}
    rows = connection.execute(sa.select(attempt.c.number, *once).where(attempt.c.student == old)).all()
    count = 0
    for first in [row.number for row in rows if tuple(row[1:]) in there]:  # it was handed in under both
        count += connection.execute(sa.delete(attempt).where(attempt.c.number == first)).rowcount
    for table in (tables.report, tables.request, *OWN):
        mine = sa.update(table).where(table.c.student == old).values(student=new)
        count += connection.execute(mine).rowcount
    for assignment, row in last[old].items():
        newer = last[new].get(assignment)
        if newer is not None and newer["report"] is None and row["report"] is not None:
            again = {name: value for name, value in row.items() if name != "number"}
            connection.execute(grade.insert(), [{**again, "student": new}])
    connection.execute(sa.delete(tables.student).where(tables.student.c.id == old))
    return count


def _last_grades(connection: sa.Connection, student: str) -> dict[str, dict[str, Any]]:
    """Return a student's rows that count, by assignment."""
    grade = tables.grade
    rows = connection.execute(sa.select(grade).where(grade.c.student == student).order_by(grade.c.number)).mappings()
    return {row["assignment"]: dict(row) for row in rows}


def _conditions(names: Sequence[str]) -> Iterator[tuple[sa.Table, sa.ColumnElement[bool]]]:
    """Yield each table with what its rows of these students have; what is found by another table's rows comes first."""
    report, request = tables.report, tables.request
    yield tables.written, tables.written.c.report.in_(sa.select(report.c.id).where(report.c.student.in_(names)))
    yield tables.answer, tables.answer.c.request.in_(sa.select(request.c.number).where(request.c.student.in_(names)))
    for table in (report, request, *OWN):
        yield table, table.c.student.in_(names)
    yield tables.student, tables.student.c.id.in_(names)
