"""Measure one contender against ours, side by side in this one process. Started by run.py; prints JSON lines.

    python pair.py CONTENDER DTYPE THREADS INSTRUCTION_SET

The two take turns, so that whatever slows the machine slows both; the ratio of each turn is taken, and the median of
the ratios. The processor's peak and a copy of memory are measured in turn with them. With one thread it is the
process's own processor time that is taken, so that other processes take none of it; with two threads, the clock's.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from contenders import CONTENDERS
from shapes import OPERATIONS

from convref import fast

TURN = 0.004  # seconds that a turn takes at least
LEAST, SECONDS = 7, 0.7  # turns, and how long an operation is measured if that gives more


FROM, TO = (np.ones(8 * 2**20) for _ in range(2))  # 64 MB each
THREADS, INSTRUCTION_SET = int(sys.argv[3]), sys.argv[4]
clock = time.process_time if THREADS == 1 else time.perf_counter


def timed(call: Callable[[], object], times: int) -> float:
    """Return the seconds of one call, after as many that are not timed: they find what the copy left in the caches."""
    for _ in range(times):
        call()
    start = clock()
    for _ in range(times):
        call()
    return (clock() - start) / times


def copied() -> float:
    """Return the bytes a second that one thread reads and writes, copying what no cache holds."""
    return 2 * FROM.nbytes / timed(lambda: np.copyto(TO, FROM), 1)


def measure(operation: str, contender: str, dtype: str) -> dict[str, object] | None:
    """Return medians: seconds of both, ratio; and of the peaks measured between the turns."""
    other = CONTENDERS[contender](operation, dtype, THREADS)
    mine = CONTENDERS["ours"](operation, dtype, THREADS)
    if other is None or mine is None:
        return None
    agree(mine(), other(), dtype)
    counts = [max(1, round(TURN / timed(call, 1))) for call in (mine, other)]
    turns = []
    end = time.perf_counter() + SECONDS
    while len(turns) < LEAST or time.perf_counter() < end:
        turns.append((timed(mine, counts[0]), timed(other, counts[1]), fast.peak(dtype, seconds=0.0005), copied()))
    return {
        "operation": operation,
        "contender": contender,
        "dtype": dtype,
        "threads": THREADS,
        "instruction_set": INSTRUCTION_SET,
        "ours": statistics.median(turn[0] for turn in turns),
        "theirs": statistics.median(turn[1] for turn in turns),
        "ratio": statistics.median(turn[1] / turn[0] for turn in turns),
        "peak": statistics.median(turn[2] for turn in turns),
        "copy": statistics.median(turn[3] for turn in turns),
        "turns": len(turns),
    }


def agree(mine: object, other: object, dtype: str) -> None:
    """Who computes something else is not compared."""
    pairs = zip(mine, other, strict=True) if isinstance(mine, tuple) else [(mine, other)]
    for a, b in pairs:
        a, b = np.asarray(a), np.asarray(b)
        scale = float(np.abs(a).max())
        assert a.shape == b.shape
        assert float(np.abs(a - b).max()) <= (1e-4 if dtype == "float32" else 1e-12) * scale * max(
            1, np.sqrt(a.size / 1e4)
        )


def main() -> None:
    """Measure every operation that this contender has."""
    contender, dtype = sys.argv[1:3]
    fast.use_instruction_set(INSTRUCTION_SET)  # of our kernels; the other's is in the environment
    for operation in OPERATIONS:
        result = measure(operation, contender, dtype)
        if result is not None:
            print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
