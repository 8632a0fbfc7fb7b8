"""The assignments' own wrong answers, as a student would hand them in."""

from pathlib import Path

from grader.authoring import verify
from grader.authoring.assignment import load_assignment
from grader.authoring.wrong import WrongAnswer
from grader.model import Assignment
from grader.topics.loading import assignments_folder


def shipped(name: str) -> Assignment:
    """Return an assignment that comes with the grader."""
    return load_assignment(assignments_folder() / name)


def wrong_answers(name: str) -> dict[str, WrongAnswer]:
    """Return an assignment's wrong answers by id."""
    return {answer.id: answer for answer in verify.wrong_of(shipped(name))}


def written(assignment: Assignment, answer: WrongAnswer, folder: Path) -> Path:
    """Write a wrong answer, and the solution for what it lacks, and return the folder to hand in."""
    folder = folder / answer.id
    folder.mkdir()
    (folder / "answer.py").write_text(answer.source)  # read first: names are in alphabetical order
    (folder / "solution.py").write_text(verify.solution_of(assignment))
    return folder
