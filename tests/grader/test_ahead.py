"""Requests are sent before earlier ones are answered, and nothing else is different: not an outcome, not its order."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.grading.grade import Plan, grade
from grader.model import Case, Outcome
from grader.sandbox import ahead, runner
from grader.sandbox.ahead import Ahead
from grader.sandbox.child import Packed
from grader.sandbox.cutting import Cutter
from grader.sandbox.host import ForkedChild
from grader.sandbox.requests import case_requests
from grader.sandbox.runner import Runner
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files

from .conftest import only

ENDS = [b"\0first\0", b"\0second\0", b"\0third\0"]
PRINTED = st.lists(st.binary(max_size=40), min_size=3, max_size=3)


def parts_of(data: bytes, cuts: Sequence[int]) -> list[bytes]:
    """Return a text in pieces, as a pipe might give it."""
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[start:end] for start, end in pairwise(places)]


@given(PRINTED, st.lists(st.integers(0, 200), max_size=6), st.integers(0, 50))
def test_output_is_cut_at_its_ends_however_it_comes(printed: list[bytes], cuts: list[int], keep: int) -> None:
    cutter = Cutter(keep)
    for end in ENDS:
        cutter.expect(end)
    for part in parts_of(b"".join(text + end for text, end in zip(printed, ENDS, strict=True)) + b"behind", cuts):
        cutter.take(part)
    assert [cutter.cut() for _ in ENDS] == [(bytearray(text[:keep]), len(text)) for text in printed]
    assert cutter.cut() == (bytearray(), 0)


def test_output_without_an_end_is_all_that_came_until_the_reply() -> None:
    cutter = Cutter(8)
    cutter.expect(ENDS[0])
    cutter.take(b"says \0fir")
    assert cutter.cut() == (bytearray(b"says \0fi"), 9)
    cutter.expect(ENDS[1])
    cutter.take(b"more" + ENDS[1])
    assert cutter.cut() == (bytearray(b"more"), 4)


MISBEHAVES = {
    "prints": "print('seen', n)",
    "prints without Python": "import os\n        os.write(1, b'%d' % n)",
    "raises": "raise ValueError(n)",
    "returns nothing": "return None",
    "leaves": "import os\n        os._exit(3)",
    "crashes": "np.lib.stride_tricks.as_strided(np.zeros(1), (2**40,), (2**20,)).sum()",
    "closes what it prints to": "import os\n        os.close(1)",
    "hangs": "while True: pass",
}
SOURCE = """
import numpy as np
calls = []
def conv_forward(*given):
    x = given[0]
    calls.append(0)
    n = len(calls)
    if n % 7 == 3:
        {body}
    return np.full(x.shape, float(n)), n
def conv_backward(*given):
    print('backward', given[-1])
    return given[:1] * 3
"""


def outcomes_of(source: str, cases: Sequence[Case], sandbox: Sandbox) -> list[Outcome]:
    with Runner(sandbox, from_files("conv.py", {"conv.py": source.encode()})) as run:
        return [replace(outcome, seconds=0.0) for outcome in run.run(cases)]


@pytest.mark.parametrize("what", MISBEHAVES)
@pytest.mark.parametrize("exercise", ["conv_forward", "conv_backward"])
def test_outcomes_are_those_of_requests_that_are_sent_one_by_one(
    conv_plan: Plan, quick_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, what: str, exercise: str
) -> None:
    """Whatever a case does costs that case alone."""
    (planned,) = [one for one in conv_plan.exercises if one.exercise.id == exercise]
    source = SOURCE.format(body=MISBEHAVES[what])
    cases = planned.cases[:12]
    together = outcomes_of(source, cases, quick_sandbox)
    monkeypatch.setattr(runner, "ROOM", 0)
    singly = outcomes_of(source, cases, quick_sandbox)
    assert list(map(repr, together)) == list(map(repr, singly))
    assert len({outcome.status for outcome in together}) > 1 or what not in ("raises", "leaves", "crashes")


def test_requests_travel_together(conv_plan: Plan, quick_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []
    send = ForkedChild._send
    monkeypatch.setattr(ForkedChild, "_send", lambda child, *given: sent.append(0) or send(child, *given))
    cases = conv_plan.exercises[0].cases
    outcomes_of("def conv_single(x, w, b):\n    return 0.0\n", cases, quick_sandbox)
    assert len(sent) < len(cases) / 3


class Idle:
    """Stands in for a child: it takes what is sent ahead."""

    def __init__(self) -> None:
        self.sent: list[Packed] = []

    def send_ahead(self, kind: int, requests: Sequence[Packed], seconds: float) -> bool:
        self.sent += requests
        return True


def test_no_more_is_on_its_way_than_there_is_room_for(conv_plan: Plan) -> None:
    cases = [case for planned in conv_plan.exercises for case in planned.cases]
    large = max(map(ahead.request_bytes, cases))
    child, queue = Idle(), Ahead(cases, room=large - 1)
    most = 0
    for number, case in enumerate(cases):
        requests = queue.requests(child, number, False, 1.0)  # type: ignore[arg-type]
        assert repr(list(requests)) == repr(list(case_requests(case, False)))
        is_ahead = all(any(sent.value is request for sent in child.sent) for request in requests)
        assert is_ahead == (ahead.request_bytes(case) < large)
        on_the_way = sum(ahead.request_bytes(one) for one in cases[number + 1 : queue.next])
        most = max(most, on_the_way)
        assert on_the_way <= large - 1
    assert most > large / 4
    assert not queue.is_waiting()


def test_a_run_that_is_left_in_the_middle_disturbs_no_other(conv_plan: Plan, quick_sandbox: Sandbox) -> None:
    cases = conv_plan.exercises[0].cases
    with Runner(quick_sandbox, from_files("conv.py", {"conv.py": b"def conv_single(x, w, b):\n    return x\n"})) as run:
        first = next(iter(run.run(cases)))
        again = list(run.run(cases))
    assert first.status == again[0].status == "returned"
    assert [outcome.status for outcome in again] == ["returned"] * len(cases)


SEEN = """
seen = []
def conv_forward_naive(x, w, b, conv_param):
    seen.append(0)
    return x, (x, w, b, conv_param)
def conv_backward_naive(dout, cache):
    return dout, dout, dout
"""


def test_what_leaves_something_behind_has_a_child_for_each_exercise_in_a_dialect_too(
    conv_plan: Plan, quick_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    forked: list[ForkedChild] = []
    fork = Sandbox.fork
    monkeypatch.setattr(Sandbox, "fork", lambda sandbox: forked.append(fork(sandbox)) or forked[-1])
    report = grade(
        from_files("conv.py", {"conv.py": SEEN.encode()}),
        only(conv_plan, "conv_forward", "conv_backward"),
        quick_sandbox,
    )
    assert report.dialect == "cs231n"
    assert len(forked) >= 2
    assert len({child.pid for child in forked}) == len(forked)
