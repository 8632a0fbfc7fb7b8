"""The other file that `grader start` wrote: a student fills in one of the two, and may check the other."""

from pathlib import Path

from grader.model import Assignment, Submission

TWIN = {".py": ".ipynb", ".ipynb": ".py"}


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


def _words(text: str) -> str:
    return " ".join(text.split())
