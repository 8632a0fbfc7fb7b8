"""Questions, forbidden calls, conventions, and operations that an assignment brings along."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.authoring.assignment import load_assignment
from grader.errors import AuthorError
from grader.grading.cases import draw_cases
from grader.grading.checks import conventions
from grader.grading.checks.answer import NESTED, NOTHING, QUOTED
from grader.grading.grade import grade, plan
from grader.model import CaseSpec, Convention, ExerciseReport
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from tests.topics import OPERATIONS

ASSIGNMENT = """
title = "Questions"
slides = ["Example"]

[[exercise]]
id = "weights"
title = "The shape of a weight tensor"
slide = "Example"
criteria = [{ id = "answer", check = "answer", points = 2 }]
answer = [3, 4, 5, 5]
accepted = [{ answer = [4, 3, 5, 5], why = "the framework's layout" }]
wrong = [{ answer = [4, 5, 5], why = "which extent is missing?" }, { answer = "A3", why = "name a shape" }]
otherwise = "count what one filter holds."

[[exercise]]
id = "twice"
title = "Twice"
slide = "Example"
forbidden = ["numpy.convolve"]
criteria = [{ id = "values", check = "values", points = 1 }]
"""
CASES = """
[[case]]
id = "three"
exercises = ["twice"]
why = "Three numbers."
sizes = { L = 3 }
"""
OWN = '''
import numpy as np

from convref.bounds import Bounded
from grader.model import Call
from grader.topics import Operation


def calls(arguments, sizes):
    """``twice(x) -> out``."""
    return (Call(function="twice", arguments=(arguments["x"],), names=("x",), returns=("out",)),)


def reference(inputs, sizes):
    """Twice the input."""
    out = 2 * inputs["x"].astype(float)
    return {"out": Bounded(out, np.abs(out), 1, float(np.abs(out).sum()))}


OPERATIONS = (Operation(id="twice", shapes={"x": ("L",)}, returns=("out",), calls=calls, reference=reference),)
'''
RIGHT = "def weights(): return (3, 4, 5, 5)\ndef twice(x): return x + x\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An assignment with a question and an operation of its own."""
    made = tmp_path / "questions"
    made.mkdir()
    for name, text in {"assignment.toml": ASSIGNMENT, "cases.toml": CASES, "operations.py": OWN}.items():
        (made / name).write_text(text)
    return made


@pytest.fixture
def graded(folder: Path, quick_sandbox: Sandbox):
    """Grade a source; return its exercises."""

    def run(source: str) -> tuple[ExerciseReport, ...]:
        return grade(
            from_files("mine.py", {"mine.py": source.encode()}), plan(load_assignment(folder)), quick_sandbox
        ).exercises

    return run


def test_right_answers_earn_everything(graded) -> None:
    assert [exercise.status for exercise in graded(RIGHT)] == ["passed", "passed"]


@pytest.mark.parametrize(
    "answer",
    [
        "[3, 4, 5, 5]",
        "np.array([3, 4, 5, 5])",
        "(3.0, 4, 5, 5)",
        "(4, 3, 5, 5)",
        "(np.int64(3), np.float32(4), np.array(5), Fraction(10, 2))",
        "namedtuple('Shape', 'F C HH WW')(3, 4, 5, 5)",
        "(np.sqrt(3.0) ** 2, 4, 5, 5)",
    ],
)
def test_an_answer_counts_however_it_is_held(graded, answer: str) -> None:
    imports = "import numpy as np\nfrom collections import namedtuple\nfrom fractions import Fraction\n"
    question, _ = graded(f"{imports}def weights(): return {answer}\n")
    assert question.status == "passed"
    assert question.notes == (("the framework's layout",) if answer == "(4, 3, 5, 5)" else ())


@pytest.mark.parametrize("text", ["np.str_('a3')", "np.array('A3')"])
def test_a_text_of_numpy_is_a_text(graded, text: str) -> None:
    question, _ = graded(f"import numpy as np\ndef weights(): return {text}\n")
    assert question.criteria[0].results[0].evidence.detail == "name a shape"


@pytest.mark.parametrize(
    ("answer", "why", "got"),
    [
        ("(4, 5, 5)", "which extent is missing?", "(4, 5, 5)"),
        ("' a3 '", "name a shape", " a3 "),
        ("(5, 5, 4, 3)", "count what one filter holds.", "(5, 5, 4, 3)"),
        ("(float('nan'),) * 4", "count what one filter holds.", "(nan, nan, nan, nan)"),
        ("None", NOTHING, "None"),
        ("lambda: 1", "count what one filter holds.", "function"),
        ("'x' * 100_000", "count what one filter holds.", "str"),
        ("((3, 4), (5, 5))", NESTED, "tuple of 2"),
        ("[[3, 4], [5, 5]]", NESTED, "list of 2"),
        ("'(3, 4, 5, 5)'", QUOTED, "(3, 4, 5, 5)"),
        ("'4, 5, 5'", "which extent is missing?", "4, 5, 5"),
        ("'3 times 4'", "count what one filter holds.", "3 times 4"),
        ("True", "count what one filter holds.", "True"),
    ],
)
def test_a_wrong_answer_gets_its_own_reason(graded, answer: str, why: str, got: str) -> None:
    question, _ = graded(f"def weights(): return {answer}\n")
    (result,) = question.criteria[0].results
    assert (question.score, result.status) == (0, "failed")
    assert (result.evidence.reason, result.evidence.detail, result.evidence.got) == ("wrong-answer", why, got)


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\ndef twice(x): return np.convolve(x, [2])",
        "from numpy import convolve\ndef twice(x): return convolve(x, [2])",
    ],
)
def test_a_forbidden_call_is_refused_by_name(graded, source: str) -> None:
    _, twice = graded(source)
    (result,) = twice.criteria[0].results
    assert result.evidence.reason == "forbidden"
    assert result.evidence.raised.message == "numpy.convolve"


def test_an_operation_of_ones_own_goes_before_one_that_comes_with_the_grader(folder: Path) -> None:
    for name in ("assignment.toml", "cases.toml", "operations.py"):
        path = folder / name
        path.write_text(path.read_text().replace('"twice"', '"conv_map"'))
    own = load_assignment(folder).topics["conv_map"].operation("conv_map")
    assert own is not None
    assert own.shapes == {"x": ("L",)}


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("assignment.toml", 'check = "answer"', 'check = "values"', "a question has the check answer"),
        ("assignment.toml", "answer = [3, 4, 5, 5]", "", "the check answer needs the exercise's answer"),
        ("assignment.toml", 'otherwise = "count what one filter holds."', "", "otherwise: a wrong answer that is not"),
        ("assignment.toml", "numpy.convolve", "numpy.convolved", "forbidden: there is no 'numpy.convolved'"),
        ("assignment.toml", "numpy.convolve", "os.system", "forbidden: there is no 'os.system'"),
        ("cases.toml", '["twice"]', '["twice", "weights"]', "weights is a question and has no cases"),
        ("cases.toml", "sizes", "ranges = { x = [3, 1] }\nsizes", "ranges.x: [3, 1] is no range"),
        ("cases.toml", "sizes", "ranges = { y = [1, 3] }\nsizes", "ranges.y: no such array"),
        ("operations.py", "import numpy as np", "import numpi", "ModuleNotFoundError: No module named 'numpi'"),
        ("operations.py", "OPERATIONS = (", "OPERATION = (", "OPERATIONS must be a tuple"),
    ],
)
def test_what_is_wrong_with_it_is_said_before_anything_runs(
    folder: Path, file: str, old: str, new: str, problem: str
) -> None:
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))
    with pytest.raises(AuthorError) as raised:
        load_assignment(folder)
    assert any(problem in line for line in raised.value.problems), raised.value.problems


# ---------------------------------------------------------------------- distinct and ranges


def test_a_distinct_array_holds_no_number_twice_unless_its_range_is_too_small() -> None:
    spec = CaseSpec(id="case", exercises=("conv_map",), why="", sizes={"C": 2, "H": 5, "W": 6, "HH": 2, "WW": 3})
    operation = replace(OPERATIONS["conv_map"], distinct=frozenset({"x"}))
    for unit in (1.0, 0.5):
        (case,) = draw_cases(replace(spec, unit=unit), operation, "seed")
        assert len(np.unique(case.arguments["x"])) == 60
        assert case.arguments["x"].min() < 0 < case.arguments["x"].max()
    (negative,) = draw_cases(replace(spec, ranges={"x": (-60, -1)}), operation, "seed")
    assert sorted(negative.arguments["x"].ravel()) == list(range(-60, 0))
    (tied,) = draw_cases(replace(spec, ranges={"x": (0, 1)}), operation, "seed")
    assert set(tied.arguments["x"].ravel()) == {0, 1}


def test_whole_arrays_are_never_scaled() -> None:
    spec = CaseSpec(
        id="case", exercises=("conv_single",), why="", sizes={"C": 2, "HH": 3, "WW": 4}, unit=0.5, dtype="float32"
    )
    operation = replace(OPERATIONS["conv_single"], whole={"x": lambda sizes: (1, sizes["C"])}, kernels=frozenset())
    (case,) = draw_cases(spec, operation, "seed")
    assert case.arguments["x"].dtype == "int64"
    assert set(case.arguments["x"].ravel()) == {1, 2}


# ----------------------------------------------------------------------------- conventions


SHARED = Convention(
    note="shared",
    lowest=np.zeros(4),
    highest=np.array([6.0, 6.0, 6.0, 0.0]),
    shares=((6.0, (0, 1, 2)),),
)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("answer", [[6, 0, 0, 0], [2, 2, 2, 0], [0.1, 0.2, 5.7, 0], [0, 3, 3, 0]])
def test_a_gradient_may_be_shared_in_any_way_that_adds_up(answer, dtype) -> None:
    assert conventions.keeps(np.array(answer, dtype), SHARED)


@pytest.mark.parametrize("answer", [[6, 6, 6, 0], [7, -1, 0, 0], [2, 2, 1, 0], [6, 0, 0, 1], [np.nan, 0, 6, 0]])
def test_a_gradient_that_does_not_add_up_is_no_convention(answer) -> None:
    assert not conventions.keeps(np.array(answer, float), SHARED)
