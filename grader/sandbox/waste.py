"""The time that a submission may waste: in calls that come to nothing, and asleep.

A class waits for each of its submissions. Once one has wasted what the time-outs of one exercise take, its calls have
a quarter of their time, and an exercise of it ends with the first call that wastes more (docs/decisions/0064).
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from grader.model import Limits, Opaque
from grader.sandbox.child import Child

SHARE = 4  # a call that may not waste more has a quarter of its time, and so has a second try
NOTICED = 0.1  # seconds; what wastes less is no reason to end an exercise
SPAN, PAUSE = 0.05, 0.005  # seconds: of calls that are watched together, and between two of them
LAG = 0.01  # seconds: the kernel's counts of a process that runs are brought up to date at each of its clock's ticks
ROOM = 64  # an answer of so many times the arguments, and of more than a mebibyte, is of no use to anybody
MIB = 1 << 20

Spent = tuple[float, float] | None  # seconds for which a child has run, and has waited for a processor


class Waste:
    """What one submission has wasted so far, in seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def left(self, limits: Limits) -> float:
        """Return what it may still waste: two calls that time out, unless the limits say otherwise."""
        return limits.time_outs * limits.wall_seconds - self.seconds

    def is_used_up(self, limits: Limits) -> bool:
        """Whether it has wasted all that it may."""
        return self.left(limits) <= 0

    def call_seconds(self, limits: Limits, is_brief: bool = False) -> float:
        """Return how long a call may take."""
        least = limits.wall_seconds / SHARE
        return least if is_brief else min(limits.wall_seconds, max(self.left(limits), least))

    def count(self, seconds: float) -> None:
        """Count time that was wasted."""
        self.seconds += max(seconds, 0.0)


def is_worthless(answers: Mapping[str, object], reply_bytes: int, argument_bytes: int) -> bool:
    """Whether a call's answers are none, or came in a reply far larger than any that could be due."""
    is_none = any(isinstance(answer, Opaque) for answer in answers.values())
    return is_none or reply_bytes > MIB + ROOM * argument_bytes


class Stopwatch:
    """How a child, and this process beside it, spend the time of a call.

    Parameters
    ----------
    child : Child
    """

    def __init__(self, child: Child) -> None:
        self.child = child
        self.start, self.before, self.ours = time.monotonic(), child.spent(), _own_spent()

    def stop(self) -> "Times":
        """Return the times of the call."""
        seconds, after, ours = time.monotonic() - self.start, self.child.spent(), _own_spent()
        if self.before is None or after is None or self.ours is None or ours is None:
            return Times(seconds, seconds, 0.0, None)
        ran, waited = after[0] - self.before[0], after[1] - self.before[1]
        busy = sum(ours) - sum(self.ours)  # while this process works, or waits for a processor, a child cannot go on
        return Times(seconds, ran, max(seconds - ran - waited - busy, 0.0), waited)


class Laps:
    """How a child spends the time of several calls, one after another.

    The kernel's counts take as long to read as a short call does, and those of a process that runs on meanwhile lag
    behind. So they are read once for as many calls as fit into a span, and what they may lag behind is given away.
    """

    def __init__(self) -> None:
        self.watch: Stopwatch | None = None
        self.last = 0.0  # when the last call ended

    def begin(self, child: Child) -> None:
        """Begin a call, or go on with a span in which the last one has just ended."""
        is_near = time.monotonic() - self.last < PAUSE
        if self.watch is None or self.watch.child is not child or not is_near:
            self.watch = Stopwatch(child)

    def end(self) -> "Times":
        """Return the times of the span, where this call ends it; else none."""
        self.last = time.monotonic()
        if self.watch is None or self.last - self.watch.start < SPAN:
            return Times(0.0, 0.0, 0.0, None)
        times, self.watch = self.watch.stop(), None
        return replace(times, slept=max(times.slept - LAG, 0.0))


@dataclass(frozen=True)
class Times:
    """What the seconds of a call went by with; where the system does not tell, all of them with work."""

    seconds: float
    ran: float
    slept: float
    waited: float | None  # for a processor; None: nobody knows

    @property
    def own(self) -> float:
        """The time that the child took by its own doing."""
        return self.ran + self.slept

    @property
    def was_hindered(self) -> bool:
        """Whether the child may have been short of time by others' work."""
        return self.waited is None or self.waited > self.seconds / SHARE


def _own_spent() -> Spent:
    """Return the seconds for which this thread ran, and waited for a processor; None where nobody tells."""
    try:
        with open("/proc/thread-self/schedstat", "rb") as counted:
            ran, waited, _ = counted.read().split()
        return int(ran) / 1e9, int(waited) / 1e9
    except (OSError, ValueError):
        return None
