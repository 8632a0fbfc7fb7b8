"""What an assignment is called and asks for is read without its cases."""

import shutil
from pathlib import Path

import pytest

from grader.authoring.assignment import assignment_ids, load_assignment, load_contents
from grader.errors import AuthorError
from grader.topics.loading import assignments_folder


@pytest.mark.parametrize("id", assignment_ids(assignments_folder()))
def test_contents_are_those_of_the_whole_assignment(id: str) -> None:
    contents, whole = load_contents(assignments_folder() / id), load_assignment(assignments_folder() / id)
    assert (contents.id, contents.title, contents.exercises) == (whole.id, whole.title, whole.exercises)
    assert contents.points == whole.points


def test_what_is_wrong_in_it_is_said_with_its_place(tmp_path: Path) -> None:
    shutil.copytree(assignments_folder() / "pooling", tmp_path / "pooling")
    file = tmp_path / "pooling" / "assignment.toml"
    file.write_text(file.read_text().replace("title = ", "titel = "))
    with pytest.raises(AuthorError, match=r"pooling/assignment.toml: .*titel"):
        load_contents(tmp_path / "pooling")
