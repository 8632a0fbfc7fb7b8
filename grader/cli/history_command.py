"""``grader history``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from grader.cli.common import gradebook_argument, json_option, write_json
from grader.cli.listing import GRADED, GRADED_STUDENT
from grader.cli.screen import fit, say, show
from grader.errors import OperatorError, say_unknown

if TYPE_CHECKING:
    from grader.gradebook import Event, Gradebook


@click.command(name="history")
@gradebook_argument
@click.argument("student", metavar="[STUDENT]", required=False, type=GRADED_STUDENT)
@click.option("-a", "--assignment", "name", type=GRADED, help="Of this assignment alone.")
@json_option
def command(gradebook: str, student: str | None, name: str | None, json_file: str | None) -> None:
    """Show what was graded and which grades changed: when, by whom, and why.

    GRADEBOOK is a file, or a URL of PostgreSQL. Nothing is ever deleted from it.
    """
    from grader.gradebook import Gradebook

    with Gradebook.open(gradebook) as book:
        events = book.history(student, name)
        if not events:
            check_names(book, student, name)
    if json_file:
        write_json(to_json(events), json_file)
    if json_file == "-":
        return
    if events:
        show(fit("\n".join(map(written, events))))
    else:
        say(f"Nothing was graded{f' of {student}' if student else ''} yet.")


def check_names(book: "Gradebook", student: str | None, assignment: str | None) -> None:
    """Refuse the name of a student or an assignment that a gradebook with grades does not know."""
    everything = book.history()
    students = {each.id for each in book.students()} | {event.student for event in everything}
    for what, wanted, known in (
        ("student", student, students),
        ("assignment", assignment, {event.assignment for event in everything}),
    ):
        if everything and wanted is not None and wanted not in known:
            raise OperatorError(say_unknown(f"the gradebook has no {what}", wanted, sorted(known)))


def written(event: "Event") -> str:
    """Return an event as a line."""
    from grader.report.document import decimal
    from grader.report.escape import one_line

    def points(value: object) -> str:
        return "none" if value is None else f"{decimal(value):.2f}"  # type: ignore[arg-type]

    if event.what == "graded":
        what = f"graded {one_line(event.submission)} at level {event.level}: {points(event.score)} of "
        what += f"{decimal(event.possible):g}"
    elif event.what == "grade":
        what = f"grade {points(event.grade)}, score {points(event.score)} of {decimal(event.possible):g}"
    elif event.what == "mark":
        what = f"mark for {event.exercises[0]}: {points(event.score)} of {decimal(event.possible):g}"
    else:
        what = " ".join([event.what, event.submission, *event.exercises]).strip().replace("  ", " ")
    who = f"by {one_line(event.who)}" + (f" with {event.version}" if event.version else "")
    reasons = [one_line(text, 500) for text in (event.cause, event.why and f"“{event.why}”") if text]
    at = event.at.isoformat(sep=" ", timespec="seconds")
    line = f"{at}  {one_line(event.student)}  {event.assignment}  {what}; {who}"
    return f"{line} ({'; '.join(reasons)})" if reasons else line


def to_json(events: "Sequence[Event]") -> bytes:
    """Return events as JSON; fractions as decimals with two places."""
    from grader.report.document import decimal, to_bytes

    def plain(event: "Event") -> dict[str, object]:
        facts = {**vars(event), "at": event.at.isoformat()}
        for name in ("score", "possible", "grade"):
            value = getattr(event, name)
            facts[name] = None if value is None else decimal(value)
        return facts

    return to_bytes([plain(event) for event in events])
