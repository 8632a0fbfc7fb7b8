"""Rows into a gradebook. Every function does its work in the transaction it is given, and bears to do it twice."""

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from grader.gradebook import tables
from grader.gradebook.records import DecidedGrade, Part, Record, Run, Sighting, Written
from grader.model import Assignment, Student

STUDENT_FIELDS = ("name", "email", "login", "sis_id", "section", "github")


def storable(text: str) -> str:
    """Return a text that every database holds: without NUL, and without bytes that are no UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def moment(when: datetime) -> str:
    """Return a time as it is kept: in UTC, so that texts sort as times do."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")


def texts(several: Sequence[str]) -> str:
    """Return several texts as one."""
    return json.dumps([storable(text) for text in several], ensure_ascii=False)


def upsert(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]], key: Sequence[str]) -> None:
    """Insert rows; where a row of that key is there already, give it the new values."""
    if not rows:
        return
    insert = _insert(connection)(table)
    others = {name: insert.excluded[name] for name in rows[0] if name not in key}
    connection.execute(insert.on_conflict_do_update(index_elements=list(key), set_=others), rows)


def add(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]], key: Sequence[str]) -> None:
    """Insert rows; one that is there already stays as it is."""
    if rows:
        connection.execute(_insert(connection)(table).on_conflict_do_nothing(index_elements=list(key)), rows)


def _insert(connection: sa.Connection) -> Any:
    return postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert


# ----------------------------------------------------------------------------------- course


def enrol(connection: sa.Connection, roster: Sequence[Student]) -> None:
    """Make the roster what it is now; students who left keep their grades and are on it no longer."""
    connection.execute(sa.update(tables.student).values(on_roster=False))
    rows = [_student(student, True) for student in roster]
    upsert(connection, tables.student, rows, ["id"])


def _student(student: Student, on_roster: bool) -> dict[str, Any]:
    facts = {name: storable(getattr(student, name)) for name in STUDENT_FIELDS}
    return {"id": storable(student.id), **facts, "on_roster": on_roster}


def begin(connection: sa.Connection, run: Run, assignment: Assignment) -> int:
    """Write down a run before its first result; return its number."""
    row = {
        "id": assignment.id,
        "title": assignment.title,
        "digest": assignment.digest,
        "seed_digest": run.seed_digest,
        "possible": str(assignment.points),
        "manual": json.dumps(
            [[part.exercise, part.id, str(part.points), part.about] for part in assignment.manual], ensure_ascii=False
        ),
    }
    upsert(connection, tables.assignment, [row], ["id"])
    facts = {
        name: storable(getattr(run, name))
        for name in ("id", "assignment", "assignment_digest", "seed_digest", "who", "why", "version")
    }
    add(connection, tables.run, [{**facts, "started": moment(run.started)}], ["id"])
    number = connection.scalar(sa.select(tables.run.c.number).where(tables.run.c.id == run.id))
    assert number is not None
    return int(number)


# ---------------------------------------------------------------------------------- results


def record(connection: sa.Connection, run: Run, records: Sequence[Record], now: datetime) -> None:
    """Keep submissions that were found, and the reports of those that were graded."""
    students = {record.sighting.student for record in records}
    add(connection, tables.student, [_student(Student(id=key), False) for key in sorted(students)], ["id"])
    attempts = {_attempt_key(record.sighting): _attempt(run, record.sighting) for record in records}
    upsert(connection, tables.attempt, list(attempts.values()), _ATTEMPT)
    graded = [record for record in records if record.facts is not None]
    new = [(record, part) for record in graded for part in record.parts if not part.id]
    definitions = {part.packed.definition_digest: part.packed.definition for _, part in new}
    add(connection, tables.definition, [{"digest": d, "data": data} for d, data in definitions.items()], ["digest"])
    add(connection, tables.result, [_result(run, record, part, now) for record, part in new], ["id"])
    add(connection, tables.report, [_report(run, record, now) for record in graded], ["id"])


def record_written(connection: sa.Connection, several: Sequence[Written]) -> None:
    """Keep what reports' files hold now."""
    upsert(connection, tables.written, [dataclasses.asdict(one) for one in several], ["report"])


_ATTEMPT = ("assignment", "student", "submission_digest", "submitted")


def _attempt_key(sighting: Sighting) -> tuple[str, str, datetime | None]:
    return sighting.student, sighting.digest, sighting.submitted


def _attempt(run: Run, sighting: Sighting) -> dict[str, Any]:
    return {
        "assignment": run.assignment,
        "student": storable(sighting.student),
        "submission_digest": sighting.digest,
        "submitted": moment(sighting.submitted) if sighting.submitted else "",
        "name": storable(sighting.name),
        "is_late": sighting.is_late,
        "notes": texts(sighting.notes),
        "last_run": run.number,
        "place": sighting.place,
    }


def result_id(run: Run, record: Record, part: Part) -> str:
    """Return a result's id: the same in every try to keep it."""
    if part.id:
        return part.id
    sighting = record.sighting
    named = (run.id, sighting.student, sighting.digest, part.exercise, part.exercise_digest)
    return hashlib.sha256("\0".join(map(storable, named)).encode()).hexdigest()[:32]


def report_id(run: Run, record: Record) -> str:
    """Return a report's id: the same in every try to keep it."""
    named = (run.id, storable(record.sighting.student), record.sighting.digest)
    return hashlib.sha256("\0".join(named).encode()).hexdigest()[:32]


def _result(run: Run, record: Record, part: Part, now: datetime) -> dict[str, Any]:
    return {
        "id": result_id(run, record, part),
        "assignment": run.assignment,
        "student": storable(record.sighting.student),
        "submission_digest": record.sighting.digest,
        "exercise": part.exercise,
        "exercise_digest": part.exercise_digest,
        "seed_digest": run.seed_digest,
        "run": run.id,
        "graded": moment(now),
        "level": part.level,
        "status": part.status,
        "is_broken": part.is_broken,
        "score": str(part.score),
        "possible": str(part.possible),
        "seconds": part.seconds,
        "notes": texts(part.notes),
        "definition": part.packed.definition_digest,
        "data": part.packed.results,
    }


def _report(run: Run, record: Record, now: datetime) -> dict[str, Any]:
    facts = record.facts
    assert facts is not None
    return {
        "id": report_id(run, record),
        "assignment": run.assignment,
        "student": storable(record.sighting.student),
        "submission_digest": record.sighting.digest,
        "assignment_digest": facts.assignment_digest,
        "seed_digest": facts.seed_digest,
        "run": run.id,
        "graded": moment(now),
        "cause": storable(record.cause),
        "name": storable(facts.name),
        "dialect": facts.dialect,
        "level": facts.level,
        "problem": storable(record.problem),
        "is_broken": any(part.is_broken for part in record.parts),
        "score": str(sum((part.score for part in record.parts), Fraction(0))),
        "possible": str(sum((part.possible for part in record.parts), Fraction(0))),
        "seconds": record.seconds,
        "head": texts(facts.head),
        "notes": texts(facts.notes),
        "results": texts([result_id(run, record, part) for part in record.parts]),
    }


# ----------------------------------------------------------------------------------- grades

_GRADE = ("status", "reason", "submission", "submitted", "late_days", "possible", "is_overridden", "report")


def record_grades(
    connection: sa.Connection, run: Run, assignment: str, settled: Sequence[DecidedGrade], now: datetime
) -> list[str]:
    """Keep grades that are not what they were; return whose."""
    wanted = {storable(decided.student): _grade(run, assignment, decided, now) for decided in settled}
    grade = tables.grade
    of_them = sa.and_(grade.c.assignment == assignment, grade.c.student.in_(list(wanted)))
    last = sa.select(sa.func.max(grade.c.number)).where(of_them).group_by(grade.c.student)
    before = {row.student: row for row in connection.execute(sa.select(grade).where(grade.c.number.in_(last)))}
    compared = (*_GRADE, "score", "grade")
    changed = [
        row
        for student, row in wanted.items()
        if student not in before or any(row[name] != getattr(before[student], name) for name in compared)
    ]
    if changed:
        rows = [_student(Student(id=row["student"]), False) for row in changed]
        add(connection, tables.student, rows, ["id"])  # an override may be of somebody who is not known yet
        connection.execute(grade.insert(), changed)
    return [row["student"] for row in changed]


def _grade(run: Run, assignment: str, settled: DecidedGrade, now: datetime) -> dict[str, Any]:
    facts = {name: getattr(settled, name) for name in _GRADE}
    return {
        **facts,
        "reason": storable(settled.reason),
        "submission": storable(settled.submission),
        "possible": str(settled.possible),
        "score": None if settled.score is None else str(settled.score),
        "grade": None if settled.grade is None else str(settled.grade),
        "assignment": assignment,
        "student": storable(settled.student),
        "run": run.id,
        "settled": moment(now),
    }
