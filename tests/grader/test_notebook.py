"""`check` in a notebook: cells as source, the report as a page, pictures of wrong numbers, nothing hostile in them."""

import html.parser
import json
from pathlib import Path

import numpy as np
import pytest

from grader import notebook
from grader.grading.grade import plan
from grader.model import Case
from grader.notebook import Problem, Shown, as_notebook, check
from grader.report import pictures
from grader.report.outline import easiest
from grader.topics.loading import assignments_folder, load_topic
from tests.effort import NO_SEARCH, with_few_cases

RIGHT = """
import numpy as np

def correlate_image(x, k):
    if k.shape[0] > x.shape[0] or k.shape[1] > x.shape[1]:
        raise ValueError("too large")
    return (np.lib.stride_tricks.sliding_window_view(x, k.shape) * k).sum(axis=(2, 3))
"""
FLIPPED = RIGHT.replace("* k)", "* k[::-1, ::-1])")


class Balanced(html.parser.HTMLParser):
    """Notes every tag that is not closed, every script, and everything that would be loaded."""

    VOID = frozenset({"meta", "br", "rect"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)
        self.faults += [f"{tag} {name}" for name, _ in attrs if name in ("src", "onclick", "onerror", "onload")]
        is_our_view = dict(attrs).get("sandbox") == "allow-scripts" and "srcdoc" in dict(attrs)
        if tag in ("img", "link", "object") or (tag == "iframe" and not is_our_view):
            self.faults.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")


def faults(page: str, script: bool = False) -> list[str]:
    parser = Balanced()
    parser.feed(page)
    found = [*parser.faults, *parser.open]
    return found if script else [*found, *(["script"] if "<script" in page else [])]


pytestmark = pytest.mark.usefixtures("kept_zygotes")


@pytest.fixture(autouse=True)
def _checks_run_few_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "plan", lambda assignment: with_few_cases(plan(assignment, effort=NO_SEARCH)))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, worker: str):
    """Run `check` as if these cells had been run in a notebook, over either worker."""

    def checked(cells: list[str], *names: str, **options: object) -> Shown | Problem:
        monkeypatch.setattr(notebook, "executed_cells", lambda: cells)
        return check(*names, **{"portable": worker == "portable" or None} | options)  # type: ignore[arg-type]

    return checked


def test_a_right_function_passes_and_the_page_says_so(run) -> None:
    shown = run(["", RIGHT], "correlate_image")
    assert shown.report.all_passed
    page = shown._repr_html_()
    assert "✓ correlate_image" in page
    assert "<svg" not in page
    assert faults(page) == []
    assert "9.00 of 9" in repr(shown)


@pytest.mark.parametrize(
    ("asked", "german"),
    [
        ((), "Sag, was zu prüfen ist: "),
        ((lambda x: x,), "Ein lambda hat keinen Namen"),
        (("correlate_imag",), "Kein Übungsblatt hat eine Aufgabe 'correlate_imag'. Ist correlate_image gemeint?"),
        (("correlate_image", "conv_map"), "Kein Übungsblatt hat alle Aufgaben correlate_image, conv_map: "),
    ],
)
def test_what_cannot_be_checked_is_told_in_german(asked: tuple[object, ...], german: str) -> None:
    said = repr(check(*asked, language="de"))  # type: ignore[arg-type]
    assert german.casefold() in said.casefold()


def test_a_wrong_number_comes_with_its_window_and_both_answers(run) -> None:
    page = run(["", FLIPPED], "correlate_image")._repr_html_()
    assert "and the window on it" in page
    assert "expected out" in page
    assert "your out" in page
    assert "✗" in page  # without colour
    assert "Next: work out" in page
    assert page.count("<iframe") == 1
    assert faults(page) == []


CONV_MAP = """
import numpy as np

def conv_map(x, w, b):
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape)[0]
    return (windows * w).sum(axis=(2, 3, 4)) + 2 * b
"""


def test_the_filter_stands_beside_the_window_on_every_channel(run) -> None:
    shown = run(["", CONV_MAP], "conv_map")
    page = shown._repr_html_()
    assert ">w[0]<" in page
    assert faults(page) == []


@pytest.mark.parametrize(
    ("shape", "titles"), [((4, 3, 2, 3), ["w[1, 0]", "w[1, 1]", "w[1, 2]"]), ((2, 2, 3), ["w[0]", "w[1]"])]
)
def test_a_filter_has_a_plane_for_each_channel(shape: tuple[int, ...], titles: list[str]) -> None:
    operation = next(
        one for one in load_topic(assignments_folder() / "conv_layer").operations if one.id == "conv_forward"
    )
    weights = np.arange(float(np.prod(shape))).reshape(shape)
    x = np.zeros((2, len(titles), 5, 5))
    case = Case(id="c", exercise="conv_forward", why="", sizes={}, arguments={"x": x, "w": weights}, calls=())
    filters = notebook.filters_of(operation, case, (2, 3), (0, 1, 0, 0))
    assert [title for title, _ in filters] == titles
    svg = pictures.window(x, (0, 0), (0, 0, 2, 3), "x", filters=filters)
    assert all(f"x[0, {channel}] and the window on it" in svg for channel in range(len(titles)))
    assert svg.count("<svg") == len(titles)
    assert notebook.filters_of(operation, case, (3, 3), (0, 1, 0, 0)) == []


def test_of_a_function_that_was_run_more_than_once_the_last_counts(run) -> None:
    assert run(["", FLIPPED, RIGHT], "correlate_image").report.all_passed
    assert not run(["", RIGHT, FLIPPED], "correlate_image").report.all_passed
    broken = "def correlate_image(x, k)\n    return"
    assert run(["", broken, RIGHT], "correlate_image").report.all_passed


def test_magics_plots_and_the_check_itself_do_no_harm(run) -> None:
    cells = ["%matplotlib inline", "import matplotlib.pyplot as plt", RIGHT, "from grader.notebook import check"]
    shown = run([*cells, "check(correlate_image)", "!ls"], "correlate_image")
    assert shown.report.all_passed
    assert not any("grader" in note for note in shown.report.notes)


def test_an_argument_that_is_no_exercise_gets_a_sentence(run) -> None:
    assert "no assignment has an exercise 'nothing'. Did you mean edges_of_nothing?" in repr(run([RIGHT], "nothing"))
    assert "there is no assignment 'x'" in repr(run([RIGHT], "correlate_image", assignment="x"))
    assert "Name what to check" in repr(run([RIGHT]))


@pytest.mark.parametrize(
    ("given", "said"), [(5.0, "this is a float"), ([1], "this is a list"), (lambda x: x, "write the function with def")]
)
def test_what_is_no_function_with_a_name_gets_a_sentence(given: object, said: str) -> None:
    assert said in repr(check(given))


def test_a_whole_assignment_can_be_checked(run) -> None:
    shown = run([RIGHT], assignment="image-filters")
    assert len(shown.report.exercises) == 9
    assert shown.report.score == 9


def test_outside_a_notebook_the_file_is_graded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my_filters.py").write_text(RIGHT)
    monkeypatch.syspath_prepend(tmp_path)
    import my_filters

    assert check(my_filters.correlate_image).report.all_passed  # type: ignore[union-attr]
    assert "save it in a file" in repr(check("correlate_image"))


def test_hostile_text_stays_text(run) -> None:
    source = RIGHT.replace("return (np", 'print("<script>alert(1)</script>")\n    return 0 * (np')
    raises = "def correlate_image(x, k):\n    raise KeyError('<img src=x onerror=alert(1)>')\n"
    for cell in (source, raises):
        page = run(["", cell], "correlate_image")._repr_html_()
        assert "&lt;" in page
        assert faults(page) == []


def kept(cells: list[str]) -> list[str]:
    return [cell["source"] for cell in json.loads(as_notebook(cells))["cells"]]


def test_a_cell_that_does_more_than_define_is_kept_and_each_keeps_its_number() -> None:
    cells = ["def f():\n    return 1", "def f():\n    return 2", "x = 1\ndef f():\n    return 3", "f()"]
    assert kept(cells) == ["", *cells[1:]]
    assert kept(["f()", "g()", "f()"]) == ["", "g()", "f()"]


CHECKS = {
    "check(f)": "()",
    "check(\n    f,\n)": "(\n\n)",
    "x = 1; check(f); y = 2": "x = 1; (); y = 2",
    "from grader.notebook import check": "()",
    "report = check(f)\nreport": "report = ()\nreport",
    "s = 'ä'; check(check(f))": "s = 'ä'; ()",
    "%time\ncheck(f)": "%time\n()",
    "import numpy as np": "import numpy as np",
    "check(": "check(",
}


@pytest.mark.parametrize(("source", "left"), CHECKS.items(), ids=range(len(CHECKS)))
def test_what_asks_for_a_grade_is_not_graded(source: str, left: str) -> None:
    assert kept([source]) == [left]


def test_a_students_own_function_called_check_is_left_alone() -> None:
    cells = ["def check(x):\n    return x", "y = check(1)"]
    assert kept(cells) == cells


SCALAR = """
def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("shapes differ")
    return RETURNED
"""


@pytest.mark.parametrize("returned", ["float((x * w).sum())", "float('nan')", "1e300", "-float('inf')"])
def test_a_wrong_number_that_is_no_array_is_shown(run, returned: str) -> None:
    page = run([SCALAR.replace("RETURNED", returned)], "conv_single")._repr_html_()
    assert "it should be" in page
    assert faults(page) == []


REMEMBERS = """
import numpy as np
KEPT = {}
def correlate_image(x, k):
    if k.shape[0] > x.shape[0] or k.shape[1] > x.shape[1]:
        raise ValueError
    windows = np.lib.stride_tricks.sliding_window_view(np.asarray(x, float), k.shape)
    return KEPT.setdefault(np.asarray(x, float).tobytes(), (windows * k).sum(axis=(2, 3)))
"""


def test_what_was_found_beyond_the_cases_is_shown_without_a_picture(run) -> None:
    """A function that remembers has a failed result of no case of the plan, which once ended in a KeyError."""
    page = run([REMEMBERS], "correlate_image")._repr_html_()
    assert "right when this call is the first one" in page
    assert faults(page) == []


def test_the_cells_that_are_marked_are_those_that_the_report_counts(run) -> None:
    nan = RIGHT.replace("return (", "out = (").rstrip() + "\n    out = out * 1.0\n    out[0] = np.nan\n    return out\n"
    shown = run([nan], "correlate_image")
    (values,) = [c for c in shown.report.exercises[0].criteria if c.criterion.check == "values"]
    result = easiest([one for one in values.results if one.status == "failed"])
    assert result is not None
    assert result.evidence is not None
    assert shown.picture("correlate_image", result).count("✗") == result.evidence.wrong


QUESTION = """
title = "A question"
slides = ["Example"]

[[exercise]]
id = "quiz"
title = "How many"
slide = "Example"
criteria = [{ id = "answer", check = "answer", points = 1 }]
answer = 3
otherwise = "count once more."
"""


def test_two_assignments_with_the_same_exercise_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "assignment.toml").write_text(QUESTION)
        (tmp_path / name / "cases.toml").write_text("")
    said = repr(check("quiz", folder=tmp_path))
    assert "one and two both have quiz" in said
    assert 'assignment="one"' in said
    monkeypatch.setattr(notebook, "executed_cells", lambda: ["def quiz():\n    return 3"])
    assert check("quiz", assignment="two", folder=tmp_path).report.all_passed  # type: ignore[union-attr]


@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 3, 4, 5), (20, 30)])
def test_a_comparison_shows_the_place_it_is_about(shape: tuple[int, ...]) -> None:
    expected = np.arange(float(np.prod(shape))).reshape(shape)
    got = expected.copy()
    at = tuple(size - 1 for size in shape)
    got[at] = -1
    svg = pictures.comparison(expected, got, got != expected, at, "out")
    assert svg.count("✗") == 1
    assert "−1" in svg
    assert faults(svg) == []


def test_a_window_larger_than_the_picture_ends_with_it() -> None:
    svg = pictures.window(np.zeros((1, 30, 30)), (0,), (0, 0, 30, 30), "x")
    assert f'height="{12 * pictures.CELL + 4}"' in svg
    assert f'height="{30 * pictures.CELL + 4}"' not in svg


def test_a_window_may_begin_in_the_padding() -> None:
    svg = pictures.window(np.arange(12.0).reshape(1, 3, 4), (0,), (-1, -2, 3, 3), "x")
    assert "with padding" in svg
    assert svg.count("<rect") == 4 * 6 + 2  # cells, and a double frame
    assert svg.count("stroke-dasharray") == 4 * 6 - 3 * 4
    assert faults(svg) == []


@pytest.mark.parametrize("value", [0.0, -1.5, 1234567.0, 1e-12, -1e300, np.nan, np.inf])
def test_a_number_fits_its_cell(value: float) -> None:
    assert len(pictures.short(value)) <= 7
