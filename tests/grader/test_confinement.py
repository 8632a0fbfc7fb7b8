"""What a child proves of itself, and that no proof is given where a layer is missing."""

import os
import signal
import struct

import pytest
from click.testing import CliRunner

from grader.cli import doctor_command
from grader.errors import OperatorError
from grader.model import Limits
from grader.sandbox import bubblewrap, host, levels
from grader.sandbox.runner import Runner
from grader.sandbox.sandbox import Sandbox, end
from grader.sandbox.worker import landlock
from grader.submissions.reading import from_files
from tests.lacking import python_that_runs_first
from tests.systems import AS_ROOT

pytestmark = pytest.mark.confined

B = frozenset(levels.LAYERS) - {"bubblewrap"}


def proved(*layers: str, landlock_abi: int | None = None) -> dict[str, str]:
    """Return what a child proves that confines itself with some layers."""
    with Sandbox(layers, landlock_abi) as sandbox:
        sandbox.configure(Limits())
        assert sandbox.level == levels.level(sandbox.layers)
        return sandbox.layers


def test_level_b_is_proved() -> None:
    states = proved(*B)
    assert {name for name in levels.LAYERS if states[name] == "on"} == B
    assert levels.level(states) == "B"


@pytest.mark.parametrize("missing", sorted(B - {"uid"}))
def test_a_layer_that_is_off_is_not_proved(missing: str) -> None:
    states = proved(*(B - {missing}))
    assert states[missing] == "switched off"
    assert levels.level(states) == ("C" if missing == "landlock" else "D")


@AS_ROOT
def test_root_without_a_user_of_its_own_is_not_limited_in_processes() -> None:
    states = proved(*(B - {"uid"}))
    assert states["limits"] == "the limit of processes does not hold"
    assert levels.level(states) == "D"


@pytest.mark.slow
@pytest.mark.parametrize("abi", [1, 2, 3, 4, 5, 6])
def test_every_landlock_abi_confines(abi: int) -> None:
    assert proved(*B, landlock_abi=abi)["landlock"] == "on"


@pytest.mark.parametrize(("abi", "size"), [(1, 8), (2, 8), (3, 8), (4, 16), (5, 16), (6, 24), (7, 24)])
def test_a_ruleset_is_as_long_as_its_abi_knows(abi: int, size: int) -> None:
    data = landlock.attributes(abi)
    assert len(data) == size
    handled = struct.unpack(f"={size // 8}Q", data)
    assert handled[0] & 0b111 == 0b111  # execute, write, read
    assert all(handled)
    assert struct.unpack("=Q", landlock.attributes(max(abi - 1, 1))[:8])[0] <= handled[0]


@pytest.mark.skipif(bubblewrap.program() is None, reason="bubblewrap is not installed")
def test_bubblewrap_is_used_where_it_starts() -> None:
    states = proved(*levels.LAYERS)
    assert levels.level(states) == ("A" if states["bubblewrap"] == "on" else "B")


def test_a_bubblewrap_that_does_not_start_is_done_without_and_named(monkeypatch, tmp_path) -> None:
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(bubblewrap, "program", lambda: str(broken))
    states = proved(*levels.LAYERS)
    assert states["bubblewrap"] == "it does not start: bwrap: No permissions to create new namespace"
    assert levels.level(states) == "B"


# What a machine lacks, told to the interpreter that becomes the zygote before it runs a line of ours
LACKS = {
    "Resource temporarily unavailable": "import os\n"
    "def refuse(): raise BlockingIOError(11, os.strerror(11))\n"
    "os.fork = refuse",
    "it ended itself with exit code 9": "import os, socket\nsocket.socket.detach = lambda self: os._exit(9)",
    "its zygote was ended by SIGKILL": "import os, socket\nsocket.recv_fds = lambda *_: os.kill(os.getpid(), 9)",
}


@pytest.mark.slow
@pytest.mark.parametrize(("reason", "program"), LACKS.items(), ids=LACKS)
def test_a_sandbox_that_starts_no_process_names_the_reason(monkeypatch, tmp_path, reason: str, program: str) -> None:
    monkeypatch.setattr(host.sys, "executable", str(python_that_runs_first(tmp_path, program)))
    with Sandbox(B) as sandbox:
        sandbox.configure(Limits())
        with pytest.raises(OperatorError) as problem:
            sandbox.fork()
    assert str(problem.value) == f"The sandbox cannot start a process: {reason}."


@pytest.mark.parametrize(
    "program", ["import os\ndel os.pidfd_open", "import os\nos.pidfd_open = lambda pid: os.stat('')"]
)
def test_a_kernel_without_descriptors_of_processes_confines_as_well(monkeypatch, tmp_path, program: str) -> None:
    monkeypatch.setattr(host.sys, "executable", str(python_that_runs_first(tmp_path, program)))
    with Sandbox(B) as sandbox:
        sandbox.configure(Limits())
        assert sandbox.level == "B"
        child = sandbox.fork()
        assert child.pidfd is None
        assert child.close().signal in ("", "SIGKILL")  # it may have seen first that nobody speaks to it any more


def test_doctor_says_that_there_are_no_descriptors_of_processes(monkeypatch) -> None:
    assert "pidfd_open" not in CliRunner().invoke(doctor_command.command).output
    monkeypatch.delattr(os, "pidfd_open")
    output = CliRunner().invoke(doctor_command.command).output
    assert "This kernel has no pidfd_open; Linux 5.3 or newer has it. The level is the same without it." in output


def test_levels_follow_from_what_was_proved() -> None:
    on = dict.fromkeys(levels.LAYERS, "on")
    assert levels.level(on) == "A"
    assert levels.level({**on, "bubblewrap": "no"}) == "B"
    assert levels.level({**on, "landlock": "no"}) == "C"
    for layer in ("limits", "uid", "seccomp"):
        assert levels.level({**on, layer: "no"}) == "D"
        del on[layer]
        assert levels.level(on) == "D"
        on[layer] = "on"


def test_a_report_has_the_weakest_level_that_any_child_proved(monkeypatch) -> None:
    with Sandbox() as sandbox:
        sandbox.configure(Limits())
        strong = sandbox.level
        monkeypatch.setattr(levels, "level", lambda layers: "C")
        end(sandbox, sandbox.fork())
        monkeypatch.undo()
        end(sandbox, sandbox.fork())
        assert (strong < "C", sandbox.level) == (True, "C")


LOOKS_FOR = """
import sys
names = {names!r}
def conv_single(x, w, b):
    found = []
    for name in names:
        try:
            sys.modules['importlib'].import_module(name)  # the interpreter's own, not the loader's
        except ImportError:
            continue
        found.append(name)
    raise ValueError(repr((found, sorted(set(names) & set(sys.modules)), sys.path)))
"""


def test_what_a_submission_must_not_see_is_neither_imported_nor_importable(conv_plan, quick_sandbox) -> None:
    names = ("convref", "grader", "grader.model", "tests", "scipy", "msgspec", "click", "ensurepip")
    source = LOOKS_FOR.format(names=names)
    run = Runner(quick_sandbox, from_files("conv.py", {"conv.py": source.encode()}))
    (outcome,) = run.run([conv_plan.exercises[0].cases[0]])
    assert outcome.raised is not None
    assert outcome.raised.message == "([], [], [])"


def test_a_refused_import_says_what_can_be_imported(grade_source) -> None:
    notes = grade_source("import scipy\ndef conv_single(x, w, b): return scipy.sum(x)\n").notes
    assert any(note.startswith("scipy is not available while grading") for note in notes)
    assert any("What can be imported while grading: numpy, abc, array" in note for note in notes)


ORDINARY_THINGS = """
np.random.default_rng(0).normal(size=3)
np.random.rand(2)
np.linalg.svd(np.eye(3))
np.fft.fft2(np.eye(4))
np.ma.masked_array([1, 2], [0, 1]).sum()
np.polynomial.Polynomial([1, 2])(3)
np.einsum('ij,jk', np.eye(2), np.eye(2), optimize=True)
np.testing.assert_allclose(1, 1)
np.array2string(np.eye(2))
np.char.upper(['a'])
np.lib.stride_tricks.sliding_window_view(np.eye(3), (2, 2))
np.loadtxt(['1 2', '3 4'])
np.genfromtxt(['1 2'])
np.pad(np.eye(2), 1)
np.median([1, 2])
np.unique([1, 1])
np.datetime64('2020-01-01').astype(object)
np.show_config(mode='dicts')
np.empty(2 ** 50)
np.ones(3) @ np.ones(2)
repr(np.ones(3) / 0)
datetime.datetime.strptime('2020', '%Y')
time.strftime('%c')
json.loads(json.dumps([1]))
logging.warning('x')
warnings.warn('w')
traceback.format_stack()
decimal.Decimal('1.1').sqrt()
statistics.stdev([1, 2])
textwrap.wrap('a b')
timeit.timeit('1', number=1)
'é'.encode('latin-1') + 'é'.encode('utf-16') + 'a'.encode('idna')
random.Random().random()
os.urandom(3)
os.path.abspath('x')
os.path.exists('/etc')
os.getpid()
os.cpu_count()
copy.deepcopy([np.eye(1)])
pprint.pformat({1: 2})
unittest.TestCase().assertEqual(1, 1)
typing.get_type_hints(conv_single)
inspect.getsource(conv_single)
dataclasses.make_dataclass('C', ['x'])(1)
enum.Enum('E', 'A B')
input('?')
"""
TRIES = """
import copy, dataclasses, datetime, decimal, enum, inspect, json, logging, math, os, pprint, random, statistics
import textwrap, time, timeit, traceback, typing, unittest, warnings
import numpy as np
def conv_single(x, w, b):
    failed = []
    for line in {lines!r}:
        try:
            eval(line)
        except (ValueError, EOFError, MemoryError):
            pass  # as outside
        except Exception as error:
            failed.append((line, repr(error)))
    raise ArithmeticError(repr(failed))
"""


def test_ordinary_code_finds_what_it_needs_in_memory(conv_plan, quick_sandbox) -> None:
    source = TRIES.format(lines=ORDINARY_THINGS.strip().splitlines())
    run = Runner(quick_sandbox, from_files("conv.py", {"conv.py": source.encode()}))
    (outcome,) = run.run([conv_plan.exercises[0].cases[0]])
    assert outcome.raised is not None
    assert (outcome.raised.message, run.notes) == ("[]", [])


@pytest.mark.parametrize(
    "body", ["while True: pass", "import time; time.sleep(60)", "import os; os.kill(os.getpid(), 19)"]
)
def test_a_child_is_gone_after_its_deadline(conv_plan, body: str) -> None:
    """How soon is in benchmarks/: the goal is 50 ms."""
    with Sandbox() as sandbox:
        sandbox.configure(Limits(wall_seconds=0.2, exercise_seconds=0.2))
        source = f"def conv_single(x, w, b):\n    {body}\n"
        run = Runner(sandbox, from_files("conv.py", {"conv.py": source.encode()}))
        child = run.sandbox.fork()
        run.child = child
        run.loading_seconds = 60
        run._load(child, ("conv_single",))
        pidfd = os.dup(child.pidfd)
        (outcome,) = run.run([conv_plan.exercises[0].cases[0]])
        assert outcome.status == "timed-out"
        with pytest.raises(ProcessLookupError):
            signal.pidfd_send_signal(pidfd, 0)
        os.close(pidfd)
