"""A digest of the reports of each assignment's own answers, to compare before and after a change that is to be faster.

    python benchmarks/report_digests.py [--out DIR] [--seeds SEED ...] [ASSIGNMENT ...]

Graded are the solution, the starter, every wrong answer, and for conv-layer the example class, with the public seed
and one of a course's own. What is timed, `fast-conv`, is left out if not asked for: its reports hold times.
With ``--out`` the reports are written too, so that two folders can be compared with ``diff -r``.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
CLASSES = {"conv-layer": ROOT / "examples" / "class"}
TIMED = ("fast-conv",)


def main() -> None:
    """Grade, and print a digest for each assignment and seed."""
    from grader.authoring.assignment import assignment_ids
    from grader.topics.loading import assignments_folder

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")
    parser.add_argument("--seeds", nargs="+", default=["public", "a course of its own"])
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    names = options.assignments or [name for name in assignment_ids(assignments_folder()) if name not in TIMED]
    for name in names:
        for seed in options.seeds:
            whole = hashlib.sha256()
            count = 0
            for what, report in reports(name, seed):
                count += 1
                whole.update(what.encode() + b"\0" + report)
                if options.out:
                    path = options.out / name / seed / f"{what}.json"
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(report)
            print(f"{name:<18}{seed:<22}{count:>4} reports  {whole.hexdigest()[:16]}", flush=True)


def reports(name: str, seed: str) -> Iterator[tuple[str, bytes]]:
    """Yield what was graded, and its report as the grader writes it."""
    from grader.authoring.assignment import load_assignment
    from grader.authoring.verify import submissions
    from grader.grading.grade import grade, plan
    from grader.model import PUBLIC_SEED
    from grader.report import document, text
    from grader.sandbox.sandbox import Sandbox
    from grader.submissions.reading import load_submission
    from grader.topics.loading import assignments_folder

    assignment = load_assignment(assignments_folder() / name)
    subjects = [(what.replace("/", "-"), submission) for what, _, submission in submissions(assignment)]
    subjects += [
        (f"class-{path.name}", load_submission(path))
        for path in sorted(CLASSES.get(name, ROOT).glob("*"))
        if name in CLASSES and path.name != "__pycache__"
    ]
    with Sandbox() as sandbox:
        sandbox.configure(assignment.limits, assignment.imports)
        planned = plan(assignment, PUBLIC_SEED if seed == "public" else seed)
        for what, submission in subjects:
            report = grade(submission, planned, sandbox)
            yield what, document.to_json(report) + text.render(report).encode()


if __name__ == "__main__":
    sys.exit(main())
