"""The portable worker: the same outcomes and reports as in forked children, one program kept as long as it may be.

Most of what is to be the same is tested where it is tested for both: see `OVER_BOTH` in conftest.py.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.cli import doctor_command
from grader.errors import OperatorError, TooWeak
from grader.grading.grade import Plan, grade
from grader.model import Limits
from grader.notebook import Shown, check
from grader.report.document import to_json
from grader.sandbox import levels, portable
from grader.sandbox.child import Died, Ending, TimedOut, Violated
from grader.sandbox.pipes import Output, Replies
from grader.sandbox.portable import PortableChild
from grader.sandbox.runner import Runner
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.worker import wire
from grader.submissions.reading import from_files, load_submission

from .conftest import QUICK, only

ROOT = Path(__file__).parent.parent.parent
CLASS = ROOT / "examples" / "class"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(portable=True) as made:
        made.configure(QUICK)
        yield made


def runner(sandbox: Sandbox, source: str) -> Runner:
    return Runner(sandbox, from_files("conv.py", {"conv.py": source.encode()}))


@pytest.fixture
def grade_notes(conv_plan: Plan, sandbox: Sandbox) -> Callable[[str], tuple[str, ...]]:
    """Grade one exercise of a source, and return the notes of the report."""

    def graded(source: str) -> tuple[str, ...]:
        submission = from_files("conv.py", {"conv.py": source.encode()})
        return tuple(grade(submission, only(conv_plan, "conv_single"), sandbox).notes)

    return graded


# ------------------------------------------------------------------------------------ levels


def test_its_level_is_d_and_a_stronger_one_is_refused(sandbox: Sandbox) -> None:
    assert sandbox.level == "D"
    assert set(sandbox.layers) == set(levels.LAYERS)
    sandbox.wanted = "C"
    with pytest.raises(TooWeak, match=r"(?s)level C is asked for, but the portable worker .* chosen with --portable"):
        sandbox.fork()


def test_it_is_used_where_the_zygote_s_needs_are_not_met_and_what_is_missing_is_named(monkeypatch) -> None:
    assert portable.lacking() == ()
    monkeypatch.delattr(os, "fork")
    monkeypatch.setitem(sys.modules, "resource", None)
    assert portable.lacking() == ("os.fork", "resource")
    with Sandbox() as sandbox:
        sandbox.configure(Limits(), wanted="B")
        with pytest.raises(TooWeak, match=r"lacks what confinement needs: os\.fork, resource\. Linux has it\."):
            sandbox.fork()


def test_another_system_is_no_linux_whatever_functions_it_has(monkeypatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert portable.lacking() == ("Linux",)


def test_doctor_says_of_another_system_that_it_is_another_one() -> None:
    said = doctor_command.PORTABLE.format(lacking=doctor_command.lack(("Linux", "os.pidfd_open")))
    assert said.startswith("This system is not Linux, whose kernel alone the grader knows")
    assert "and lacks os.pidfd_open." in said
    assert "lacks Linux" not in said
    only = doctor_command.lack(("Linux",))
    assert "lacks" not in only


def test_a_level_that_another_system_does_not_reach_is_not_said_to_lack_linux() -> None:
    said = levels.shortfall_of_portable("B", ("Linux",))
    assert "This system is not Linux" in said
    assert "Linux has it" not in said


def test_what_is_missing_is_a_short_list() -> None:
    assert levels.named(["a", "b"]) == "a, b"
    assert levels.named([*"abcdefg"]) == "a, b, c, d and 3 more"


# ----------------------------------------------------------------------------------- reports


@pytest.mark.slow
@pytest.mark.parametrize("name", ["emil", "fatima.py", "dana.ipynb", "kira.py"])
def test_a_report_differs_in_its_level_alone(conv_plan: Plan, sandbox: Sandbox, name: str) -> None:
    documents = []
    with Sandbox() as forked:
        forked.configure(QUICK)
        for each in (forked, sandbox):
            written = to_json(grade(load_submission(CLASS / name), conv_plan, each))
            # How long a late call had depends on whether its process waited for a processor (docs/decisions/0064).
            written = re.sub(rb"stopped after (0\.125|0\.5) s", b"stopped after some s", written)
            documents.append(json.loads(written) | {"isolation": "D"})
    assert documents[0] == documents[1]


def grader(folder: Path, *arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.slow
def test_check_takes_it_where_that_is_asked_for(tmp_path: Path) -> None:
    done = grader(tmp_path, "check", CLASS / "ada.py", "--portable", "--json", "ada.json")
    assert done.returncode == 0, done.stderr
    assert "Graded at isolation level D" in done.stdout
    assert json.loads((tmp_path / "ada.json").read_text())["isolation"] == "D"
    refused = grader(tmp_path, "check", CLASS / "ada.py", "--portable", "--level", "C")
    assert (refused.returncode, "chosen with --portable" in refused.stderr) == (2, True)


@pytest.mark.slow
def test_a_class_is_graded_in_it_with_allow_weak_alone(tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ada.py").write_bytes((CLASS / "ada.py").read_bytes())
    arguments = ("run", "class", "-a", "conv-layer", "--out", "out", "--portable")
    refused = grader(tmp_path, *arguments)
    assert (refused.returncode, "--allow-weak" in refused.stderr) == (2, True)
    done = grader(tmp_path, *arguments, "--allow-weak")
    assert (done.returncode, "Warning: isolation level D" in done.stderr) == (0, True)
    assert json.loads((tmp_path / "out" / "ada" / "report.json").read_text())["isolation"] == "D"


def test_a_notebook_s_check_takes_it_and_says_so(tmp_path: Path, monkeypatch, solution: str) -> None:
    (tmp_path / "portable_conv.py").write_text(solution)
    monkeypatch.syspath_prepend(str(tmp_path))
    import portable_conv  # type: ignore[import-not-found]

    shown = check(portable_conv.conv_map, portable=True)
    assert isinstance(shown, Shown)
    assert shown.report.all_passed
    assert "isolation level D" in repr(shown)
    assert "isolation level D" in shown._repr_html_()


# ---------------------------------------------------------------------------- what is kept


def test_one_program_serves_submission_after_submission(conv_plan: Plan, sandbox: Sandbox, solution: str) -> None:
    started = sandbox.fork()
    started.close()
    for _ in range(2):
        assert grade(from_files("conv.py", {"conv.py": solution.encode()}), conv_plan, sandbox).all_passed
    child = sandbox.fork()
    assert child.pid == started.pid


def test_another_program_takes_over_where_something_may_be_left_behind(conv_plan: Plan, sandbox: Sandbox) -> None:
    case = conv_plan.exercises[0].cases[0]
    source = "n = []\ndef conv_single(x, w, b):\n    n.append(1)\n    raise ValueError(len(n))\n"
    pids = []
    for _ in range(3):
        with runner(sandbox, source) as run:
            (outcome,) = run.run([case])
            assert run.child is None
        assert outcome.raised is not None
        assert outcome.raised.message == "1"
        child = sandbox.fork()
        pids.append(child.pid)
        child.close()
    assert len(set(pids)) == 3


def test_what_was_forbidden_is_allowed_to_the_next(conv_plan: Plan, sandbox: Sandbox) -> None:
    case = conv_plan.exercises[0].cases[0]
    source = "import numpy as np\ndef conv_single(x, w, b):\n    return np.convolve(np.ones(1), np.ones(1))\n"
    pids = set()
    for forbidden, status in (((), "returned"), (("numpy.convolve",), "raised"), ((), "returned")):
        with runner(sandbox, source) as run:
            (outcome,) = run.run([case], forbidden)
            assert outcome.status == status
        child = sandbox.fork()
        child.close()
        pids.add(child.pid)
    assert len(pids) == 1


def test_the_next_submission_finds_nothing_of_the_last(conv_plan: Plan, sandbox: Sandbox) -> None:
    case = conv_plan.exercises[0].cases[0]
    with runner(sandbox, "def conv_single(x, w, b):\n    return 1.0\ndef helper():\n    return 2.0\n") as run:
        assert [outcome.status for outcome in run.run([case])] == ["returned"]
    looking = (
        "import sys\ndef conv_single(x, w, b):\n    raise ValueError([n for n in sys.modules if 'submission' in n])\n"
    )
    (outcome,) = runner(sandbox, looking).run([case])
    assert outcome.raised is not None
    assert outcome.raised.message == "['submission.conv']"


def test_a_name_that_numpy_was_given_back_for_one_submission_is_told_to_the_next_as_well(grade_notes) -> None:
    """In a class, everyone's report once depended on who was graded before."""
    source = "import numpy as np\ndef conv_single(x, w, b):\n    return np.product(x) + np.lib.pad(b, 1)[1]\n"
    first, second = grade_notes(source), grade_notes(source)
    assert [note.split(" are ")[0] for note in first] == ["np.lib.pad, np.product"]
    assert second == first


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for_the_end_of(*pids: int) -> None:
    until = time.monotonic() + 20
    while any(map(is_running, pids)):
        assert time.monotonic() < until, "a worker outlived its host"
        time.sleep(0.05)


def test_a_program_that_is_late_is_ended_and_another_goes_on(conv_plan: Plan, sandbox: Sandbox) -> None:
    case = conv_plan.exercises[0].cases[0]
    run = runner(sandbox, "def conv_single(x, w, b):\n    while True: pass\n")
    first = sandbox.fork()
    first.close()
    (outcome,) = run.run([case])
    assert outcome.status == "timed-out"
    assert not is_running(first.pid)
    assert sandbox.fork().pid != first.pid


def test_closing_ends_every_program_also_one_that_a_child_still_has() -> None:
    with Sandbox(portable=True) as sandbox:
        sandbox.configure(QUICK)
        first, second = sandbox.fork(), sandbox.fork()
    assert not is_running(first.pid)
    assert not is_running(second.pid)
    first.close()  # which changes nothing any more


HOST = """
import sys
from grader.model import Limits
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.worker import wire
sandbox = Sandbox(portable=True)
sandbox.configure(Limits())
idle, busy = sandbox.fork(), sandbox.fork()
print(idle.pid, busy.pid, flush=True)
cells = (("conv.py", "while True: pass"),)
module = {"name": "conv", "package": False, "notebook": False, "cells": cells}
load = {"modules": (module,), "functions": ("f",), "skip": (), "careful": False, "forbidden": (), "older": False}
busy.request(wire.LOAD, load, 60)
"""


def test_programs_end_with_their_host_also_while_they_work() -> None:
    host = subprocess.Popen([sys.executable, "-c", HOST], stdout=subprocess.PIPE, text=True)
    try:
        assert host.stdout is not None
        pids = [int(pid) for pid in host.stdout.readline().split()]
        time.sleep(0.5)  # so that the loop runs
        assert all(map(is_running, pids))
    finally:
        host.send_signal(signal.SIGKILL)
        host.communicate()
    wait_for_the_end_of(*pids)


# ------------------------------------------------------------------------------------- bytes


def test_a_worker_that_does_not_start_says_why(monkeypatch, tmp_path: Path) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho 'numpy: wrong architecture' >&2\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    with Sandbox(portable=True) as sandbox:
        sandbox.configure(QUICK)
        with pytest.raises(OperatorError, match=r"cannot start a process: numpy: wrong architecture\."):
            sandbox.fork()


def conversation(sandbox: Sandbox) -> PortableChild:
    child = sandbox.fork()
    assert isinstance(child, PortableChild)
    return child


def load(source: str) -> dict[str, object]:
    module = {"name": "conv", "package": False, "notebook": False, "cells": (("conv.py", source),)}
    options = {"skip": (), "careful": False, "forbidden": (), "older": False}
    return {"modules": (module,), "functions": ("f",), **options}


def test_what_is_printed_belongs_to_its_request_however_much_it_is(sandbox: Sandbox) -> None:
    child = conversation(sandbox)
    child.request(wire.LOAD, load("import sys\nsys.stderr.write('one\\n')\nsys.stdout.write('two\\n')"), 10)
    assert bytes(child.printed) == b"one\ntwo\n"
    child.request(wire.LOAD, load("print('x' * 10 ** 6)"), 10)
    assert (len(child.printed), child.printed_bytes) == (QUICK.output_kib << 10, 10**6 + 1)
    child.request(wire.LOAD, load("x = 1"), 10)
    assert (bytes(child.printed), child.printed_bytes) == (b"", 0)


def test_a_worker_that_is_gone_is_a_death_with_its_exit_code(sandbox: Sandbox) -> None:
    child = conversation(sandbox)
    with pytest.raises(Died):
        child.request(wire.LOAD, load("import os\nos._exit(7)"), 10)
    assert str(child.close()) == "it ended itself with exit code 7"


def test_a_request_that_nobody_reads_ends_at_its_deadline(sandbox: Sandbox) -> None:
    child = conversation(sandbox)
    os.kill(child.pid, signal.SIGSTOP)
    with pytest.raises(TimedOut):
        child.request(wire.LOAD, load("x = 1\n" * 10**6), 0.3)
    assert child.close().signal == "SIGKILL"


def test_a_worker_that_says_more_than_it_was_asked_is_not_kept(sandbox: Sandbox) -> None:
    chatty = "import os\nfor n in range(3, 20):\n    try: os.write(n, b'more')\n    except OSError: pass\n"
    child = conversation(sandbox)
    with pytest.raises(Violated):
        child.request(wire.LOAD, load(chatty), 10)
    child.close()
    assert sandbox.fork().pid != child.pid


class Parts:
    """A pipe that gives these parts, one by one."""

    def __init__(self, *parts: bytes) -> None:
        self.parts = [*parts, b""]

    def read(self, nbytes: int) -> bytes:
        return self.parts.pop(0)

    def write(self, data: memoryview) -> int:
        return len(data)

    def close(self) -> None:
        pass


@pytest.mark.parametrize("cut", range(1, 11))
def test_the_end_of_what_is_printed_is_found_wherever_it_is_cut(cut: int) -> None:
    end = wire.end_of_output(7)
    output = Output.__new__(Output)
    Output.__init__(output, Parts(), 100)
    output.begin(end, 3)
    data = b"abcd" + end + b"later"
    for part in (data[: 4 + cut], data[4 + cut :]):
        with output.changed:
            output.take(part)
    assert output.read(0) == (b"abc", 4)


def test_replies_end_with_their_pipe_and_time_out_before() -> None:
    replies = Replies(Parts(b"abc"))
    assert replies.read(2, time.monotonic() + 5) == b"ab"
    assert replies.read(2, time.monotonic() + 5) == b"c"
    with pytest.raises(EOFError):
        replies.read(1, time.monotonic() + 5)


def test_a_fault_that_windows_ends_a_program_for_is_a_crash() -> None:
    assert str(Ending(0xC0000005)) == "it crashed (Windows calls it 0xC0000005)"
    assert str(Ending(1)) == "it ended itself with exit code 1"
