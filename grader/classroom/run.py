"""Grade a class: every submission gets a report, and every student of the roster a grade or a reason.

In: a class as it was handed in, a gradebook, and somebody who performs work: this process, a pool, or a cluster.
Out: reports in files, grades in the gradebook, and a summary.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol

from grader.classroom import summary
from grader.classroom.class_work import ClassWork
from grader.classroom.places import SUMMARY
from grader.classroom.session import Session
from grader.classroom.summary import Line, line_of
from grader.classroom.work import Bench, Done, Work
from grader.files import remove_file, write_file
from grader.report.document import decimal

WAITS = "waits for marks"  # the status of work that people have to grade before it has a grade
CHUNK = 200  # students whose grades are decided at once


class Performer(Protocol):
    """Whoever performs work."""

    def perform(self, works: Iterable[Work]) -> Iterator[Done | None]:
        """Yield work as it is done, in any order, and None now and then."""


@dataclass(frozen=True, eq=False)
class Alone:
    """This process, one submission after the other."""

    bench: Bench

    def perform(self, works: Iterable[Work]) -> Iterator[Done | None]:
        """Yield work as it is done."""
        return map(self.bench.perform, works)


def run(session: Session, performer: Performer, handed_in: ClassWork) -> list[tuple[str, Line]]:
    """Grade a class and write its summary, which comes last; that of an earlier run goes first.

    Where there is a summary, all reports are of its run.

    Returns
    -------
    list of (str, Line)
        A line per student, in the order of the class; then those of the roster of whom there is nothing.

    Raises
    ------
    OperatorError
        If a file or the gradebook cannot be written, or nothing can be graded. What was graded before stays.
    """
    assert session.out is not None  # a run writes files
    remove_file(session.out / SUMMARY)
    grade_entries(session, performer, handed_in)
    if not session.only:
        decide_other_grades(session, handed_in)
    return write_summary(session, handed_in)


def grade_entries(session: Session, performer: Performer, handed_in: ClassWork) -> None:
    """Grade what was handed in; what is done when it ends, in whatever way, is kept."""
    try:
        for done in performer.perform(session.works(handed_in.entries)):
            session.take(done)
    finally:
        session.flush()


def decide_other_grades(session: Session, handed_in: ClassWork) -> None:
    """Settle on the grades of everyone of whom there is nothing in this class: the deadline may be another now."""
    here = {student.id for student, _ in handed_in.entries}
    roster = [student.id for student in session.book.students(on_roster=True)]
    overridden = [one.student for one in session.settings.overrides if one.assignment == session.run.assignment]
    others = dict.fromkeys([*session.book.graded_students(session.run), *roster, *handed_in.reasons, *overridden])
    rest = [student for student in others if student not in here]
    for start in range(0, len(rest), CHUNK):
        chosen = session.decide_grades(rest[start : start + CHUNK], handed_in.reasons)
        counted = {student: one.report for student, one in chosen.items() if one is not None and student in set(roster)}
        reports = session.book.reports(list(counted.values()))
        session.lines.update((student, line_of(reports[report])) for student, report in counted.items())


def write_summary(session: Session, handed_in: ClassWork) -> list[tuple[str, Line]]:
    """Write summary.csv; return its lines."""
    assert session.out is not None
    lines = [(student, session.lines[student]) for student in _students(handed_in) if student in session.lines]
    if not session.only:
        lines += _missing(session, handed_in)
    lines = _with_grades(session, handed_in, lines)
    write_file(session.out / SUMMARY, summary.table(session.plan.assignment, lines), is_private=True)
    return lines


def _with_grades(session: Session, handed_in: ClassWork, lines: Sequence[tuple[str, Line]]) -> list[tuple[str, Line]]:
    """Return lines with the students' names, and what the course's policy made of their scores."""
    names = {student.id: student.name for student, _ in handed_in.entries}
    names |= {student.id: student.name for student in session.book.students(on_roster=True)}
    grades = {student: None if grade is None else decimal(grade) for student, grade in session.grades.items()}
    manual = sum((part.points for part in session.plan.assignment.manual), Fraction(0))

    def with_grade(student: str, line: Line) -> Line:
        possible = line.possible if line.status == "missing" else decimal(Fraction(str(line.possible)) + manual)
        waits = manual and line.status in ("passed", "failed") and grades.get(student, line.grade) is None
        return replace(
            line,
            grade=grades.get(student, line.grade),
            name=names.get(student, ""),
            possible=possible,
            status=WAITS if waits else line.status,
        )

    return [(student, with_grade(student, line)) for student, line in lines]


def _students(handed_in: ClassWork) -> list[str]:
    return list(dict.fromkeys(student.id for student, _ in handed_in.entries))


def _missing(session: Session, handed_in: ClassWork) -> Sequence[tuple[str, Line]]:
    """Return lines of students of whom there is nothing in this class: of the roster, or known by its layout."""
    here = set(_students(handed_in))
    possible = decimal(session.plan.assignment.points)
    roster = [student.id for student in session.book.students(on_roster=True)]
    rest = [student for student in dict.fromkeys([*roster, *handed_in.reasons]) if student not in here]

    def line(student: str) -> Line:
        reason = handed_in.reasons.get(student, "nothing was handed in")
        return session.lines.get(student) or Line(score=None, possible=possible, status="missing", notes=reason)

    return [(student, line(student)) for student in rest]
