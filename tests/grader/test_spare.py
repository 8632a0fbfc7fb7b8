"""The sandbox that starts before a notebook wants it: used once, never when it has ended, gone with its process."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from grader.sandbox import spare
from grader.sandbox.host import Zygote
from grader.sandbox.sandbox import Sandbox, end
from grader.sandbox.spare import spare_sandbox

pytestmark = pytest.mark.confined


@pytest.fixture(autouse=True)
def none_is_left() -> Iterator[None]:
    spare.end_spare()
    yield
    spare.end_spare()


def waiting() -> Sandbox:
    ((_, sandbox),) = spare._spares
    return sandbox


@pytest.mark.slow
def test_the_next_sandbox_is_the_one_that_waits_and_works_as_any_other() -> None:
    with spare_sandbox():
        assert spare._spares == []
    first = waiting()
    with spare_sandbox() as sandbox:
        assert sandbox is first
        end(sandbox, sandbox.fork())
        assert sandbox.level != "D"
    assert waiting() is not first


def test_one_that_has_ended_meanwhile_is_not_used() -> None:
    with spare_sandbox():
        pass
    first = waiting()
    assert isinstance(first.zygote, Zygote)
    first.zygote.process.kill()
    first.zygote.process.wait()
    with spare_sandbox() as sandbox:
        assert sandbox is not first


def test_one_of_another_process_is_left_alone() -> None:
    with spare_sandbox():
        pass
    owner, first = spare._spares.pop()
    spare._spares.append((owner + 1, first))
    with spare_sandbox() as sandbox:
        assert sandbox is not first
    assert isinstance(first.zygote, Zygote)
    assert first.zygote.process.poll() is None
    spare.end_of(first)


def test_the_portable_worker_needs_none() -> None:
    with spare_sandbox(portable=True):
        pass
    assert spare._spares == []


def test_it_ends_with_a_process_that_is_killed() -> None:
    program = (
        "import os, sys\nfrom grader.sandbox import spare\n"
        "with spare.spare_sandbox():\n    pass\n"
        "print(spare._spares[0][1].zygote.process.pid, flush=True)\nsys.stdin.read()\n"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        handle = os.pidfd_open(int(process.stdout.readline()))
        process.send_signal(signal.SIGKILL)
    select.select([handle], [], [])  # readable when the process is gone
    os.close(handle)
