"""The time that a submission may waste: in calls that come to nothing, and asleep.

A class waits for each of its submissions. Once one has wasted what the time-outs of one exercise take, its calls have
a quarter of their time, and an exercise of it ends with the first call that wastes more (docs/decisions/0064).
What ends a child, or meets a limit, counts as a quarter of a call's time at least, however quick it is.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from grader.model import Limits, Opaque
from grader.sandbox.child import Child

SHARE = 4  # a call that may not waste more has a quarter of its time, and so has a second try
LEAST_SECONDS = 0.1  # of a call, whatever was wasted
ASLEEP = 2  # times the seconds of a sleep that is noticed: nobody's convolution sleeps
NOTICED = 0.1  # seconds; what wastes less is no reason to end an exercise
SPAN, PAUSE = 0.05, 0.005  # seconds: of calls that are watched together, and between two of them
LAG = 0.01  # seconds: the kernel's counts of a process that runs are brought up to date at each of its clock's ticks
ROOM = 64  # an answer of so many times the arguments, and of more than a mebibyte, is of no use to anybody
MIB = 1 << 20
TOO_LARGE = " MiB of an answer"  # how the name of what stands for an answer that is too large ends

Spent = tuple[float, float] | None  # seconds for which a child has run, and has waited for a processor


class Waste:
    """What one submission has wasted so far, in seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.returned: set[str] = set()  # functions that have
        self.stuck: dict[str, tuple[int, float]] = {}  # those that never have: bytes given, seconds that were too few

    def left(self, limits: Limits) -> float:
        """Return what it may still waste: two calls that time out, unless the limits say otherwise."""
        return limits.time_outs * limits.wall_seconds - self.seconds

    def is_used_up(self, limits: Limits) -> bool:
        """Whether it has wasted all that it may."""
        return self.left(limits) <= 0

    def call_seconds(self, limits: Limits, function: str = "", nbytes: int = 0, is_brief: bool = False) -> float:
        """Return how long a call of a function may take, given so many bytes.

        One that has never returned, and had too little time for smaller arguments, has a quarter of that time.
        """
        least = limits.wall_seconds / SHARE
        seconds = least if is_brief else min(limits.wall_seconds, max(self.left(limits), least))
        smaller, too_few = self.stuck.get(function, (nbytes + 1, 0.0))
        return min(seconds, max(too_few / SHARE, LEAST_SECONDS)) if nbytes >= smaller else seconds

    def may_try_again(self, limits: Limits) -> bool:
        """Whether a call that has had all of its time may be tried once more: not if it would be the last straw."""
        return self.left(limits) > limits.wall_seconds

    def count(self, seconds: float) -> None:
        """Count time that was wasted."""
        self.seconds += max(seconds, 0.0)

    def count_sleep(self, seconds: float) -> None:
        """Count time that a call was asleep."""
        self.count(seconds * ASLEEP if seconds > NOTICED else seconds)

    def count_loss(self, limits: Limits, seconds: float) -> None:
        """Count the time of a call that ended its child, or met a limit."""
        self.count(max(seconds, limits.wall_seconds / SHARE))

    def count_time_out(self, limits: Limits, function: str, nbytes: int, seconds: float, was_hindered: bool) -> None:
        """Count a call that timed out after so many seconds; all of its time, also where it had less."""
        self.count(limits.wall_seconds)
        if function not in self.returned and not was_hindered:
            self.stuck.setdefault(function, (nbytes, seconds))

    def note_return(self, function: str) -> None:
        """Remember that a function has returned: whatever else it does, it does not always hang."""
        self.returned.add(function)
        self.stuck.pop(function, None)

    def count_return(
        self,
        limits: Limits,
        function: str,
        answers: Mapping[str, object],
        times: "Times",
        sizes: tuple[int, int, int],
    ) -> None:
        """Count what a call wasted that returned; `sizes` are bytes: of its reply, its arguments, and what is due."""
        self.note_return(function)
        if is_refused(answers):
            self.count_loss(limits, times.own)
        elif is_too_much(*sizes):
            self.count(SHARE * times.cost)
        elif is_worthless(answers):
            self.count(times.own)
        else:
            self.count_sleep(times.slept)


def is_worthless(answers: Mapping[str, object]) -> bool:
    """Whether one of a call's answers is none."""
    return any(isinstance(answer, Opaque) for answer in answers.values())


def is_refused(answers: Mapping[str, object]) -> bool:
    """Whether one of a call's answers was too large to travel, as a worker says it."""
    return any(isinstance(answer, Opaque) and answer.kind.endswith(TOO_LARGE) for answer in answers.values())


def is_too_much(reply_bytes: int, argument_bytes: int, due_bytes: int) -> bool:
    """Whether a reply is far larger than any that could be due."""
    return reply_bytes > MIB + ROOM * argument_bytes + 2 * due_bytes


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

    def end(self, is_over: bool = False) -> "Times":
        """Return the times of the span, where it is over or has taken long enough; else none."""
        self.last = time.monotonic()
        if self.watch is None or not (is_over or self.last - self.watch.start >= SPAN):
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
    def cost(self) -> float:
        """The time that the child and this process took, but for that in which the child waited for a processor."""
        return max(self.seconds - (self.waited or 0.0), 0.0)

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
