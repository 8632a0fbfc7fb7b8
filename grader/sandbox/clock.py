"""How long a call took: of processor time, which nobody else on the machine lengthens, where the system tells it."""

import time

from grader.sandbox.child import Child

Times = tuple[float, float | None]  # by the clock, and of processor time
NO_TIME: Times = (0.0, None)


def time_of(child: Child) -> Times:
    """Return the time by the clock, and the processor time that a child has used, where the system tells it."""
    return time.monotonic(), child.processor_seconds()


def seconds_between(before: Times, after: Times) -> float:
    """Return the processor time between two times; the time by the clock where there is none."""
    if before[1] is None or after[1] is None:
        return after[0] - before[0]
    return after[1] - before[1]
