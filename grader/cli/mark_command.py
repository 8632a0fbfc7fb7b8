"""``grader mark``."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import ASSIGNMENT_ID, assignments_option, find_assignment, language_option, say_wrote, words
from grader.cli.kinds import FILE
from grader.cli.listing import GRADED_STUDENT, PART
from grader.cli.screen import say
from grader.errors import OperatorError, say_unknown

if TYPE_CHECKING:
    from grader.classroom.marks import Marking
    from grader.gradebook import Gradebook
    from grader.model import Assignment, Mark

OUT = click.Path(dir_okay=False, path_type=Path)


@click.command(name="mark")
@click.argument("course", metavar="COURSE", type=FILE)
@click.argument("student", metavar="[STUDENT]", required=False, type=GRADED_STUDENT)
@click.argument("part", metavar="[PART]", required=False, type=PART)
@click.argument("points", metavar="[POINTS]", required=False)
@click.option("-a", "--assignment", "name", type=ASSIGNMENT_ID, required=True, help="The assignment's id.")
@click.option("--comment", metavar="TEXT", default="", help="What the student is to read beside the points.")
@click.option("--sheet", type=OUT, help="Write a CSV to fill in: a line for each student and part.")
@click.option("--page", type=OUT, help="Write the same as a page to print.")
@click.option("--from", "filled", type=FILE, help="Take the marks of a CSV that was filled in.")
@click.option("--who", metavar="NAME", default="", help="Who gives the marks, instead of your name on this machine.")
@language_option
@assignments_option
def command(
    course: Path,
    student: str | None,
    part: str | None,
    points: str | None,
    name: str,
    comment: str,
    sheet: Path | None,
    page: Path | None,
    filled: Path | None,
    who: str,
    lang: str | None,
    folder: Path | None,
) -> None:
    """Give points and comments for what people grade: COURSE is a course.toml, PART is written EXERCISE.PART.

    With --sheet or --page it writes what is to be filled in, with --from it takes a filled-in sheet. Without any of
    them and without STUDENT it says who waits for marks.
    """
    from grader.classroom.settings import load_settings
    from grader.gradebook import Gradebook
    from grader.gradebook.book import who as own_name

    settings = load_settings(course)
    assignment = find_assignment(name, folder)
    if not assignment.manual:
        raise OperatorError(f"people grade nothing of {name}: no exercise of it has manual parts")
    writes = bool(filled or student)
    with Gradebook.open(str(settings.gradebook), write=writes) as book:
        book.require_course(settings.name, file=course)
        marking = marking_of(book, assignment)
        if not marking.students:
            raise OperatorError(f"{settings.gradebook} has no work of {name} yet: `grader run` grades it first")
        write_sheets(assignment, marking, sheet, page, lang or settings.language)
        if not writes:
            say_waiting(marking)
            return
        by, at = who or own_name(), datetime.now(UTC).isoformat(timespec="microseconds")
        marks = (
            read_filled(filled, marking, by, at)
            if filled
            else [one_mark(marking, (student, part, points), comment, by, at)]
        )
        new = book.add_marks(name, marks)
        decide_anew(book, course, assignment, [mark.student for mark in new])
        rest = sum(len(marking.parts) - len(own) for own in _given(book, marking, name))
    say(f"{len(new)} marks kept, {len(marks) - len(new)} were there already; {rest} are still to be given.")


def marking_of(book: "Gradebook", assignment: "Assignment") -> "Marking":
    """Return what can be marked: the work of everyone who handed something in."""
    from grader.classroom.marks import Marking

    rows = [row for row in book.each_grade_row(assignment.id, with_reports=False) if row.status != "missing"]
    students = [row.student for row in rows]
    given = book.marks(assignment.id, [student.id for student in students])
    return Marking(parts=assignment.manual, students=students, given=given)


def write_sheets(
    assignment: "Assignment", marking: "Marking", sheet: Path | None, page: Path | None, lang: str
) -> None:
    """Write what people fill in: a CSV, whose columns are read again, and a page in a language."""
    from grader.classroom.marks import to_sheet
    from grader.files import write_output
    from grader.report.pages import marks_page

    if sheet:
        write_output(sheet, to_sheet(marking), is_private=True)
        say_wrote(": fill in points and comment, and give it back with --from", sheet)
    if page:
        language, spoken = words(lang, [assignment.folder], {})
        sheets = marks_page(assignment.id, marking.parts, marking.students, marking.mark, spoken, language)
        write_output(page, sheets.encode(), is_private=True)
        say_wrote("", page)


def say_waiting(marking: "Marking") -> None:
    """Say who waits for marks, and for which."""
    waiting = {
        student.id: [part.name for part in marking.parts if marking.mark(student.id, part.name) is None]
        for student in marking.students
    }
    for student, parts in waiting.items():
        if parts:
            say(f"{student}: {', '.join(parts)}")
    say(f"{sum(bool(parts) for parts in waiting.values())} of {len(waiting)} students wait for marks.")


def read_filled(filled: Path, marking: "Marking", who: str, at: str) -> "list[Mark]":
    """Return the marks of a sheet."""
    from grader.classroom.marks import from_sheet

    try:
        data = filled.read_bytes()
    except OSError as error:
        raise OperatorError(f"cannot read {filled}: {error.strerror}") from None
    return from_sheet(data, marking, who, at)


def one_mark(
    marking: "Marking", words: tuple[str | None, str | None, str | None], comment: str, who: str, at: str
) -> "Mark":
    """Return the mark that the command line gives."""
    from grader.classroom.marks import new_mark, points_of

    student, part, points = words
    if student is None or part is None or points is None:
        raise click.UsageError(
            "give a student, a part and points: grader mark COURSE -a ID STUDENT EXERCISE.PART POINTS"
        )
    parts = {one.name: one for one in marking.parts}
    if part not in parts:
        raise click.UsageError(say_unknown("nobody grades", part, parts))
    ids = [one.id for one in marking.students]
    if student not in ids:
        raise OperatorError(say_unknown("nothing is graded of the student", student, ids))
    return new_mark(student, parts[part], points_of(points, parts[part]), comment, who, at)


def decide_anew(book: "Gradebook", course: Path, assignment: "Assignment", students: list[str]) -> None:
    """Decide the grades of students who have new marks."""
    from dataclasses import replace

    from grader.classroom.deciding import decide
    from grader.classroom.extensions import for_students
    from grader.classroom.groups import Groups, groups_of
    from grader.classroom.roster import read
    from grader.classroom.settings import load_settings

    settings = load_settings(course)
    groups = groups_of(read(settings.roster), settings.groups) if settings.roster else Groups()
    settings = replace(settings, extensions=for_students(settings.extensions, groups))
    run = book.begin(assignment, book.seed_digest(assignment.id) or "", "marks")
    decide(book, run, settings, assignment.points, list(dict.fromkeys(students)), {})


def _given(book: "Gradebook", marking: "Marking", name: str) -> "list[tuple[Mark, ...]]":
    marks = book.marks(name, [student.id for student in marking.students])
    return [tuple(marks.get(student.id, ())) for student in marking.students]
