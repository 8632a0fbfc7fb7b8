"""What somebody stumbled on who had only the handout: the mistakes of that trial, and what is said of them now."""

import itertools
import json
import re
from pathlib import Path

import numpy as np
import pytest

from grader.authoring.assignment import load_assignment
from grader.authoring.lesson import solved_notebook
from grader.authoring.starters import read_lesson, starters
from grader.cli import main
from grader.grading.diagnosis import general
from grader.grading.diagnosis.repair.questions import QUESTIONS
from grader.languages.loading import load_catalogue
from grader.model import Case, Evidence, Frame, Outcome, Raised
from grader.report.exceptions import mend
from grader.topics.loading import assignments_folder
from tests.command import grader

FOLDERS = sorted(path.parent for path in assignments_folder().glob("*/lesson.py"))
CHANGES = "def conv_single(x, w, b):\n    if x.shape != w.shape: raise ValueError\n    return (x * w).sum() + b\n\n\n"
SLIDES = """import numpy as np
def conv_map(x, w, b):
    out = np.zeros((x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = conv_single(x[:, i : i + w.shape[1], j : j + w.shape[2]], w, b)
    return out
"""
NO_CACHE = """def max_pool_forward(x, pool_param):
    return x
def max_pool_backward(dout, cache):
    x, pool_param = cache
    return x
"""
DRAWS = re.compile(r"plt\.show\(\)|^show\(", re.MULTILINE)
pytestmark = pytest.mark.usefixtures("kept_zygotes")


def raised(kind: str, message: str, source: str = "") -> Evidence:
    frames = (Frame(file="a.py", line=1, function="f", source=source),) if source else ()
    one = Raised(type=kind, bases=(kind,), message=message, trace=frames)
    return Evidence(reason="raised", function="f", raised=one, call="f()")


def checked(folder: Path, source: str, *options: str) -> str:
    (folder / "mine.py").write_text(source)
    return grader("check", folder / "mine.py", *options).stdout


def test_who_compares_the_depth_is_asked_of_the_empty_map_and_not_of_the_depth(tmp_path: Path) -> None:
    shown = checked(tmp_path, CHANGES + SLIDES, "-a", "conv-layer", "--exercise", "conv_map")
    assert "Case too-tall" in shown
    assert general.ACCEPTS.hint not in " ".join(shown.split())
    assert general.ACCEPTS_NO_PLACE.hint in " ".join(shown.split())


def test_who_compares_nothing_is_still_asked_of_stretching() -> None:
    arrays = {"x": np.ones((3, 4, 4)), "w": np.ones((1, 2, 2))}
    case = Case(id="i", exercise="f", why="", sizes={}, arguments=arrays, calls=(), raises="ValueError")
    answered = Outcome(status="returned", function="f", answers={"out": np.ones((3, 3))})
    assert general.accepting(case, answered) is general.ACCEPTS


def test_the_function_that_gives_no_cache_comes_first_and_not_the_one_that_waits_for_it(tmp_path: Path) -> None:
    shown = checked(tmp_path, NO_CACHE, "-a", "pooling")
    assert "max_pool_forward, shape" in shown
    assert "end max_pool_forward with: return out, cache" in shown


@pytest.mark.parametrize(
    ("evidence", "step"),
    [
        (raised("NameError", "name 'B' is not defined", "return B"), 'write the letter in quotes: return "B"'),
        (
            raised("NameError", "name 'b' is not defined", "x = b + 1"),
            "is b misspelt, or given its value somewhere else?",
        ),
        (raised("ValueError", "too many values to unpack (expected 2)"), "how many values does it hold?"),
        (
            raised("ValueError", "could not broadcast input array from shape (2,3) into shape (2,3,2,2)"),
            "np.newaxis in an index adds an axis of length 1",
        ),
        (raised("OverflowError", "Python integer 300 out of bounds for uint8"), "numbers of the type uint8"),
        (
            raised("UFuncTypeError", "Cannot cast ufunc 'add' output from dtype('float64') to dtype('int64') with …"),
            "numbers of the type int64",
        ),
    ],
)
def test_an_exception_that_says_enough_has_a_next_step_of_its_own(evidence: Evidence, step: str) -> None:
    said = mend(evidence)
    assert said is not None
    assert step in said
    german = load_catalogue("de", []).say(said)
    assert german != said


def test_a_function_that_the_grader_calls_is_not_called_ungraded(tmp_path: Path) -> None:
    source = "def train(images, labels):\n    return ()\ndef network_scores(x, w1, b1, w2, b2):\n    return 1\n"
    assert "Not graded" not in checked(tmp_path, source)
    assert "Nicht bewertet: drill (danach fragt kein Übungsblatt)" in checked(
        tmp_path, source.replace("train", "drill"), "--lang", "de"
    )


def test_what_was_called_before_is_named_in_german(tmp_path: Path) -> None:
    shown = checked(tmp_path, CHANGES, "-a", "conv-layer", "--exercise", "conv_backward", "--lang", "de")
    assert " after conv_forward(" not in shown


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_module_says_where_its_functions_are_explained(folder: Path) -> None:
    module = next(data.decode() for name, data in starters(folder).items() if name.endswith(".py"))
    assert "the notebook beside this file explains each of them" in module


def cells_of(folder: Path) -> list[dict[str, str]]:
    cells = json.loads(solved_notebook(read_lesson(folder)))["cells"]
    return [{"kind": cell["cell_type"], "source": "".join(cell["source"])} for cell in cells]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_to_see_in_a_picture_stands_below_it(folder: Path) -> None:
    cells = cells_of(folder)
    for cell, following in itertools.pairwise(cells):
        if cell["kind"] == "code" and "def show(" not in cell["source"] and DRAWS.search(cell["source"]):
            assert following["source"].startswith("**What to see.**"), cell["source"]


@pytest.mark.parametrize(
    ("arguments", "german"),
    [
        (("nosuch.py",), "Fehler: Kein gültiger Wert für 'FILE': Es gibt weder Datei noch Ordner 'nosuch.py'."),
        (
            ("mine.py", "-a", "pool"),
            "Fehler: Es gibt kein Übungsblatt 'pool'. Ist pooling gemeint? Es gibt: bug-hunt, ",
        ),
        (
            ("mine.py", "--exercise", "conv_singl"),
            "conv-layer hat keine Aufgabe 'conv_singl'. Ist conv_single gemeint?",
        ),
        (
            ("other.py",),
            "other.py definiert keine Funktion, nach der ein Übungsblatt fragt, nur conv_singl. Ist conv_s",
        ),
        (("half.ipynb",), "half.ipynb ist kein ganzes Notebook: Es endet mittendrin, in Zeile 2."),
        (("text.md",), "text.md ist keine Abgabe: Gib eine Datei (.py, .ipynb, .zip) oder einen Ordner an"),
        ((), "Fehler: Es fehlt das Argument 'FILE'."),
        (("mine.py", "--exercis", "conv_single"), "Fehler: Es gibt keine Option '--exercis'. Ist --exercise gemeint?"),
        (("mine.py", "-z"), "Fehler: Es gibt keine Option '-z'."),
    ],
)
def test_a_mistake_at_the_command_line_is_told_in_german(
    arguments: tuple[str, ...], german: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "mine.py": CHANGES,
        "other.py": "def conv_singl(): pass\n",
        "half.ipynb": "{\n",
        "text.md": "",
    }.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(SystemExit) as ended:
        main(["check", *arguments, "--lang", "de"])
    assert ended.value.code == 2
    assert german in " ".join(capsys.readouterr().err.split())


def test_what_start_says_is_german_too(tmp_path: Path, capsys) -> None:
    for said in ("geschrieben: ", "gibt es schon, und vielleicht ist deine Arbeit darin"):
        with pytest.raises(SystemExit):
            main(["start", "pooling", str(tmp_path), "--lang=de"])
        assert said in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("arguments", "german"),
    [
        (
            ("explain", "max-pol"),
            "Fehler: Es gibt kein Beispiel 'max-pol'. Ist max-pool gemeint? `grader explain --list`",
        ),
        (("list", "-z"), "Aufruf: grader list"),
        (("lecture", "--out", "."), "geschrieben: 63 Seiten; öffne index.html in einem Browser"),
        (("explain", "max-pool", "--html", "page.html"), "geschrieben: page.html"),
    ],
)
def test_every_command_of_students_speaks_german(
    arguments: tuple[str, ...], german: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main([*arguments, "--lang", "de"])
    assert german in " ".join("".join(capsys.readouterr()).split())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_notebook_checks_exercises_alone(folder: Path) -> None:
    known = {exercise.id for exercise in load_assignment(folder).exercises}
    cells = cells_of(folder)
    asked = [name for cell in cells for name in re.findall(r"^check\((\w+)\)", cell["source"], re.MULTILINE)]
    assert {*asked} <= known
    assert asked


WHOLE_STEPS = """import numpy as np
def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w, b)
def numerical_gradient(x, w, b, target, h):
    dw = np.zeros(w.shape)
    for at in np.ndindex(w.shape):
        plus, minus = w.copy(), w.copy()
        plus[at] += h
        minus[at] -= h
        more = ((affine_forward(x, plus, b)[0] - target) ** 2).sum() / 2
        less = ((affine_forward(x, minus, b)[0] - target) ** 2).sum() / 2
        dw[at] = (more - less) / (2 * h)
    return dw
"""


def test_a_wrong_number_is_shown_with_its_arguments(tmp_path: Path) -> None:
    said = checked(tmp_path, WHOLE_STEPS, "-a", "fully-connected")
    assert "Think: " in said
    assert "numerical_gradient(x (2, 2, 1, 1), w (2, 2) int64" in said


def test_an_argument_whose_type_is_too_small_is_asked_about_as_one(tmp_path: Path) -> None:
    said = checked(tmp_path, WHOLE_STEPS, "-a", "fully-connected", "--exercise", "numerical_gradient")
    assert QUESTIONS["argument-type"] in " ".join(said.split())


def test_who_tests_max_pooling_is_not_told_to_use_padding(tmp_path: Path) -> None:
    source = "import numpy as np\ndef box_j(): return np.full((1, 1, 2, 2), -1.0), 2, 2, 1\n"
    said = " ".join(checked(tmp_path, source, "-a", "bug-hunt", "--exercise", "box_j").split())
    assert "an image away, and check again." in said
    assert "padding" not in said


@pytest.mark.parametrize("answer", ["1.41", "1.414", "2 ** 0.5"])
def test_a_standard_deviation_is_told_as_such_however_it_is_rounded(tmp_path: Path, answer: str) -> None:
    source = f"def two_gaussians(): return {answer}\n"
    said = checked(tmp_path, source, "-a", "convolution-1d", "--exercise", "two_gaussians")
    assert "that is its standard deviation; its variance is 2" in " ".join(said.split())


def test_hints_of_the_statements_do_not_send_their_reader_to_the_slide() -> None:
    asked = (assignments_folder() / "statements" / "assignment.toml").read_text()
    steps = re.findall(r'(?:why|otherwise) = "(.*?)"(?= }|$)', asked, re.MULTILINE)
    assert len(steps) > 30
    assert [step for step in steps if "slide" in step] == []
