"""``grader feedback``."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import (
    assignment_filter,
    gradebook_argument,
    language_option,
    rows_by_assignment,
    say_wrote,
    words_for_students,
)
from grader.cli.kinds import FILE, PLACE
from grader.cli.screen import say
from grader.errors import OperatorError
from grader.files import STDOUT
from grader.languages import ENGLISH, Say, as_it_is

if TYPE_CHECKING:
    from grader.model import GradeRow

MAIL = "mail.csv"


@click.command(name="feedback")
@gradebook_argument
@click.option(
    "--out",
    required=True,
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="The folder, or with --like the zip, to write.",
)
@assignment_filter
@click.option(
    "--like",
    metavar="PATH",
    type=PLACE,
    help="The class as Canvas or Moodle handed it out; pages are named so that it takes them back.",
)
@click.option("--groups", type=FILE, help="With --like: a CSV that says who is in which group.")
@click.option("--forms", is_flag=True, help="Put a form for a regrade request beside each page.")
@language_option
def command(
    gradebook: str, out: Path, name: str | None, like: Path | None, groups: Path | None, forms: bool, lang: str | None
) -> None:
    """Write each student's page for giving back: in folders, or as the archive that Canvas or Moodle takes.

    Without --like, each student has a folder with a page for each assignment, and mail.csv beside the folders has a
    line for each page: address, name, grade and file. Who gets nothing, and why, is said on standard error.
    """
    by_assignment = rows_by_assignment(gradebook, name)
    if forms and like is not None:
        raise click.UsageError("--forms is for folders; an archive for --like has one page for each student")
    if groups is not None and like is None:
        raise click.UsageError("--groups is for an archive: name it with --like")
    language, spoken = words_for_students(lang, gradebook, by_assignment)
    if like is None:
        if str(out) == STDOUT:
            raise click.UsageError("each student gets a folder, so - (standard output) is no place; --like makes a zip")
        written = write_folders(by_assignment, out, forms, spoken, language)
        say(f"wrote {written} pages and {MAIL} in {out}")
        return
    if len(by_assignment) != 1:
        raise OperatorError(f"an archive is of one assignment: choose with -a one of {', '.join(by_assignment)}")
    (rows,) = by_assignment.values()
    written, notes = write_archive(rows, like, out, groups, spoken, language)
    for note in notes:
        say(f"Note: {note}", err=True)
    say_wrote(f", with the pages of {written} students", out)


def write_folders(
    by_assignment: "Mapping[str, Sequence[GradeRow]]",
    out: Path,
    forms: bool = False,
    spoken: Say = as_it_is,
    language: str = ENGLISH,
) -> int:
    """Write ``STUDENT/ASSIGNMENT.html`` for everyone who has a report, and mail.csv; return how many pages."""
    from grader.classroom.requests import empty_form
    from grader.export.table import to_csv
    from grader.files import write_file
    from grader.lecture.frame import framed_in_report
    from grader.report.escape import csv_cell, file_names
    from grader.report.pages import points, student_page

    folders = file_names(row.student.id for rows in by_assignment.values() for row in rows)
    files = file_names(by_assignment)
    lines = [["email", "name", "student", "assignment", "grade", "possible", "file"]]
    for assignment, rows in by_assignment.items():
        for row in rows:
            if row.report is None:
                continue
            student, file = row.student, f"{folders[row.student.id]}/{files[assignment]}.html"
            write_file(out / file, student_page(row, spoken, language, framed_in_report).encode(), True)
            if forms:
                form = out / folders[student.id] / f"{files[assignment]}-request.toml"
                write_file(form, empty_form(student.id, assignment), is_private=True)
            cells = (student.email, student.name, student.id, assignment, points(row.grade), points(row.possible), file)
            lines.append([csv_cell(cell) for cell in cells])
    write_file(out / MAIL, to_csv(lines), is_private=True)
    return len(lines) - 1


def write_archive(
    rows: "Sequence[GradeRow]",
    like: Path,
    out: Path,
    groups: Path | None = None,
    spoken: Say = as_it_is,
    language: str = ENGLISH,
) -> tuple[int, Sequence[str]]:
    """Write the archive that the course's site takes; return how many students have a page in it, and notes."""
    from grader.classroom.feedback import name_feedback
    from grader.classroom.intake import take_in
    from grader.export.packages import to_zip
    from grader.files import scratch_folder, write_output
    from grader.lecture.frame import framed_in_report
    from grader.report.pages import student_page

    graded = [row for row in rows if row.report is not None]
    with scratch_folder() as work:
        feedback = name_feedback(take_in(like, work), [row.student for row in rows], groups)
    files = {
        name: student_page(row, spoken, language, framed_in_report).encode()
        for row in graded
        for name in feedback.names.get(row.student.id, ())
    }
    if not files:
        raise OperatorError(f"{like} has nothing of the students that the gradebook has a report of")
    write_output(out, to_zip(files), is_private=True)
    return sum(row.student.id in feedback.names for row in graded), feedback.notes
