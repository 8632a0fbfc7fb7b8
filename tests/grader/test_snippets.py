"""Code that a report prints runs below the student's functions, and prints what the report says."""

import contextlib
import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType

import numpy as np
import pytest

from grader.authoring.assignment import load_assignment
from grader.authoring.verify import wrong_of
from grader.authoring.wrong import WrongAnswer
from grader.grading.diagnosis.snippets import IMPORT, LINES, MOST_NUMBERS, WIDTH, arrays_of, snippet
from grader.grading.grade import Plan, grade, plan
from grader.model import Call, Case, ExerciseReport, Kept, Laid, Report, Smallest, Submission
from grader.report import text
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files, load_submission
from grader.topics.loading import assignments_folder
from tests.effort import NO_SEARCH

CLASS = Path(__file__).parent.parent.parent / "examples" / "class"
HAND_INS = sorted(path for path in CLASS.iterdir() if path.suffix in (".py", ".ipynb") or path.is_dir())
TOPICS = ("conv-layer", "pooling", "fully-connected", "image-filters", "convolution-1d", "dimensions")
TOPICS += ("receptive-field", "fast-conv", "convnet")  # questions and inputs of one's own are written out nowhere
TRAININGS = ("predict",)  # thousands of numbers: no code
DAILY = 7  # which wrong answer of a topic is tried every day
OTHER_COURSE = """
import numpy as np

def conv_forward(A_prev, W, b, hparameters):
    s, p, f = hparameters["stride"], hparameters["pad"], W.shape[0]
    x = np.pad(A_prev, ((0, 0), (p, p), (p, p), (0, 0)))
    Z = np.zeros((x.shape[0], (x.shape[1] - f) // s + 1, (x.shape[2] - f) // s + 1, W.shape[3]))
    for n, i, j, c in np.ndindex(Z.shape):
        Z[n, i, j, c] = np.sum(x[n, i * s : i * s + f, j * s : j * s + f] * W[::-1, ::-1, :, c]) + b[0, 0, 0, c]
    return Z, (A_prev, W, b, hparameters)
"""


@cache
def planned(name: str) -> Plan:
    """Return a plan that looks for no repair, and writes failed cases out all the same."""
    return replace(plan(load_assignment(assignments_folder() / name)), effort=NO_SEARCH)


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[dict[str, Sandbox]]:
    made: dict[str, Sandbox] = {}
    yield made
    for sandbox in made.values():
        sandbox.__exit__(None, None, None)


def graded_in(sandboxes: dict[str, Sandbox], name: str, submission: Submission, only: frozenset[str]) -> Report:
    """Return a report of some of an assignment's exercises."""
    whole = planned(name)
    if name not in sandboxes:
        sandboxes[name] = Sandbox()
        sandboxes[name].configure(whole.assignment.limits, whole.assignment.imports)
    some = tuple(one for one in whole.exercises if one.exercise.id in only)
    return grade(submission, replace(whole, exercises=some), sandboxes[name])


@cache
def graded(name: str, source: str) -> Report:
    with Sandbox() as sandbox:
        sandbox.configure(planned(name).assignment.limits, planned(name).assignment.imports)
        return grade(from_files("work.py", {"work.py": source.encode()}), planned(name), sandbox)


def examples(report: Report) -> list[Smallest]:
    found = [one.smallest for exercise in report.exercises for one in exercise.diagnosis]
    return [one for one in found if one is not None]


@cache
def compiled(source: str) -> CodeType:
    return compile(source, "work.py", "exec")


def printed(source: str, code: str) -> str:
    """Return what code prints below a submission of our own."""
    names: dict[str, object] = {"__name__": "work"}
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), np.errstate(all="ignore"):
        exec(compiled(source), names)
        shown.truncate(shown.seek(0))
        exec(compile(code, "pasted", "exec"), names)
    return shown.getvalue()


def printed_for(output: str, source: str, code: str) -> tuple[str, str]:
    """Return what code prints of one output: the student's, and what is due."""
    asked = [line for line in code.splitlines() if line.startswith("print(")]
    (place,) = [
        number for number, line in enumerate(asked) if line.startswith((f"print({output}", f"print(came.{output}"))
    ]
    said = printed(source, code).split(" is due\n")
    yours, _, due = said[place].partition(" is yours; ")
    return yours, due


def assert_pasted_code_says_the_same(report: Report, source: str) -> None:
    """Hold all code of a report against what it prints."""
    shown = text.render(report).splitlines()
    told = [exercise.diagnosis[0].smallest for exercise in report.exercises if exercise.diagnosis]
    for smallest in examples(report):
        if smallest.code:
            yours, _, due = printed(source, smallest.code).partition(" is yours; ")
            assert float(yours) == smallest.got
            assert due == f"{smallest.want:.17g} is due\n"
            if smallest in told:
                assert all(line in shown for line in smallest.code.splitlines())
    for exercise in report.exercises:
        assert_cases_are_written(report.assignment, exercise)
        assert_written_cases_say_the_same(exercise, source)


def assert_cases_are_written(name: str, exercise: ExerciseReport) -> None:
    """All failed cases are written out but for the large ones."""
    results = [result for criterion in exercise.criteria for result in criterion.results]
    failed = {one.case for one in results if one.status == "failed" and one.outcome in ("returned", "raised")}
    reasons = {one.evidence.reason for one in results if one.status == "failed" and one.evidence is not None}
    if exercise.exercise.question is None and "not-written" not in reasons:
        cases = next(one.cases for one in planned(name).exercises if one.exercise.id == exercise.exercise.id)
        small = {one.id for one in cases if sum(laid.array.size for laid in arrays_of(one)) <= MOST_NUMBERS}
        assert {case for case, _ in exercise.codes} <= failed
        assert len((failed & small) - {case for case, _ in exercise.codes}) <= 2  # where the report has no room left


def assert_written_cases_say_the_same(exercise: ExerciseReport, source: str) -> None:
    written = dict(exercise.codes)
    for result in (one for criterion in exercise.criteria for one in criterion.results):
        if result.status != "failed" or result.case not in written or result.evidence is None:
            continue
        evidence, code = result.evidence, written[result.case]
        if evidence.raised is not None:
            with pytest.raises(BaseException) as caught:  # noqa: PT011
                printed(source, code)
            assert type(caught.value).__name__ == evidence.raised.type
        elif evidence.reason in ("wrong-value", "wrong-shape") and "is yours" in code:
            yours, due = printed_for(evidence.output or "", source, code)
            if evidence.reason == "wrong-shape":
                assert (yours, due) == (str(evidence.got), str(evidence.want))
            else:
                kept = np.float32 if "float32" in code else float  # NumPy prints what tells it from its neighbours
                assert repr(kept(yours)) == repr(kept(evidence.got))  # type: ignore[arg-type]
                assert float(due) == evidence.want


def assert_wrong_answer(name: str, answer: WrongAnswer, sandboxes: dict[str, Sandbox]) -> None:
    only = frozenset(criterion.partition(".")[0] for criterion in answer.fails) - {*TRAININGS}
    if only:
        submission = from_files("work.py", {"work.py": answer.source.encode()})
        assert_pasted_code_says_the_same(graded_in(sandboxes, name, submission, only), answer.source)


@cache
def wrong(name: str) -> list[WrongAnswer]:
    return wrong_of(load_assignment(assignments_folder() / name))


@pytest.mark.slow
@pytest.mark.parametrize("name", TOPICS)
def test_some_pasted_code_prints_what_the_report_says(name: str, sandboxes: dict[str, Sandbox]) -> None:
    assert_wrong_answer(name, wrong(name)[DAILY % len(wrong(name))], sandboxes)


@pytest.mark.slow
@pytest.mark.parametrize("name", TOPICS)
def test_all_pasted_code_prints_what_the_report_says(name: str, sandboxes: dict[str, Sandbox]) -> None:
    for answer in wrong(name):
        assert_wrong_answer(name, answer, sandboxes)


HARMLESS = [path for path in HAND_INS if path.stem != "luis"]  # it ends its own process


@pytest.mark.slow
@pytest.mark.parametrize("path", HARMLESS, ids=lambda path: path.stem)
def test_code_for_a_hand_in_prints_what_its_report_says(
    path: Path, sandboxes: dict[str, Sandbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = load_submission(path)
    sources = {one.name: "\n".join(cell.source for cell in one.cells) for one in submission.modules}
    if len(sources) > 1:  # they import one another
        for name in sources:
            monkeypatch.setitem(sys.modules, name, ModuleType(name))
        for name, source in sources.items():
            exec(compile(source, name, "exec"), sys.modules[name].__dict__)
    only = frozenset(one.exercise.id for one in planned("conv-layer").exercises)
    assert_pasted_code_says_the_same(graded_in(sandboxes, "conv-layer", submission, only), "\n".join(sources.values()))


@pytest.mark.slow
def test_hidden_cases_are_not_written_out() -> None:
    source = (CLASS / "fatima.py").read_text(encoding="utf-8")
    whole = plan(load_assignment(assignments_folder() / "conv-layer"), "a seed of the course")
    with Sandbox() as sandbox:
        sandbox.configure(whole.assignment.limits, whole.assignment.imports)
        report = grade(from_files("work.py", {"work.py": source.encode()}), whole, sandbox)
    assert not any(exercise.codes for exercise in report.exercises)
    assert any(exercise.codes for exercise in graded("conv-layer", source).exercises)


FLIPPED = """
_right = conv_forward
def conv_forward(x, w, b, conv_param):
    return _right(x, w[:, :, ::-1, ::-1], b, conv_param)
"""
DOUBLED = """
_right = conv_backward
def conv_backward(dout, cache):
    dx, dw, db = _right(dout, cache)
    return dx, 2 * dw, db
"""


@pytest.mark.slow
def test_a_backward_pass_gets_the_cache_of_ones_own_forward_pass(solution: str) -> None:
    smallest, *_ = examples(graded("conv-layer", solution + DOUBLED))
    assert "out, cache = conv_forward(x, w, b, {'stride': 1, 'pad': 0})" in smallest.code
    assert "dx, dw, db = conv_backward(dout, cache)" in smallest.code
    assert float(printed(solution + DOUBLED, smallest.code).partition(" ")[0]) == smallest.got


TRIPLED = DOUBLED.replace("2 * dw, db", "2 * dw, 3 * db")


@pytest.mark.slow
def test_a_case_that_is_wrong_in_two_values_prints_both(solution: str) -> None:
    source = solution + TRIPLED
    report = next(one for one in graded("conv-layer", source).exercises if one.exercise.id == "conv_backward")
    failed = {
        criterion.criterion.id: criterion.results for criterion in report.criteria if criterion.status == "failed"
    }
    assert failed.keys() == {"dw", "db"}
    codes = dict(report.codes)
    for output, results in failed.items():
        result = next(one for one in results if one.status == "failed" and one.case in codes)
        assert result.evidence is not None
        yours, due = printed_for(output, source, codes[result.case])
        assert (float(yours), float(due)) == (result.evidence.got, result.evidence.want)


@pytest.mark.slow
def test_code_speaks_the_dialect_of_the_submission(solution: str) -> None:
    source = (solution + FLIPPED).replace("conv_forward", "conv_forward_naive")
    source = source.replace("conv_backward", "conv_backward_naive")
    smallest, *_ = examples(graded("conv-layer", source))
    assert "conv_forward_naive(x, w, b, {" in smallest.code
    assert float(printed(source, smallest.code).partition(" ")[0]) == smallest.got


@pytest.mark.slow
def test_where_axes_are_in_another_order_the_number_is_looked_up_in_ours() -> None:
    (smallest,) = examples(graded("conv-layer", OTHER_COURSE))
    assert "conv_forward(A_prev, W, b, {" in smallest.code
    assert "print(out.transpose(0, 3, 1, 2)[" in smallest.code
    assert float(printed(OTHER_COURSE, smallest.code).partition(" ")[0]) == smallest.got


CLASSES = Path(__file__).parent.parent / "strangers" / "classes"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("plain", "((1, 2, 3), (1, 2, 3))) + self.b", "((1, 2, 3), (1, 2, 3)))"),
        ("plain", "self.dW += np", "self.dW += 2 * np"),
        ("mytorch", "return dLdA[:, :, p :", "return 3 * dLdA[:, :, p :"),
        ("keeps_its_gradients", "self.db = dout.sum((0, 2, 3))", "self.db = dout.mean((0, 2, 3))"),
        ("tensors", "self.bias.grad = g.sum((0, 2, 3))", "self.bias.grad = g.mean((0, 2, 3))"),
        ("made_from_weights", "+ self.b[:, None, None]", "- self.b[:, None, None]"),
    ],
)
def test_code_makes_the_objects_of_a_submission_that_has_classes(name: str, old: str, new: str) -> None:
    source = (CLASSES / f"{name}.py").read_text()
    assert old in source
    source = source.replace(old, new)
    found = [one for one in examples(graded("conv-layer", source)) if one.code]
    assert found
    without = "\n".join(line for line in source.splitlines() if not line.startswith("import torch"))
    for smallest in found:
        shown = printed(without.replace("(nn.Module)", ""), smallest.code)
        assert float(shown.partition(" ")[0]) == pytest.approx(smallest.got)


def case_of(*values: object) -> Case:
    names = tuple("abcdefgh"[: len(values)])
    call = Call(function="f", arguments=values, names=names, returns=("out",))
    again = Call(function="g", arguments=(Kept(0, 0), 2.5), names=("out", "k"), returns=("dx",))
    given = {name: value.array for name, value in zip(names, values, strict=True) if isinstance(value, Laid)}
    return Case(id="c", exercise="f", why="", sizes={}, arguments=given, calls=(call, again))


def test_types_layouts_and_what_stays_in_the_worker_are_written_as_code() -> None:
    single = Laid(np.array([[1, -2]], np.float32), "F")
    whole = Laid(np.array([3], np.int64))
    assert snippet(case_of(single, whole, {"pad": 1}), "dx", (0,), 4.0) == (
        f"{IMPORT}\n"
        'a = np.asfortranarray(np.array([[1, -2]], "float32"))\n'
        "b = np.array([3])\n"
        "out = f(a, b, {'pad': 1})\n"
        "dx = g(out, 2.5)\n"
        'print(dx[0], "is yours;", 4, "is due")'
    )


def test_what_would_be_long_or_is_a_view_is_not_written() -> None:
    assert snippet(case_of(Laid(np.ones((9, 9, 9)))), "dx", (0,), 1.0) is None
    assert snippet(case_of(Laid(np.ones(4), "reversed")), "dx", (0,), 1.0) is None
    long = snippet(case_of(Laid(np.full((5, 5), -123.5))), "dx", (0,), 1.0)
    assert long is not None
    assert len(long.splitlines()) <= LINES
    assert max(map(len, long.splitlines())) <= WIDTH
    compile(long, "pasted", "exec")
