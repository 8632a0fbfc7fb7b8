"""``grader similarity``."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import kinds
from grader.cli.common import (
    ASSIGNMENT_ID,
    assignments_option,
    find_assignment,
    json_option,
    language_option,
    source_option,
    words,
    write_json,
)
from grader.cli.screen import say
from grader.languages import ENGLISH, Say, as_it_is
from grader.model import Assignment, Student, Submission

if TYPE_CHECKING:
    from grader.classroom.entry import Entry
    from grader.classroom.similarity import Cluster, Likeness, Place

A_LIST = "A group is a place to look at, and no verdict: short exercises have few right answers."
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(name="similarity")
@click.argument("directory", metavar="DIR", type=kinds.PLACE)
@click.option(
    "-a",
    "--assignment",
    "name",
    type=ASSIGNMENT_ID,
    required=True,
    help="The assignment's id; what it hands out is left out.",
)
@source_option
@click.option("--roster", type=kinds.FILE, help="A CSV of all students, to call them by their names.")
@click.option("--out", type=FILE, help="Write the groups as CSV too.")
@click.option("--html", "page", type=FILE, help="Write a page too, with submissions side by side.")
@language_option
@assignments_option
@json_option
def command(
    directory: Path,
    name: str,
    source: str,
    roster: Path | None,
    out: Path | None,
    page: Path | None,
    lang: str | None,
    folder: Path | None,
    json_file: str | None,
) -> None:
    """List groups of submissions that share structure, to look at.

    DIR is a folder or an archive, as `grader run` takes it. Names, comments and layout make no difference; what the
    assignment hands out, and what many of the class have, does not count. Nothing is run.
    """
    from grader.classroom.class_work import gather_class
    from grader.classroom.intake import take_in
    from grader.classroom.roster import read as read_roster
    from grader.classroom.similarity import compare
    from grader.files import scratch_folder, write_output

    assignment = find_assignment(name, folder)
    students = read_roster(roster) if roster else None
    with scratch_folder() as work:
        taken = take_in(directory, work, source=source, assignment=name)
        submissions = read(gather_class(taken, students).entries)
        likeness = compare(submissions, given(assignment))
    if "-" not in (json_file, str(out), str(page)):
        say(f"{taken.detected[:1].upper()}{taken.detected[1:]}.", err=True)
        show(likeness)
    if out:
        write_output(out, to_csv(likeness), is_private=True)
    if page:
        language, spoken = words(lang, [assignment.folder])
        text = to_page(assignment, likeness, submissions, spoken, language)
        write_output(page, text.encode(), is_private=True)
    if json_file:
        write_json(to_json(likeness), json_file)


def read(entries: "Sequence[tuple[Student, Entry]]") -> dict[str, Submission]:
    """Return the submissions, by student; one that a group handed in is one, under all their names."""
    from grader.classroom.reading import read_entry

    together: dict[Path, list[tuple[Student, Entry]]] = {}
    for student, entry in entries:
        together.setdefault(entry.path, []).append((student, entry))
    return {
        " and ".join(called(student) for student, _ in group): read_entry(group[0][1]) for group in together.values()
    }


def called(student: Student) -> str:
    """Return what to call a student: the roster's name with the id, which tells two of one name apart."""
    return f"{student.name} ({student.id})" if student.name else student.id


def given(assignment: Assignment) -> list[str]:
    """Return all the source that everybody was given: the starters, and the demo cells of the notebook."""
    from grader.authoring.starters import starters
    from grader.submissions.reading import from_files

    handed_out = from_files(assignment.id, starters(assignment.folder))
    return [cell.source for module in handed_out.modules for cell in module.cells]


# ------------------------------------------------------------------------------------------ what is written


def show(likeness: "Likeness") -> None:
    """Print a line for each group, with a second one for its members where it has more than two, and the rest."""
    from grader.report.escape import one_line

    rows = [
        (one_line(pair.one, 40), one_line(pair.other, 40), f"{pair.share:.0%}", *map(written, pair.places))
        for pair in (cluster.pair for cluster in likeness.clusters)
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)] if rows else []
    for (one, other, share, here, there), cluster in zip(rows, likeness.clusters, strict=True):
        cells = (one.ljust(widths[0]), other.ljust(widths[1]), share.rjust(widths[2]), here.ljust(widths[3]), there)
        click.echo("  ".join(cells))
        if len(cluster.students) > 2:
            names = ", ".join(one_line(student, 40) for student in cluster.students)
            say(f"  in a group of {len(cluster.students)} ({shares(cluster)}): {names}")
    for student, why in likeness.passed_over:
        say(f"{one_line(student, 40)}: {one_line(why, 300)}", err=True)
    say(f"{likeness.compared} submissions compared; {summary(likeness)} {A_LIST}")


def summary(likeness: "Likeness") -> str:
    """Return how many groups there are, as a sentence's end."""
    count, more = len(likeness.clusters), likeness.more
    if count == 1:
        return f"{count} group to look at, and {more} more that share less." if more else f"{count} group to look at."
    return f"{count} groups to look at, and {more} more that share less." if more else f"{count} groups to look at."


def shares(cluster: "Cluster") -> str:
    """Return how much of one another submissions of a group have: ``88% to 100%``."""
    least, most = f"{cluster.least:.0%}", f"{cluster.pair.share:.0%}"
    return least if least == most else f"{least} to {most}"


def written(place: "Place") -> str:
    """Return a place as text: ``conv.py 10-32``."""
    from grader.report.escape import one_line

    return f"{one_line(place.label, 60)} {place.first}-{place.last}"


def to_csv(likeness: "Likeness") -> bytes:
    """Return the groups as a table: a line for each student."""
    from grader.export.table import to_csv as csv_of
    from grader.report.escape import csv_cell

    lines = [["group", "students", "student", "least share", "most share", "where to begin"]]
    for number, cluster in enumerate(likeness.clusters, 1):
        places = dict(zip((cluster.pair.one, cluster.pair.other), cluster.pair.places, strict=True))
        for student in cluster.students:
            place = csv_cell(written(places[student])) if student in places else ""
            share = f"{cluster.least:.2f}", f"{cluster.pair.share:.2f}"
            lines.append([str(number), str(len(cluster.students)), csv_cell(student), *share, place])
    return csv_of(lines)


def to_json(likeness: "Likeness") -> bytes:
    """Return all of it as a document."""
    from grader.report.document import to_bytes

    return to_bytes(
        {
            "compared": likeness.compared,
            "clusters": [cluster_document(cluster) for cluster in likeness.clusters],
            "more": likeness.more,
            "passed_over": [
                {"student": printed(student), "why": printed(why)} for student, why in likeness.passed_over
            ],
        }
    )


def cluster_document(cluster: "Cluster") -> dict[str, object]:
    """Return a group as a document has it: its members, and the two that share most."""
    pair = cluster.pair
    return {
        "students": [printed(student) for student in cluster.students],
        "least": round(cluster.least, 2),
        "closest": {
            "share": round(pair.share, 2),
            "shared": pair.shared,
            "submissions": [
                {"student": printed(student), "file": printed(place.label), "lines": [place.first, place.last]}
                for student, place in zip((pair.one, pair.other), pair.places, strict=True)
            ],
        },
    }


def to_page(
    assignment: Assignment,
    likeness: "Likeness",
    submissions: Mapping[str, Submission],
    spoken: Say = as_it_is,
    language: str = ENGLISH,
) -> str:
    """Return a page with the two closest submissions of each group side by side."""
    from grader.report.pages import similarity_page

    clusters = [
        {
            "students": cluster.students,
            "size": spoken(f"{len(cluster.students)} submissions"),
            "share": spoken(f"{shares(cluster)} shared"),
            "sides": [
                side(student, submissions[student], lines)
                for student, lines in zip((cluster.pair.one, cluster.pair.other), cluster.pair.lines, strict=True)
            ],
        }
        for cluster in likeness.clusters
    ]
    said = [f"{likeness.compared} submissions were compared.", summary(likeness), A_LIST]
    return similarity_page(assignment.id, " ".join(map(spoken, said)), clusters, spoken, language)


def side(student: str, submission: Submission, both: frozenset[tuple[str, int]]) -> dict[str, object]:
    """Return the files and cells of a submission that share lines with the other one, line by line."""
    labels = {label for label, _ in both}
    cells = [
        {
            "label": cell.label,
            "lines": [
                {"number": number, "text": text, "both": (cell.label, number) in both}
                for number, text in enumerate(cell.source.splitlines(), 1)
            ],
        }
        for module in submission.modules
        for cell in module.cells
        if cell.label in labels
    ]
    return {"student": student, "cells": cells}


def printed(text: str) -> str:
    """Return a text that JSON can hold."""
    from grader.submissions.entries import printable

    return printable(text)
