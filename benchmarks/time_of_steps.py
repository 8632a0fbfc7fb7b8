"""The steps of one cold check, or the parts of a class's time, as JSON; `where_time_goes.py` runs this in a tree.

python benchmarks/time_of_steps.py check
python benchmarks/time_of_steps.py class ASSIGNMENT FOLDER
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent / "examples" / "class" / "boris.py"
FORKS = 15


class Steps:
    """Processor time since the step before."""

    def __init__(self) -> None:
        self.at = 0.0
        self.took: dict[str, float] = {}

    def end(self, name: str) -> None:
        """End a step of this name."""
        now = time.process_time()
        self.took[name] = 1000 * (now - self.at)
        self.at = now


def check() -> dict[str, float]:
    """Return the steps of a check of a right submission, as the command takes them."""
    steps = Steps()
    steps.end("check: interpreter")
    import grader.cli.check_command  # noqa: F401

    steps.end("check: the command line's modules")
    from grader.sandbox.sandbox import Sandbox, end

    with Sandbox() as sandbox:
        steps.end("check: start of the zygote, in the host")
        from grader.cli.common import find_assignment
        from grader.grading.grade import grade, plan
        from grader.report import document, text
        from grader.submissions.reading import load_submission

        steps.end("check: modules of grading, numpy among them")
        submission, assignment = load_submission(FILE), find_assignment("conv-layer", None)
        steps.end("check: reading the assignment")
        sandbox.configure(assignment.limits, assignment.imports)
        planned = plan(assignment)
        steps.end("check: cases and what is due")
        end(sandbox, sandbox.fork())
        zygote = used_by(sandbox)
        steps.at = time.process_time()
        report = grade(submission, planned, sandbox)
        steps.end("check: grading, in the host")
        text.render(report)
        document.to_json(report)
        steps.end("check: report")
        steps.took["check: zygote until its first child has ended"] = zygote
        forks = []
        for _ in range(FORKS):
            before = used_by(sandbox)
            ending = end(sandbox, sandbox.fork())
            forks.append(used_by(sandbox) - before + 1000 * (ending.cpu_seconds if ending else 0))
        steps.took["fork and end of a child"] = sorted(forks)[FORKS // 2]
    return steps.took


def used_by(sandbox: Any) -> float:
    """Return the milliseconds of processor time that a zygote has used, without its children's."""
    with open(f"/proc/{sandbox.zygote.process.pid}/schedstat", encoding="ascii") as counted:
        return int(counted.read().split()[0]) / 1e6


def parts_of_class(name: str, folder: Path) -> dict[str, float]:
    """Return what grading the submissions of a folder takes, for each of them, by part; start-up is left out."""
    from grader.authoring.assignment import load_assignment
    from grader.classroom.settings import CLASS_EFFORT
    from grader.grading import diagnosing, follow_through
    from grader.grading.grade import grade, plan
    from grader.report import document, text
    from grader.sandbox import host
    from grader.sandbox.sandbox import Sandbox
    from grader.sandbox.worker import wire
    from grader.submissions.reading import load_submission
    from grader.topics.loading import assignments_folder

    took: Counter[str] = Counter()

    def timed(module: Any, function: str, part: str) -> None:
        inner: Callable[..., Any] = getattr(module, function)

        def outer(*arguments: Any, **named: Any) -> Any:
            start = time.process_time()
            try:
                return inner(*arguments, **named)
            finally:
                took[part] += 1000 * (time.process_time() - start)

        setattr(module, function, outer)

    ended = host.ForkedChild.close

    def close(child: Any) -> Any:
        ending = ended(child)
        took["children"] += 1000 * ending.cpu_seconds
        took["children, number"] += 1
        return ending

    host.ForkedChild.close = close  # type: ignore[method-assign]
    timed(wire, "frame", "host, wire")
    timed(wire, "decode", "host, wire")
    timed(diagnosing, "diagnose", "host, diagnosis")
    timed(follow_through, "credited", "host, follow-through")
    own = Path(__file__).parent / "classroom" / "assignments"
    assignment = load_assignment((own if name == "ten-checks" else assignments_folder()) / name)
    files = sorted(folder.iterdir())
    with Sandbox() as sandbox:
        sandbox.configure(assignment.limits, assignment.imports)
        planned = plan(assignment, "a course's own seed", CLASS_EFFORT)
        grade(load_submission(files[0]), planned, sandbox)
        took.clear()
        zygote, start = used_by(sandbox), time.process_time()
        reports = [grade(load_submission(file), planned, sandbox) for file in files]
        took["host"] = 1000 * (time.process_time() - start)
        took["zygote"] = used_by(sandbox) - zygote
        start = time.process_time()
        for report in reports:
            document.to_json(report)
            text.render(report)
        took["reports"] = 1000 * (time.process_time() - start)
    return {part: took[part] / len(files) for part in sorted(took)}


if __name__ == "__main__":
    if sys.argv[1] == "check":
        print(json.dumps(check()))
    else:
        print(json.dumps(parts_of_class(sys.argv[2], Path(sys.argv[3]))))
