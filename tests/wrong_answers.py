"""The shipped assignments' own wrong answers."""

from grader.authoring import verify
from grader.authoring.assignment import load_assignment
from grader.authoring.wrong import WrongAnswer
from grader.topics.loading import assignments_folder


def wrong_answers(name: str) -> dict[str, WrongAnswer]:
    """Return an assignment's wrong answers by id."""
    return {answer.id: answer for answer in verify.wrong_of(load_assignment(assignments_folder() / name))}
