"""What lies beside a file that is checked: the other file that `grader start` wrote, and modules that it imports."""

import re
from pathlib import Path

from grader.model import Assignment, Report, Submission

TWIN = {".py": ".ipynb", ".ipynb": ".py"}
ABSENT = re.compile(r"(\w+) is not available while grading;")


def filled_in_beside(file: Path, submission: Submission, assignment: Assignment) -> list[str]:
    """Return a sentence where a starter as it was is graded, and functions are written in the other file beside it.

    Parameters
    ----------
    file : Path
        What was checked.
    submission : Submission
        What it holds: no function of the assignment is written yet.
    assignment : Assignment
    """
    from grader.submissions.reading import load_submission
    from grader.submissions.text import read_text

    twin = file.with_suffix(TWIN.get(file.suffix, ""))
    if twin == file or not file.is_file() or not twin.is_file():
        return []
    own, other = read_text(submission), read_text(load_submission(twin))
    bodies = {
        one.function_name: [_words(text.body_of_function(one.function_name)) for text in (own, other)]
        for one in assignment.exercises
    }
    written = [name for name, (unwritten, body) in bodies.items() if body not in ("", unwritten)]
    if not written:
        return []
    if len(written) == 1:
        return [f"In {twin.name} beside it {written[0]} is written. To grade that file: grader check {twin}"]
    first, more = written[0], len(written) - 1
    return [f"In {twin.name} beside it {first} and {more} more are written. To grade that file: grader check {twin}"]


def imported_beside(file: Path, report: Report) -> list[str]:
    """Return a sentence where a module that a file imports lies beside it: it is not graded with it.

    Parameters
    ----------
    file : Path
        What was checked.
    report : Report
        Its notes name the modules that were not there.
    """
    if not file.is_file():
        return []
    wanted = [found[1] for note in report.notes if (found := ABSENT.match(note))]
    beside = [f"{name}{suffix}" for name in wanted for suffix in TWIN if file.with_name(name + suffix).is_file()]
    if not beside:
        return []
    return [
        f"{file.name} imports {beside[0]}, which lies beside it and was not graded with it. Hand in both, in a folder "
        f"or .zip. To grade both: grader check {file.absolute().parent}"
    ]


def _words(text: str) -> str:
    return " ".join(text.split())
