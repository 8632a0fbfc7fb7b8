"""``grader report``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import (
    assignment_filter,
    gradebook_argument,
    language_option,
    rows_by_assignment,
    words_for_students,
)
from grader.cli.kinds import NewFolder
from grader.cli.screen import say
from grader.languages import ENGLISH, Say, as_it_is

if TYPE_CHECKING:
    from grader.gradebook.insights import Insights


@click.command(name="report")
@gradebook_argument
@click.option("--out", required=True, metavar="DIR", type=NewFolder(), help="Where pages go.")
@assignment_filter
@language_option
def command(gradebook: str, out: Path, name: str | None, lang: str | None) -> None:
    """Write HTML pages from a gradebook: one for each student, one for the class.

    A student's page holds nothing of other students and can be handed out as it is; the class page is yours.
    """
    from grader.files import write_file
    from grader.report.escape import file_names
    from grader.report.pages import course_page

    by_assignment = rows_by_assignment(gradebook, name, with_reports=False)
    folders = file_names(by_assignment)
    written = []
    language, spoken = words_for_students(lang, gradebook, by_assignment)
    for assignment, rows in by_assignment.items():
        folder = out / folders[assignment]
        insights = write_pages(gradebook, assignment, [row.student.id for row in rows], folder, spoken, language)
        written.append((folders[assignment], insights))
        say(f"{assignment}: pages of {len(rows)} students, and the class page {folder / 'index.html'}")
    write_file(out / "index.html", course_page(written, spoken, language).encode(), is_private=True)


def write_pages(
    gradebook: str,
    assignment: str,
    students: Sequence[str],
    folder: Path,
    spoken: Say = as_it_is,
    language: str = ENGLISH,
) -> "Insights":
    """Write the pages of one assignment below a folder: index.html is the class's, students/ are theirs.

    Few reports are in memory at a time; what the class page needs of them is kept.
    """
    from grader.files import write_file
    from grader.gradebook import Gradebook
    from grader.gradebook.insights import analyse, outline
    from grader.lecture.frame import framed_in_report
    from grader.report.escape import file_names
    from grader.report.pages import class_page, student_page

    files = {student: f"students/{name}.html" for student, name in file_names(students).items()}
    rows = []
    with Gradebook.open(gradebook) as book:
        for row in book.each_grade_row(assignment):
            if row.student.id in files:  # a run may be adding others
                page = student_page(row, spoken, language, framed_in_report)
                write_file(folder / files[row.student.id], page.encode(), True)
                rows.append(outline(row))
    rows.sort(key=lambda row: row.student.id)  # a database has an order of its own
    analysis = analyse(rows)
    write_file(folder / "index.html", class_page(rows, analysis, files, spoken, language).encode(), is_private=True)
    return analysis
