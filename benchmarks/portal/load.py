"""A class hands in to the portal within a minute: how fast it is graded beside `grader run`, and what the web answers.

    python benchmarks/portal/load.py [--uploads 500] [--within 60] [--hands 16] [--rounds 3] [--work DIR]

First the rate of grading. In each round `grader run` grades the submissions of the ten checks, with as many processes
as there are processors, and then a portal does, whose workers stood still until all of them were handed in. Then the
class hands in within a minute, while somebody opens the pages of the course, of the assignment, and of a submission
over and over: how long uploads and pages took, and when everything was graded. It stops where an upload is lost, or a
score is not what is due.
"""

import argparse
import os
import shutil
import signal
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks" / "classroom")]

import handed_in  # noqa: E402
import process_tree  # noqa: E402

from grader.gradebook import Gradebook  # noqa: E402
from tests.portal.handing_in import NAME, SLUG, Class, make_class  # noqa: E402
from tests.portal.serving import Serving, free_port  # noqa: E402
from tests.portal.test_serve import children_of  # noqa: E402

TEN = ROOT / "benchmarks" / "classroom" / "assignments" / "ten-checks"
POSSIBLE = 10


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--uploads", type=int, default=500)
    parser.add_argument("--within", type=float, default=60.0, help="Seconds in which they arrive; 0: not measured.")
    parser.add_argument("--hands", type=int, default=16, help="Uploads at once, at most.")
    parser.add_argument("--rounds", type=int, default=3, help="Of the rate of grading.")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "portal-load")
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    options.work.mkdir()
    sources = {f"s{number:04}": handed_in.ordinary(number) for number in range(options.uploads)}
    plain, portals = [], []
    for number in range(options.rounds):
        used = run(options.work / f"run{number}", sources)
        plain.append((used.seconds, used.cpu_seconds))
        print(f"grader run    {used.seconds:7.1f} s {used.cpu_seconds:7.1f} s of processor time", flush=True)
        with served(options.work / f"portal{number}", sources) as (class_, serving):
            portals.append(drain(options, sources, class_, serving))
    if options.rounds:
        seconds, cpu = (
            statistics.median(one[at] for one in plain) / statistics.median(one[at] for one in portals) for at in (0, 1)
        )
        print(f"rate beside that of grader run, medians: {seconds:.2f} by the clock, {cpu:.2f} by processor time")
    if options.within:
        with served(options.work / "within", sources) as (class_, serving):
            arriving(options, sources, class_, serving)


def run(folder: Path, sources: dict[str, str]) -> process_tree.Used:
    """Grade all of it with `grader run`."""
    (folder / "class").mkdir(parents=True)
    for name, source in sources.items():
        (folder / "class" / f"{name}.py").write_text(source, encoding="utf-8")
    options = ["--assignments", TEN.parent, "-a", TEN.name, "--out", "out", "--gradebook", "book.db"]
    command = [sys.executable, "-m", "grader", "run", "class", *map(str, options)]
    used = process_tree.run(command, cwd=folder)
    if used.code:
        sys.exit(used.output)
    return used


@contextmanager
def served(folder: Path, sources: dict[str, str]) -> Iterator[tuple[Class, Serving]]:
    """Serve a portal with a class; what everyone earned has to be what is due in the end."""
    folder.mkdir()
    files = {path.name: path.read_text(encoding="utf-8") for path in TEN.glob("*.*")}
    class_ = make_class(folder / "data", list(sources), port=free_port(), files=files)
    serving = Serving(class_.data, class_.port)
    try:
        yield class_, serving
        graded = wait_for_grades(class_, sources)
    finally:
        serving.end()
    wrong = [one for number, one in enumerate(sources) if graded.get(one) != handed_in.ordinary_score(number)]
    if wrong:
        sys.exit(f"{len(wrong)} of {len(sources)} have not the score that is due\n{serving.said()}")


def drain(options: argparse.Namespace, sources: dict[str, str], class_: Class, serving: Serving) -> tuple[float, float]:
    """Hand all of it in while workers stand still; return the seconds that they need then, and of processor time."""
    workers = [one for one in children_of(serving.process.pid) if is_worker(one)]
    for one in workers:
        os.kill(one, signal.SIGSTOP)
    with ThreadPoolExecutor(options.hands) as pool:
        list(pool.map(lambda one: upload(class_, one, sources[one], 0.0), sources))
    cpu, start = process_tree.cpu_seconds_of(serving.process.pid), time.perf_counter()
    for one in workers:
        os.kill(one, signal.SIGCONT)
    wait_for_grades(class_, sources)
    seconds, used = time.perf_counter() - start, process_tree.cpu_seconds_of(serving.process.pid) - cpu
    print(f"the portal    {seconds:7.1f} s {used:7.1f} s of processor time", flush=True)
    return seconds, used


def is_worker(process: int) -> bool:
    """Whether a process is a worker of the portal."""
    return b"portal.processes\0worker" in Path(f"/proc/{process}/cmdline").read_bytes()


def arriving(options: argparse.Namespace, sources: dict[str, str], class_: Class, serving: Serving) -> None:
    """Hand all of it in within some time, and say what the web answers meanwhile."""
    cpu, start = process_tree.cpu_seconds_of(serving.process.pid), time.perf_counter()
    reader = Reader(class_)
    with ThreadPoolExecutor(options.hands) as pool:
        step = options.within / len(sources)
        waits = [
            pool.submit(upload, class_, one, sources[one], start + step * number) for number, one in enumerate(sources)
        ]
        took = [one.result() for one in waits]
    arrived = time.perf_counter() - start
    wait_for_grades(class_, sources)
    seconds = time.perf_counter() - start
    pages = reader.end()
    used = process_tree.cpu_seconds_of(serving.process.pid) - cpu
    print(f"handed in     {arrived:7.1f} s, graded after {seconds:.1f} s; {used:.1f} s of processor time, with pages")
    print(f"  an upload {said(took)}\n  a page    {said(pages)}", flush=True)


def upload(class_: Class, student: str, source: str, at: float) -> float:
    """Hand in when its time has come; return how long the answer took."""
    time.sleep(max(0.0, at - time.perf_counter()))
    start = time.perf_counter()
    class_.hand_in(student, source, seconds=300)
    return time.perf_counter() - start


def wait_for_grades(class_: Class, sources: dict[str, str]) -> dict[str, int]:
    """Wait until everything is graded; return what was earned."""
    students = {key: student for student, key in class_.keys.items()}
    while True:
        with Gradebook.open(class_.data / "courses" / SLUG / "gradebook.db") as book:
            found = book.attempts(NAME, list(students))
        if sum(map(len, found.values())) >= len(sources):
            return {students[key]: int(attempts[0].score) for key, attempts in found.items() if attempts}
        time.sleep(0.2)


class Reader:
    """Somebody who opens pages, one after another."""

    def __init__(self, class_: Class) -> None:
        self.took: list[float] = []
        self.class_, self.is_over = class_, False
        self.thread = threading.Thread(target=self.read)
        self.thread.start()

    def read(self) -> None:
        """Open pages until it is over."""
        paths = (f"/c/{SLUG}/", f"/c/{SLUG}/a/{NAME}/", f"/c/{SLUG}/a/{NAME}/attempts")
        while not self.is_over:
            for path in paths:
                address = f"http://127.0.0.1:{self.class_.port}{path}"
                asked = urllib.request.Request(address, headers={"Cookie": f"session={self.class_.session}"})
                start = time.perf_counter()
                with urllib.request.urlopen(asked, timeout=300) as answer:
                    answer.read()
                    if answer.url != address:
                        sys.exit(f"{path} leads to {answer.url}")
                self.took.append(time.perf_counter() - start)
                time.sleep(0.05)

    def end(self) -> list[float]:
        """Return how long pages took."""
        self.is_over = True
        self.thread.join()
        return self.took


def said(took: list[float]) -> str:
    """Return what a list of seconds is like."""
    ranked = sorted(took)
    most = ranked[int(0.95 * (len(ranked) - 1))]
    return f"{1000 * statistics.median(ranked):5.0f} ms in the median, {1000 * most:5.0f} ms in 95 %, of {len(ranked)}"


if __name__ == "__main__":
    main()
