"""Which assignment a submission is for is judged by its functions; where that says nothing, a sentence says why."""

from pathlib import Path

import click
import pytest

from grader.authoring.assignment import load_assignment
from grader.cli.guessing import another_ones, guess, not_graded
from grader.errors import OperatorError
from grader.submissions.reading import load_submission
from grader.topics.loading import assignments_folder


def submission(folder: Path, *functions: str):
    (folder / "work.py").write_text("import numpy\n" + "".join(f"def {name}(): pass\n" for name in functions))
    return load_submission(folder / "work.py")


def said_of(folder: Path, *functions: str) -> str:
    with pytest.raises(click.UsageError) as raised:
        guess(submission(folder, *functions), None)
    return raised.value.message


def test_the_assignment_with_most_functions_is_meant(tmp_path: Path) -> None:
    assert guess(submission(tmp_path, "conv_single", "conv_map", "max_pool_forward"), None) == "conv-layer"


def test_a_function_that_nobody_asks_for_gets_the_nearest_name(tmp_path: Path) -> None:
    said = said_of(tmp_path, "conv_foward", "help_me")
    assert said.startswith("work.py defines no function that an assignment asks for, only conv_foward, help_me.")
    assert "Did you mean conv_forward?" in said
    assert "with -a: bug-hunt, conv-layer" in said


def test_a_file_without_functions_and_one_of_two_assignments_are_told_apart(tmp_path: Path) -> None:
    assert said_of(tmp_path).startswith("work.py defines no function.")
    both = said_of(tmp_path, "conv_single", "max_pool_forward")
    assert (
        both
        == "work.py has functions of conv-layer and pooling: which one is it for? Add -a conv-layer, or -a pooling."
    )


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "work.py is empty"), (b"#" * 5_000_000, "work.py is too large to be source code")]
)
def test_what_cannot_be_read_is_said_and_not_which_assignment_it_is(
    content: bytes, reason: str, tmp_path: Path
) -> None:
    (tmp_path / "work.py").write_bytes(content)
    with pytest.raises(OperatorError, match=reason):
        guess(load_submission(tmp_path / "work.py"), None)


def test_an_empty_folder_has_nothing_to_grade(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"can be graded: there is no \.py or \.ipynb file in it"):
        guess(load_submission(tmp_path), None)


CS231N = """
def conv_forward_naive(x, w, b, conv_param): pass
def max_pool_forward_naive(x, pool_param): pass
def dropout_forward(x, dropout_param): return helper(x)
def helper(x): return x
def _mine(x): pass
"""
CLASSES = """
class Conv2d:
    def __init__(self, in_channels, out_channels, kernel_size): self.W = 1
    def forward(self, x): pass
class MaxPool2d:
    def __init__(self, kernel_size): pass
    def forward(self, x): pass
"""


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (CS231N, "max_pool_forward_naive (add -a pooling); dropout_forward (no assignment asks for it)"),
        (CLASSES, "MaxPool2d (add -a pooling)"),
    ],
)
def test_what_is_not_graded_has_the_name_that_it_has_in_the_file(source: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "layers.py").write_text(source)
    work = load_submission(tmp_path / "layers.py")
    assert not_graded(work, load_assignment(assignments_folder() / "conv-layer"), None) == [f"Not graded: {said}"]


def test_functions_of_another_assignment_name_it(tmp_path: Path) -> None:
    work = submission(tmp_path, "conv_single", "max_pool_forward")
    pooling, dimensions = (load_assignment(assignments_folder() / name) for name in ("pooling", "dimensions"))
    assert not_graded(work, pooling, None) == ["Not graded: conv_single (add -a conv-layer)"]
    assert another_ones(work, pooling, None) == []
    assert another_ones(work, dimensions, None) == ["work.py has functions of conv-layer: did you mean -a conv-layer?"]
