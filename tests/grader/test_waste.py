"""What a submission may waste of everybody's time: asleep, in loops, in answers that are none."""

import time
import tracemalloc
from fractions import Fraction

import numpy as np
import pytest

from grader.grading.grade import Plan, grade
from grader.model import Limits, Opaque, Outcome, Report
from grader.sandbox import waste
from grader.sandbox.child import Child, TimedOut
from grader.sandbox.runner import Runner
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.waste import MIB, ROOM, Stopwatch, Times, Waste, is_refused, is_too_much, is_worthless
from grader.sandbox.worker.answers import sendable
from grader.submissions.reading import from_files

LIMITS = Limits(wall_seconds=0.4, exercise_seconds=20)  # the budget of time alone would let it go on for minutes
FUNCTIONS = ("conv_single(x, w, b)", "conv_map(x, w, b)", "conv_forward(x, w, b, p)", "conv_backward(dout, cache)")
WASTEFUL = {
    "naps": "import time; time.sleep(0.3); return 0, 0",
    "naps without the module": "import threading; threading.Lock().acquire(timeout=0.3); return 0, 0",
    "waits for a lock": "import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()",
    "loops": "while True: pass",
    "naps and ends": "import os, time; time.sleep(0.3); os._exit(0)",
    "is refused memory after a nap": "import time; time.sleep(0.3); raise MemoryError",
    "returns what is none, slowly": "import time\n    end = time.process_time() + 0.3\n"
    "    while time.process_time() < end: pass\n    return object(), object(), object()",
    "returns far too much": "import numpy as np\n    return tuple(np.ones(1 << 22) for _ in range(3))",
}


def graded(source: str, plan: Plan, limits: Limits = LIMITS) -> tuple[Report, float, Waste]:
    with Sandbox() as sandbox:
        sandbox.configure(limits)
        sandbox.fork().close()  # the zygote has started
        start = time.monotonic()
        report = grade(from_files("mine.py", {"mine.py": source.encode()}), plan, sandbox)
        return report, time.monotonic() - start, Waste()


@pytest.mark.slow
@pytest.mark.parametrize("body", WASTEFUL.values(), ids=WASTEFUL.keys())
@pytest.mark.confined
def test_a_file_that_wastes_time_is_done_within_seconds(whole_plan: Plan, body: str) -> None:
    """A file that napped in every call, just below its limit, once took two minutes; one of giant answers 85 s."""
    source = "\n".join(f"def {one}:\n    {body}\n" for one in FUNCTIONS)
    report, seconds, _ = graded(source, whole_plan)
    assert report.score == 0
    skipped = [
        sum(result.status == "skipped" and result.evidence is not None for result in criterion.results)
        for exercise in report.exercises
        for criterion in exercise.criteria
    ]
    assert sum(skipped) > 100
    assert seconds < 30 * LIMITS.wall_seconds


def test_what_was_right_before_keeps_its_points_and_each_exercise_is_tried(conv_plan: Plan, solution: str) -> None:
    """Two loops use up what may be wasted; the functions that are right are graded in full."""
    loops = "\ndef conv_single(x, w, b):\n    while True: pass\n\ndef conv_map(x, w, b):\n    while True: pass\n"
    report, _, _ = graded(solution + loops, conv_plan)
    assert [exercise.status for exercise in report.exercises] == ["failed", "failed", "passed", "passed"]


def test_others_work_on_the_machine_wastes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that waits for a processor, or for this process, neither runs nor sleeps."""
    child, now, ours = FakeChild(), [10.0], [(3.0, 1.0)]
    monkeypatch.setattr(waste.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(waste, "_own_spent", lambda: ours[0])
    watch = Stopwatch(child)
    now[0], child.now, ours[0] = 12.0, (1.25, 5.5), (3.125, 1.125)
    assert watch.stop() == Times(seconds=2.0, ran=0.25, slept=1.0, waited=0.5)
    assert (watch.stop().own, watch.stop().was_hindered) == (1.25, False)
    child.now = (1.25, 6.5)
    assert (watch.stop().slept, watch.stop().was_hindered) == (0.0, True)
    child.now = None
    assert watch.stop() == Times(seconds=2.0, ran=2.0, slept=0.0, waited=None)
    assert watch.stop().was_hindered


class FakeChild:
    now: tuple[float, float] | None = (1.0, 5.0)

    def spent(self) -> tuple[float, float] | None:
        return self.now


def test_an_answer_is_worthless_that_is_none_refused_where_too_large_and_too_much_beyond_what_may_be_due() -> None:
    assert is_worthless({"out": Opaque("set")})
    assert not is_worthless({"out": 1.0})
    assert is_too_much(MIB + ROOM * 1000 + 1, 1000, 0)
    assert not is_too_much(MIB + ROOM * 1000, 1000, 0)
    assert not is_too_much(9 * MIB, 1000, 4 * MIB)  # an answer may be large because it has to be
    sent = sendable((np.empty(1 << 20),) * 3, MIB)
    assert is_refused({"out": Opaque(sent.kind)})
    assert not is_refused({"out": Opaque("set"), "more": 1.0})


def test_what_is_too_large_is_refused_before_it_is_copied() -> None:
    tracemalloc.start()
    parts = (np.empty(1 << 20), np.empty(1 << 20))
    before = tracemalloc.get_traced_memory()[0]
    assert sendable(parts, MIB).kind == "tuple of 16 MiB, more than the 1 MiB of an answer"
    assert tracemalloc.get_traced_memory()[1] - before < MIB
    tracemalloc.stop()


def test_a_call_has_a_quarter_of_its_time_once_too_much_was_wasted() -> None:
    wasted, limits = Waste(), Limits(wall_seconds=2, time_outs=2)
    assert wasted.call_seconds(limits) == 2
    wasted.count(3)
    assert wasted.call_seconds(limits) == 1
    wasted.count(-5)  # clocks are no witnesses
    assert wasted.left(limits) == 1
    wasted.count(1)
    assert wasted.is_used_up(limits)
    assert wasted.call_seconds(limits) == wasted.call_seconds(Limits(), is_brief=True) == 0.5


def test_a_function_that_never_returned_has_a_quarter_of_what_was_too_little_for_smaller_arguments() -> None:
    wasted, limits = Waste(), Limits(wall_seconds=2, time_outs=4)
    wasted.count_time_out(limits, "f", 100, 2.0, was_hindered=False)
    assert [wasted.call_seconds(limits, "f", nbytes) for nbytes in (99, 100, 200)] == [2, 0.5, 0.5]
    assert wasted.call_seconds(limits, "g", 200) == 2
    wasted.note_return("f")  # so it does not always hang, and may be slow only
    assert wasted.call_seconds(limits, "f", 200) == 2
    wasted.count_time_out(limits, "f", 100, 2.0, was_hindered=False)
    assert wasted.call_seconds(Limits(wall_seconds=2, time_outs=9), "f", 200) == 2
    wasted.count_time_out(Limits(), "g", 100, 2.0, was_hindered=True)  # others' work is no sign
    assert wasted.call_seconds(Limits(wall_seconds=2, time_outs=9), "g", 200) == 2


def test_a_loss_counts_however_quick_and_a_noticed_sleep_counts_twice() -> None:
    wasted, limits = Waste(), Limits(wall_seconds=2, time_outs=2)
    wasted.count_loss(limits, 0.01)
    wasted.count_loss(limits, 1)
    assert wasted.seconds == 1.5
    wasted.count_sleep(0.01)
    wasted.count_sleep(0.5)
    assert wasted.seconds == pytest.approx(2.51)
    assert not wasted.may_try_again(limits)
    assert Waste().may_try_again(limits)


QUICK = {
    "ends its process": "import os; os._exit(0)",
    "floods": "import os; [os.write(3, b'x' * 65536) for _ in range(100)]",
    "is refused memory": "raise MemoryError",
    "returns more than may travel": "import numpy as np; return (np.empty(1 << 24),) * 3",
}


@pytest.mark.slow
@pytest.mark.parametrize("body", QUICK.values(), ids=QUICK.keys())
def test_a_file_whose_calls_all_end_their_child_or_meet_a_limit_is_called_a_few_times(
    conv_plan: Plan, body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of some 250 cases once had a child of its own."""
    calls: list[str] = []
    request = Child.request

    def counted(child: Child, kind: int, value: dict, seconds: float, *total: float) -> tuple[int, object]:
        calls.extend([value["function"]] if "function" in value else [])
        return request(child, kind, value, seconds, *total)

    monkeypatch.setattr(Child, "request", counted)
    graded("\n".join(f"def {one}:\n    {body}\n" for one in FUNCTIONS), conv_plan, Limits())
    assert {name.partition("(")[0] for name in FUNCTIONS[:3]} <= {*calls}
    assert len(calls) < 20


def test_a_second_try_is_brief_where_the_first_had_all_of_its_time_and_whole_where_it_had_not(
    conv_plan: Plan, solution: str, quick_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[float] = []
    request = Child.request

    def slow(child: Child, kind: int, value: dict, seconds: float, *total: float) -> tuple[int, object]:
        if "function" in value:
            times.append(seconds)
            if len(times) == 1:
                raise TimedOut
        return request(child, kind, value, seconds, *total)

    monkeypatch.setattr(Child, "request", slow)

    def statuses() -> list[Outcome]:
        times.clear()
        run = Runner(quick_sandbox, from_files("conv.py", {"conv.py": solution.encode()}))
        return [outcome.status for outcome in run.run(conv_plan.exercises[0].cases[:1])]

    monkeypatch.setattr(Times, "was_hindered", False)
    assert statuses() == ["returned"]
    assert times == [quick_sandbox.limits.wall_seconds, quick_sandbox.limits.wall_seconds / 4]
    monkeypatch.setattr(Times, "was_hindered", True)
    assert statuses() == ["returned"]
    assert times == [quick_sandbox.limits.wall_seconds] * 2


def test_honest_work_wastes_next_to_nothing(whole_plan: Plan, solution: str) -> None:
    with Sandbox() as sandbox, Runner(sandbox, from_files("conv.py", {"conv.py": solution.encode()})) as runner:
        sandbox.configure(Limits())
        calls = 0
        for planned in whole_plan.exercises:
            calls += len([*runner.run(planned.cases)])
    assert Fraction(calls) > 100
    assert runner.waste.seconds < 0.01 * calls
