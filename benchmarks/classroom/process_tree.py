"""Run a command and say how long it took and how much memory all its processes had at once, at most. Linux."""

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY_SECONDS = 0.1


@dataclass(frozen=True)
class Used:
    """What a command took, in MiB that count shared memory once, and how it ended."""

    seconds: float
    cpu_seconds: float  # of it and all that ended below it
    peak_mib: float
    code: int
    output: str


def run(
    command: Sequence[str], *, cwd: Path, timeout: float | None = None, shows: bool = False, also: Sequence[int] = ()
) -> Used:
    """Run a command to its end, or to its time-out, after which its group is killed and the code is -9.

    Parameters
    ----------
    command, cwd, timeout
        As for `subprocess`.
    shows : bool
        Whether what it says on standard error may go to the terminal, if there is one: its own progress.
    also : sequence of int
        Processes that work for it without being started by it; their memory counts.
    """
    start, cpu = time.perf_counter(), _cpu_seconds()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=None if shows and sys.stderr.isatty() else subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    peak = _Peak([process.pid, *also])
    try:
        output, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        output, _ = process.communicate()
    except BaseException:  # Ctrl-C reaches this process only: the other has a group of its own
        os.killpg(process.pid, 9)
        raise
    return Used(time.perf_counter() - start, _cpu_seconds() - cpu, peak.stop(), process.returncode, output)


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cpu_seconds_of(root: int) -> float:
    """Return the processor time of a process that is running and of all below it, those that ended included."""
    ticks = 0
    for pid in _tree([root]):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, fields[11:15]))  # its own, and of children that were waited for
    return ticks / os.sysconf("SC_CLK_TCK")


class _Peak:
    """Looks at a process and all below it, again and again, in a thread."""

    def __init__(self, roots: list[int]) -> None:
        self.roots, self.peak, self.ended = roots, 0, threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def stop(self) -> float:
        """Return the peak in MiB."""
        self.ended.set()
        self.thread.join()
        return self.peak / 1024

    def _watch(self) -> None:
        while not self.ended.is_set():
            self.peak = max(self.peak, sum(map(_proportional_kib, _tree(self.roots))))
            self.ended.wait(EVERY_SECONDS)


def _tree(roots: list[int]) -> list[int]:
    found, queue = [], list(roots)
    while queue:
        pid = queue.pop()
        found.append(pid)
        try:
            for task in os.listdir(f"/proc/{pid}/task"):
                children = Path(f"/proc/{pid}/task/{task}/children").read_text(encoding="ascii")
                queue += map(int, children.split())
        except OSError:  # it has ended meanwhile
            continue
    return found


def _proportional_kib(pid: int) -> int:
    """Return a process's memory, its part of what it shares with others."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except (OSError, ValueError):
        pass
    return 0
