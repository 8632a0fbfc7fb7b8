"""A pool of grading processes on this machine, each with a zygote of its own.

In: work, drawn as it is needed.  Out: the same work, done, in any order; None now and then, so that whoever waits can
do something else. A grading process that dies is replaced, and its work given to another; work that two processes
died of is broken. Each is a new interpreter, which knows nothing but what it is told through its pipe, and which ends
when this process does, however it ends.
"""

import contextlib
import json
import pickle
import socket
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from multiprocessing.connection import Connection, wait
from typing import Any

from grader.classroom.order import Order
from grader.classroom.work import Done, Work, broken
from grader.errors import OperatorError
from grader.grading.grade import Plan
from grader.model import Level

AHEAD = 2  # pieces of work that a process has at once: the next is there when one is done
TICK = 0.2  # seconds between two chances to do something else
DEATHS = 2  # of processes, until a piece of work is given up
START = """
import json, sys
sys.path[:] = json.loads(sys.argv[2])
from grader.classroom.grading_process import main
main(int(sys.argv[1]))
"""


class Lost(Exception):
    """A grading process died."""


class GradingProcess:
    """A grading process, and what it has to do."""

    def __init__(self, order: Order) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            # -P: a folder of submissions may be the working directory, and hold a numpy.py
            command = [sys.executable, "-P", "-c", START, str(theirs.fileno()), json.dumps(sys.path)]
            self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        self.room = ours.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) // 4  # the kernel's own notes take space, too
        self.channel = Connection(ours.detach())
        self.works: deque[Work] = deque()
        self.is_ready = False
        self.send(order)

    def send(self, message: object) -> None:
        """Send something; a process that is gone is noticed when it is read from."""
        with contextlib.suppress(OSError):
            self.channel.send(message)

    def can_take(self, work: Work) -> bool:
        """Whether work can be sent without waiting for the process, which may wait for us to read a long report."""
        return not self.works or len(pickle.dumps(work)) <= self.room

    def receive(self) -> Any:
        """Return what it sent."""
        try:
            return self.channel.recv()
        except (EOFError, OSError):
            raise Lost from None

    def close(self) -> None:
        """End the process; its zygote ends with it."""
        self.channel.close()
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Pool:
    """Grading processes.

    Parameters
    ----------
    order : Order
    jobs : int
        How many.
    plan, digests, level
        What it takes to write a report on work that is given up.
    """

    def __init__(self, order: Order, jobs: int, plan: Plan, digests: Mapping[str, str], level: Level) -> None:
        self.order, self.plan, self.digests, self.level = order, plan, digests, level
        self.deaths: Counter[int] = Counter()
        self.early = 0  # deaths of processes that were not ready yet
        self.processes: list[GradingProcess] = []
        try:
            for _ in range(jobs):
                self.processes.append(GradingProcess(order))
        except OSError as error:
            self.close()
            raise OperatorError(f"cannot start a grading process: {error.strerror}; try fewer --jobs") from None

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes."""
        for process in self.processes:
            process.channel.close()  # all of them stop at the same time
        for process in self.processes:
            process.close()

    def perform(self, works: Iterable[Work]) -> Iterator[Done | None]:
        """Yield work as it is done; None when nothing was for a moment.

        Raises
        ------
        OperatorError
            If a grading process cannot start its sandbox, or none can be started.
        """
        source = iter(works)
        again: deque[Work] = deque()
        is_over = False
        while True:
            while not is_over or again:
                idle = min(self.processes, key=lambda process: len(process.works))
                if len(idle.works) >= AHEAD:
                    break
                work = again.popleft() if again else next(source, None)
                if work is None:
                    is_over = True
                    break
                if not idle.can_take(work):
                    again.appendleft(work)
                    break
                idle.works.append(work)
                idle.send(work)
            if is_over and not again and not any(process.works for process in self.processes):
                return
            ready = wait([process.channel for process in self.processes], TICK)
            if not ready:
                yield None
            for place, process in enumerate(self.processes):
                if process.channel in ready:
                    try:
                        answer = process.receive()
                    except Lost:
                        yield from self._replace(place, again)
                        continue
                    if isinstance(answer, Done):
                        process.works.popleft()
                        yield answer
                    elif isinstance(answer, OperatorError):
                        raise answer
                    else:
                        process.is_ready = True

    def _replace(self, place: int, again: "deque[Work]") -> Iterator[Done]:
        """Start a new process for one that died; its work is done again, but for what has killed too many."""
        lost = self.processes[place]
        lost.close()
        if not lost.is_ready:
            self.early += 1
            if self.early > DEATHS * len(self.processes):
                raise OperatorError(
                    "grading processes die as soon as they are started; is there memory enough? Try fewer --jobs."
                )
        self.processes[place] = GradingProcess(self.order)
        works = list(lost.works)
        if works and lost.is_ready:  # the first was being graded; the others were waiting
            self.deaths[works[0].number] += 1
            if self.deaths[works[0].number] >= DEATHS:
                yield broken(works.pop(0), self.plan, self.digests, self.level, Lost())
        again.extend(works)
