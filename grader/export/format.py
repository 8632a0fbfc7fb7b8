"""What an export is: a pure function from grade rows to files, registered under a name with a one-line promise.

In: grade rows, and what the operator chose.  Out: whole files by name, and what the operator has to know.
Writing them is done in one place (`grader.export.written`), so a format can be tested without a disk.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from grader.model import CriterionReport, ExerciseReport, GradeRow, Report, Result, Student
from grader.report.document import decimal
from grader.report.escape import file_names
from grader.report.outline import Block, outline

ALL = ""  # the name of the only file of an export that is one file


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the operator chose."""

    into: bytes | None = None  # the other system's own file, to be filled
    column: str | None = None  # which column of it
    scale: bool = False  # whether grades are stretched to the column's own points
    source: str = ""  # where one submission lies, as its repository names it


@dataclass(frozen=True, kw_only=True)
class Exported:
    """Files by name below a folder, or one under ``ALL``; and notes for the operator."""

    files: Mapping[str, bytes]
    notes: tuple[str, ...] = field(default=())


Export = Callable[[Sequence[GradeRow], Options], Exported]  # a complete file or folder for another system
Single = Callable[[GradeRow, Options], Mapping[str, bytes]]  # the same of one submission, which has a report


@dataclass(frozen=True, kw_only=True)
class Format:
    """An export by name; `single` where it makes sense for one submission too."""

    name: str
    promise: str
    export: Export
    single: Single | None = None
    fills: bool = False  # whether it takes the other system's own file


def each(single: Single, lost: Callable[[GradeRow], str] | None = None) -> Export:
    """Return the export of a class that is one folder, or file, for each submission.

    What the format cannot hold of a row, `lost` says, a sentence or nothing.
    """

    def exported(rows: Sequence[GradeRow], options: Options) -> Exported:
        folders = file_names(row.student.id for row in rows)
        files = {}
        for row in rows:
            if row.report is not None:
                for name, data in single(row, options).items():
                    files[f"{folders[row.student.id]}/{name}"] = data
        said = [lost(row) for row in rows if row.report is not None] if lost is not None else []
        return Exported(files=files, notes=(*without_report(rows), *filter(None, said)))

    return exported


def score_alone(row: GradeRow) -> str:
    """Return what is to be said of a row in a format that holds scores, and no grades; "" where both are the same."""
    if row.report is None or row.grade is None:
        return ""
    written, grade = decimal(row.report.score), decimal(row.grade)
    if written == grade:
        return ""
    return f"{row.student.id}: this format holds scores, so {written:g} is written, and not the grade {grade:g}"


def above_all(row: GradeRow) -> str:
    """Return what is to be said of a row in a format that holds no more than all points."""
    if row.grade is None or row.grade <= row.possible:
        return ""
    grade, possible = decimal(row.grade), decimal(row.possible)
    return f"{row.student.id}: this format holds no more than all points, so the grade {grade:g} counts as {possible:g}"


def without_report(rows: Sequence[GradeRow]) -> tuple[str, ...]:
    """Return a note for each student of whom there is nothing to export."""
    return tuple(f"{row.student.id}: nothing written, {why_not(row)}" for row in rows if row.report is None)


def without_grade(rows: Sequence[GradeRow]) -> tuple[str, ...]:
    """Return a note for each student who has no grade."""
    return tuple(f"{row.student.id}: no grade, {why_not(row)}" for row in rows if row.grade is None)


def why_not(row: GradeRow) -> str:
    """Return why there is no grade or report, in words."""
    return row.reason or row.status


def row_of(report: Report) -> GradeRow:
    """Return the row of one submission that belongs to no gradebook."""
    score = None if report.has_broken else report.score
    return GradeRow(
        student=Student(id=report.submission),
        assignment=report.assignment,
        status="broken" if report.has_broken else "graded",
        submission=report.submission,
        possible=report.possible,
        score=score,
        grade=score,
        report=report,
    )


def total_of(row: GradeRow, report: Report) -> Fraction:
    """Return the points to hand over: the grade, or where there is none the score so far."""
    return row.grade if row.grade is not None else report.score


def report_in(row: GradeRow) -> Report:
    """Return the report of a row that has one."""
    assert row.report is not None
    return row.report


# ----------------------------------------------------------------------- points of one case


@dataclass(frozen=True, kw_only=True)
class CasePoints:
    """A case under a criterion as a test of its own: a stable name, and what it is worth."""

    name: str  # exercise/criterion/case
    exercise: ExerciseReport
    criterion: CriterionReport
    result: Result
    points: Fraction
    earned: Fraction
    blocks: tuple[Block, ...]  # what there is to say about it


def cases_of(report: Report) -> list[CasePoints]:
    """Return every case of a report with its points: those of all cases add up to the score exactly.

    A broken case is worth nothing where others count; where none does, all of them are given.
    """
    cases = []
    for view in outline(report).exercises:
        exercise = view.report
        for part in view.criteria:
            criterion = part.report
            counted = [result for result in criterion.results if result.status != "broken"]
            each_worth = criterion.criterion.points / max(len(counted or criterion.results), 1)
            for result in criterion.results:
                worth = each_worth if result.status != "broken" or not counted else Fraction(0)
                earned = worth if result.status in ("passed", "broken") else Fraction(0)
                name = f"{exercise.exercise.id}/{criterion.criterion.id}/{result.case}"
                cases.append(
                    CasePoints(
                        name=name,
                        exercise=exercise,
                        criterion=criterion,
                        result=result,
                        points=worth,
                        earned=earned,
                        blocks=view.blocks_of_case(part, result),
                    )
                )
    return cases
