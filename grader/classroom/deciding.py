"""Grades of a course, decided: what a student's attempts are worth by the course's policy, and written down.

In: a gradebook, the course's settings.  Out: who has which grade, and which attempt counts. Free days are one budget
over the whole course, so where there is one, all of a student's assignments are decided together, in the order of their
deadlines: a day that an earlier assignment needs is gone for a later one, whichever of them is graded first.
"""

from collections.abc import Collection, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from grader.classroom import policy
from grader.classroom.settings import Settings
from grader.gradebook import Attempt, DecidedGrade, Gradebook, Run
from grader.gradebook.writing import storable
from grader.model import ManualPart, Mark

NOTHING = "nothing was handed in"


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A student's grade of the run's assignment, and the attempt that counts."""

    verdict: policy.Verdict
    attempt: Attempt | None
    marks: Sequence[Mark] = ()
    manual: Fraction = Fraction(0)  # the points of all manual parts


@dataclass(frozen=True, kw_only=True)
class Manual:
    """What people have to grade of an assignment, and what they gave a student."""

    parts: Sequence[ManualPart] = ()
    marks: Sequence[Mark] = ()

    @property
    def points(self) -> Fraction:
        """What was given."""
        return sum((mark.points for mark in self.marks), Fraction(0))

    @property
    def possible(self) -> Fraction:
        """What could be given."""
        return sum((part.points for part in self.parts), Fraction(0))

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The parts that nobody graded yet."""
        given = {mark.part for mark in self.marks}
        return tuple(part.name for part in self.parts if part.name not in given)


def decide(
    book: Gradebook,
    run: Run,
    settings: Settings,
    possible: Fraction,
    students: Collection[str],
    reasons: Mapping[str, str],
    changed: MutableMapping[str, set[str]] | None = None,
) -> dict[str, Decided]:
    """Decide grades of a run's assignment, and keep those that are not what they were.

    Parameters
    ----------
    book : Gradebook
        Open to write.
    run : Run
    settings : Settings
    possible : Fraction
        The points of the assignment, for those who handed in nothing.
    students : collection of str
    reasons : mapping of str to str
        Why there is nothing of a student.
    changed : mapping of str to set of str, optional
        Gets the students whose grade of another assignment is another one now, by assignment.
    """
    names = _assignments(settings, run.assignment)
    attempts = {name: book.attempts(name, list(students)) for name in names}
    parts = {name: book.manual_parts(name) for name in names}
    marks = {name: book.marks(name, list(students)) for name in names}
    decided: dict[str, dict[str, Decided]] = {name: {} for name in names}
    for student in students:
        left = settings.late.free_days
        for name in names:
            own = attempts[name].get(student, ())
            if not own and name != run.assignment:
                continue
            given = marks[name].get(storable(student), ())
            manual = Manual(parts=parts[name], marks=given)
            verdict = _verdict(settings, student, name, own, manual, left, reasons.get(student, NOTHING))
            left -= verdict.spent
            attempt = None if verdict.chosen is None else own[verdict.chosen]
            decided[name][student] = Decided(verdict=verdict, attempt=attempt, marks=given, manual=manual.possible)
    for name, by_student in decided.items():
        rows = [_row(student, one, possible) for student, one in by_student.items()]
        others = book.record_grades(run, rows, assignment=name)
        if changed is not None and name != run.assignment and others:
            changed.setdefault(name, set()).update(others)
    return decided[run.assignment]


def _assignments(settings: Settings, current: str) -> list[str]:
    """Return the assignments to decide together: the current one, and with free days all with deadlines."""
    if not settings.late.free_days:
        return [current]
    ordered = sorted(settings.deadlines, key=lambda name: (settings.deadlines[name], name))
    return ordered if current in ordered else [*ordered, current]


def _verdict(
    settings: Settings,
    student: str,
    assignment: str,
    own: Sequence[Attempt],
    manual: "Manual",
    left: int,
    missing: str,
) -> policy.Verdict:
    return policy.decide_grade(
        [_handed(attempt, manual) for attempt in own],
        attempts=settings.attempts,
        due=settings.deadlines.get(assignment),
        late=settings.late,
        override=settings.override(student, assignment),
        extension=settings.extension(student, assignment),
        free_days_left=left,
        waits_for=manual.waits_for,
        missing=missing,
    )


def _handed(attempt: Attempt, manual: "Manual") -> policy.Candidate:
    return policy.Candidate(
        score=attempt.score + manual.points,
        possible=attempt.possible + manual.possible,
        submitted=attempt.submitted,
        is_late=attempt.is_late,
        is_broken=attempt.is_broken,
        problem=attempt.problem,
        found=attempt.found,
    )


def _row(student: str, decided: Decided, possible: Fraction) -> DecidedGrade:
    verdict, attempt = decided.verdict, decided.attempt
    notes = () if attempt is None else attempt.notes
    row = DecidedGrade(
        student=student,
        status=verdict.status,
        reason="; ".join(filter(None, [verdict.reason, *notes])),
        possible=possible,
        late_days=verdict.late_days,
        score=verdict.score,
        grade=verdict.grade,
        is_overridden=verdict.is_overridden,
    )
    if attempt is None:
        return row
    submitted = attempt.submitted.isoformat() if attempt.submitted else ""
    return replace(
        row,
        possible=attempt.possible + decided.manual,
        submission=attempt.name,
        submitted=submitted,
        report=attempt.report,
    )
