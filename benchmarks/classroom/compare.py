"""Ten checks, the same submissions, four graders, one run: how many a minute, in how much memory, and what of harm.

    python benchmarks/classroom/compare.py [--rounds 3] [--work DIR]

Each round runs every grader once, so that a busy moment of the machine meets them all; medians are printed. Slow
graders get the first few of the submissions that the fast ones get, and rates are per submission. The others are
installed into an environment of their own the first time.
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

import handed_in
import others
import process_tree

COUNTS = {"grader run": 300, "pytest, a process each": 12, "otter run": 4, "nbgrader autograde": 4}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "classroom-benchmark")
    parser.add_argument("--seconds", type=float, default=60, help="what the others give a submission")
    parser.add_argument("arguments", nargs="*", help="further options of `grader run`, after --")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    say("an environment for the others")
    python = others.environment(options.work / "others")
    os.environ["PATH"] = f"{python.parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader calls alembic by name
    graders = others.all_of(python, options.work, tuple(options.arguments), options.seconds)
    took: dict[str, list[process_tree.Used]] = {grader.name: [] for grader in graders}
    for number in range(options.rounds):
        for grader in graders:
            count = COUNTS[grader.name]
            say(f"round {number + 1} of {options.rounds}: {grader.name}, {count} submissions")
            grader.prepare({f"s{n:04}": handed_in.ordinary(n) for n in range(count)})
            used = process_tree.run(grader.command(), cwd=grader.work)
            check(grader.name, grader.scores(), used)
            took[grader.name].append(used)
    harm = {grader.name: harmed(grader) for grader in graders}
    show(took, harm)


def check(name: str, scores: dict[str, str], used: process_tree.Used) -> None:
    """Stop where a grader did not give the scores that are due: a rate of something else means nothing."""
    for number in range(COUNTS[name]):
        due, got = f"{handed_in.ordinary_score(number)} of 10", scores.get(f"s{number:04}")
        if got != due:
            sys.exit(f"{name}: s{number:04} should have {due} and has {got}\n{used.output[-3000:]}")


def harmed(grader: "others.Pytest | others.Otter | others.Nbgrader | others.This") -> dict[str, str]:
    """Return what a grader makes of a class with one submission of each kind of harm, and an ordinary one after."""
    say(f"{grader.name}: harm")
    names = {f"a{n}": kind for n, kind in enumerate(handed_in.HARMFUL)}
    sources = {name: handed_in.HARMFUL[kind] for name, kind in names.items()}
    grader.prepare({**sources, "z": handed_in.ordinary(0)})
    process_tree.run(grader.command(), cwd=grader.work, timeout=300)
    scores = grader.scores()
    return {kind: scores.get(name, "no result") for name, kind in names.items()} | {
        "ordinary, after them": scores.get("z", "no result")
    }


def show(took: dict[str, list[process_tree.Used]], harm: dict[str, dict[str, str]]) -> None:
    """Print both tables. Processor time is less at the mercy of a busy machine than the rate is."""
    medians = {
        name: (
            statistics.median(60 * COUNTS[name] / used.seconds for used in found),
            statistics.median(1000 * used.cpu_seconds / COUNTS[name] for used in found),
            statistics.median(used.peak_mib for used in found),
        )
        for name, found in took.items()
    }
    rate_here, cpu_here, _ = next(iter(medians.values()))
    print(f"{'':<24}{'a minute':>10}{'rounds':>16}{'ratio':>8}{'CPU ms each':>13}{'ratio':>8}{'peak MiB':>10}")
    for name, (rate, cpu, peak) in medians.items():
        rates = [60 * COUNTS[name] / used.seconds for used in took[name]]
        spread = f"{min(rates):.0f} to {max(rates):.0f}"
        wall = f"{name:<24}{rate:>10.0f}{spread:>16}{rate_here / rate:>8.1f}"
        print(f"{wall}{cpu:>13.0f}{cpu / cpu_here:>8.1f}{peak:>10.0f}")
    print()
    due = {**{kind: f"{points} of 10" for kind, points in handed_in.EARNED.items()}, "ordinary, after them": "10 of 10"}
    print(f"{'':<22}{'due':>10}" + "".join(f"{name:>26}" for name in harm))
    for kind, points in due.items():
        print(f"{kind:<22}{points:>10}" + "".join(f"{got[kind]:>26}" for got in harm.values()))


def say(what: str) -> None:
    """Say on standard error what is being done."""
    print(f"… {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
