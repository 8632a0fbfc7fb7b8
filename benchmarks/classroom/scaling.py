"""Cost of a submission against the size of the class: one and two processes, one and two Dask workers.

    python benchmarks/classroom/scaling.py [--sizes 1000 10000] [--rounds 1] [--work DIR]

All submissions are different, so that nothing is known beforehand; each run has a gradebook of its own. The last
columns say what a larger class costs: they stay the same if the cost of one more submission does. Dask needs the
`cluster` extra; its scheduler and workers are started on this machine, and their memory counts.
"""

import argparse
import contextlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import handed_in
import others
import process_tree

WAYS = {"one process": (1, 0), "two processes": (2, 0), "one worker": (0, 1), "two workers": (0, 2)}  # jobs, workers
PORT = 18786
START_SECONDS = 60


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "scaling-benchmark")
    options = parser.parse_args()
    took: dict[tuple[str, int], list[process_tree.Used]] = {}
    for number in range(options.rounds):
        for size in options.sizes:
            sources = {f"s{n:05}": handed_in.ordinary(n) for n in range(size)}
            for way in options.ways:
                what = f"round {number + 1} of {options.rounds}: {size} submissions, {way}"
                print(f"… {what}", file=sys.stderr, flush=True)
                used = measured(way, sources, options.work)
                took.setdefault((way, size), []).append(used)
                each = f"{1000 * used.seconds / size:.1f} ms each, {1000 * used.cpu_seconds / size:.1f} ms of processor"
                print(f"  {each}, {used.peak_mib:.0f} MiB", file=sys.stderr, flush=True)  # for who has to stop it
    show(took)


def measured(way: str, sources: dict[str, str], work: Path) -> process_tree.Used:
    """Grade a class one way, and stop if a score is not what is due."""
    jobs, workers = WAYS[way]
    with cluster(workers, work) as (address, processes):
        arguments = ("--cluster", address) if workers else ("--jobs", str(jobs))
        grader = others.This(work / "class", arguments)
        grader.prepare(sources)
        before = sum(map(process_tree.cpu_seconds_of, processes))
        used = process_tree.run(grader.command(), cwd=grader.work, shows=True, also=processes)
        elsewhere = sum(map(process_tree.cpu_seconds_of, processes)) - before
    scores = grader.scores()
    wrong = [n for n, name in enumerate(sources) if scores.get(name) != f"{handed_in.ordinary_score(n)} of 10"]
    if wrong:
        sys.exit(f"{way}: {len(wrong)} of {len(sources)} have not the score that is due\n{used.output[-3000:]}")
    return process_tree.Used(used.seconds, used.cpu_seconds + elsewhere, used.peak_mib, used.code, "")


@contextlib.contextmanager
def cluster(workers: int, work: Path) -> Iterator[tuple[str, list[int]]]:
    """Start a Dask scheduler and workers of one thread each; none for no workers."""
    if not workers:
        yield "", []
        return
    address = f"127.0.0.1:{PORT}"
    work.mkdir(parents=True, exist_ok=True)
    commands = [["scheduler", "--host", "127.0.0.1", "--port", str(PORT), "--no-dashboard"]]
    commands += [["worker", address, "--nthreads", "1", "--nworkers", "1", "--no-dashboard"]] * workers
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": work}
    started = [subprocess.Popen([*dask, *command], **quiet) for command in commands]
    try:
        wait_for(address, workers)
        yield address, [process.pid for process in started]
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait()


def wait_for(address: str, workers: int) -> None:
    """Wait until all workers have reported to the scheduler."""
    from distributed import Client

    deadline = time.monotonic() + START_SECONDS
    while True:
        with contextlib.suppress(OSError, TimeoutError), Client(address, timeout=5, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=START_SECONDS)
            return
        if time.monotonic() > deadline:
            sys.exit(f"no Dask scheduler answers at {address}")
        time.sleep(0.5)


def show(took: dict[tuple[str, int], list[process_tree.Used]]) -> None:
    """Print a line per way and size; the ratio is to the smallest class of the same way."""
    head = f"{'':<16}{'class':>8}{'a minute':>10}{'wall ms each':>14}{'CPU ms each':>13}"
    print(f"{head}{'ratio':>7}{'peak MiB':>10}{'ratio':>7}")
    first: dict[str, tuple[float, float]] = {}
    for (way, size), found in sorted(took.items(), key=lambda item: (list(WAYS).index(item[0][0]), item[0][1])):
        wall = statistics.median(used.seconds for used in found)
        cpu = 1000 * statistics.median(used.cpu_seconds for used in found) / size
        peak = statistics.median(used.peak_mib for used in found)
        cpu_first, peak_first = first.setdefault(way, (cpu, peak))
        numbers = f"{60 * size / wall:>10.0f}{1000 * wall / size:>14.2f}{cpu:>13.2f}{cpu / cpu_first:>7.2f}"
        print(f"{way:<16}{size:>8}{numbers}{peak:>10.0f}{peak / peak_first:>7.2f}")


if __name__ == "__main__":
    main()
