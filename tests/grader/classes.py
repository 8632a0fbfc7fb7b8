"""Classes of any size to make pages and exports of: real reports, handed to made-up students."""

import dataclasses
import random
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from grader.authoring import verify
from grader.authoring.assignment import load_assignment
from grader.authoring.wrong import WrongAnswer
from grader.gradebook import DecidedGrade, Gradebook, Sighting, record_of
from grader.grading.grade import Plan, grade
from grader.model import Evidence, GradeRow, Report, Student, Submission
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files, load_submission
from grader.topics.loading import assignments_folder

ROOT = Path(__file__).parent.parent.parent
FIRST = ("Ada", "Boris", "Chén", "Dana", "Émil", "Fátima", "Göran", "Hana", "Ivo", "Jun", "Kira", "Luís", "Mila", "Ňu")
LAST = ("Lovelace", "O'Neil", "Müller-Lüdenscheidt", "de la Cruz", "Wu", "Nguyễn", "Ivanova", "Smith", "Åkesson")


def graded_files(planned: Plan, sandbox: Sandbox) -> list[Report]:
    """Grade the example class and some of the assignment's own wrong answers."""
    submissions = [load_submission(file) for file in sorted((ROOT / "examples" / "class").iterdir())]
    submissions += [own_file(answer) for answer in verify.wrong_of(planned.assignment)[::3]]
    return [grade(submission, planned, sandbox) for submission in submissions]


def own_file(answer: WrongAnswer) -> Submission:
    """Return a wrong answer as its student hands it in, without what it lacks."""
    return from_files(answer.file, {answer.file: answer.source.encode()})


def row_of(report: Report, student: Student, **more: object) -> GradeRow:
    """Return the grade row of a report that no policy touched."""
    known: dict[str, object] = {"status": "graded", "score": report.score, "grade": report.score, "seconds": 0.05}
    return GradeRow(
        student=student,
        assignment=report.assignment,
        submission=report.submission,
        possible=report.possible,
        report=report,
        **{**known, **more},  # type: ignore[arg-type]
    )


def student_of(number: int, chance: random.Random) -> Student:
    first, last = chance.choice(FIRST), chance.choice(LAST)
    login = f"user{number:04d}"
    return Student(
        id=str(100000 + number),
        name=f"{last}, {first} {number}",
        email=f"{login}@example.edu",
        login=login,
        sis_id=f"S{number:05d}",
        section="ABC"[number % 3],
        github=f"gh-{login}",
    )


def class_of(count: int, reports: Sequence[Report], seed: int = 7) -> list[GradeRow]:
    """Return grade rows of `count` students: most graded, some late, missing, unreadable, or failed on by us."""
    chance = random.Random(seed)
    weights = [1 + 4 * (report.score == report.possible) for report in reports]
    rows = []
    for number in range(count):
        report = dataclasses.replace(chance.choices(reports, weights)[0], submission=f"conv_{number:04d}.py")
        student = student_of(number, chance)
        kind = chance.random()
        if kind < 0.03:
            why = "nothing was handed in"
            rows.append(
                GradeRow(
                    student=student,
                    assignment=report.assignment,
                    status="missing",
                    reason=why,
                    possible=report.possible,
                )
            )
        elif kind < 0.04:
            broken = broken_copy(report)
            why = "the grader itself failed; grade this one again"
            rows.append(row_of(broken, student, status="broken", reason=why, grade=None, score=None))
        elif kind < 0.1:
            late = chance.randint(1, 3)
            grade = report.score * Fraction(10 - late, 10)
            why = f"{late} day{'s' * (late > 1)} late: {late * 10} % off"
            rows.append(
                row_of(
                    report,
                    student,
                    late_days=late,
                    grade=grade,
                    reason=why,
                    submitted="2026-11-02T09:30:00+01:00",
                    seconds=chance.expovariate(12),
                )
            )
        else:
            rows.append(row_of(report, student, seconds=chance.expovariate(12), submitted="2026-10-30T17:05:11+01:00"))
    return rows


def broken_copy(report: Report) -> Report:
    """Return a report with one broken result."""
    exercise = report.exercises[0]
    criterion = exercise.criteria[0]
    evidence = Evidence(reason="grader-error", detail="ZeroDivisionError in check shape")
    result = dataclasses.replace(criterion.results[0], status="broken", evidence=evidence)
    criterion = dataclasses.replace(criterion, status="broken", results=(result, *criterion.results[1:]))
    exercise = dataclasses.replace(exercise, criteria=(criterion, *exercise.criteria[1:]))
    return dataclasses.replace(report, exercises=(exercise, *report.exercises[1:]))


def gradebook_of(rows: Sequence[GradeRow], place: Path) -> Path:
    """Make a gradebook that holds these rows, of one assignment."""
    assignment = load_assignment(assignments_folder() / rows[0].assignment)
    with Gradebook.open(place, write=True) as book:
        book.enrol([row.student for row in rows])
        run = book.begin(assignment, "5" * 16, "a test")
        records = []
        for row in rows:
            if row.report is not None:
                digest = f"{int(row.student.id):016x}"
                sighting = Sighting(student=row.student.id, digest=digest, name=row.submission)
                digests = {one.exercise.id: one.exercise.id for one in row.report.exercises}
                records.append(record_of(row.report, sighting, digests, row.seconds or 0.0))
        book.record(run, records)
        attempts = book.attempts(run.assignment, [row.student.id for row in rows])
        names = ("status", "reason", "possible", "submission", "submitted", "late_days", "score", "grade")
        book.record_grades(
            run,
            [
                DecidedGrade(
                    student=row.student.id,
                    report=attempts[row.student.id][-1].report if row.report is not None else None,
                    **{name: getattr(row, name) for name in names},
                )
                for row in rows
            ],
        )
    return place
