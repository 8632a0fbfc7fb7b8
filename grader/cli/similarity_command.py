"""``grader similarity``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import assignments_option, find_assignment, json_option, write_json
from grader.model import Assignment, Submission

if TYPE_CHECKING:
    from grader.classroom.entry import Entry
    from grader.classroom.similarity import Likeness, Pair, Place

A_LIST = "A pair is a place to look at, and no verdict: short exercises have few right answers."
SOURCES = ("auto", "plain", "canvas", "moodle", "gradescope", "github", "nbgrader")  # grader.classroom.intake has them


@click.command(name="similarity")
@click.argument("directory", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option("-a", "--assignment", "name", required=True, help="The assignment's id; what it hands out is left out.")
@click.option("--source", type=click.Choice(SOURCES), default="auto", help="Whose layout DIR has; judged by its names.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the pairs as CSV too.")
@assignments_option
@json_option
def command(
    directory: Path, name: str, source: str, out: Path | None, folder: Path | None, json_file: str | None
) -> None:
    """List pairs of submissions that share structure, to look at.

    DIR is a folder or an archive, as `grader run` takes it. Names, comments and layout make no difference; what the
    assignment hands out, and what many of the class have, does not count. Nothing is run.
    """
    from grader.classroom.intake import take_in
    from grader.classroom.similarity import compare
    from grader.files import scratch_folder, write_file

    assignment = find_assignment(name, folder)
    with scratch_folder() as work:
        taken = take_in(directory, work, source=source, assignment=name)
        likeness = compare(read(taken.entries), given(assignment))
    if json_file != "-":
        click.echo(f"{taken.detected}.", err=True)
        show(likeness)
    if out:
        write_file(out, to_csv(likeness))
    if json_file:
        write_json(to_json(likeness), json_file)


def read(entries: "tuple[Entry, ...]") -> dict[str, Submission]:
    """Return the submissions, by student; one that a group handed in is one, under all their names."""
    from grader.classroom.reading import read_entry

    together: dict[Path, list[Entry]] = {}
    for entry in entries:
        together.setdefault(entry.path, []).append(entry)
    return {" and ".join(one.student for one in group): read_entry(group[0]) for group in together.values()}


def given(assignment: Assignment) -> list[str]:
    """Return all the source that everybody was given: the starters, and the demo cells of the notebook."""
    from grader.authoring.starters import starters
    from grader.submissions.reading import from_files

    handed_out = from_files(assignment.id, starters(assignment.folder))
    return [cell.source for module in handed_out.modules for cell in module.cells]


def show(likeness: "Likeness") -> None:
    """Print a line per pair, and what was not compared."""
    from grader.report.escape import one_line

    rows = [
        (one_line(pair.one, 40), one_line(pair.other, 40), f"{pair.share:.0%}", *map(written, pair.places))
        for pair in likeness.pairs
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)] if rows else []
    for one, other, share, here, there in rows:
        cells = (one.ljust(widths[0]), other.ljust(widths[1]), share.rjust(widths[2]), here.ljust(widths[3]), there)
        click.echo("  ".join(cells))
    for student, why in likeness.passed_over:
        click.echo(f"{one_line(student, 40)}: {one_line(why, 300)}", err=True)
    more = f", and {likeness.more} more that share less" if likeness.more else ""
    pairs = f"{len(likeness.pairs)} pair{'s' if len(likeness.pairs) != 1 else ''}"
    click.echo(f"{likeness.compared} submissions compared; {pairs} to look at{more}. {A_LIST}")


def written(place: "Place") -> str:
    """Return a place as text: ``conv.py 10-32``."""
    from grader.report.escape import one_line

    return f"{one_line(place.label, 60)} {place.first}-{place.last}"


def to_csv(likeness: "Likeness") -> bytes:
    """Return the pairs as a table."""
    import csv
    import io

    from grader.report.escape import csv_cell

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["one", "other", "share", "shared", "place in one", "place in other"])
    for pair in likeness.pairs:
        names, places = map(csv_cell, (pair.one, pair.other)), (csv_cell(written(place)) for place in pair.places)
        writer.writerow([*names, f"{pair.share:.2f}", pair.shared, *places])
    return text.getvalue().encode()


def to_json(likeness: "Likeness") -> bytes:
    """Return all of it as a document."""
    from grader.report.document import to_bytes

    return to_bytes(
        {
            "compared": likeness.compared,
            "pairs": [pair_document(pair) for pair in likeness.pairs],
            "more": likeness.more,
            "passed_over": [
                {"student": printed(student), "why": printed(why)} for student, why in likeness.passed_over
            ],
        }
    )


def pair_document(pair: "Pair") -> dict[str, object]:
    """Return a pair as a document has it."""
    sides = zip((pair.one, pair.other), pair.places, strict=True)
    return {
        "share": round(pair.share, 2),
        "shared": pair.shared,
        "submissions": [
            {"student": printed(student), "file": printed(place.label), "lines": [place.first, place.last]}
            for student, place in sides
        ],
    }


def printed(text: str) -> str:
    """Return a text that JSON can hold."""
    from grader.submissions.reading import printable

    return printable(text)
