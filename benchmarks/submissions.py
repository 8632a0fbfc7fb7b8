"""What confinement costs: a submission in a forked, confined child, beside one in a fresh interpreter.

A submission is a vectorised solution and ten small calls of it: fork, lock down, load the source, call, kill.
Goals: lockdown 0.6 ms, a round trip with 16 KiB 150 µs, 250 submissions a second on two cores, a kill within
50 ms of the deadline. Linux; what the machine cannot confine is said in the first line.
"""

import functools
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from grader.model import Call, Case, Laid, Limits, Submission
from grader.sandbox import bubblewrap, wire
from grader.sandbox.child import Child, TimedOut
from grader.sandbox.levels import LAYERS
from grader.sandbox.runner import Runner
from grader.sandbox.sandbox import Sandbox, end
from grader.submissions.reading import from_files

SOURCE = """
import numpy as np

def conv_map(x, w, b):
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape)[0]
    return (windows * w).sum(axis=(-3, -2, -1)) + b

def same(x):
    return x

def hang(x):
    while True:
        pass
"""
FRESH = (
    SOURCE
    + """
import sys
for seed in range(10):
    rng = np.random.default_rng(seed)
    conv_map(rng.standard_normal((3, 12, 12)), rng.standard_normal((3, 3, 3)), 0.5)
"""
)
LEVEL_B = frozenset(LAYERS) - {"bubblewrap"}
CALLS, ROUNDS, STARTS, KILLS = 10, 40, 7, 20
MANY = 400  # submissions, for the rate
WALL_SECONDS = 0.2


def submission() -> Submission:
    """The solution, as a file that was handed in."""
    return from_files("solution", {"solution.py": SOURCE.encode()})


def case(number: int) -> Case:
    """One call with an image of 3 x 12 x 12 and a filter of 3 x 3 x 3."""
    rng = np.random.default_rng(number)
    inputs = {"x": rng.standard_normal((3, 12, 12)), "w": rng.standard_normal((3, 3, 3))}
    arguments = (*(Laid(array) for array in inputs.values()), 0.5)
    call = Call(function="conv_map", arguments=arguments, names=("x", "w", "b"), returns=("out",))
    return Case(id=str(number), exercise="conv_map", why="", sizes={}, arguments=inputs, calls=(call,))


CASES = tuple(case(number) for number in range(CALLS))


def sandbox(layers: Collection[str] = LEVEL_B) -> Sandbox:
    """A sandbox with some layers, started."""
    made = Sandbox(layers)
    made.configure(Limits(wall_seconds=WALL_SECONDS * 10))
    end(made, made.fork())
    return made


def start_and_stop(layers: Collection[str]) -> None:
    """Start a sandbox, have a first child, and stop it."""
    sandbox(layers).__exit__()


def grade(made: Sandbox) -> None:
    """Run the solution in a child; its answers must come."""
    outcomes = list(Runner(made, submission()).run(CASES))
    assert all(outcome.status == "returned" for outcome in outcomes), outcomes[0]


def fork(made: Sandbox) -> None:
    """Have a child that is confined, and end it."""
    end(made, made.fork())


def milliseconds(work: Callable[[], object]) -> float:
    """Time one piece of work."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def interleaved(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Time every contender in turn, many times."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, work in contenders.items():
            times[name].append(milliseconds(work))
    return times


def row(name: str, value: str, note: str = "") -> None:
    """Print a line of the table."""
    print(f"{name:<46}{value:>18}   {note}".rstrip())


def loaded(made: Sandbox) -> Child:
    """A child that has read the solution."""
    child = made.fork()
    cells = tuple((cell.label, cell.source) for module in submission().modules for cell in module.cells)
    module = {"name": "solution", "package": False, "notebook": False, "cells": cells}
    request = {"modules": (module,), "functions": ("same", "hang"), "skip": (), "careful": False}
    request |= {"forbidden": (), "older": False}
    child.request(wire.LOAD, request, 5)
    return child


def call(child: Child, function: str, value: object, seconds: float = 5.0) -> None:
    """Call a function of one argument in a child."""
    request = {"function": function, "arguments": (value,), "names": ("x",), "returns": 1, "fresh": True, "keep": ()}
    request |= {"question": False, "anew": True}
    child.request(wire.CALL, request, seconds)


def compare_with_a_fresh_interpreter(confined: Sandbox) -> None:
    """The whole way of one submission."""
    fresh = [sys.executable, "-c", FRESH]
    contenders = {"confined": lambda: grade(confined), "fresh": lambda: subprocess.run(fresh, check=True)}
    times = interleaved(contenders, ROUNDS)
    for name, found in times.items():
        p95 = statistics.quantiles(found, n=20)[-1]
        row(f"a submission, {name}", f"{statistics.median(found):.2f} ms", f"95 % within {p95:.2f} ms")
    row("  ratio", f"{statistics.median(times['fresh']) / statistics.median(times['confined']):.1f}")


def measure_the_lockdown(confined: Sandbox) -> None:
    """Fork to ready, with all layers of level B and with none."""
    with sandbox(()) as bare:
        times = interleaved({"all": lambda: fork(confined), "none": lambda: fork(bare)}, ROUNDS * 5)
    both = [statistics.median(times[name]) for name in ("all", "none")]
    row("a child from fork to end, level B / no layer", f"{both[0]:.2f} / {both[1]:.2f} ms")
    row("  lockdown and its proof", f"{both[0] - both[1]:.2f} ms", "goal 0.6 ms")


def measure_round_trips(confined: Sandbox) -> None:
    """A call that returns its argument."""
    child = loaded(confined)
    arrays = {"8 B": np.ones(1), "16 KiB": np.ones(2048), "512 KiB": np.ones(65536)}
    goals = {"16 KiB": "goal 150 µs"}
    times: dict[str, list[float]] = {size: [] for size in arrays}
    for _ in range(ROUNDS):
        for (
            size,
            array,
        ) in arrays.items():  # ten in a row: a larger one before drives this one's memory out of the cache
            times[size] += [milliseconds(functools.partial(call, child, "same", array)) for _ in range(CALLS)]
    for size, found in times.items():
        row(f"round trip, {size}", f"{statistics.median(found) * 1e3:.0f} µs", goals.get(size, ""))
    end(confined, child)


def measure_kills(confined: Sandbox) -> None:
    """How long after its deadline a call that never returns is gone with its process."""
    late = []
    for _ in range(KILLS):
        child = loaded(confined)
        assert child.pidfd is not None
        start = time.perf_counter()
        try:
            call(child, "hang", 0.0, WALL_SECONDS)
        except TimedOut:
            end(confined, child)
        late.append((time.perf_counter() - start - WALL_SECONDS) * 1e3)
    row("gone after the deadline", f"{statistics.median(late):.1f} ms", f"at most {max(late):.1f} ms; goal 50 ms")


def measure_the_rate() -> None:
    """Submissions a second: each zygote serves one thread of the host."""
    for zygotes in (1, 2):
        pool = [sandbox() for _ in range(zygotes)]
        share = MANY // zygotes

        def serve(made: Sandbox, share: int = share) -> None:
            for _ in range(share):
                grade(made)

        with ThreadPoolExecutor(zygotes) as threads:
            start = time.perf_counter()
            list(threads.map(serve, pool))
            rate = MANY / (time.perf_counter() - start)
        for made in pool:
            made.__exit__()
        goal = "goal 250" if zygotes == 2 else ""
        row(f"submissions a second, {zygotes} zygote{'s' * (zygotes > 1)}", f"{rate:.0f}", goal)


def measure_the_start() -> None:
    """Interpreter, numpy and the first child."""
    ways: dict[str, Collection[str]] = {"without bubblewrap": LEVEL_B}
    if bubblewrap.program():
        ways["with bubblewrap"] = LAYERS
    starts = {name: functools.partial(start_and_stop, layers) for name, layers in ways.items()}
    for name, found in interleaved(starts, STARTS).items():
        row(f"start, {name}", f"{statistics.median(found):.0f} ms")


def main() -> None:
    """Measure one thing after the other, and print a table."""
    with sandbox() as confined:
        print(f"isolation level {confined.level}, {os.cpu_count()} processors")
        compare_with_a_fresh_interpreter(confined)
        measure_the_lockdown(confined)
        measure_round_trips(confined)
        measure_kills(confined)
    measure_the_rate()
    measure_the_start()


if __name__ == "__main__":
    main()
