"""`grader verify` notices a slip of the keyboard wherever it falls: each test changes one thing in a copy."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader.authoring import demos, needs, verify
from grader.authoring.assignment import load_assignment
from grader.cli.verify_command import last_line
from grader.errors import AuthorError
from grader.topics.loading import assignments_folder

pytestmark = pytest.mark.full

SEED = ("verify-1",)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of all assignments."""
    shutil.copytree(assignments_folder(), tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.so"))
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{path.name} holds no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def read(folder: Path) -> str:
    """What is said before anything runs."""
    try:
        return "\n".join(verify.prepare(load_assignment(folder)).problems)
    except AuthorError as error:
        return "\n".join(error.problems)


def ran(folder: Path) -> str:
    """What is said of the demo cells: in convnet of the first one alone, because training takes seconds."""
    lesson = (folder / "lesson.py").read_text(encoding="utf-8")
    return "\n".join(demos.problems(lesson.partition("# ## 2. Backward")[0] if folder.name == "convnet" else lesson))


def graded(*names: str) -> Callable[[Path], str]:
    """What is said when the solution and these submissions are graded."""

    def said(folder: Path) -> str:
        proof = verify.prepare(load_assignment(folder))
        subjects = [subject for subject in proof.subjects if subject[0] in {"solution", *names}]
        ((_, rows),) = verify.verify([replace(proof, subjects=subjects)], SEED)
        needed = {entry for row in rows for entry in row.needed}
        problems = [problem for row in rows for problem in row.problems()]
        return "\n".join([*problems, *needs.problems(proof.assignment, needed)])

    return said


def covered(folder: Path) -> str:
    """What is said of the cases and the misconceptions."""
    return "\n".join(verify.coverage(verify.prepare(load_assignment(folder)), SEED).problems)


FIELD, POOLING = "receptive_field", "pooling"
RUBRIC = '"values", check = "values", points = 3 },\n  { id = "errors", check = "raises", points = 2 },'
SWAPPED = RUBRIC.replace("3", "4").replace("points = 2", "points = 1")
CROPPED = "out : ndarray, shape (H - HH + 1, W - WW + 1)"
FLIPPED = ("w[c, u, v],  plus b", "w[c, -u, -v],  plus b")
PRODUCT = ("size += (window - 1) * jump", "size += window * jump")
LAST = "old = 'return size, jump'\nnew = 'return size**2, jump'"
SABOTAGES = {
    # questions and rubric
    "a second value is accepted": (
        (
            "dimensions",
            "assignment.toml",
            "accepted = [{ answer = 300,",
            'accepted = [{ answer = 1, why = "." }, { answer = 300,',
        ),
        (
            read,
            "facts.toml: dimensions.answers.quiz_parameters: [304, 300] is pinned; the assignment says [304, 1, 300]",
        ),
    ),
    "a wrong option is accepted": (
        (
            "dimensions",
            "assignment.toml",
            "answer = 304\naccepted = [{ answer = 300,",
            "answer = 304\naccepted = [{ answer = 104,",
        ),
        (read, "facts.toml: dimensions.answers.quiz_parameters"),
    ),
    "another option is the right one": (
        ("dimensions", "assignment.toml", 'answer = "A1"', 'answer = "A2"'),
        (read, "facts.toml: dimensions.answers.quiz_weights"),
    ),
    "a wrong option has no reason any more": (
        ("dimensions", "assignment.toml", "{ answer = 104, why", "{ answer = 105, why"),
        (read, "facts.toml: dimensions.wrong.quiz_parameters"),
    ),
    "points move from one criterion to another": (
        ("dimensions", "assignment.toml", RUBRIC, SWAPPED),
        (read, "facts.toml: dimensions.points.output_size_strict.values: 3 is pinned; the assignment says 4"),
    ),
    # docstrings
    "a formula of a shape": (
        ("conv_layer", "lesson.py", CROPPED, CROPPED.replace(" + 1", "")),
        (read, "facts.toml: conv-layer.contracts.conv_map"),
    ),
    "a formula of values": (("conv_layer", "lesson.py", *FLIPPED), (read, "facts.toml: conv-layer.contracts.conv_map")),
    "the error that is promised": (
        ("conv_layer", "lesson.py", "ValueError\n        If x and w", "TypeError\n        If x and w"),
        (read, "facts.toml: conv-layer.contracts.conv_single"),
    ),
    # slides
    "inputs of a slide, and the answer with them": (
        (
            "conv_layer",
            "examples.toml",
            "filters = 5\nchannels = 3\nwindow = 5\n[example.expect]\nparameters = 380",
            "filters = 6\nchannels = 3\nwindow = 5\n[example.expect]\nparameters = 456",
        ),
        (read, "facts.toml: conv-layer.examples.five-filters-parameters"),
    ),
    "an answer of a slide": (
        ("conv_layer", "examples.toml", "parameters = 380", "parameters = 381"),
        (read, "examples.toml: five-filters-parameters: expect.parameters: number 1 is 381; conv_parameters gives 380"),
    ),
    "an example is another one": (
        ("conv_layer", "examples.toml", 'id = "five-filters-parameters"', 'id = "six-filters-parameters"'),
        (read, "facts.toml: conv-layer.examples.five-filters-parameters"),
    ),
    # demo cells
    "an announced number": (
        ("convnet", "lesson.py", "# prints: 108 0", "# prints: 63 0"),
        (ran, "'63 0' is announced; it prints '[[108. 0.]]'"),
    ),
    "a number of rounding": (
        (
            "convolution_1d",
            "lesson.py",
            "np.round(correlate_pad(signal, np.ones(3) / 3), 8)",
            "correlate_pad(signal, np.ones(3) / 3)",
        ),
        (ran, "'7/3 3 0 0 1 10/3 4 4 16/3 11/3' is announced"),
    ),
    "inputs of a demo": (
        (POOLING, "lesson.py", "[[[[3, 1, 3, 5], [6, 0,", "[[[[3, 1, 3, 5], [8, 0,"),
        (ran, "'6 9, 3 4' is announced; it prints '[[8. 9.] [3. 4.]]'"),
    ),
    "a demo that crashes": (
        (POOLING, "lesson.py", "print(max_pool_backward(np", "print(max_pool_backwards(np"),
        (ran, "a demo cell raises NameError: name 'max_pool_backwards' is not defined"),
    ),
    "a demo that ends the process": (
        (POOLING, "lesson.py", "by_two = {", "import os\nos._exit(0)\nby_two = {"),
        (ran, "its demo cells end the process: exit code 0"),
    ),
    "a solution that a demo shows": (
        (FIELD, "lesson.py", *PRODUCT),
        (ran, "'(5, 1)' is announced; it prints '(7, 1)'"),
    ),
    # wrong answers
    "a wrong answer that is right": (
        (FIELD, "wrong.toml", LAST, LAST.replace("**2", "")),
        (graded("wrong/area-for-side"), "wrong/area-for-side (verify-1): receptive_field.size should fail but passed"),
    ),
    "a criterion that it does not fail": (
        (
            FIELD,
            "wrong.toml",
            'fails = ["receptive_field.size"]',
            'fails = ["receptive_field.size", "receptive_field.jump"]',
        ),
        (graded("wrong/area-for-side"), "wrong/area-for-side (verify-1): receptive_field.jump should fail but passed"),
    ),
    "another belief": (
        (FIELD, "wrong.toml", 'believes = ["area-for-side"]', 'believes = ["last-window-only"]'),
        (graded("wrong/area-for-side"), "receptive_field is explained by area-for-side, not by last-window-only"),
    ),
    "a belief that nobody knows": (
        (FIELD, "wrong.toml", 'believes = ["area-for-side"]', 'believes = ["area-for-sides"]'),
        (read, "receptive-field/wrong.toml: area-for-side: no exercise knows the belief area-for-sides"),
    ),
    "a solution that an edit does not match any more": (
        (FIELD, "lesson.py", "return size, jump", "return (size, jump)"),
        (read, "receptive-field/wrong.toml: area-for-side: these lines stand nowhere in receptive_field"),
    ),
    # solution, starter, cases
    "a solution that is wrong": (
        (FIELD, "lesson.py", "jump *= stride\n", "jump *= max(stride, 2)\n"),
        (read, "receptive-field/wrong.toml: own-stride-too: these lines stand nowhere"),
    ),
    "a starter that holds the answer": (
        (
            FIELD,
            "lesson.py",
            "    # begin solution\n    size, jump = 1, 1\n",
            "    size, jump = 1, 1\n    return 3, 1\n    # begin solution\n",
        ),
        (graded("starter"), "starter (verify-1): "),
    ),
    "a case that is declared as needed": (
        (FIELD, "cases.toml", 'id = "ones"\n', 'id = "ones"\nneeded = true\n'),
        (graded("wrong/area-for-side"), "cases.toml: ones: needed: no wrong answer needs it"),
    ),
}


@pytest.mark.parametrize("sabotage", SABOTAGES.values(), ids=SABOTAGES)
def test_a_sabotage_is_noticed_and_named(sabotage, folder: Path) -> None:
    (name, file, old, new), (said, line) = sabotage
    change(folder / name / file, old, new)
    assert line in said(folder / name)


def test_an_assignment_without_wrong_answers_is_noticed(folder: Path) -> None:
    shutil.rmtree(folder / FIELD / "wrong")
    (folder / FIELD / "wrong.toml").write_text("wrong = []\n")
    assert "receptive-field/wrong.toml: no wrong answer fails receptive_field" in read(folder / FIELD)


def test_cases_that_show_nothing_are_noticed(folder: Path) -> None:
    cases = folder / FIELD / "cases.toml"
    blocks = cases.read_text().split("\n\n")
    cases.write_text("\n\n".join(b for b in blocks if 'exercises = ["receptive_field"]' not in b or 'id = "ones"' in b))
    assert "receptive_field: no case catches last-window-only" in covered(folder / FIELD)


def test_as_it_is_nothing_is_said(folder: Path) -> None:
    assert [read(folder / name) for name in (FIELD, POOLING, "convnet", "conv_layer", "dimensions")] == [""] * 5
    assert [ran(folder / name) for name in (FIELD, POOLING, "convnet")] == [""] * 3


def test_the_last_line_says_what_the_exit_code_says() -> None:
    assert last_line(84, 84, 0, 0) == "84 of 84 hold"
    assert last_line(84, 84, 2, 0) == "Not proved: 2 problems; 84 of 84 rows are as they should be."
    assert last_line(83, 84, 1, 3) == "Not proved: 1 problem and 3 changes; 83 of 84 rows are as they should be."


@pytest.mark.parametrize(
    ("printed", "text", "agrees"),
    [
        ("[[7. 9.]\n [7. 9.]]", "7 9, 7 9", True),
        ("z = 14.0", "14", True),
        ("[3.33333333]", "10/3", True),
        ("[3.3334]", "10/3", False),
        ("1.11022302e-16", "0", False),
        ("63", "163", False),
        ("163", "63", False),
        ("", "0", False),
        ("7", "", False),
    ],
)
def test_an_announcement_is_compared_number_by_number(printed: str, text: str, agrees: bool) -> None:
    assert demos.ends_with(printed, text) is agrees
