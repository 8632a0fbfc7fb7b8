"""Work written for an older NumPy, or in part for Python 2, is graded as it was meant, with one note.

The cases are of kinds that strangers' work showed; the sources are our own.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.authoring.assignment import load_assignment
from grader.grading.grade import Plan, grade, plan
from grader.model import Report
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.worker import older, python2
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder
from tests.effort import NO_SEARCH, with_few_cases

STRANGERS = Path(__file__).parents[1] / "strangers" / "learning"


@pytest.fixture(scope="module")
def plan_of() -> Callable[[str], Plan]:
    plans: dict[str, Plan] = {}

    def planned(name: str) -> Plan:
        if name not in plans:
            plans[name] = with_few_cases(plan(load_assignment(assignments_folder() / name), effort=NO_SEARCH))
        return plans[name]

    return planned


@pytest.fixture
def graded(plan_of, quick_sandbox: Sandbox) -> Callable[..., Report]:
    def graded(source: str, assignment: str = "conv-layer", dialect: str = "auto") -> Report:
        return grade(from_files("a.py", {"a.py": source.encode()}), plan_of(assignment), quick_sandbox, dialect)

    return graded


def status_of(report: Report) -> dict[str, str]:
    return {exercise.exercise.id: exercise.status for exercise in report.exercises}


# ---------------------------------------------------------------------- a number in an array


def test_the_layer_of_deeplearning_ai_that_writes_arrays_of_one_number(graded) -> None:
    report = graded((STRANGERS / "deeplearning_ai_one_number_in_an_array.py").read_text())
    status = status_of(report)
    assert (status["conv_single"], status["conv_forward"]) == ("passed", "passed")
    assert report.notes.count(older.ONE_NUMBER) == 1


MAP = """import math
import numpy as np
def conv_map(x, w, b):
    C, H, W = x.shape
    if w.shape[0] != C or w.shape[1] > H or w.shape[2] > W:
        raise ValueError("shapes")
    out = np.zeros((H - w.shape[1] + 1, W - w.shape[2] + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            number = (x[:, i : i + w.shape[1], j : j + w.shape[2]] * w).sum(keepdims=True) + b
            {store}
    return out
"""
STORES = {
    "an entry": "out[i, j] = number",
    "an entry of a row": "out[i][j] = number",
    "added to an entry": "out[i, j] += number",
    "one of several targets": "last = out[i, j] = number",
    "through flat": "out.flat[i * out.shape[1] + j] = number",
    "float": "out[i, j] = float(number)",
    "np.float": "out[i, j] = np.float(number)",
    "math": "out[i, j] = math.fabs(number) * np.sign(number.item())",
    "text": "out[i, j] = float('%.17g' % number)",
    "a pair in a text": "out[i, j] = float(('%d %.17g' % (i, number)).split()[1])",
}


@pytest.mark.parametrize("store", STORES.values(), ids=STORES)
def test_an_array_of_one_number_is_a_number_natively_too(graded, store: str) -> None:
    report = graded(MAP.format(store=store))
    assert status_of(report)["conv_map"] == "passed"
    assert report.notes.count(older.ONE_NUMBER) == 1


@pytest.mark.parametrize("number", ["np.zeros(2)", "np.zeros((1, 3))", "[1.0, 2.0]", "np.zeros(0)"])
def test_an_array_of_several_numbers_is_still_no_number(graded, number: str) -> None:
    report = graded(MAP.format(store=f"out[i, j] = {number}"))
    evidence = report.exercises[1].criteria[0].results[0].evidence
    assert evidence.raised.type == "ValueError"
    assert "out[i, j] = " in evidence.raised.trace[-1].source
    assert older.ONE_NUMBER not in report.notes


def test_work_of_today_is_run_as_it_is_written(graded, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is changed in it, and it is loaded no second time."""
    from grader.sandbox.child import Child

    requests: list[dict] = []
    request = Child.request

    def watched(child: Child, kind: int, value: dict, *seconds: float) -> tuple[int, object]:
        requests.append(value)
        return request(child, kind, value, *seconds)

    monkeypatch.setattr(Child, "request", watched)
    report = graded(MAP.format(store="out[i, j] = number.item()"))
    assert status_of(report)["conv_map"] == "passed"
    loads = [value for value in requests if "modules" in value]
    assert not any(value["older"] for value in loads)


@pytest.mark.parametrize("returned", ["np.array([n])", "np.array([[[n]]])", "(x * w).sum(keepdims=True) + b"])
def test_a_single_number_may_be_returned_in_an_array(graded, returned: str) -> None:
    report = graded(
        "import numpy as np\ndef conv_single(x, w, b):\n    if x.shape != w.shape: raise ValueError('shapes')\n"
        f"    n = (x * w).sum() + b\n    return {returned}\n"
    )
    assert status_of(report)["conv_single"] == "passed"
    assert report.notes.count(older.ONE_NUMBER) == 1


def test_a_number_that_a_demo_makes_while_loading(graded) -> None:
    report = graded(
        "import numpy as np\nSCALE = float(np.ones((1, 1)))\ndef conv_single(x, w, b):\n"
        "    if x.shape != w.shape: raise ValueError('shapes')\n    return (x * w).sum() * SCALE + b\n"
    )
    assert status_of(report)["conv_single"] == "passed"


# --------------------------------------------------------------------------------- imports


def test_a_star_import_binds_what_is_there(graded) -> None:
    report = graded(
        "from numpy import *\ndef conv_single(x, w, b):\n"
        "    if x.shape != w.shape: raise ValueError('shapes')\n    return sum(x * w) + b\n"
    )
    assert status_of(report)["conv_single"] == "passed"
    assert not report.notes


@pytest.mark.parametrize(
    "line",
    [
        "from numpy.core.numeric import zeros_like",
        "from numpy._core.numeric import zeros_like",
        "from numpy.core import zeros_like",
        "from numpy.core.numeric import *",
        "import numpy.core.numeric as core\nzeros_like = core.zeros_like",
        "zeros_like = np.core.numeric.zeros_like",
    ],
)
def test_numpy_core_and_numpy__core_are_one_thing(graded, line: str) -> None:
    source = (STRANGERS / "import_of_numpy_core.py").read_text()
    own = "from numpy.core.numeric import zeros_like"
    assert own in source
    report = graded(source.replace(own, line), "pooling")
    assert {"max_pool_forward": "passed", "max_pool_backward": "passed"}.items() <= status_of(report).items()
    assert not any("passed over" in note for note in report.notes)


# ------------------------------------------------------------------------------- Python 2


@pytest.mark.parametrize("name", ["python2_division.py"])
def test_the_line_of_a_division_and_what_to_write_reach_the_author_in_every_dialect(graded, name: str) -> None:
    source = (STRANGERS / name).read_text()
    line = 1 + [" / s + 1" in text for text in source.splitlines()].index(True)
    for text in (source, source.replace("_naive", "")):  # CS231n's names, and ours
        notes = [note for note in graded(text).notes if "//" in note]
        assert notes == [f"a.py line {line}: / gives a fraction since Python 3; write // for a whole number"]


def test_a_fraction_that_comes_from_no_division_is_nothing_of_python_2(graded) -> None:
    report = graded("import numpy as np\ndef conv_map(x, w, b):\n    return np.zeros((np.floor(3.5), 3))\n")
    assert not any("//" in note for note in report.notes)


SINGLE = """def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError('shapes')
{}    return (x * w).sum() + b
"""


def test_a_print_of_python_2_costs_nothing_but_itself(graded) -> None:
    report = graded(SINGLE.format("    print 'here', x.shape\n    if b > 100:\n        print b\n"))
    assert status_of(report)["conv_single"] == "passed"
    (note,) = report.notes
    assert note.startswith("a.py line 4 and 1 more: this is Python 2; write print(…) today")


OLD_LINES = {
    "except …, e": ("    try:\n        pass\n    except ValueError, e:\n        pass\n", 6, "except … as e:"),
    "raise …, …": ("    if b > 1000: pass\n    raise ValueError, 'no'\n", 5, "raise …(…)"),
    "<>": ("    if b <> b:\n        pass\n", 4, "!="),
    "a long number": ("    n = 10L\n", 4, "a whole number without L"),
    "a print behind a colon": ("    if b: print b\n", 4, "print(…)"),
    "a print over two lines": ("    print 'a', \\\n        b\n", 4, "print(…)"),
}


@pytest.mark.parametrize(("body", "line", "today"), OLD_LINES.values(), ids=OLD_LINES)
def test_of_a_file_with_a_line_of_python_2_the_rest_is_graded(graded, body: str, line: int, today: str) -> None:
    report = graded(SINGLE.format(body) + MAP.format(store="out[i, j] = number.item()"))
    assert any(note.startswith(f"a.py line {line}: this is Python 2; write {today} today") for note in report.notes)
    assert status_of(report)["conv_map"] == "passed"
    evidence = report.exercises[0].criteria[0].results[0].evidence
    assert f"its definition does not parse, see a.py line {line}: this is Python 2" in evidence.detail


def test_decorators_go_with_what_they_stand_before() -> None:
    text = "@a\n@b(1)\ndef f():\n    x = 10L\ny = 1\n"
    assert python2.without_old_lines(text)[0] == "\n\n\n\ny = 1\n"


def test_a_text_with_other_faults_comes_back_as_it_is_and_its_old_lines_are_still_named() -> None:
    text = "print 'a'\ndef f(:\n"
    readable, old_lines = python2.without_old_lines(text)
    assert readable == text
    assert [old.number for old in old_lines] == [1]


# --------------------------------------------------------------------------- forbidden calls

CALLS = {
    "numpy.convolve": "np.convolve(x, k, 'valid')",
    "numpy.correlate": "np.correlate(x, k, 'valid')",
    "numpy.polymul": "np.polymul(x, k)",
    "an alias": "alias(x, k, 'valid')",
    "from inside": "np._core.numeric.convolve(x, k, 'valid')",
    "from inside, as it was called": "np.core.numeric.correlate(x, k, 'valid')",
    "in C": "np._core.multiarray.correlate(x, k[::-1], 0)",
    "polynomials": "(np.poly1d(x) * np.poly1d(k)).coeffs",
    "new polynomials": "(np.polynomial.Polynomial(x) * np.polynomial.Polynomial(k)).coef",
    "masked": "np.ma.convolve(x, k)",
    "by getattr": "getattr(np, 'con' + 'volve')(x, k, 'valid')",
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_what_computes_a_convolution_outright_is_refused_by_the_object_it_is(graded, call: str) -> None:
    report = graded(
        f"import numpy as np\nfrom numpy import convolve as alias\ndef correlate_shrink(x, k):\n    return {call}\n",
        "convolution-1d",
    )
    (exercise,) = [exercise for exercise in report.exercises if exercise.exercise.id == "correlate_shrink"]
    reasons = {result.evidence.reason for result in exercise.criteria[0].results if result.evidence is not None}
    assert reasons == {"forbidden"}


def test_windows_and_sums_stay_allowed_and_a_module_can_be_forbidden_whole() -> None:
    import subprocess
    import sys

    program = """
import numpy as np
import numpy.fft
from grader.sandbox.worker.forbidden import ForbiddenCall, forbid
forbid(["numpy.convolve", "numpy.fft"])
x = np.arange(5.0)
print((np.lib.stride_tricks.sliding_window_view(x, 3) * [1, 2, 3]).sum(1), np.einsum("i,i", x, x), np.dot(x, x))
inner = [np.fft._pocketfft._raw_fft, np.fft._pocketfft_umath.fft]
for call in (np.fft.fft, np.fft.irfft2, np.fft._pocketfft.fft, np.convolve, *inner):
    try:
        call(x)
    except ForbiddenCall as refused:
        print(refused)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    asked = ["numpy.fft.fft", "numpy.fft.irfft2", "numpy.fft.fft", "numpy.convolve"]
    assert done.stdout.split("\n")[1:] == [*asked, "numpy.fft.raw_fft", "numpy.fft.fft", ""]
