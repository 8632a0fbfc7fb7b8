"""A class whose submissions are simulated: memory and time of all that is not grading.

    python benchmarks/classroom/simulated.py [--sizes 1000 10000] [--gradebook URL] [--work DIR]

Nothing is run in a sandbox: every submission is a file of its own, and its report is that of one right submission of
conv-layer or of one wrong one, in turn. Each step is a process of its own: the class is graded into a gradebook and
files; graded again, where nothing is left to do; and its pages are written. Printed are seconds by the clock and of
processor time, for each, and the most memory that the process had. With --gradebook the gradebook is PostgreSQL's,
which has to be empty (`.ci/postgres start DIR` prints the URL of such a server).
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SEED = "a course's own seed"
SOURCES = (
    ROOT / "examples" / "class" / "boris.py",
    ROOT / "assignments" / "conv_layer" / "wrong" / "kernel-flipped.py",
)
STEPS = ("run", "again", "pages")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=list(STEPS))
    parser.add_argument("--gradebook", default="", help="URL; an SQLite file if there is none")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "simulated-class")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        print(json.dumps(measured(options.step, options.sizes[0], options.gradebook, options.work)))
        return
    print(f"{'':<8}{'class':>8}{'seconds':>10}{'of processor':>14}{'ms each':>10}{'peak MiB':>10}", flush=True)
    for size in options.sizes:
        shutil.rmtree(options.work, ignore_errors=True)
        (options.work / "class").mkdir(parents=True)
        for number in range(size):
            (options.work / "class" / f"s{number:06}.py").write_text(f"# {number}\n", encoding="utf-8")
        for step in options.steps:
            command = [sys.executable, __file__, "--step", step, "--sizes", str(size), "--work", str(options.work)]
            found = json.loads(subprocess.check_output([*command, "--gradebook", options.gradebook]))
            each = 1000 * found["seconds"] / size
            print(
                f"{step:<8}{size:>8,}{found['seconds']:>10.1f}{found['processor']:>14.1f}{each:>10.2f}{found['MiB']:>10.0f}",
                flush=True,
            )


def measured(step: str, size: int, url: str, work: Path) -> dict[str, float]:
    """Take one step, and return what it took."""
    take = (
        (lambda: pages(url or str(work / "gradebook.sqlite"), work)) if step == "pages" else prepared(size, url, work)
    )
    whose = resource.RUSAGE_CHILDREN if step == "pages" else resource.RUSAGE_SELF
    start, before = time.perf_counter(), resource.getrusage(whose)
    take()
    used = resource.getrusage(whose)
    processor = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": time.perf_counter() - start, "processor": processor, "MiB": used.ru_maxrss / 1024}


def prepared(size: int, url: str, work: Path) -> Any:
    """Return what grades the class: the same gradebook, files and session as `grader run` has."""
    from grader.authoring.assignment import load_assignment
    from grader.classroom.class_work import ClassWork
    from grader.classroom.digests import digests
    from grader.classroom.entry import Entry
    from grader.classroom.run import run
    from grader.classroom.session import Session
    from grader.classroom.settings import Settings
    from grader.classroom.work import Bench, Work
    from grader.gradebook import Gradebook
    from grader.grading.grade import plan
    from grader.model import Student
    from grader.sandbox.sandbox import Sandbox
    from grader.submissions.dialects import AUTO
    from grader.submissions.reading import load_submission
    from grader.topics.loading import assignments_folder

    assignment = load_assignment(assignments_folder() / "conv-layer")
    planned = plan(assignment, SEED)
    own = digests(planned, AUTO)
    with Sandbox() as sandbox:
        sandbox.configure(assignment.limits, assignment.imports)
        bench = Bench(plan=planned, dialect=AUTO, digests=own, sandbox=sandbox)
        models = [bench.perform(Work(number=0, submission=load_submission(path))) for path in SOURCES]

        class Simulated:
            """Performs work: what is known is worked out as ever, all else is one of two reports."""

            def perform(self, works: Iterable[Work]) -> Iterator[Any]:
                """Yield work as it is done."""
                for work in works:
                    known = work.facts is not None
                    model = models[work.number % len(models)]
                    facts = replace(model.facts, name=work.submission.name)
                    yield bench.perform(work) if known else replace(model, number=work.number, facts=facts)

    names = [f"s{number:06}" for number in range(size)]
    entries = [
        (Student(id=name), Entry(student=name, path=work / "class" / f"{name}.py", name=f"{name}.py")) for name in names
    ]

    def take() -> None:
        with Gradebook.open(url or str(work / "gradebook.sqlite"), write=True) as book:
            begun = book.begin(assignment, planned.seed_digest, "simulated")
            session = Session(
                book=book,
                run=begun,
                plan=planned,
                digests=own,
                settings=Settings(),
                out=work / "out",
                wanted="D",
            )
            run(session, Simulated(), ClassWork(entries=entries))
            if session.done != size:
                sys.exit(f"{session.done} of {size} are done")

    return take


def pages(book: str, work: Path) -> None:
    """Write the class's pages, as `grader report` does."""
    command = ["-m", "grader", "report", book, "--out", str(work / "pages")]
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
