"""Run a command and say how long it took and how much memory all its processes had at once, at most. Linux."""

import os
import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
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
    command: Sequence[str], *, cwd: Path, environment: Mapping[str, str] | None = None, timeout: float | None = None
) -> Used:
    """Run a command to its end, or to its time-out, after which its group is killed and the code is -9."""
    start, cpu = time.perf_counter(), _cpu_seconds()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    peak = _Peak(process.pid)
    try:
        output, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        output, _ = process.communicate()
    return Used(time.perf_counter() - start, _cpu_seconds() - cpu, peak.stop(), process.returncode, output)


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Peak:
    """Looks at a process and all below it, again and again, in a thread."""

    def __init__(self, root: int) -> None:
        self.root, self.peak, self.ended = root, 0, threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def stop(self) -> float:
        """Return the peak in MiB."""
        self.ended.set()
        self.thread.join()
        return self.peak / 1024

    def _watch(self) -> None:
        while not self.ended.is_set():
            self.peak = max(self.peak, sum(map(_proportional_kib, _tree(self.root))))
            self.ended.wait(EVERY_SECONDS)


def _tree(root: int) -> list[int]:
    found, queue = [], [root]
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
