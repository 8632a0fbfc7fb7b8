"""One walk over a report: the same words in every output, where they belong, and a check that fits on a screen."""

import dataclasses
import re
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from grader.authoring.assignment import load_assignment
from grader.authoring.lesson import starter_module
from grader.authoring.starters import read_lesson
from grader.export import FORMATS, Options
from grader.export.format import cases_of, row_of
from grader.grading.grade import grade, plan
from grader.model import Assignment, Limits, Report
from grader.notebook import Shown
from grader.pytest_plugin import GradedCase
from grader.report import html, outline, text
from grader.sandbox.sandbox import Sandbox
from grader.submissions import dialects
from grader.submissions.own_names import Dialect
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder
from grader.topics.topic import Topic
from tests.effort import NO_SEARCH, with_few_cases
from tests.exports.sample import ADA, HINT, HURT, PARTLY, WRONG, case, criterion, exercise, report, row

QUESTION, SLIDES = "Which end of the kernel meets which value?", "Slides: Convolution Layer; Images"
IDS = sorted(path.parent.name for path in assignments_folder().glob("*/assignment.toml"))


SANDBOXES = ExitStack()


@pytest.fixture(scope="module", autouse=True)
def _sandboxes_end() -> Iterator[None]:
    with SANDBOXES:
        yield


@cache
def sandbox_for(limits: Limits, imports: tuple[str, ...]) -> Sandbox:
    """Return the one sandbox of all tests here that grade under these limits."""
    sandbox = SANDBOXES.enter_context(Sandbox())
    sandbox.configure(limits, imports)
    return sandbox


@cache
def assignment_of(name: str) -> Assignment:
    return load_assignment(assignments_folder() / name)


def said_by_pytest(found: Report) -> str:
    """Return what the plugin says of every case."""
    items = []
    for one in cases_of(found):
        item = GradedCase.__new__(GradedCase)
        item.case = one
        items.append(item.explanation())
    return "\n".join(items)


def exported(name: str, found: Report) -> str:
    """Return a format's files of one submission, or of a class of one."""
    single = FORMATS[name].single
    files = single(row_of(found), Options()) if single else FORMATS[name].export([row(ADA, found)], Options()).files
    return "\n".join(data.decode() for data in files.values())


OUTPUTS = {
    "text": text.render,
    "one screen": text.summarize,
    "html": html.fragment,
    "notebook": lambda found: Shown(found, html.no_picture)._repr_html_(),
    "notebook as text": lambda found: repr(Shown(found, html.no_picture)),
    "pytest": said_by_pytest,
    **{
        name: lambda found, name=name: exported(name, found)
        for name in ("autolab", "artemis", "github", "gradescope", "junit", "otter", "prairielearn", "moodle")
    },
}


@pytest.mark.parametrize("output", OUTPUTS)
def test_every_output_asks_the_question_and_names_the_slide_that_settles_it(output: str) -> None:
    only = dataclasses.replace(PARTLY, exercises=PARTLY.exercises[:1])  # one screen shows one exercise
    shown = re.sub(r"\\([^n])", r"\1", OUTPUTS[output](only))  # Markdown's escapes
    assert f"Think: {QUESTION}" in shown
    assert SLIDES in shown


@pytest.mark.parametrize("name", ["gradescope", "prairielearn", "autolab"])
def test_the_question_stands_with_the_first_failed_criterion_and_nowhere_else(name: str) -> None:
    found = report(
        "conv.py",
        exercise(
            "conv_backward",
            "The layer, backward",
            criterion("shape", 1, case("rgb")),
            criterion("dx", 2, case("rgb", WRONG)),
            criterion("dw", 2, case("rgb", dataclasses.replace(WRONG, output="dw"))),
            criterion("db", 2, case("rgb")),
            diagnosis=(HINT,),
        ),
    )
    view = outline.outline(found).exercises[0]
    assert [bool(one.advice) for one in view.criteria] == [False, True, False, False]
    shown = exported(name, found)
    assert shown.count(QUESTION) == 1
    assert shown.index("dx") < shown.index(QUESTION) < shown.rindex("dw")


def test_the_question_stands_with_the_value_that_it_is_about_before_one_that_fails_without_a_value() -> None:
    nameless = dataclasses.replace(WRONG, output=None, reason="nothing-right")
    found = report(
        "dense.py",
        exercise(
            "affine_backward",
            "The layer, backward",
            criterion("dw", 2, case("drawn", dataclasses.replace(WRONG, output="dw")), case("black", nameless)),
            criterion("db", 2, case("drawn", dataclasses.replace(WRONG, output="db"))),
            diagnosis=(dataclasses.replace(HINT, output="db"),),
        ),
    )
    view = outline.outline(found).exercises[0]
    assert [bool(one.advice) for one in view.criteria] == [False, True]


# -------------------------------------------------------------------------------- dialects


def spoken() -> list[tuple[str, str, str]]:
    """Return assignment, dialect and exercise wherever a dialect has a function for it."""
    return [
        (name, dialect, one.id)
        for name in IDS
        for assignment in [assignment_of(name)]
        for one in assignment.exercises
        if one.id in assignment.topics
        for dialect in dialects.dialect_names()[1:]
        if (phrase := dialects.find_phrase(dialect, one.id, Topic())) is not None and "." not in phrase.function
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "dialect", "wanted"), spoken())
def test_an_exception_is_shown_with_its_line_in_every_dialect(name: str, dialect: str, wanted: str) -> None:
    assignment = assignment_of(name)
    phrases = {one: dialects.find_phrase(dialect, one, topic) for one, topic in assignment.topics.items()}
    known = dialects.read_dialects()[dialect]
    names = {one: named(known, one, phrase.function) for one, phrase in phrases.items() if phrase is not None}
    function = names.pop(wanted)
    written = [(wanted, function), *((one, other) for one, other in names.items() if other != function)]
    heads = [f"def {other}({parameters(known, one, name)}):\n" for one, other in written]
    ends = [f"    return {returned(known, one)}\n\n" for one, _ in written]
    source = f"{heads[0]}    raise IndexError('mine')\n{ends[0]}" + "".join(
        map("".join, zip(heads[1:], ends[1:], strict=True))
    )
    found = grade_in(assignment, source, dialect, wanted)
    shown = " ".join(text.render(found, only=wanted).split())
    assert f"{function} raised IndexError: mine conv.py line 2, in {function}" in shown


def named(dialect: Dialect, exercise: str, function: str) -> str:
    """Return a function's name; another one than ours, where a dialect knows several."""
    return next((name for name in dialect.callables.get(exercise, ()) if name != exercise), function)


def parameters(dialect: Dialect, exercise: str, assignment: str) -> str:
    """Return the parameters of a function, where a dialect tells its functions by them."""
    if not dialect.callables:
        return "*x"
    rows = dialect.exercises.get(exercise, ())
    if rows and set(rows[-1].takes) - {"cache", "b"}:  # names that are not ours, by which nobody means our own function
        names = {is_for: name for name, is_for in dialect.arguments.items() if name != is_for}
        return ", ".join(names[one] for one in rows[-1].takes)
    return {"conv_layer": "x, b, stride=1", "pooling": "x, stride=1"}.get(assignment, "x, hyperparams=1")


def returned(dialect: Dialect, exercise: str) -> str:
    """Return as many values as a dialect's functions return for an exercise."""
    rows = dialect.exercises.get(exercise, ())
    return ", ".join(["x"] * ((rows[-1].returns if rows else 0) or 2))


def test_an_exception_in_a_class_is_shown_with_its_line(conv_layer: Assignment) -> None:
    source = (
        "class Conv2d:\n    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):\n"
        "        self.weight, self.bias = 0, 0\n    def forward(self, x):\n        return x[100]\n"
    )
    found = grade_in(conv_layer, source)
    assert found.dialect == "layer-classes"
    shown = " ".join(text.render(found).split())
    assert "layer.forward raised IndexError" in shown
    assert "conv.py line 5, in forward return x[100]" in shown


def grade_in(assignment: Assignment, source: str, dialect: str = "auto", wanted: str | None = None) -> Report:
    """Grade a source, or of an assignment one exercise and what it starts from."""
    sandbox = sandbox_for(assignment.limits, assignment.imports)
    chosen = [one for one in assignment.exercises if wanted in (None, one.id) or "forward" in one.id]
    planned = with_few_cases(plan(dataclasses.replace(assignment, exercises=tuple(chosen)), effort=NO_SEARCH))
    return grade(from_files("conv.py", {"conv.py": source.encode()}), planned, sandbox, dialect)


def test_a_failure_that_no_other_exercise_shows_is_shown_where_it_happened(conv_layer: Assignment) -> None:
    alone = dataclasses.replace(conv_layer, exercises=conv_layer.exercises[-1:])
    source = "def conv_forward(x, w, b, p): return x[100]\ndef conv_backward(dout, cache): return cache['mine'], 2, 3\n"
    shown = " ".join(text.render(grade_in(alone, source)).split())
    assert "conv_backward starts from your conv_forward." in shown
    assert "conv_forward raised IndexError" in shown
    assert "conv.py line 1, in conv_forward" in shown


# ------------------------------------------------------------------------------ one screen


def test_what_others_start_from_comes_first(conv_layer: Assignment) -> None:
    source = "def conv_forward(x, w, b, p):\n    return x[100]\n\ndef conv_backward(dout, cache):\n    return 1, 2, 3\n"
    missed = outline.outline(grade_in(conv_layer, source)).exercises
    assert text.next_exercise(missed).report.exercise.id == "conv_forward"


def test_what_is_begun_comes_before_what_is_not(conv_layer: Assignment) -> None:
    source = "def conv_single(x, w, b):\n    return 7.0\n" + "".join(
        f"def {name}(*given):\n    raise NotImplementedError\n"
        for name in ("conv_map", "conv_forward", "conv_backward")
    )
    shown = text.summarize(grade_in(conv_layer, source))
    assert "\nconv_single, " in shown


@pytest.mark.parametrize("name", IDS)
def test_a_report_of_an_untouched_starter_is_five_lines(name: str) -> None:
    assignment = assignment_of(name)
    shown = text.summarize(grade_in(assignment, starter_module(read_lesson(assignment.folder)))).splitlines()
    assert len(shown) == 4  # the command adds that the cases are the public ones
    assert all(len(line) <= 80 for line in shown)
    assert shown[1].startswith("Not written yet: ")
    assert shown[2].startswith(f"Next: write {assignment.exercises[0].id};")


def test_what_is_not_begun_makes_room_for_the_question() -> None:
    source = "def output_size(n, filter_size, stride, pad):\n    return (n + 2 * pad - filter_size) / stride + 1\n"
    shown = text.summarize(grade_in(assignment_of("dimensions"), source))
    assert "Think: Which type has your answer?" in shown
    assert "\nNot written yet: output_size_strict" in shown
    assert len(shown.splitlines()) <= text.SCREEN


def test_a_wrong_answer_fits_on_a_screen(reports: list[Report]) -> None:
    for found in [*reports, PARTLY, HURT]:
        lines = text.summarize(found, rows=20).splitlines()
        assert len(lines) <= 20
        assert all(len(line) <= 80 or " " not in line.strip() for line in lines)
        assert found.all_passed or any("Next: " in line for line in lines)


@pytest.mark.parametrize("rows", [16, 20, 24])
def test_an_input_is_below_where_that_is_said(reports: list[Report], rows: int) -> None:
    screens = [text.summarize(found, rows=rows) for found in reports]
    assert all(("run the input below" in shown) <= ("import numpy as np" in shown) for shown in screens)
    assert any("run the input below" in shown for shown in screens) or rows < 24


def test_an_input_that_has_no_room_as_code_is_shown_by_its_shapes(reports: list[Report]) -> None:
    screens = [text.summarize(found, rows=rows) for found in reports for rows in range(16, 25)]
    looked = [shown for shown in screens if "run the small input that -v prints" in shown]
    assert any("The smallest input that shows it:" in shown for shown in looked)


def test_a_long_note_is_cut() -> None:
    noted = dataclasses.replace(PARTLY, notes=("word " * 60, "second", "third"))
    shown = text.summarize(noted)
    assert re.search(r"^Note: (word )+…\s+\(and 2 more: -v\)$", shown, re.MULTILINE), shown
    assert text.render(noted).count("Note:") == 4  # one belongs to an exercise


# ------------------------------------------------------------------------------- sentences


@pytest.mark.parametrize(
    ("got", "want", "sentence"),
    [
        (3.0000000000000004, 3.0, "out[0] is 3.0000000000000004; it should be 3."),
        (-0.0, 1.0, "out[0] is 0; it should be 1."),
        (1e12, 1e12 + 1, "out[0] is 1000000000000; it should be 1000000000001."),
    ],
)
def test_numbers_that_differ_are_printed_so_that_they_do(got: float, want: float, sentence: str) -> None:
    found = dataclasses.replace(WRONG, at=(0,), got=got, want=want, terms=())
    assert sentence in outline.SENTENCES["wrong-value"](found)[0]


def test_a_number_is_not_said_to_equal_itself() -> None:
    happened, step = outline.SENTENCES["wrong-value"](dataclasses.replace(WRONG, want=3.0, terms=("3",)))
    assert not any("=" in line for line in happened)
    assert "as above" not in step


def test_a_minus_before_a_zero_is_left_out() -> None:
    happened, _ = outline.SENTENCES["wrong-value"](dataclasses.replace(WRONG, want=10.0, terms=("-0*5", "2*5", "-0.5")))
    assert "  0·5 + 2·5 + (−0.5) = 10" in happened


def test_a_missing_module_is_nobodys_belief(conv_layer: Assignment) -> None:
    found = grade_in(conv_layer, "import torch\ndef conv_map(x, w, b):\n    return torch.conv2d(x, w, b)\n")
    assert all(not one.misconceptions for one in found.exercises[1].diagnosis)
    assert "`import torch` failed (conv.py line 3): this grader has NumPy only." in text.render(found)


def test_one_case_is_not_counted() -> None:
    view = outline.outline(report("quiz.py", exercise("quiz", "Quiz", criterion("answer", 1, case("question", WRONG)))))
    assert view.exercises[0].criteria[0].counted == "not passed"
