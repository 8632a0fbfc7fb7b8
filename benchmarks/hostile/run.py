"""What ten hostile files cost a class: the time it takes, and the bytes of everybody else's reports.

    python benchmarks/hostile/run.py [--students 300] [--jobs 2]

A class of honest submissions is graded twice, with the ten files of `HOSTILE` and without them, by `grader run`. It
prints both times and the names of reports that differ. The aim: at most 20 % more time for 300 students, and the same
reports.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
HONEST = [ROOT / "examples" / "class" / f"{name}.py" for name in ("ada", "fatima", "luis", "kira")]
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


def graded(place: Path, students: int, hostile: bool, jobs: int) -> tuple[float, dict[str, bytes]]:
    """Grade a class; return how long it took, and the honest reports by student."""
    make_class(place / "class", students, hostile)
    command = [
        sys.executable,
        "-m",
        "grader",
        "run",
        str(place / "class"),
        "-a",
        "conv-layer",
        "--out",
        str(place / "out"),
    ]
    start = time.perf_counter()
    subprocess.run([*command, "--jobs", str(jobs)], check=True, capture_output=True, cwd=ROOT)
    seconds = time.perf_counter() - start
    reports = {path.parent.name: path.read_bytes() for path in (place / "out").glob("student*/report.json")}
    shutil.rmtree(place)
    return seconds, reports


def compare(students: int, jobs: int) -> tuple[float, float, list[str]]:
    """Return the time without and with hostile files, and whose reports differ."""
    with tempfile.TemporaryDirectory() as folder:
        calm, before = graded(Path(folder) / "calm", students, False, jobs)
        wild, after = graded(Path(folder) / "wild", students, True, jobs)
    return calm, wild, sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    calm, wild, different = compare(options.students, options.jobs)
    print(f"{options.students} students: {calm:.1f} s")
    print(f"with {len(HOSTILE)} hostile files: {wild:.1f} s, {wild / calm - 1:+.0%}")
    print(f"reports that differ: {', '.join(different) or 'none'}")


if __name__ == "__main__":
    main()
