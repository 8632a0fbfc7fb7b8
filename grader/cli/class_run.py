"""One class, graded as the command line says: read, announced, graded, told."""

import contextlib
import errno
import functools
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from grader.cli.afterwards import say_afterwards, say_stayed, to_look_at
from grader.cli.common import find_assignment
from grader.cli.screen import say
from grader.errors import OperatorError, TooWeak
from grader.model import Level

if TYPE_CHECKING:
    from grader.classroom.class_work import ClassWork
    from grader.classroom.session import Session
    from grader.classroom.summary import Line
    from grader.cli.run_setup import Options
    from grader.gradebook import Gradebook
    from grader.sandbox.sandbox import Sandbox

STRONGER = (
    "`grader doctor` explains each mechanism. To grade at level D all the same, on a machine you can lose, add "
    "--allow-weak; every report will say so."
)
PUBLIC = (
    "Note: the public cases are used, which every student can draw, because no seed is set. "
    "--seed-file, or seed_file in course.toml, sets one."
)


@dataclass(frozen=True, kw_only=True)
class Graded:
    """What is left to do when a class is graded."""

    exit_code: int  # 3 where the grader itself failed on somebody's work
    reports: Sequence[object] = ()  # as documents, where they were asked for


def grade_class(options: "Options", sandbox: "Sandbox") -> Graded | None:
    """Grade a class as the command line says; None where it was watched, and was stopped."""
    from grader.classroom.run import run
    from grader.classroom.watch import watch
    from grader.cli import run_setup
    from grader.cli.progress import progress
    from grader.files import scratch_folder
    from grader.gradebook import Gradebook

    assignment = find_assignment(options.name, options.folder)
    check_places(options)
    job = run_setup.job(options, assignment, sandbox)
    with scratch_folder() as work, contextlib.ExitStack() as stack:
        handed_in, detected = run_setup.find(job, work)
        announce(sandbox)
        began = sandbox.level
        if not job.plan.is_hidden:
            say(PUBLIC, err=True)
        book = stack.enter_context(Gradebook.open(job.place, write=True))
        run_setup.check_only(job, handed_in, book)
        run_setup.check_assignment(job, handed_in)
        check_writable(options)
        total = None if options.watch else len(handed_in.entries)
        if not options.watch:
            say_found(handed_in, detected)
        with progress(total) as display, run_setup.performer(job, sandbox, total) as (performer, batch):
            session = run_setup.session(job, book, batch, display.on_done)
            if options.watch:
                scan = functools.partial(run_setup.find, job, work)
                watch(session, performer, lambda: scan()[0], work, lambda line: display.say(to_look_at(line)))
                return None
            lines = run(session, performer, handed_in)
        say_afterwards(book, session.run.assignment, lines, handed_in)
        say_stayed(lines, handed_in, options.directory)
        say_weaker(began, lines)
        renew_summaries(options, book, session)
        return tell(options, book, session, lines)


def check_places(options: "Options") -> None:
    """Refuse results among submissions."""
    directory, out = options.directory.resolve(), options.out.resolve()
    if out == directory or directory in out.parents:
        raise click.UsageError("--out is inside the class; the next run would take its reports for submissions")


def check_writable(options: "Options") -> None:
    """Refuse a place for the results that cannot be written to, before anybody is graded."""
    reason = ""
    try:
        options.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
    if not reason and not os.access(options.out, os.W_OK | os.X_OK):
        reason = os.strerror(errno.EACCES)
    if reason:
        raise OperatorError(f"cannot write to {options.out}: {reason}; check that place, or name another with --out.")


def announce(sandbox: "Sandbox") -> None:
    """Start a child, and say what its isolation lacks; a level weaker than wanted stops the run."""
    try:
        notice = sandbox.notice()
    except TooWeak as problem:
        raise OperatorError(f"{problem}\n{STRONGER}") from None
    if notice:
        say(notice, err=True)


def say_weaker(began: Level, lines: "Sequence[tuple[str, Line]]") -> None:
    """Say where a report has a weaker level than the run began with: a layer was lost on the way, or it is older."""
    weaker = [line.isolation for _, line in lines if line.isolation > began]  # letters ascend from the strongest
    if weaker:
        many = f"{len(weaker)} reports have" if len(weaker) > 1 else "one report has"
        say(f"Note: {many} isolation level {max(weaker)}; this run began at {began}.", err=True)


def renew_summaries(options: "Options", book: "Gradebook", session: "Session") -> None:
    """Put grades of other assignments that this run changed into their summaries, where those lie beside this one's.

    Free days are one budget over the course: a day that an earlier assignment needs is gone for a later one.
    """
    from grader.classroom.places import SUMMARY
    from grader.classroom.summary import with_grades
    from grader.files import write_file

    for assignment, students in sorted(session.changed.items()):
        place = options.out.parent / assignment / SUMMARY
        rows = book.each_grade_row(assignment, with_reports=False)
        grades = {row.student.id: row.grade for row in rows if row.student.id in students}
        is_beside = options.out.name == session.run.assignment and place.is_file() and not place.is_symlink()
        if is_beside:
            write_file(place, with_grades(place.read_bytes(), grades), is_private=True)
        where = f"{place} has them" if is_beside else "a summary.csv of it from an earlier run has the old ones"
        say(f"Free days changed {counted_grades(len(grades))} of {assignment}; {where}.", err=True)


def counted_grades(count: int) -> str:
    """Return so many grades in words."""
    return f"{count} grade{'s' * (count != 1)}"


def say_found(handed_in: "ClassWork", detected: str) -> None:
    """Say how the class was read, and what in it belongs to nobody or should be looked at."""
    say(f"{detected[:1].upper()}{detected[1:]}.", err=True)
    for line in handed_in.listed:
        say(to_look_at(line), err=True)


def tell(options: "Options", book: "Gradebook", session: "Session", lines: "Sequence[tuple[str, Line]]") -> Graded:
    """Say what became of the class; return what is left to do."""
    from grader.cli.class_table import table

    reports: Sequence[object] = ()
    if options.json_file:
        reports = documents(book, session.run.assignment, [student for student, _ in lines])
    if options.json_file != "-":
        table([line for line in lines if not options.only or line[0] in options.only])
        counted = f"{session.done} submission{'s' if session.done != 1 else ''} graded"
        before = f", {session.known} of them before" if session.known else ""
        say(f"{counted}{before}; reports and summary.csv are in {options.out}")
        if session.skipped:
            say(f"{len(session.skipped)} other submissions are not graded yet.")
    broken = [student for student, line in lines if line.status == "broken"]
    if broken:
        say(f"The grader itself failed on: {', '.join(broken)}. Their scores are not final.", err=True)
    return Graded(exit_code=3 if broken else 0, reports=reports)


def documents(book: "Gradebook", assignment: str, students: Sequence[str]) -> list[object]:
    """Return all reports as documents, in the order of the class."""
    from grader.gradebook.writing import storable
    from grader.report.document import to_document

    found = {row.student.id: to_document(row.report) for row in book.each_grade_row(assignment) if row.report}
    names = [storable(student) for student in students]
    return [{"student": name, "report": found[name]} for name in names if name in found]
