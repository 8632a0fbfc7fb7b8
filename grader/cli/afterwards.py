"""What there is to look at after a class was graded: work that could not be read, and starters as they were."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.screen import say

if TYPE_CHECKING:
    from grader.classroom.class_work import ClassWork
    from grader.classroom.summary import Line
    from grader.gradebook import Gradebook

MOST = 30  # submissions that are named, a line each
UNTOUCHED = "nothing is written in it yet, so the starter may have been handed in as it was"


def say_afterwards(
    book: "Gradebook", assignment: str, lines: "Sequence[tuple[str, Line]]", handed_in: "ClassWork", out: Path
) -> None:
    """Say whose submission could not be read, or holds nothing, where reading the class has not said it yet."""
    shown = {student for student, line in lines if not line.score and line.status != "missing"}
    if not shown:
        return
    rows = book.each_grade_row(assignment, with_reports=False)
    unread = [(row.student.id, row.reason) for row in rows if row.status == "unreadable" and row.student.id in shown]
    empty = sorted(student for student in shown - {student for student, _ in unread} if is_untouched(out, student))
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


def is_untouched(out: Path, student: str) -> bool:
    """Whether a report says of every exercise that it is not written yet."""
    from grader.classroom.places import folder_name
    from grader.report.outline import WITHOUT_CASE

    try:
        report = json.loads((out / folder_name(student) / "report.json").read_bytes())
        results = [one for exercise in report["exercises"] for part in exercise["criteria"] for one in part["results"]]
        reasons = {(one.get("evidence") or {}).get("reason") for one in results if one["status"] != "skipped"}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False  # it was moved, or is another one's
    return "not-written" in reasons and reasons <= {"not-written", *WITHOUT_CASE}


def to_look_at(line: str) -> str:
    """Return a line on one thing that someone should look at."""
    from grader.report.escape import one_line

    return f"To look at: {one_line(line, 500)}"
