"""Whatever a submission does is a result; it costs the case where it happens, and no other.

Each source replaces `conv_single` of the solution with a function that misbehaves on one case only,
recognised by its argument's shape: (2, 4, 3) is the case "not-square".
"""

import contextlib
import dataclasses
import signal
import types
from fractions import Fraction
from pathlib import Path

import pytest

from grader.grading.grade import Plan, grade
from grader.model import Limits, Report
from grader.sandbox import budget, runner
from grader.sandbox.child import Child, TimedOut
from grader.sandbox.host import ForkedChild
from grader.sandbox.runner import Runner
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.worker import wire
from grader.submissions.reading import from_files

from .conftest import QUICK, criterion_of, only, result_of

CASE = "not-square"
MISBEHAVE = """
import numpy as np
_right = conv_single
def conv_single(x, w, b):
    if x.shape == (2, 4, 3):
        {body}
    return _right(x, w, b)
"""

BODIES = {
    "exception": ("raise KeyError('mine')", "raised"),
    "sys.exit": ("import sys; sys.exit(0)", "raised"),
    "keyboard interrupt": ("raise KeyboardInterrupt", "raised"),
    "os._exit": ("import os; os._exit(0)", "killed"),
    "segfault": ("np.lib.stride_tricks.as_strided(np.zeros(1), (2**40,), (2**20,)).sum()", "killed"),
    "endless loop": ("while True: pass", "timed-out"),
    "sleep": ("import time; time.sleep(60)", "timed-out"),
    "stopped process": ("import os; os.kill(os.getpid(), 19)  # SIGSTOP", "timed-out"),
    "memory bomb": ("bomb = np.ones(2**26)", "raised"),
    "endless printing": ("while True: print('x' * 1000)", "timed-out"),
    "deep recursion": ("f = lambda n: f(n + 1)\n        f(0)", "raised"),
    "endless message": (
        "class E(Exception):\n            def __str__(self):\n                while True: pass\n        raise E",
        "timed-out",
    ),
    "not written": ("raise NotImplementedError", "raised"),
    "wrong type": ("return 'seven'", "returned"),
    "a list": ("return [1, 2]", "returned"),
    "None": ("return None", "returned"),
    "two values": ("return 1, 2", "returned"),
    "NaN": ("return float('nan')", "returned"),
    "object array": ("return np.array([[]], dtype=object)", "returned"),
    "complex": ("return 1 + 2j", "returned"),
    "array subclass": ("return np.matrix([[1.0]])", "returned"),
    "masked array": ("return np.ma.array(1.0, mask=True)", "returned"),
    "generator": ("return (n for n in [1])", "returned"),
    "huge integer": ("return 10 ** 400", "returned"),
    "giant broadcast": ("return np.broadcast_to(1.0, (10 ** 6, 10 ** 6))", "returned"),
    "wrong shape": ("return np.zeros((1, 1))", "returned"),
}


NEAR = ("conv_single", "conv_map")  # the exercise where it happens, and one that it must not harm


def share_of_case(plan: Plan) -> Fraction:
    """Return the share of a criterion that the one case costs: a kind's share, divided by the cases of its kind."""
    cases = [case for case in plan.exercises[0].cases if case.raises is None]
    (kind,) = (case.kind for case in cases if case.id == CASE)
    return Fraction(1, len({case.kind for case in cases})) / sum(case.kind == kind for case in cases)


@pytest.mark.parametrize(("body", "status"), BODIES.values(), ids=BODIES.keys())
def test_a_call_that_goes_wrong_costs_its_own_case_only(
    grade_source, conv_plan: Plan, quick_sandbox: Sandbox, solution: str, body: str, status: str
) -> None:
    if quick_sandbox.is_portable and body == BODIES["memory bomb"][0]:
        pytest.skip("the portable worker limits time alone")
    report: Report = grade_source(solution + MISBEHAVE.format(body=body), *NEAR)
    values = criterion_of(report, "conv_single.values")
    share_of_one = share_of_case(conv_plan)
    result = result_of(report, "conv_single.values", CASE)
    assert (result.status, result.outcome) == ("failed", status)
    assert [r.case for r in values.results if r.status != "passed"] == [CASE]
    is_left_alone = result_of(report, "conv_single.inputs", CASE).status == "passed"  # a wrong number changed nothing
    inputs = criterion_of(report, "conv_single.inputs").criterion.points
    points = values.criterion.points + (0 if is_left_alone else inputs)
    assert is_left_alone == (result.evidence.reason == "wrong-value")
    assert report.score == report.possible - points * share_of_one


def test_a_modified_argument_costs_its_own_criterion_in_its_own_case_only(
    grade_source, conv_plan: Plan, solution: str
) -> None:
    report: Report = grade_source(solution + MISBEHAVE.format(body="value = _right(x, w, b); x += 1; return value"))
    inputs = criterion_of(report, "conv_single.inputs")
    assert [r.case for r in inputs.results if r.status != "passed"] == [CASE]
    assert criterion_of(report, "conv_single.values").status == "passed"
    assert report.score == report.possible - inputs.criterion.points * share_of_case(conv_plan)


def evidence_of(grade_source, solution: str, body: str):
    report = grade_source(solution + MISBEHAVE.format(body=body), *NEAR)
    return result_of(report, "conv_single.values", CASE).evidence


def test_an_exception_shows_the_students_own_lines_and_none_of_ours(grade_source, solution: str) -> None:
    evidence = evidence_of(grade_source, solution, "return np.dot(np.ones(2), np.ones(3))")
    assert evidence.raised.type == "ValueError"
    assert {frame.file for frame in evidence.raised.trace} == {"conv.py"}
    assert evidence.raised.trace[-1].source == "return np.dot(np.ones(2), np.ones(3))"
    assert evidence.raised.trace[-1].function == "conv_single"


def test_a_signal_is_named(grade_source, solution: str) -> None:
    evidence = evidence_of(grade_source, solution, "import os; os.kill(os.getpid(), 11)")
    assert signal.SIGSEGV.name in evidence.detail


def test_an_exit_code_is_named(grade_source, solution: str) -> None:
    assert "exit code 7" in evidence_of(grade_source, solution, "import os; os._exit(7)").detail


def test_a_time_out_says_after_how_long(grade_source, solution: str) -> None:
    detail = "stopped after 0.5 s of wall time in case not-square"
    assert evidence_of(grade_source, solution, "while True: pass").detail == detail


def test_addresses_do_not_make_two_reports_differ(grade_source, solution: str) -> None:
    assert "0x…" in evidence_of(grade_source, solution, "raise KeyError(repr(object()))").raised.message


def test_printed_text_is_kept_up_to_its_limit_and_costs_nothing(grade_source, solution: str) -> None:
    report = grade_source(solution + MISBEHAVE.format(body="print('y' * 10**6)"))
    assert report.all_passed
    evidence = evidence_of(grade_source, solution, "print('hello'); return None")
    assert evidence.printed == "hello\n"


def test_after_two_time_outs_the_rest_is_not_tried_and_says_so(grade_source, solution: str) -> None:
    report = grade_source(solution + "\ndef conv_map(x, w, b):\n    while True: pass\n")
    shape = criterion_of(report, "conv_map.shape")
    assert [result.outcome for result in shape.results[:3]] == ["timed-out", "timed-out", None]
    assert {result.evidence.reason for result in shape.results[2:]} == {"time-outs"}
    assert criterion_of(report, "conv_forward.values").status == "passed"


@pytest.mark.confined
def test_when_the_exercise_s_time_is_used_up_the_rest_is_not_tried(conv_plan, solution: str, monkeypatch) -> None:
    """Each call is short enough; together they are not."""
    clock = types.SimpleNamespace(seconds=0.0, monotonic=lambda: clock.seconds)
    request = Child.request

    def slow(child: Child, kind: int, value: dict, *arguments: float) -> tuple[int, object]:
        clock.seconds += 40.0 if value.get("function") == "conv_map" else 0.0
        return request(child, kind, value, *arguments)

    monkeypatch.setattr(runner, "time", clock)
    monkeypatch.setattr(budget, "time", clock)
    monkeypatch.setattr(Child, "request", slow)
    monkeypatch.setattr(ForkedChild, "spent", lambda child: (clock.seconds, 0.0))  # it works all the time
    with Sandbox() as sandbox:
        sandbox.configure(Limits(wall_seconds=50, exercise_seconds=50))
        report = grade(from_files("conv.py", {"conv.py": solution.encode()}), conv_plan, sandbox)
    shape = criterion_of(report, "conv_map.shape")
    assert [result.status for result in shape.results[:4]] == ["passed"] * 4
    assert {result.evidence.reason for result in shape.results[4:]} == {"time-outs"}
    assert criterion_of(report, "conv_forward.values").status == "passed"


@pytest.mark.confined
def test_a_call_that_times_out_is_tried_once_more_in_a_fresh_child_before_it_counts(
    conv_plan, solution: str, quick_sandbox, monkeypatch
) -> None:
    """A busy machine is no endless loop; two time-outs of one case are one."""
    request = Child.request
    tried: list[Child] = []
    lost = 1  # of the first tries

    def busy(child: Child, kind: int, value: dict, *arguments: float) -> tuple[int, object]:
        if "function" in value:
            tried.append(child)
            if len(tried) <= lost:
                raise TimedOut
        return request(child, kind, value, *arguments)

    monkeypatch.setattr(Child, "request", busy)
    cases = conv_plan.exercises[0].cases[:4]
    run = Runner(quick_sandbox, from_files("conv.py", {"conv.py": solution.encode()}))
    assert [outcome.status for outcome in run.run(cases)] == ["returned"] * 4
    assert (len(tried), len(set(tried[:2])), len(set(tried[1:]))) == (5, 2, 1)
    tried.clear()
    lost = 2
    assert [outcome.status for outcome in run.run(cases)] == ["timed-out", *["returned"] * 3]
    tried.clear()
    lost = 99
    outcomes = list(Runner(quick_sandbox, run.submission).run(cases))
    assert [outcome.tried for outcome in outcomes] == [True, True, False, False]
    assert len(tried) == 3  # the second time-out uses up what may be wasted, and had all of its time


@pytest.mark.confined
def test_a_slow_module_is_loaded_carefully_and_within_its_share_of_the_time(
    conv_plan, solution: str, monkeypatch
) -> None:
    """Half of its exercise's time is over while the whole of it is loaded; without its loop it is quick."""
    clock = types.SimpleNamespace(seconds=0.0, monotonic=lambda: clock.seconds)
    request = Child.request

    def slow(child: Child, kind: int, value: dict, *seconds: float) -> tuple[int, object]:
        if kind == wire.LOAD and not value["careful"]:
            clock.seconds += min(seconds)
            raise TimedOut
        return request(child, kind, value, *seconds)

    monkeypatch.setattr(runner, "time", clock)
    monkeypatch.setattr(Child, "request", slow)
    with Sandbox() as sandbox:
        sandbox.configure(Limits(wall_seconds=10, exercise_seconds=4))
        source = "while True: pass\n" + solution
        report = grade(from_files("conv.py", {"conv.py": source.encode()}), conv_plan, sandbox)
    assert report.all_passed
    assert any("takes more than 2 s to load" in note for note in report.notes)


def test_what_one_case_printed_is_not_shown_for_the_next(grade_source, solution: str) -> None:
    source = "\nn = []\ndef conv_map(x, w, b):\n    n.append(1)\n    if len(n) < 3: print('first')\n    return None\n"
    results = criterion_of(grade_source(solution + source), "conv_map.shape").results
    assert [result.evidence.printed for result in results[:4]] == ["first\n", "first\n", None, None]


@pytest.mark.confined
def test_a_child_opens_no_file_no_socket_and_no_process(grade_source, solution: str, tmp_path) -> None:
    for body in (
        f"open('{tmp_path}/mark', 'w')",
        "open('/etc/passwd')",
        "import os; os.fork()",
        "import os; os.pipe()",
    ):
        assert evidence_of(grade_source, solution, body).reason == "confined", body
    assert list(tmp_path.iterdir()) == []


@pytest.mark.confined
def test_descriptors_are_counted(grade_source, solution: str) -> None:
    evidence = evidence_of(grade_source, solution, "import os; [os.dup(1) for _ in range(100)]")
    assert (evidence.reason, evidence.detail) == ("open-files", "64 open files")


@pytest.mark.confined
def test_without_the_walls_a_file_still_does_not_grow(conv_plan, solution: str, tmp_path) -> None:
    body = f"f = open('{tmp_path}/mark', 'w'); f.write('x' * 10); f.flush(); return 'written'"
    with Sandbox({"limits"}) as sandbox:
        sandbox.configure(QUICK)
        source = (solution + MISBEHAVE.format(body=body)).encode()
        report = grade(from_files("conv.py", {"conv.py": source}), conv_plan, sandbox)
    evidence = result_of(report, "conv_single.values", CASE).evidence
    assert (evidence.reason, evidence.detail) == ("file-size", "0 bytes in files")
    assert (tmp_path / "mark").stat().st_size == 0


@pytest.mark.confined
def test_memory_has_a_limit_with_a_number(grade_source, solution: str) -> None:
    evidence = evidence_of(grade_source, solution, "return np.ones(2 ** 30)")
    assert (evidence.reason, evidence.detail) == (
        "out-of-memory",
        "256 MiB of memory above what is in use at the start",
    )


def test_answers_have_a_limit_with_a_number(grade_source, solution: str) -> None:
    evidence = evidence_of(grade_source, solution, "return np.ones(2 ** 21)")
    assert (evidence.reason, evidence.got) == ("too-large", "ndarray of 16 MiB, more than the 8 MiB of an answer")


@pytest.mark.slow
@pytest.mark.confined
@pytest.mark.parametrize("body", ["while True: pass", "sys.modules['_signal'].signal(24, 1)\n    while True: pass"])
def test_processor_time_has_an_outcome_of_its_own(conv_plan, solution: str, body: str) -> None:
    """Also where the first signal is ignored: the second cannot be."""
    limits = dataclasses.replace(QUICK, wall_seconds=300, exercise_seconds=300, cpu_seconds=1)
    case = conv_plan.exercises[0].cases[0]
    with Sandbox() as sandbox:
        sandbox.configure(limits)
        source = f"import sys\ndef conv_single(x, w, b):\n    {body}\n"
        (outcome,) = Runner(sandbox, from_files("conv.py", {"conv.py": source.encode()})).run([case])
    assert (outcome.status, outcome.limit) == ("timed-out", "cpu-time")
    assert outcome.detail == f"stopped after 1 s of processor time in case {case.id}"


def test_arrays_that_a_cache_holds_are_not_to_be_changed_either(grade_source, solution: str) -> None:
    source = (
        "\n_b = conv_backward\ndef conv_backward(dout, cache):\n    out = _b(dout, cache)\n    {}\n    return out\n"
    )
    report = grade_source(solution + source.format("cache[0][...] = 0"))
    evidence = criterion_of(report, "conv_backward.inputs").results[1].evidence
    assert (evidence.reason, evidence.detail) == ("input-modified", "x")
    assert (
        criterion_of(report, "conv_backward.dx").status
        == criterion_of(report, "conv_forward.values").status
        == "passed"
    )
    report = grade_source(solution + source.format("cache[3]['stride'] = 7"))
    criterion = criterion_of(report, "conv_backward.inputs")
    assert report.score == report.possible - criterion.criterion.points
    assert criterion.results[1].evidence.detail == "conv_param"
    report = grade_source(solution + source.format("cache[3]['width'] = 7"))
    assert report.score == report.possible  # a key more: a note
    assert any("conv_param gains a key" in note for exercise in report.exercises for note in exercise.notes)


def test_a_forward_pass_that_changes_its_input_costs_the_forward_pass(grade_source, solution: str) -> None:
    source = """
_f = conv_forward
def conv_forward(x, w, b, p):
    out = _f(x.copy(), w, b, p)
    x += 1
    return out
"""
    report = grade_source(solution + source)
    assert criterion_of(report, "conv_forward.inputs").results[1].evidence.reason == "input-modified"
    assert criterion_of(report, "conv_forward.values").status == "passed"
    assert criterion_of(report, "conv_backward.dx").status == "passed"


def test_every_case_has_a_result_even_when_every_call_kills_the_process(grade_source, conv_plan, quick_sandbox) -> None:
    some = only(conv_plan, *NEAR) if quick_sandbox.is_portable else conv_plan  # a program is started for each case
    names = [planned.exercise.id for planned in some.exercises]
    report = grade_source("import os\n" + "\n".join(f"def {n}(*a): os._exit(1)" for n in names), *names)
    assert report.score == 0
    for planned, exercise in zip(some.exercises, report.exercises, strict=True):
        assert {r.case for c in exercise.criteria for r in c.results} == {case.id for case in planned.cases}


@pytest.mark.confined
def test_a_submission_that_kills_the_zygote_does_not_end_the_run(grade_source, solution: str) -> None:
    killer = MISBEHAVE.format(body="import os; os.kill(os.getppid(), 9)")
    report = grade_source(
        solution + killer + "\ndef conv_map(x, w, b):\n    import os; os.kill(os.getppid(), 9); 1 / 0\n"
    )
    assert criterion_of(report, "conv_map.values").score == 0
    assert criterion_of(report, "conv_forward.values").status == "passed"
    assert grade_source(solution).all_passed


@pytest.mark.confined
def test_a_child_that_outlives_its_zygote_is_killed(grade_source, solution: str) -> None:
    """The first case tells the child's pid; the second kills the zygote and stays. Bubblewrap renumbers it."""
    source = """
import os
calls = []
def conv_map(x, w, b):
    calls.append(1)
    if len(calls) == 1: raise ValueError(os.getpid())
    os.kill(os.getppid(), 9)
    while True: pass
"""
    report = grade_source(solution + source)
    pid = int(criterion_of(report, "conv_map.shape").results[0].evidence.raised.message)
    with contextlib.suppress(OSError):
        assert b"worker" not in Path(f"/proc/{pid}/cmdline").read_bytes()


def test_a_missing_function_is_named_and_the_nearest_name_suggested(grade_source, solution: str) -> None:
    report = grade_source(solution.replace("def conv_map(", "def conv_mapp("))
    evidence = criterion_of(report, "conv_map.shape").results[0].evidence
    assert evidence.reason == "refused"
    assert "no function conv_map in conv.py (is it conv_mapp?)" in evidence.detail


def test_wrong_number_of_values_is_told_from_wrong_values(grade_source, solution: str) -> None:
    report = grade_source(solution + "\n_f = conv_forward\ndef conv_forward(*a): return _f(*a)[0]\n")
    evidence = criterion_of(report, "conv_forward.shape").results[0].evidence
    assert (evidence.reason, evidence.got, evidence.want) == ("wrong-count", 1, "(out, cache)")
    backward = criterion_of(report, "conv_backward.shape").results[0]
    assert backward.notes == (
        "conv_backward was called with the arguments of conv_forward as its cache, because conv_forward gave none",
    )


def test_a_function_that_always_raises_earns_nothing_for_raising(grade_source) -> None:
    report = grade_source("def conv_single(x, w, b): raise ValueError\ndef conv_map(x, w, b): raise ValueError\n")
    assert report.score == 0
    assert criterion_of(report, "conv_map.errors").results[0].evidence.reason == "no-legal-case"


def test_the_starter_earns_nothing_and_is_told_so_kindly(grade_source, conv_layer) -> None:
    from grader.authoring.starters import starters

    (module,) = [data.decode() for name, data in starters(conv_layer.folder).items() if name.endswith(".py")]
    report = grade_source(module)
    assert report.score == 0
    reasons = {r.evidence.reason for e in report.exercises for c in e.criteria for r in c.results}
    assert reasons <= {"not-written", "shape-first"}


def test_zeros_that_are_right_count_only_beside_another_right_number(grade_source, solution: str) -> None:
    """A gradient of zeros sends zeros back; a function that only makes zeros has no number right by itself."""
    blank = """
def conv_backward(dout, cache):
    x, w, b = cache[:3]
    return np.zeros(x.shape), np.zeros(w.shape), np.zeros(b.shape)
"""
    report = grade_source(solution + blank, "conv_backward", all_cases=True)
    for name in ("dx", "dw", "db", "inputs"):
        criterion = criterion_of(report, f"conv_backward.{name}")
        assert criterion.score == 0, name
    reasons = {result.evidence.detail for result in criterion_of(report, "conv_backward.db").results}
    assert "zeros" in reasons
    right = criterion_of(grade_source(solution, "conv_backward"), "conv_backward.db")
    assert right.status == "passed"
