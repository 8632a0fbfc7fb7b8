"""What there is to look at after a class was graded: work that could not be read, and starters as they were."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.screen import say

if TYPE_CHECKING:
    from grader.classroom.class_work import ClassWork
    from grader.classroom.summary import Line
    from grader.gradebook import Gradebook

MOST = 30  # submissions that are named, a line each
FEW = 10  # students that are named in one line
UNTOUCHED = "nothing is written in it yet, so the starter may have been handed in as it was"


def say_afterwards(
    book: "Gradebook", assignment: str, lines: "Sequence[tuple[str, Line]]", handed_in: "ClassWork"
) -> None:
    """Say whose submission could not be read, or holds nothing, where reading the class has not said it yet."""
    shown = {student for student, line in lines if not line.score and line.status != "missing"}
    if not shown:
        return
    rows = book.each_grade_row(assignment, with_reports=False)
    unread = [(row.student.id, row.reason) for row in rows if row.status == "unreadable" and row.student.id in shown]
    told = {student for student, _ in unread}
    empty = sorted(student for student, line in lines if line.is_untouched and student in shown - told)
    known = [said.partition(": ") for said in handed_in.listed]
    fresh = [
        f"{student}: {reason}"
        for student, reason in [*unread, *((student, UNTOUCHED) for student in empty)]
        if not any(whose == student and said in reason for whose, _, said in known)
    ]
    for line in fresh[:MOST]:
        say(to_look_at(line), err=True)
    if len(fresh) > MOST:
        say(f"{len(fresh) - MOST} more could not be read, or hold nothing; summary.csv has them all.", err=True)


def say_stayed(lines: "Sequence[tuple[str, Line]]", handed_in: "ClassWork", directory: Path) -> None:
    """Say whose grade is of an earlier run, because there is nothing of them in this class."""
    here = {student.id for student, _ in handed_in.entries}
    stayed = [student for student, line in lines if line.status != "missing" and student not in here]
    if stayed:
        more = f" and {len(stayed) - FEW} more" if len(stayed) > FEW else ""
        names = ", ".join(stayed[:FEW])
        say(f"Not in {directory}, but graded in an earlier run, so the grade stays: {names}{more}.", err=True)


def to_look_at(line: str) -> str:
    """Return a line on one thing that someone should look at."""
    from grader.report.escape import one_line

    return f"To look at: {one_line(line, 500)}"
