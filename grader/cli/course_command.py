"""``grader course``."""

from collections.abc import Collection, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import kinds
from grader.cli.common import json_option, language_option, rows_of, words, write_json
from grader.cli.off_roster import say_off_roster
from grader.cli.screen import say
from grader.errors import OperatorError, nearest
from grader.languages import ENGLISH, Say, as_it_is

if TYPE_CHECKING:
    from grader.classroom.totals import Total, TotalRule
    from grader.model import GradeRow

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(name="course")
@click.argument("course", metavar="COURSE", type=kinds.FILE)
@click.option("--out", type=FILE, help="Write the table as CSV too.")
@click.option("--html", "page", type=FILE, help="Write the table as a page too.")
@language_option
@json_option
def command(course: Path, out: Path | None, page: Path | None, lang: str | None, json_file: str | None) -> None:
    """Show the whole course: everyone's grade of each assignment, and the total.

    COURSE is the course's settings, a course.toml: its gradebook is read, and its [total] says how grades become a
    total. A * marks a grade that the total leaves out as one of the lowest, a ? work that waits for a grade.
    """
    from grader.classroom.settings import load_settings
    from grader.classroom.totals import counted_assignments, totals
    from grader.files import write_output
    from grader.gradebook import Gradebook

    settings = load_settings(course)
    with Gradebook.open(str(settings.gradebook)) as book:
        book.require_course(settings.name, file=course)
    rows = rows_of(str(settings.gradebook), with_reports=False)
    rule = settings.total
    names = counted_assignments(rows, rule)
    check_weights({row.assignment for row in rows}, rule)
    made = totals(rows, rule)
    gone = say_off_roster(rows, settings.roster)
    if "-" not in (json_file, str(out), str(page)):
        show(names, made, rule, gone)
        say_left_out(rows, names, rule)
    if out:
        write_output(out, to_csv(names, made, rule), is_private=True)
    if page:
        language, spoken = words(lang or settings.language, [], {})
        write_output(page, to_page(names, made, rule, spoken, language).encode(), is_private=True)
    if json_file:
        write_json(to_json(names, made, rule), json_file)


def check_weights(there: Collection[str], rule: "TotalRule") -> None:
    """Refuse weights of an assignment that is misspelt: it would count for nobody, and what was meant would not count.

    Raises
    ------
    OperatorError
        If one is neither graded nor among those that come with the grader, and one of them has nearly its name.
    """
    from grader.authoring.assignment import assignment_ids
    from grader.topics.loading import assignments_folder

    named = {*rule.weights, *rule.extra}
    known = {*there, *assignment_ids(assignments_folder())}
    problems = [
        f"[total] names {name}, and there is no such assignment. Did you mean {near}?"
        for name in sorted(named - known)
        if (near := nearest(name, sorted(known - named))) is not None
    ]
    if problems:
        raise OperatorError(" ".join(problems))


def say_left_out(rows: "Sequence[GradeRow]", names: Sequence[str], rule: "TotalRule") -> None:
    """Say which assignments of the gradebook, and of the course's settings, the total does not hold."""
    there = {row.assignment for row in rows}
    if unweighted := sorted(there - set(names)):
        say(f"Not in the total, because [total] has no weight for it: {', '.join(unweighted)}", err=True)
    if ungraded := sorted({*rule.weights, *rule.extra} - there):
        say(f"Not graded yet: {', '.join(ungraded)}", err=True)


def cell(total: "Total", assignment: str) -> str:
    """Return a grade as a table shows it, with its mark."""
    from grader.report.pages import points

    row = total.rows.get(assignment)
    if assignment in total.waiting:
        return "?"
    mark = "*" if assignment in total.dropped else ""
    return f"{points(row.grade if row else None)}{mark}"


def table(names: Sequence[str], made: "Sequence[Total]", rule: "TotalRule") -> list[list[str]]:
    """Return the lines that people read: a heading, and one for each student."""
    from grader.report.pages import points

    lines = [["student", "name", *names, f"total of {points(rule.out_of)}"]]
    for total in made:
        cells = [cell(total, name) for name in names]
        lines.append([total.student.id, total.student.name, *cells, points(total.value)])
    return lines


def show(names: Sequence[str], made: "Sequence[Total]", rule: "TotalRule", gone: Collection[str] = ()) -> None:
    """Print the table in columns, and the mean of the totals of all but those who have left."""
    from grader.report.escape import one_line
    from grader.report.pages import points

    lines = [[one_line(text, 40) for text in line] for line in table(names, made, rule)]
    if not any(line[1] for line in lines[1:]):
        lines = [[line[0], *line[2:]] for line in lines]
    texts = len(lines[0]) - len(names) - 1
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [
            text.ljust(n) if at < texts else text.rjust(n)
            for at, (text, n) in enumerate(zip(line, widths, strict=True))
        ]
        click.echo("  ".join(cells).rstrip())
    values = [total.value for total in made if total.value is not None and total.student.id not in gone]
    if values:
        mean = sum(values, Fraction()) / len(values)
        whose = "their totals" if len(values) == len(made) else f"{len(values)} totals"
        say(f"{len(made)} students; the mean of {whose} is {points(mean)}.")


def to_csv(names: Sequence[str], made: "Sequence[Total]", rule: "TotalRule") -> bytes:
    """Return the table for a spreadsheet: plain numbers, and nothing where there is none."""
    from grader.export.table import number
    from grader.export.table import to_csv as csv_of
    from grader.report.escape import csv_cell

    lines = [["student", "name", "email", "section", *names, "total", "out of", "left out", "waiting"]]
    for total in made:
        student = total.student
        grades = [number(total.rows[name].grade) if name in total.rows else "" for name in names]
        marks = (csv_cell(" ".join(sorted(total.dropped))), csv_cell(" ".join(total.waiting)))
        texts = map(csv_cell, (student.id, student.name, student.email, student.section))
        lines.append([*texts, *grades, number(total.value), number(rule.out_of), *marks])
    return csv_of(lines)


def to_page(
    names: Sequence[str],
    made: "Sequence[Total]",
    rule: "TotalRule",
    spoken: Say = as_it_is,
    language: str = ENGLISH,
) -> str:
    """Return the table as a page in a language."""
    from grader.report.pages import totals_page

    heading, *lines = table(names, made, rule)
    return totals_page(heading, lines, spoken, language)


def to_json(names: Sequence[str], made: "Sequence[Total]", rule: "TotalRule") -> bytes:
    """Return all of it as a document; fractions as decimals with two places."""
    from grader.report.document import decimal, to_bytes

    students = [
        {
            "student": total.student.id,
            "name": total.student.name,
            "grades": {name: value(total, name) for name in names},
            "total": None if total.value is None else float(decimal(total.value)),
            "left_out": sorted(total.dropped),
            "waiting": list(total.waiting),
        }
        for total in made
    ]
    return to_bytes({"assignments": list(names), "out_of": float(decimal(rule.out_of)), "students": students})


def value(total: "Total", assignment: str) -> float | None:
    """Return a grade as a document has it."""
    from grader.report.document import decimal

    row = total.rows.get(assignment)
    return None if row is None or row.grade is None else float(decimal(row.grade))
