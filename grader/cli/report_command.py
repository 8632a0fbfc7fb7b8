"""``grader report``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import assignment_filter, gradebook_argument, rows_by_assignment
from grader.model import GradeRow

if TYPE_CHECKING:
    from grader.insights import Insights


@click.command(name="report")
@gradebook_argument
@click.option(
    "--out", required=True, metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Where pages go."
)
@assignment_filter
def command(gradebook: str, out: Path, name: str | None) -> None:
    """Write HTML pages from a gradebook: one for each student, one for the class.

    A student's page holds nothing of other students and can be handed out as it is; the class page is yours.
    """
    from grader.files import write_file
    from grader.insights import analyse
    from grader.report.escape import file_names
    from grader.report.pages import course_page

    by_assignment = rows_by_assignment(gradebook, name)
    folders = file_names(by_assignment)
    found = {one: analyse(rows) for one, rows in by_assignment.items()}
    for one, rows in by_assignment.items():
        write_pages(rows, found[one], out / folders[one])
        click.echo(f"{one}: pages of {len(rows)} students, and the class page {out / folders[one] / 'index.html'}")
    write_file(out / "index.html", course_page([(folders[one], found[one]) for one in by_assignment]).encode())


def write_pages(rows: Sequence[GradeRow], found: "Insights", folder: Path) -> None:
    """Write the pages of one assignment below a folder: index.html is the class's, students/ are theirs."""
    from grader.files import write_file
    from grader.report.escape import file_names
    from grader.report.pages import class_page, student_page

    files = {student: f"students/{name}.html" for student, name in file_names(r.student.id for r in rows).items()}
    for row in rows:
        write_file(folder / files[row.student.id], student_page(row).encode())
    write_file(folder / "index.html", class_page(rows, found, files).encode())
