"""An author's mistakes are found before anything runs, all at once, each with its file and key."""

import re
import shutil
from pathlib import Path

import pytest

from grader.authoring.assignment import load_assignment
from grader.errors import AuthorError
from grader.grading.grade import plan
from grader.topics.loading import assignments_folder

LEFT_OUT = shutil.ignore_patterns("__pycache__", "wrong", "lecture")  # what is long to copy, and not read here


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of conv-layer, with the examples of all assignments beside it."""
    shutil.copytree(assignments_folder(), tmp_path, ignore=LEFT_OUT, dirs_exist_ok=True)
    return tmp_path / "conv_layer"


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(AuthorError) as error:
        plan(load_assignment(folder))
    return list(error.value.problems)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


MISTAKES = [
    ("assignment.toml", 'title = "The', 'titel = "The', "assignment.toml: .*'titel'"),
    ("assignment.toml", "imports = []", 'imports = ["nosuchmodule"]', "imports: there is no module 'nosuchmodule'"),
    ("assignment.toml", "points = 3.5 }", "points = 0 }", r"\[0\]: criteria\[.\].points: a number above 0 is"),
    ("assignment.toml", "points = 3.5 }", "points = nan }", "points: a number above 0 is due, not nan"),
    ("assignment.toml", "points = 3.5 }", "points = inf }", "points: a number below 1e\\+06 is due, not inf"),
    ("assignment.toml", 'check = "values", points = 3.5', 'check = "value", points = 4', r"exercise\[0\]: .*'value'"),
    ("assignment.toml", 'id = "conv_map"', 'id = "conv_mop"', "there is no operation of this name"),
    ("assignment.toml", 'of = "dx"', 'of = "dy"', "conv_backward returns dx, dw, db"),
    ("assignment.toml", 'check = "raises",', 'of = "out", check = "raises",', "an error is not of one returned"),
    ("assignment.toml", 'id = "errors", check = "raises"', 'id = "shape", check = "shape"', "the shape stands first"),
    ("assignment.toml", "imports = []", "imports = []\n[limits]\nwall_seconds = -1", "wall_seconds"),
    ("assignment.toml", '  "Convolution Layer",\n', "", "'Convolution Layer' is not among slides"),
    ("assignment.toml", "[[exercise]]", "[exercise", "assignment.toml: "),
    ("cases.toml", 'raises = "ValueError"', 'raises = "ValeuError"', "shallow-filter: raises: .* error 'ValeuError'"),
    ("cases.toml", 'raises = "ValueError"', 'raises = "print"', "shallow-filter: raises: .* no error 'print'"),
    ("cases.toml", 'raises = "ValueError"', 'raises = "KeyboardInterrupt"', "raises: .* no error 'KeyboardInterrupt'"),
    ("cases.toml", 'raises = "ValueError"', 'raises = "NotImplementedError"', "raises: NotImplementedError never"),
    ("cases.toml", 'exercises = ["conv_single"]', "exercises = []", r"\[0\]: exercises: a list with at least 1 entry"),
    ("cases.toml", "unit = 0.5", "unit = 0.3", "halves: unit: 0.3 is none of 8192, 1, 0.5, 0.25, 0.125"),
    ("cases.toml", "unit = 0.5", "unit = 2", "halves: unit: 2 is none of"),
    ("cases.toml", "unit = 0.5", "unit = 0", "halves: unit: 0 is none of"),
    ("cases.toml", "unit = 0.5", 'unit = 0.5\ndtype = "int64"', "halves: unit: int64 holds whole numbers only"),
    ("cases.toml", "unit = 0.5", "unit = 0.5\narrays = { b = 0.25 }", "arrays.b: .* multiples of the case's unit, 0.5"),
    ("cases.toml", "b = 0 }", "b = inf }", "arrays.b: graded inputs are whole numbers"),
    ("cases.toml", "stride = [1, 3]", "stride = [0, 3]", "random: sizes.stride: 0 is illegal; the least is 1"),
    ("cases.toml", "stride = [1, 3]", "stride = 0", "random: sizes.stride: 0 is illegal; the least is 1"),
    ("cases.toml", "C = [1, 5]", "C = [0, 5]", "random: sizes.C: 0 is illegal; the least is 1"),
    ("cases.toml", "pad = [0, 2]", "pad = [-1, 2]", r"sizes.pad: \[-1, 2\] is no range"),
    ("cases.toml", "shapes = { w = [1, 4, 2] }", "shapes = { b = [], w = [3, 4, 2] }", "is legal, so nothing is"),
    ("cases.toml", "count = 3", "count = 0", r"random\[0\]: count: a whole number of at least 1 is due, not 0"),
    ("cases.toml", "C = [1, 5]", "C = [5, 1]", r"sizes.C: \[5, 1\] is no range of sizes"),
    ("cases.toml", "C = 3, HH = 5, WW = 5 }", "C = -3, HH = 5, WW = 5 }", "dot-75: sizes.C: -3 is negative"),
    ("cases.toml", "C = 3, HH = 5, WW = 5 }", "C = 3, HH = 5 }", "needs exactly C, HH, WW"),
    ("cases.toml", "stride = 2, pad = 1", "stride = 0, pad = 1", "stride-2: conv_forward is illegal: .*stride"),
    ("cases.toml", 'x = "sharpen.x"', 'y = "sharpen.x"', "slide-sharpen: arrays.y: no such array"),
    ("cases.toml", 'x = "sharpen.x"', 'x = "sharpn.x"', "there is no worked example 'sharpn.x'"),
    ("cases.toml", 'x = "sharpen.x"', 'x = "sharpen.k"', "arrays.x: 9 numbers do not fill the shape"),
    ("cases.toml", 'x = "sharpen.x"', 'x = "box-shrink.k"', "arrays.x: graded inputs are whole numbers"),
    ("cases.toml", "b = 0 }", "b = 0.5 }", "arrays.b: graded inputs are whole numbers"),
    ("cases.toml", "shapes = { w", "shapes = { v", "shapes.v: no such array"),
    ("cases.toml", 'id = "one-term"', 'id = "random-2"', "'random-2' stands there more than once"),
    ("cases.toml", 'exercises = ["conv_single"]', 'exercises = ["conv_duo"]', "there is no exercise 'conv_duo'"),
    ("cases.toml", "[[random]]", "[[ranodm]]", r"unknown table \[\[ranodm\]\]"),
    ("cases.toml", 'layout = "strided"', 'layout = "scattered"', r"case\[\d+\]: .*'scattered'"),
    ("cases.toml", "w = [1, 4, 2] }", "w = [3, 4, 2] }", "is legal, so nothing is to be raised"),
    ("examples.toml", "[[example]]", "[[exampel]]\nid = 1\n[[example]]", r"unknown table \[\[exampel\]\]"),
    ("examples.toml", "[example.expect]", "[example.expekt]", r"example\[\d+\]: .*'expekt'"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "sentence"), MISTAKES, ids=[m[3][:40] for m in MISTAKES])
def test_a_mistake_is_named_with_its_file_and_key(folder: Path, file, old, new, sentence) -> None:
    edit(folder / file, old, new)
    problems = problems_of(folder)
    assert any(problem.startswith("conv_layer/") and re.search(sentence, problem) for problem in problems), problems


def test_several_mistakes_are_reported_at_once(folder: Path) -> None:
    edit(folder / "assignment.toml", "points = 3.5 }", "points = 0 }")
    edit(folder / "cases.toml", "count = 3", "count = 0")
    edit(folder / "cases.toml", 'layout = "strided"', 'layout = "scattered"')
    assert len(problems_of(folder)) == 3


def test_an_exercise_without_criteria_and_a_file_without_exercises_are_mistakes(folder: Path) -> None:
    edit(folder / "assignment.toml", "criteria = [\n", "criteria = []\nx = [\n")
    assert any(re.search(r"exercise\[0\]: criteria: a list with at least 1 entry", one) for one in problems_of(folder))
    head, _, _ = (folder / "assignment.toml").read_text().partition("[[exercise]]")
    (folder / "assignment.toml").write_text(head.replace("imports", "exercise = []\nimports"))
    (problem,) = problems_of(folder)
    assert re.search(r"assignment.toml: exercise: a list with at least 1 entry", problem)


def test_a_mistake_at_the_top_hides_none_further_down(folder: Path) -> None:
    edit(folder / "assignment.toml", 'title = "The', 'titel = "The')
    edit(folder / "assignment.toml", "imports = []", 'imports = "numpy"\n[limits]\nwall_seconds = -1')
    edit(folder / "assignment.toml", "points = 3.5 }", "points = 0 }")
    edit(folder / "assignment.toml", 'check = "raises", points = 1', 'check = "raise", points = 1')
    edit(folder / "assignment.toml", 'slide = "Convolution Layer"', 'slyde = "Convolution Layer"')
    found = "\n".join(problems_of(folder))
    for part in (
        "assignment.toml: there is no key 'titel'.",
        "assignment.toml: title: it is missing",
        "assignment.toml: imports: a list is due, not the text 'numpy'",
        "assignment.toml: limits.wall_seconds: ",
        "exercise[0]: criteria[0].points: a number above 0 is due, not 0",
        "exercise[2]: there is no key 'slyde'.",
        "exercise[2]: slide: it is missing",
    ):
        assert part in found


def test_all_mistakes_of_one_entry_are_reported_at_once(folder: Path) -> None:
    edit(folder / "assignment.toml", "points = 3.5 }", "points = 0 }")
    edit(folder / "assignment.toml", 'check = "raises", points = 1', 'check = "raise", points = -1')
    edit(folder / "cases.toml", 'id = "random"', 'id = "random"\nlaiouts = "C"')
    edit(folder / "cases.toml", "C = [1, 5]", 'C = [1, "five"]')
    edit(folder / "cases.toml", "pad = [0, 2]", 'pad = "none"')
    edit(folder / "examples.toml", "note = ", "node = 1\nnote = 2\nraises = 3  # ")
    found = "\n".join(problems_of(folder))
    for part in (
        "exercise[0]: criteria[0].points: a number above 0 is due, not 0",
        "exercise[0]: criteria[1].check: there is no choice 'raise'. Did you mean raises?",
        "exercise[0]: criteria[1].points: a number above 0 is due, not -1",
        "random[0]: there is no key 'laiouts'.",
        "random[0]: sizes.C[1]: a whole number is due, not the text 'five'",
        "random[2]: sizes.pad: a whole number or a list is due, not the text 'none'",
        "there is no key 'node'.",
        "note: a text is due, not 2",
        "raises: a text is due, not 3",
    ):
        assert part in found, found


def test_one_table_where_there_should_be_a_list_is_said_once(folder: Path) -> None:
    head, _, _ = (folder / "assignment.toml").read_text().partition("[[exercise]]")
    (folder / "assignment.toml").write_text(head + '[exercise]\nid = "conv_map"\n')
    (problem,) = problems_of(folder)
    assert problem.endswith("exercise: a list is due, not a table")


def test_an_entry_that_several_exercises_share_is_reported_once(folder: Path) -> None:
    edit(folder / "cases.toml", "pad = [0, 2]", "pad = [2, 0]")
    assert len(problems_of(folder)) == 1


def test_fractions_of_a_worked_example_are_given_as_they_are(folder: Path) -> None:
    edit(folder / "examples.toml", "b = [1]", 'b = ["-3/2"]')
    edit(folder / "cases.toml", "unit = 0.5", 'unit = 0.5\narrays = { b = "rgb-dot-ones.b" }')
    (planned,) = [p for p in plan(load_assignment(folder)).exercises if p.exercise.id == "conv_single"]
    (case,) = [case for case in planned.cases if case.id == "halves"]
    assert case.calls[0].arguments[2] == -1.5


def test_a_mistake_in_an_example_hides_none_in_the_assignment(folder: Path) -> None:
    edit(folder / "examples.toml", "[[example]]", "[[exampel]]\nid = 1\n[[example]]")
    edit(folder / "assignment.toml", "points = 3.5 }", "points = 0 }")
    problems = problems_of(folder)
    assert [problem.partition(":")[0] for problem in problems] == [
        "conv_layer/examples.toml",
        "conv_layer/assignment.toml",
    ]


def test_a_syntax_error_is_one_problem_with_its_line(folder: Path) -> None:
    edit(folder / "assignment.toml", "[[exercise]]", "[[exercise")
    (problem,) = problems_of(folder)
    assert re.search(r"assignment.toml: .*line \d+", problem)


def test_sums_that_could_round_in_single_precision_are_refused(folder: Path) -> None:
    edit(folder / "cases.toml", "b = 0 }", "b = 16777216 }")
    sentence = "slide-sharpen: out: terms add up to 16777253, not below 16777216"
    assert any(sentence in problem for problem in problems_of(folder))


def test_the_digest_changes_with_what_is_graded_and_not_with_the_lesson(folder: Path) -> None:
    before = load_assignment(folder).digest
    (folder / "lesson.py").write_text("")
    assert load_assignment(folder).digest == before
    edit(folder / "cases.toml", "count = 3", "count = 2")
    assert load_assignment(folder).digest != before
