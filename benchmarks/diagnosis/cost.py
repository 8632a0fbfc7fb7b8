"""What diagnosis adds to the time of a wrong exercise, and of a right one.

    python benchmarks/diagnosis/cost.py [ASSIGNMENT ...]

Every wrong answer is graded without diagnosis; then each exercise that it fails is diagnosed. Prints, for each
assignment, the processor time of the search and the wall time of the probes, which run in the student's process.
"""

import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from grader.authoring import verify
from grader.authoring.assignment import assignment_ids, load_assignment
from grader.grading import diagnosis, memory
from grader.grading.checking import PlannedExercise
from grader.grading.grade import Plan, grade, plan
from grader.grading.running import asker
from grader.model import Outcome, Submission
from grader.sandbox.runner import Runner
from grader.sandbox.sandbox import Sandbox
from grader.topics.loading import assignments_folder


def failed(submission: Submission, planned: Plan, sandbox: Sandbox) -> Iterator[tuple[PlannedExercise, list[Outcome]]]:
    """Yield the exercises that a submission fails, with their outcomes."""
    seen: dict[str, list[Outcome]] = {}

    def look(one: PlannedExercise, outcomes: Iterable[Outcome]) -> list[Outcome]:
        seen[one.exercise.id] = list(outcomes)
        return seen[one.exercise.id]

    report = grade(submission, planned, sandbox, look=look, explain=False)
    for one, graded in zip(planned.exercises, report.exercises, strict=True):
        outcomes = seen[one.exercise.id]
        if graded.status == "failed" and one.operation is not None and any(o.status == "returned" for o in outcomes):
            yield one, outcomes


def costs(name: str) -> Iterator[tuple[float, float]]:
    """Yield milliseconds of the search and of the probes, for each wrong exercise of an assignment."""
    planned = plan(load_assignment(assignments_folder() / name))
    with Sandbox() as sandbox:
        sandbox.configure(planned.assignment.limits, planned.assignment.imports)
        for what, _, submission in verify.submissions(planned.assignment):
            if not what.startswith("wrong/"):
                continue
            for one, outcomes in failed(submission, planned, sandbox):
                legal = [pair for pair in zip(one.cases, outcomes, strict=True) if pair[0].raises is None]
                assert one.operation is not None
                memory.forget()  # as `grader check` begins
                start = time.process_time()
                suspicions = diagnosis.suspect(one.topic.family(one.exercise.id), one.exercise.id, legal, one.expected)
                wanted = diagnosis.wanted(suspicions, one.operation)
                searched, asked = time.process_time() - start, time.perf_counter()
                with Runner(sandbox, submission) as runner:
                    answered = asker(one, "native", runner)(wanted) if wanted else []
                asked, start = time.perf_counter() - asked, time.process_time()
                suspicions = diagnosis.refine(suspicions, one.operation, answered)
                diagnosis.conclude(suspicions, one.operation, one.exercise.slide)
                yield (searched + time.process_time() - start) * 1e3, asked * 1e3 if wanted else 0.0


def main() -> None:
    """Print a line for each assignment."""
    print(f"{'':<16}{'wrong exercises':>16}{'search, ms':>18}{'probes, ms':>18}")
    for name in sys.argv[1:] or assignment_ids(assignments_folder()):
        found = list(costs(name))
        search, probes = (
            f"{statistics.median(some):.0f}, at most {max(some):.0f}" for some in zip(*found, strict=True)
        )
        print(f"{name:<16}{len(found):>16}{search:>18}{probes:>18}")


if __name__ == "__main__":
    main()
