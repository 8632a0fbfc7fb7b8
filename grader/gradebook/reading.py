"""Rows out of a gradebook. Every function reads in the transaction it is given."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from grader.gradebook import tables
from grader.gradebook.codec import Packed, unpack
from grader.gradebook.people import contact, last_marks, requests_of
from grader.gradebook.records import Attempt, Event, Facts, Known, Part, Written
from grader.gradebook.writing import STUDENT_FIELDS, storable
from grader.model import GradeRow, Mark, Report, Request, Student

Row = Any  # of SQLAlchemy


def fraction(text: str | None) -> Fraction | None:
    """Return a fraction that was kept as text."""
    return None if text is None else Fraction(text)


def when(text: str) -> datetime | None:
    """Return a time that was kept as text."""
    return datetime.fromisoformat(text) if text else None


def _last(table: sa.Table, condition: sa.ColumnElement[bool], *group: sa.Column[Any]) -> sa.Select[Any]:
    """Select the last row of every group."""
    numbers = sa.select(sa.func.max(table.c.number)).where(condition).group_by(*group)
    return sa.select(table).where(table.c.number.in_(numbers))


# ------------------------------------------------------------------------- what is known already


def known(
    connection: sa.Connection, assignment: str, seed_digest: str, submissions: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Known]:
    """Return what there is of submissions, by student and digest.

    Parts are by exercise *digest*: an exercise that was another once has one of that time too.
    """
    students = sorted({storable(student) for student, _ in submissions})
    report, result = tables.report, tables.result
    mine = sa.and_(report.c.assignment == assignment, report.c.student.in_(students))
    facts = {
        (row.student, row.submission_digest): _facts(row)
        for row in connection.execute(_last(report, mine, report.c.student, report.c.submission_digest))
    }
    parts: dict[tuple[str, str], dict[str, Part]] = defaultdict(dict)
    wanted = sa.and_(
        result.c.assignment == assignment,
        result.c.student.in_(students),
        result.c.seed_digest == seed_digest,
    )
    for row in connection.execute(_parts(wanted).order_by(result.c.number)):
        parts[row.student, row.submission_digest][row.exercise_digest] = _part(row)
    known = {}
    for student, digest in submissions:
        key = storable(student), digest
        known[student, digest] = Known(facts=facts.get(key), parts=parts.get(key, {}))
    return known


def unchanged(
    connection: sa.Connection, assignment: str, basis: str, submissions: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Facts]:
    """Return the facts of submissions, by student and digest, whose last report's files were written on this basis."""
    report, written = tables.report, tables.written
    students = sorted({storable(student) for student, _ in submissions})
    mine = sa.and_(report.c.assignment == assignment, report.c.student.in_(students))
    last = _last(report, mine, report.c.student, report.c.submission_digest).subquery()
    query = sa.select(last).join(written, written.c.report == last.c.id).where(written.c.basis == basis)
    found = {(row.student, row.submission_digest): _facts(row) for row in connection.execute(query)}
    keys = ((student, digest) for student, digest in submissions if (storable(student), digest) in found)
    return {(student, digest): found[storable(student), digest] for student, digest in keys}


def written(connection: sa.Connection, reports: Sequence[str]) -> dict[str, Written]:
    """Return what reports' files held when they were last written, by the report's id."""
    table = tables.written
    query = sa.select(table).where(table.c.report.in_(list(reports)))
    return {
        row.report: Written(report=row.report, basis=row.basis, json=row.json, text=row.text, line=bytes(row.line))
        for row in connection.execute(query)
    }


def _parts(condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    result, definition = tables.result, tables.definition
    joined = result.join(definition, result.c.definition == definition.c.digest)
    return sa.select(result, definition.c.data.label("definition_data")).select_from(joined).where(condition)


def _facts(row: Row) -> Facts:
    return Facts(
        name=row.name,
        dialect=row.dialect,
        level=row.level,
        head=tuple(json.loads(row.head)),
        notes=tuple(json.loads(row.notes)),
        assignment_digest=row.assignment_digest,
        seed_digest=row.seed_digest,
        parts=tuple(json.loads(row.results)),
    )


def _part(row: Row) -> Part:
    return Part(
        id=row.id,
        exercise=row.exercise,
        exercise_digest=row.exercise_digest,
        packed=Packed(definition=bytes(row.definition_data), results=bytes(row.data)),
        level=row.level,
        status=row.status,
        is_broken=row.is_broken,
        score=Fraction(row.score),
        possible=Fraction(row.possible),
        seconds=row.seconds,
        notes=tuple(json.loads(row.notes)),
    )


# ---------------------------------------------------------------------------------- attempts


def attempts(connection: sa.Connection, assignment: str, students: Sequence[str]) -> dict[str, list[Attempt]]:
    """Return what students handed in and was graded, each in the order it was found."""
    attempt, report = tables.attempt, tables.report
    of_them = [storable(student) for student in students]
    mine = sa.and_(report.c.assignment == assignment, report.c.student.in_(of_them))
    reports = {
        (row.student, row.submission_digest): row
        for row in connection.execute(_last(report, mine, report.c.student, report.c.submission_digest))
    }
    by_student: dict[str, list[Attempt]] = defaultdict(list)
    theirs = sa.and_(attempt.c.assignment == assignment, attempt.c.student.in_(of_them))
    query = sa.select(attempt).where(theirs).order_by(attempt.c.last_run, attempt.c.place, attempt.c.number)
    for row in connection.execute(query):
        graded = reports.get((row.student, row.submission_digest))
        if graded is not None:
            by_student[row.student].append(_attempt(row, graded))
    return {student: by_student.get(storable(student), []) for student in students}


def _attempt(row: Row, graded: Row) -> Attempt:
    return Attempt(
        student=row.student,
        digest=row.submission_digest,
        name=row.name,
        submitted=when(row.submitted),
        is_late=row.is_late,
        notes=tuple(json.loads(row.notes)),
        found=(row.last_run, row.place),
        report=graded.id,
        problem=graded.problem,
        is_broken=graded.is_broken,
        score=Fraction(graded.score),
        possible=Fraction(graded.possible),
    )


def seed_digest(connection: sa.Connection, assignment: str) -> str | None:
    """Return the digest of the seed that an assignment was graded with last."""
    row = tables.assignment
    found: str | None = connection.scalar(sa.select(row.c.seed_digest).where(row.c.id == assignment))
    return found


def graded_students(connection: sa.Connection, assignment: str) -> list[str]:
    """Return everyone of whom something was graded."""
    report = tables.report
    query = sa.select(report.c.student).where(report.c.assignment == assignment).distinct().order_by(report.c.student)
    return list(connection.scalars(query))


# -------------------------------------------------------------------------------- grade rows


def students(connection: sa.Connection, on_roster: bool | None = None) -> list[Student]:
    """Return everyone who is known, by key; those on the roster, or those who are not, alone."""
    student = tables.student
    query = sa.select(student).order_by(student.c.id)
    if on_roster is not None:
        query = query.where(student.c.on_roster == on_roster)
    return [_student(row) for row in connection.execute(query)]


def _student(row: Row) -> Student:
    return Student(id=row.id, **{name: getattr(row, name) for name in STUDENT_FIELDS})


def grade_rows(
    connection: sa.Connection,
    assignment: str | None,
    after: tuple[str, str],
    count: int,
    with_reports: bool,
    of: str | None = None,
) -> list[GradeRow]:
    """Return the next rows, by assignment and student, after the last one seen; of one student where one is named."""
    grade, student = tables.grade, tables.student
    rest = sa.or_(grade.c.assignment > after[0], sa.and_(grade.c.assignment == after[0], grade.c.student > after[1]))
    condition = rest if assignment is None else sa.and_(rest, grade.c.assignment == assignment)
    condition = condition if of is None else sa.and_(condition, grade.c.student == storable(of))
    last = _last(grade, condition, grade.c.assignment, grade.c.student).subquery()
    names = [student.c[name].label(f"student_{name}") for name in STUDENT_FIELDS]
    joined = last.join(student, last.c.student == student.c.id)
    query = sa.select(last, *names).select_from(joined).order_by(last.c.assignment, last.c.student).limit(count)
    rows = connection.execute(query).all()
    wanted = [row.report for row in rows if row.report] if with_reports else []
    found = reports(connection, wanted)
    marks = _marks(connection, rows)
    asked = requests_of(connection, list({row.assignment for row in rows}), [row.student for row in rows])
    whom = contact(connection)

    def made(row: Row) -> GradeRow:
        key = row.assignment, row.student
        return _grade_row(row, found, marks.get(key, ()), asked.get(key, ()), whom)

    return [made(row) for row in rows]


def _marks(connection: sa.Connection, rows: Sequence[Row]) -> dict[tuple[str, str], tuple[Mark, ...]]:
    """Return what people gave, by assignment and student."""
    students: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        students[row.assignment].append(row.student)
    return {
        (assignment, student): marks
        for assignment, own in students.items()
        for student, marks in last_marks(connection, assignment, own).items()
    }


def _grade_row(
    row: Row,
    found: Mapping[str, tuple[Report, float]],
    marks: tuple[Mark, ...],
    requests: tuple[Request, ...],
    whom: str,
) -> GradeRow:
    report, seconds = found.get(row.report, (None, None))
    facts = {name: getattr(row, f"student_{name}") for name in STUDENT_FIELDS}
    return GradeRow(
        student=Student(id=row.student, **facts),
        assignment=row.assignment,
        status=row.status,
        reason=row.reason,
        submission=row.submission,
        submitted=row.submitted,
        late_days=row.late_days,
        score=fraction(row.score),
        possible=Fraction(row.possible),
        grade=fraction(row.grade),
        is_overridden=row.is_overridden,
        seconds=seconds,
        report=report,
        marks=marks,
        requests=requests,
        contact=whom,
    )


def reports(connection: sa.Connection, ids: Sequence[str]) -> dict[str, tuple[Report, float]]:
    """Return reports as they were made, and the seconds that took, by id."""
    rows = connection.execute(sa.select(tables.report).where(tables.report.c.id.in_(list(ids)))).all() if ids else []
    wanted = [part for row in rows for part in json.loads(row.results)]
    parts = {row.id: _part(row) for row in connection.execute(_parts(tables.result.c.id.in_(wanted)))} if wanted else {}
    return {row.id: (_report(row, parts), row.seconds) for row in rows}


def _report(row: Row, parts: Mapping[str, Part]) -> Report:
    return Report(
        assignment=row.assignment,
        assignment_digest=row.assignment_digest,
        seed_digest=row.seed_digest,
        submission=row.name,
        submission_digest=row.submission_digest,
        dialect=row.dialect,
        isolation=row.level,
        exercises=tuple(unpack(parts[part].packed) for part in json.loads(row.results)),
        notes=tuple(json.loads(row.notes)),
    )


# ----------------------------------------------------------------------------------- history


def history(connection: sa.Connection, student: str | None, assignment: str | None) -> Iterator[Event]:
    """Yield what happened, in order: reports that were made, and grades that changed."""
    report, grade, run, result = tables.report, tables.grade, tables.run, tables.result

    def only(table: sa.Table) -> list[sa.ColumnElement[bool]]:
        wanted = [(table.c.student, student and storable(student)), (table.c.assignment, assignment)]
        return [column == value for column, value in wanted if value is not None]

    graded: dict[str, list[str]] = defaultdict(list)
    fresh = sa.select(result.c.run, result.c.student, result.c.submission_digest, result.c.exercise)
    for row in connection.execute(fresh.where(*only(result)).order_by(result.c.number)):
        graded[f"{row.run}\0{row.student}\0{row.submission_digest}"].append(row.exercise)
    facts = (run.c.who, run.c.why, run.c.version)
    made = sa.select(report, *facts).join_from(report, run, report.c.run == run.c.id).where(*only(report))
    settled = sa.select(grade, *facts).join_from(grade, run, grade.c.run == run.c.id).where(*only(grade))
    events = [
        (row.graded, 0, row.number, _made(row, graded[f"{row.run}\0{row.student}\0{row.submission_digest}"]))
        for row in connection.execute(made)
    ]
    events += [(row.settled, 1, row.number, _settled(row)) for row in _changes(connection.execute(settled).all())]
    events += [(event.at.isoformat(), 2, number, event) for number, event in enumerate(_said(connection, only))]
    yield from (event for *_, event in sorted(events, key=lambda entry: entry[:3]))


def _said(connection: sa.Connection, only: Callable[[sa.Table], list[sa.ColumnElement[bool]]]) -> Iterator[Event]:
    """Yield what people gave, asked and answered."""
    mark, request, answer = tables.mark, tables.request, tables.answer
    for row in connection.execute(sa.select(mark).where(*only(mark)).order_by(mark.c.number)):
        part = {"exercises": (row.part,), "score": Fraction(row.points), "possible": Fraction(row.possible)}
        yield _event(row, "mark", row.at, row.comment, row.who, **part)
    for row in connection.execute(sa.select(request).where(*only(request)).order_by(request.c.number)):
        yield _event(row, "request", row.at, row.text, row.student, exercises=tuple(filter(None, [row.exercise])))
    joined = sa.select(answer, request.c.student, request.c.assignment, request.c.number.label("asked"))
    joined = joined.join_from(answer, request, answer.c.request == request.c.number).where(*only(request))
    for row in connection.execute(joined.order_by(answer.c.number)):
        what = "granted" if row.is_granted else "declined"
        yield _event(row, what, row.at, row.reason, row.who, submission=f"request {row.asked}")


def _event(row: Row, what: str, at: str, cause: str, who: str, **more: Any) -> Event:
    facts: dict[str, Any] = {"submission": "", "exercises": (), "score": None, "possible": Fraction(0), **more}
    return Event(
        at=datetime.fromisoformat(at),
        student=row.student,
        assignment=row.assignment,
        what=what,
        grade=None,
        cause=cause,
        who=who,
        why="",
        version="",
        level="",
        **facts,
    )


def _changes(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield grades that people would call another: a new report of the same grade changes none."""
    last: dict[tuple[str, str], tuple[object, ...]] = {}
    for row in sorted(rows, key=lambda row: row.number):
        facts = (row.status, row.reason, row.score, row.grade, row.is_overridden, row.late_days)
        if last.get((row.assignment, row.student)) != facts:
            last[row.assignment, row.student] = facts
            yield row


def _made(row: Row, exercises: Sequence[str]) -> Event:
    return Event(
        at=datetime.fromisoformat(row.graded),
        student=row.student,
        assignment=row.assignment,
        what="graded",
        submission=row.name,
        exercises=tuple(exercises),
        score=None if row.is_broken else Fraction(row.score),
        possible=Fraction(row.possible),
        grade=None,
        cause=row.cause,
        who=row.who,
        why=row.why,
        version=row.version,
        level=row.level,
    )


def _settled(row: Row) -> Event:
    return Event(
        at=datetime.fromisoformat(row.settled),
        student=row.student,
        assignment=row.assignment,
        what="grade",
        submission=row.submission,
        exercises=(),
        score=fraction(row.score),
        possible=Fraction(row.possible),
        grade=fraction(row.grade),
        cause=row.reason,
        who=row.who,
        why=row.why,
        version=row.version,
        level="",
    )
