"""Where no belief explains a wrong function, small edits of it are tried: what is found is true, and tells a line."""

import contextlib
import dataclasses
import json
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.authoring.assignment import load_assignment
from grader.gradebook.codec import pack, unpack
from grader.gradebook.insights import analyse
from grader.grading import answered_before, repair_memory, repairing
from grader.grading.diagnosis.repair.questions import QUESTIONS, places
from grader.grading.diagnosis.repair.search import Search
from grader.grading.grade import Plan, grade, plan
from grader.model import Call, Case, Effort, GradeRow, Limits, Outcome, Place, Proposal, Repair, Report, Student
from grader.report import document, html, pages, text
from grader.report.repairs import repair_sentence
from grader.sandbox import child, repair_replies, returned, runner, workbench
from grader.sandbox.replies import Malformed
from grader.sandbox.runner import Runner
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.worker.wire import KeptValue, Unsendable
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder
from grader.topics.misconception import Beliefs

POOL = """import numpy as np


def avg_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    Ho, Wo = (H - ph) // s + 1, (W - pw) // s + 1
    out = np.zeros((N, C, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            part = x[:, :, i * s : i * s + ph, j * s : j * s + pw]
            out[:, :, i, j] = part.mean(axis=(2, 3))
    return out, (x, pool_param)
"""
WRONG = POOL.replace("j * s + pw]", "j * s + ph]")
TWICE = WRONG.replace("part.mean(", "2 * part.mean(")
LINE = 11
PATIENT = Limits(wall_seconds=20, exercise_seconds=120)
CHANGE = "j * s:j * s + pw"


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    repair_memory.forget()
    answered_before.forget()


@pytest.fixture(scope="module")
def pooling() -> Plan:
    """Average pooling, forward, with all its cases and without any belief."""
    whole = plan(load_assignment(assignments_folder() / "pooling"))
    exercises = [
        dataclasses.replace(one, topic=dataclasses.replace(one.topic, beliefs=Beliefs))
        for one in whole.exercises
        if one.exercise.id == "avg_pool_forward"
    ]
    return dataclasses.replace(whole, exercises=tuple(exercises))


@pytest.fixture(scope="module")
def patient_sandbox() -> Iterator[Sandbox]:
    """A sandbox that a busy machine does not hurry."""
    with Sandbox() as sandbox:
        sandbox.configure(PATIENT)
        yield sandbox


@pytest.fixture(scope="module")
def graded(pooling: Plan, patient_sandbox: Sandbox) -> Callable[..., Report]:
    def graded(source: str, effort: Effort | None = None, name: str = "pool.py") -> Report:
        planned = dataclasses.replace(pooling, effort=effort or Effort())
        return grade(from_files(name, {name: source.encode()}), planned, patient_sandbox)

    return graded


def repair_in(report: Report) -> Repair | None:
    return next((one.repair for one in report.exercises[0].diagnosis if one.repair is not None), None)


def test_a_line_and_a_question_are_told_and_the_change_is_not(graded: Callable[..., Report]) -> None:
    report = graded(WRONG)
    repair = repair_in(report)
    assert repair is not None
    (place,) = repair.places
    assert (place.first_line, place.last_line, place.file, place.function) == (
        LINE,
        LINE,
        "pool.py",
        "avg_pool_forward",
    )
    assert CHANGE in repair.change
    said = text.render(report)
    flat = " ".join(said.split())
    assert f"One change on line {LINE} of pool.py makes every case right." in flat
    assert QUESTIONS[place.kind] in flat
    for shown in (said, html.body(report), document.to_json(report).decode()):
        assert CHANGE not in shown
        assert "+ pw]" not in shown.replace("&#43;", "+")


def test_the_counts_are_written_in_the_report(graded: Callable[..., Report]) -> None:
    found = json.loads(document.to_json(graded(WRONG, Effort(single_edits=300, pairs=7))))
    search = found["exercises"][0]["search"]
    assert (search["single_edits"], search["pairs"]) == (300, 7)
    assert 0 < search["tried"] <= 307


def test_no_search_without_a_count_and_none_of_right_work(graded: Callable[..., Report]) -> None:
    assert graded(WRONG, Effort(single_edits=0, pairs=0)).exercises[0].searched is None
    assert graded(POOL).exercises[0].searched is None


def test_two_reports_of_one_submission_are_equal(graded: Callable[..., Report]) -> None:
    first = document.to_json(graded(WRONG))
    repair_memory.forget()
    assert document.to_json(graded(WRONG)) == first


def test_two_edits_where_one_is_not_enough(graded: Callable[..., Report]) -> None:
    assert repair_in(graded(TWICE, Effort(single_edits=1500, pairs=0))) is None
    repair_memory.forget()
    repair = repair_in(graded(TWICE))
    assert repair is not None
    assert {place.first_line for place in repair.places} == {LINE, LINE + 1}
    assert "Two changes, on line" in repair_sentence(repair)


def test_a_change_that_mends_some_cases_is_told_with_their_number(graded: Callable[..., Report]) -> None:
    report = graded(TWICE, Effort(single_edits=1500, pairs=1))
    repair = repair_in(report)
    assert repair is not None
    assert repair.is_partial
    assert [place.first_line for place in repair.places] == [LINE + 1]
    assert 0 < repair.mended < repair.missed
    sentence = f"makes {repair.mended} of your {repair.missed} wrong cases right; the others stay wrong."
    assert sentence in " ".join(text.render(report).split())
    found = json.loads(document.to_json(report))["exercises"][0]["diagnosis"][0]["repair"]
    assert (found["mended"], found["missed"]) == (repair.mended, repair.missed)
    half = TWICE.replace("2 * part", "part")
    answers = {one.case: one.status for one in graded(half).exercises[0].criteria[0].results}
    assert repair.mended <= sum(status == "passed" for status in answers.values())


def test_a_class_has_no_line_that_mends_some_cases_only(graded: Callable[..., Report]) -> None:
    assert repair_in(graded(TWICE, Effort(single_edits=1500, pairs=0))) is None


def test_scores_do_not_depend_on_it(graded: Callable[..., Report]) -> None:
    assert graded(WRONG).score == graded(WRONG, Effort(single_edits=0, pairs=0)).score


def test_a_function_that_is_called_is_edited_too(graded: Callable[..., Report]) -> None:
    source = (
        WRONG.replace("    part = x[", "    part = x[:, :, :, :][")
        .replace("(H - ph) // s + 1, (W - pw) // s + 1", "size(H, ph, s), size(W, pw, s)")
        .replace("j * s + ph]", "j * s + pw]")
    )
    source += "\n\ndef size(length, window, stride):\n    return (length - window) // stride\n"
    repair = repair_in(graded(source))
    assert repair is not None
    assert repair.places[0].function == "size"


def test_an_unwritten_function_is_not_searched(graded: Callable[..., Report]) -> None:
    source = POOL.partition("    ph, pw")[0] + "    raise NotImplementedError\n"
    assert graded(source).exercises[0].searched is None


def test_nothing_is_searched_where_nothing_confines(pooling: Plan) -> None:
    with Sandbox(layers=("limits",)) as weak:
        weak.configure(pooling.assignment.limits)
        assert weak.level == "D"
        report = grade(from_files("pool.py", {"pool.py": WRONG.encode()}), pooling, weak)
    assert report.exercises[0].searched is None
    assert report.exercises[0].status == "failed"


def test_nothing_of_an_edit_is_left_for_the_next_exercise(
    quick_sandbox: Sandbox, graded: Callable[..., Report]
) -> None:
    with runner.Runner(quick_sandbox, from_files("pool.py", {"pool.py": WRONG.encode()})) as one:
        with workbench.Workbench(one, ("avg_pool_forward",), 10).open():
            assert one.loaded(("avg_pool_forward",)) is not None
        assert one.child is None


ROOT = Path(__file__).parents[2]
KNOWN = (  # file, assignment, exercise, kind of edit, line: with the beliefs turned off
    ("tests/strangers/learning/deeplearning_ai_stride_and_pad_exchanged", "conv-layer", "conv_forward", "key", 20),
    ("tests/strangers/learning/python2_division", "conv-layer", "conv_forward", "operator", 16),
    ("tests/strangers/learning/refuses_sizes_with_a_rest", "conv-layer", "conv_forward", "comparison", 17),
    ("tests/strangers/learning/db_keeps_an_axis", "fully-connected", "affine_backward", "shape", 18),
    ("benchmarks/diagnosis/students/conv-layer__columns", "conv-layer", "conv_backward", "order", 34),
    ("benchmarks/diagnosis/students/conv-layer__two", "conv-layer", "conv_backward", "name", 40),
    ("benchmarks/diagnosis/students/conv-layer__channels", "conv-layer", "conv_backward", "summed", 52),
    ("benchmarks/diagnosis/students/dimensions__formulas", "dimensions", "output_size", "brackets", 13),
    ("benchmarks/diagnosis/students/fully-connected__first", "fully-connected", "relu_backward", "name", 32),
    ("benchmarks/diagnosis/students/convolution-1d__loops", "convolution-1d", "correlate_backward", "term", 54),
    ("benchmarks/diagnosis/students/receptive-field__steps", "receptive-field", "gradient_of_ones", "summed", 26),
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "assignment", "exercise", "kind", "line"), KNOWN, ids=[f"{k[0].rpartition('/')[2]}" for k in KNOWN]
)
def test_known_mistakes_have_their_line(file: str, assignment: str, exercise: str, kind: str, line: int) -> None:
    whole = plan(load_assignment(assignments_folder() / assignment))
    (one,) = [one for one in whole.exercises if one.exercise.id == exercise]
    one = dataclasses.replace(one, topic=dataclasses.replace(one.topic, beliefs=Beliefs))
    source = (ROOT / f"{file}.py").read_bytes()
    with Sandbox() as sandbox:
        sandbox.configure(PATIENT, whole.assignment.imports)
        report = grade(from_files("a.py", {"a.py": source}), dataclasses.replace(whole, exercises=(one,)), sandbox)
    repair = repair_in(report)
    assert repair is not None
    (place,) = repair.places
    assert (place.kind, place.first_line, place.last_line) == (kind, line, line)


# --------------------------------------------------------------------------------------- a class


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts the searches."""
    began: list[int] = []
    run = Search.run

    def counted(self: Search) -> object:
        began.append(1)
        return run(self)

    monkeypatch.setattr(Search, "run", counted)
    return began


def test_the_same_wrong_function_is_searched_once(graded: Callable[..., Report], searches: list[int]) -> None:
    effort = Effort(single_edits=600, pairs=0)
    reports = [graded(f"# {number}\n" * number + WRONG, effort) for number in range(5)]
    assert len(searches) == 1
    lines = [repair.places[0].first_line for report in reports if (repair := repair_in(report)) is not None]
    assert lines == [LINE + number for number in range(5)]
    assert len({report.exercises[0].searched for report in reports}) == 1


def test_what_was_not_found_is_remembered_for_the_same_source_only(
    graded: Callable[..., Report], searches: list[int]
) -> None:
    effort = Effort(single_edits=20, pairs=0)
    for source in (TWICE, TWICE, "# another\n" + TWICE):
        assert repair_in(graded(source, effort)) is None
    assert len(searches) == 2


def test_a_remembered_repair_is_tried_before_it_is_told(graded: Callable[..., Report], searches: list[int]) -> None:
    def source(scale: str) -> str:
        return f"SCALE = {scale}\n" + WRONG.replace("part.mean(", "SCALE * part.mean(")

    assert repair_in(graded(source("1"))) is not None
    calls = []
    again = repairing.find_again

    def refused(*arguments: object) -> None:
        calls.append(again(*arguments))  # type: ignore[arg-type]

    repairing.find_again = refused  # type: ignore[assignment]
    try:
        assert repair_in(graded("# more\n" + source("1"))) is not None
    finally:
        repairing.find_again = again
    assert calls
    assert calls[0] is not None
    assert len(searches) == 2


@pytest.mark.parametrize(
    ("right", "slip"),
    [
        pytest.param("mean", "mean", id="returns"),  # the average in place of the largest
        pytest.param("for i in range(Ho)", "for i in range(Wo)", id="raises"),
    ],
)
def test_one_program_under_two_names_is_asked_and_searched_once(
    right: str,
    slip: str,
    pooling: Plan,
    patient_sandbox: Sandbox,
    searches: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With beliefs, further inputs are asked; the second report is what it would be by itself."""
    whole = plan(pooling.assignment, effort=Effort(single_edits=60, pairs=0))
    exercises = [one for one in whole.exercises if one.exercise.id == "max_pool_forward"]
    planned = dataclasses.replace(whole, exercises=tuple(exercises))
    source = POOL.replace("avg_pool", "max_pool").replace(right, slip)
    calls: list[str] = []
    run = Runner.run

    def counted(runner: Runner, cases: Sequence[Case], *more: tuple[str, ...]) -> Iterator[Outcome]:
        calls.extend(case.id for case in cases)
        return run(runner, cases, *more)

    monkeypatch.setattr(Runner, "run", counted)

    def report(name: str, end: str) -> bytes:
        calls.clear()
        made = grade(from_files(name, {name: (source + end).encode()}), planned, patient_sandbox)
        return document.to_json(made)

    child._replies.forget()  # else they may reach their bounds, and be forgotten, between the two reports
    returned._known.forget()
    answered_before.forget()
    report("s1.py", "\nSTUDENT = 1\n")
    assert set(calls) > {case.id for case in planned.exercises[0].cases}
    again = report("s2.py", "\nSTUDENT = 2\n")
    assert calls == [case.id for case in planned.exercises[0].cases]
    assert len(searches) == 1
    repair_memory.forget()
    answered_before.forget()
    assert report("s2.py", "\nSTUDENT = 2\n") == again
    assert len(searches) == 2


# ------------------------------------------------------------------------------- who reads what


def test_the_instructors_page_has_the_change(graded: Callable[..., Report]) -> None:
    report = graded(WRONG)
    row = GradeRow(
        student=Student(id="ada"),
        assignment="pooling",
        status="graded",
        possible=Fraction(7),
        score=report.score,
        report=report,
    )
    found = analyse([row])
    (mend,) = found.mends
    assert (mend.exercise, mend.students) == ("avg_pool_forward", 1)
    assert CHANGE in pages.class_page([row], found, {"ada": "ada.html"})
    assert CHANGE not in pages.student_page(row)


def test_the_gradebook_keeps_it(graded: Callable[..., Report]) -> None:
    (exercise,) = graded(WRONG).exercises
    assert unpack(pack(exercise)) == exercise


PLACE = Place(kind="name", file="a.py", function="f", first_line=3, last_line=3)


@pytest.mark.parametrize(
    ("places_", "whole", "sentence"),
    [
        ([PLACE], True, "One change on line 3 of a.py makes every case right."),
        ([PLACE], False, "One change on line 3 of a.py makes every answer right."),
        (
            [dataclasses.replace(PLACE, last_line=5)],
            True,
            "One change in lines 3 to 5 of a.py makes every case right.",
        ),
        ([PLACE, PLACE], True, "Two changes, both on line 3 of a.py, make every case right."),
        (
            [PLACE, dataclasses.replace(PLACE, file="b.py")],
            True,
            "Two changes, on line 3 of a.py and on line 3 of b.py, make every case right.",
        ),
    ],
)
def test_sentences(places_: list[Place], whole: bool, sentence: str) -> None:
    repair = Repair(places=tuple(places_), change="", others=0, fresh=1, whole=whole)
    assert repair_sentence(repair) == sentence


def edit(first: int, last: int, cost: int = 100, function: str = "f") -> tuple[Proposal, ...]:
    return (
        Proposal(number=0, kind="name", file="a.py", function=function, first_line=first, last_line=last, cost=cost),
    )


@pytest.mark.parametrize(
    ("repairs", "lines"),
    [
        ([edit(4, 4)], (4, 4)),
        ([edit(4, 4), edit(3, 5)], (4, 4)),  # they share a line
        ([edit(4, 4), edit(7, 7)], (4, 7)),  # they do not
        ([edit(4, 4), edit(7, 7, cost=200)], (4, 4)),  # one is far likelier
        ([edit(4, 4), edit(7, 7, function="g")], (4, 4)),
    ],
)
def test_a_line_is_named_where_the_likeliest_repairs_share_it(repairs: list, lines: tuple[int, int]) -> None:
    (place,) = places(repairs)
    assert (place.first_line, place.last_line) == lines


# --------------------------------------------------------------------------------- a child that lies

FILES = {"a.py"}
GOOD = {"kinds": ("name",), "functions": (("a.py", "f"),), "rows": np.array([[0, 0, 3, 4, 100]])}


def test_a_list_of_edits_is_read() -> None:
    (one,) = repair_replies.proposed(GOOD, 5, FILES)
    assert one == Proposal(number=0, kind="name", file="a.py", function="f", first_line=3, last_line=4, cost=100)


@pytest.mark.parametrize(
    "change",
    [
        {"kinds": ("<b>",)},
        {"kinds": ("a",) * 41},
        {"functions": (("/etc/passwd", "f"),)},
        {"functions": (("a.py", "f(x)"),)},
        {"functions": "ab"},
        {"rows": np.array([[1, 0, 3, 4, 100]])},
        {"rows": np.array([[0, -1, 3, 4, 100]])},
        {"rows": np.array([[0, 0, 5, 4, 100]])},
        {"rows": np.array([[0, 0, 3, 2**40, 100]])},
        {"rows": np.array([[0, 0, 3, 4]])},
        {"rows": np.array([[0.0, 0, 3, 4, 100]])},
        {"rows": np.zeros((6, 5), np.int64) + 1},
        {"rows": None},
    ],
)
def test_a_list_of_another_form_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        repair_replies.proposed({**GOOD, **change}, 5, FILES)


@pytest.mark.parametrize(
    "reply",
    [
        None,
        {"which": np.array([0]), "answers": ()},
        {"which": np.array([0, 0]), "answers": ((1.0,),)},
        {"which": np.array([-(2**40)]), "answers": ()},
        {"which": np.array([0]), "answers": (("text",),)},
        {"which": np.array([0]), "answers": ((KeptValue(0),),)},
        {"which": np.array([0]), "answers": ((1.0,), (2.0,))},
    ],
)
def test_answers_of_another_form_are_refused(reply: object) -> None:
    call = Call(function="f", arguments=(), names=(), returns=("out",))
    with pytest.raises(Malformed):
        repair_replies.tried(reply, 1, call)


values = st.recursive(
    st.none() | st.integers() | st.floats() | st.text(max_size=4) | st.just(Unsendable("x")) | st.just(np.ones(2)),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.sampled_from(["kinds", "functions", "rows", "which", "answers"]), inner)
    ),
    max_leaves=12,
)


@given(values)
def test_any_reply_is_read_or_malformed(value: object) -> None:
    call = Call(function="f", arguments=(), names=(), returns=("out",))
    for read in (
        lambda: repair_replies.proposed(value, 5, FILES),
        lambda: repair_replies.tried(value, 1, call),
        lambda: repair_replies.described(value),
    ):
        with contextlib.suppress(Malformed):
            read()


LIAR = """
import sys
class Liar:
    def __init__(self, *_):
        pass
    def answer(self, request):
        return {reply}
def poisoned(modules):
    return sys.modules[__name__]
Bench = Liar
sys.modules["_worker.taught"].make_modules = poisoned
sys.modules["_worker.child"].taught = sys.modules["_worker.taught"]
"""


@pytest.mark.parametrize(
    "reply",
    ["None", "True", "{'kinds': ('x',), 'functions': (('pool.py', 'f'),), 'rows': 5}", "'a' * 10**6"],
)
def test_a_child_that_lies_about_its_edits_loses_its_hint(graded: Callable[..., Report], reply: str) -> None:
    report = graded(WRONG + LIAR.replace("{reply}", reply))
    assert repair_in(report) is None
    assert report.exercises[0].score == graded(WRONG).exercises[0].score
