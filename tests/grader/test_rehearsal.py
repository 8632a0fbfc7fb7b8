"""The zygote rehearses what every child does first; nothing of it is left, and it is nobody's answer."""

import linecache
import random
import sys

import numpy as np

from grader.grading.grade import Plan, grade
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.worker import child, rehearsal, wire
from grader.submissions.reading import from_files


def test_it_runs_to_its_end_and_leaves_nothing() -> None:
    kinds: list[int] = []

    class Child(child.Child):
        def load(self, *arguments):
            reply = super().load(*arguments)
            assert reply[1]["goes_on"]
            assert not reply[1]["notes"]
            return reply

        def call(self, *arguments):
            reply = super().call(*arguments)
            kinds.append(reply[0])
            return reply

    modules = set(sys.modules)
    rehearsal.rehearse(Child, {"imports": [], "result_bytes": 1 << 20})
    assert kinds == [wire.RETURNED, wire.RAISED] * rehearsal.TIMES
    assert {name for name in sys.modules if name.startswith("submission.")} <= modules
    assert rehearsal.NAME not in linecache.cache
    draws = random.random(), np.random.random()
    random.seed(0)
    np.random.seed(0)
    assert draws == (random.random(), np.random.random())


def test_it_is_no_solution(conv_plan: Plan, quick_sandbox: Sandbox) -> None:
    for name in [planned.exercise.id for planned in conv_plan.exercises]:
        source = rehearsal.SOURCE.replace("def spread", f"def {name}")
        report = grade(from_files("conv.py", {"conv.py": source.encode()}), conv_plan, quick_sandbox)
        assert report.score == 0


def test_numbers_drawn_while_loading_are_the_same_every_time(conv_plan: Plan) -> None:
    source = b"import random\nimport numpy as np\nN = random.random(), np.random.rand()\nraise ValueError(N)\n"
    notes = set()
    for _ in range(2):
        with Sandbox() as sandbox:
            sandbox.configure(conv_plan.assignment.limits)
            report = grade(from_files("conv.py", {"conv.py": source}), conv_plan, sandbox)
            notes.add(next(note for note in report.notes if "ValueError" in note))
    assert len(notes) == 1
