"""``grader request``."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.common import json_option, write_json
from grader.cli.kinds import FILE, PLACE
from grader.cli.screen import say
from grader.errors import OperatorError

if TYPE_CHECKING:
    from grader.gradebook import Gradebook, Request


@click.command(name="request")
@click.argument("course", metavar="COURSE", type=FILE)
@click.argument("forms", metavar="[FORM]...", type=PLACE, nargs=-1)
@click.option("--answer", metavar="NUMBER", type=int, help="Answer the request of this number.")
@click.option("--grant", is_flag=True, help="The answer is yes.")
@click.option("--decline", is_flag=True, help="The answer is no.")
@click.option("--reason", metavar="TEXT", default="", help="Why: the student and the history have it.")
@click.option("--who", metavar="NAME", default="", help="Who answers, instead of your name on this machine.")
@click.option("--all", "everything", is_flag=True, help="List answered requests too.")
@json_option
def command(
    course: Path,
    forms: tuple[Path, ...],
    answer: int | None,
    grant: bool,
    decline: bool,
    reason: str,
    who: str,
    everything: bool,
    json_file: str | None,
) -> None:
    """List what students ask to be looked at again, take their forms, and answer them.

    COURSE is a course.toml. FORM is a form that a student filled in, or a folder with a folder for each student. An
    answer changes no grade: an override, a mark or another run does.
    """
    from grader.classroom.settings import load_settings
    from grader.gradebook import Gradebook

    settings = load_settings(course)
    check_answer(answer, grant + decline, reason)
    problems: list[str] = []
    with Gradebook.open(str(settings.gradebook), write=bool(forms or answer)) as book:
        book.require_course(settings.name, file=course)
        if forms:
            problems = take(book, forms)
        if answer is not None:
            give(book, answer, grant, reason, who)
        requests = book.requests()
    shown = [one for one in requests if everything or one.is_granted is None]
    if json_file:
        write_json(to_json(shown), json_file)
    if json_file != "-":
        for one in shown:
            say(written(one))
        still_open = sum(one.is_granted is None for one in requests)
        say(f"{still_open} of {len(requests)} requests are open.")
    sys.exit(1 if problems else 0)


def check_answer(answer: int | None, verdicts: int, reason: str) -> None:
    """Refuse half an answer."""
    if answer is None:
        if verdicts or reason:
            raise click.UsageError("say with --answer which request is meant")
    elif verdicts != 1 or not reason.strip():
        raise click.UsageError("an answer needs either --grant or --decline, and a --reason")


def take(book: "Gradebook", forms: Sequence[Path]) -> list[str]:
    """Keep the requests of forms; say and return what is wrong with others."""
    from grader.classroom.requests import read_requests
    from grader.report.escape import one_line

    grades: dict[str, set[str]] = {}
    for row in book.each_grade_row(with_reports=False):
        grades.setdefault(row.student.id, set()).add(row.assignment)
    known = {student: frozenset(own) for student, own in grades.items()}
    read = [read_requests(place, known) for place in forms]
    requests = [request for one in read for request in one.requests]
    problems = [problem for one in read for problem in one.problems]
    for problem in problems:
        say(f"To look at: {one_line(problem, 500)}", err=True)
    new = book.add_requests(requests)
    say(f"{new} requests are new, {len(requests) - new} were there already.", err=True)
    return problems


def give(book: "Gradebook", number: int, is_granted: bool, reason: str, who: str) -> None:
    """Answer a request."""
    from grader.gradebook.book import who as own_name

    if number not in {one.number for one in book.requests()}:
        raise OperatorError(f"there is no request {number}; `grader request COURSE --all` lists them")
    book.answer(number, is_granted, reason.strip(), who or own_name())


def written(request: "Request") -> str:
    """Return a request as a line, and its answer as another."""
    from grader.report.escape import one_line

    what = " ".join(filter(None, [request.assignment, one_line(request.exercise, 60)]))
    line = f"{request.number}  {one_line(request.student, 60)}  {what}: {one_line(request.text, 300)}"
    if request.is_granted is None:
        return line
    word = "granted" if request.is_granted else "declined"
    return f"{line}\n   {word} by {one_line(request.answered_by)}: {one_line(request.reason, 300)}"


def to_json(requests: "Sequence[Request]") -> bytes:
    """Return requests as JSON."""
    from grader.report.document import to_bytes

    return to_bytes([vars(one) for one in requests])
