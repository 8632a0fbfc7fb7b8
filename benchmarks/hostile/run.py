"""What ten hostile files cost a class: the time it takes, and the bytes of everybody else's reports.

    python benchmarks/hostile/run.py [--students 300] [--jobs 2] [--rounds 1]

A class of honest submissions, right ones and wrong ones, is graded by `grader run`, with the ten files of `HOSTILE` and
without them, by turns. It prints the times by the clock and of the processor, and the names of reports that differ. The
aim: at most 20 % more time for 300 students, and the same reports.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
HONEST = [ROOT / "examples" / "class" / f"{name}.py" for name in ("ada", "boris", "fatima", "luis")]
FUNCTIONS = ("conv_single(x, w, b)", "conv_map(x, w, b)", "conv_forward(x, w, b, p)", "conv_backward(dout, cache)")
HOSTILE = {
    "loops": "while True: pass",
    "naps": "import time; time.sleep(1.9); return 0, 0",
    "sleeps": "import time; time.sleep(60)",
    "prints": "print('x' * 1_000_000); return 0, 0",
    "grows": "kept = [bytes(1 << 20) for _ in range(1 << 12)]",
    "ends": "import os; os._exit(0)",
    "kills": "import os; os.kill(os.getppid(), 9)",
    "floods": "import os; [os.write(3, b'x' * 65536) for _ in range(100)]",
    "tells": "raise ValueError('x' * 10_000_000)",
    "answers": "import numpy as np; return (np.zeros((1 << 22)),) * 3",
}


def make_class(folder: Path, students: int, hostile: bool) -> None:
    """Write a class: every honest file says who it is of, so that no two are the same."""
    folder.mkdir(parents=True)
    for number in range(students):
        text = HONEST[number % len(HONEST)].read_text(encoding="utf-8")
        (folder / f"student{number:03}.py").write_text(f"{text}\n# student {number}\n", encoding="utf-8")
    for name, body in HOSTILE.items() if hostile else ():
        (folder / f"zz-{name}.py").write_text("\n".join(f"def {one}:\n    {body}\n" for one in FUNCTIONS))


@dataclass(frozen=True)
class Graded:
    """What it took to grade a class, in seconds, and the honest reports by student."""

    clock: float
    processor: float
    reports: dict[str, bytes]


def grade_class(place: Path, students: int, hostile: bool, jobs: int) -> Graded:
    """Grade a class in a folder that is made for it and deleted afterwards."""
    make_class(place / "class", students, hostile)
    command = [sys.executable, "-m", "grader", "run", str(place / "class"), "-a", "conv-layer"]
    start, used = time.perf_counter(), processor_seconds()
    subprocess.run(
        [*command, "--out", str(place / "out"), "--jobs", str(jobs)], check=True, capture_output=True, cwd=ROOT
    )
    clock, processor = time.perf_counter() - start, processor_seconds() - used
    reports = {path.parent.name: path.read_bytes() for path in (place / "out").glob("student*/report.json")}
    shutil.rmtree(place)
    return Graded(clock, processor, reports)


def processor_seconds() -> float:
    """Return what all processes that were started here, and have ended, have used."""
    import resource  # Windows has none, and the tests that import this module skip there

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def compare(students: int, jobs: int) -> tuple[Graded, Graded, list[str]]:
    """Return what a class takes without and with hostile files, and whose reports differ."""
    with tempfile.TemporaryDirectory() as folder:
        calm = grade_class(Path(folder) / "calm", students, False, jobs)
        wild = grade_class(Path(folder) / "wild", students, True, jobs)
    names = calm.reports.keys() | wild.reports.keys()
    return calm, wild, sorted(name for name in names if calm.reports.get(name) != wild.reports.get(name))


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    for _ in range(options.rounds):
        calm, wild, different = compare(options.students, options.jobs)
        print(
            f"{options.students} students, {options.jobs} jobs: {calm.clock:.1f} s, {calm.processor:.1f} s of processor"
        )
        more = (
            f"{wild.clock / calm.clock - 1:+.0%} by the clock, {wild.processor / calm.processor - 1:+.0%} of processor"
        )
        print(f"with {len(HOSTILE)} hostile files: {wild.clock:.1f} s, {wild.processor:.1f} s: {more}")
        print(f"reports that differ: {', '.join(different) or 'none'}", flush=True)


if __name__ == "__main__":
    main()
