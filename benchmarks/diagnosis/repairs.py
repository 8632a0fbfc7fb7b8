"""How many wrong functions a belief, a repair or a fact explains, and what it costs.

    python benchmarks/diagnosis/repairs.py FILE... [--without-beliefs] [--single 1500] [--pairs 3000] [--inputs 200]

FILE is ``ASSIGNMENT__what.py``, or names its assignment in a line ``Assignment: conv-layer.`` of its docstring. Each
exercise that is written in it and fails is diagnosed as it is when it is graded. A repair is held against random inputs
that the search has not seen: one that is wrong on any of them is false.
"""

import argparse
import re
import statistics
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from grader.authoring.assignment import load_assignment
from grader.grading import plain_cache, repairing
from grader.grading.cases import draw_cases
from grader.grading.checking import Ask, PlannedExercise, grade_exercise
from grader.grading.diagnosis.probes import ranges
from grader.grading.diagnosis.repair import Found
from grader.grading.diagnosis.repair.samples import is_right
from grader.grading.diagnosis.trials import Pair
from grader.grading.grade import Plan, choose_dialect, plan
from grader.grading.running import asker, pairs_of, reacher, run_cases, to_our_answers
from grader.model import Case, CaseSpec, Effort, ExerciseReport, Outcome, Submission
from grader.sandbox.child import Ending
from grader.sandbox.requests import owner
from grader.sandbox.runner import Runner
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.workbench import Unprepared, Workbench
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder
from grader.topics.misconception import Beliefs


@dataclass
class Tally:
    """What became of the wrong functions."""

    counts: Counter[str] = field(default_factory=Counter)
    tried: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    seconds: list[tuple[int, float]] = field(default_factory=list)  # candidates, processor time of the child
    kinds: Counter[str] = field(default_factory=Counter)


@cache
def whole(assignment: str) -> Plan:
    """Return the plan of an assignment."""
    return plan(load_assignment(assignments_folder() / assignment))


@cache
def random_inputs(assignment: str, exercise: str, count: int) -> tuple[Case, ...]:
    """Return legal cases of sizes within those that the exercise is graded on, which the search has not seen."""
    (one,) = [one for one in whole(assignment).exercises if one.exercise.id == exercise]
    assert one.operation is not None
    sizes = dict(ranges([case for case in one.cases if case.raises is None], one.operation))
    spec = CaseSpec(id="input", exercises=(exercise,), why="", sizes=sizes, count=count)
    return tuple(draw_cases(spec, one.operation, "benchmark"))


def assignment_of(path: Path, source: str) -> str:
    """Return the assignment that a file is for."""
    named = re.search(r"Assignment: ([\w-]+)", source)
    if named or "__" in path.name:
        return named[1] if named else path.name.partition("__")[0]
    return path.parent.parent.name.replace("_", "-")


class Timed(Runner):
    """A runner that adds up the processor time of its children."""

    seconds = 0.0

    def _end(self) -> Ending | None:
        ending = super()._end()
        self.seconds += ending.cpu_seconds if ending is not None else 0.0
        return ending


def examine(
    planned: PlannedExercise,
    dialect: str,
    submission: Submission,
    sandbox: Sandbox,
    options: argparse.Namespace,
    tally: Tally,
    label: str,
) -> None:
    """Grade one exercise, and count what explains it."""
    found: list[Found] = []
    effort = Effort(single_edits=options.single, pairs=options.pairs)
    with Timed(sandbox, submission) as runner:
        outcomes = run_cases(planned, runner, planned.cases)
        ask = asker(planned, dialect, runner)

        def run(cases: Sequence[Case]) -> list[Pair]:
            return pairs_of(planned, runner, cases)

        def translate(case: Case, outcome: Outcome) -> Outcome:
            return next(iter(to_our_answers(planned, runner, [outcome], [case])))

        def repair(pairs: Sequence[Pair], further: Sequence[Pair], is_explained: bool) -> Found | None:
            runner.end()
            runner.seconds = 0.0
            one = repairing.search(planned, pairs, further, runner, effort, run, ask, translate)
            if one is not None:
                found.append(one)
                tally.seconds.append((one.searched.tried, runner.seconds))
            return one

        report = grade_exercise(planned, outcomes, ask, reach=reacher(planned, runner), repair=repair)
        what = told(report)
        if what == "passed":
            return
        tally.counts["wrong"] += 1
        tally.counts[what] += 1
        holds = ""
        if what.startswith("repair") and found and found[0].shown is not None:
            tally.first.append(found[0].searched.tried)
            tally.kinds.update(place.kind for place in report.diagnosis[0].repair.places)  # type: ignore[union-attr]
            functions = tuple(dict.fromkeys(owner(c) for case in planned.cases for c in case.calls if not c.member))
            with Workbench(runner, functions, options.single).open() as workbench:
                holds = against(planned, workbench, found[0], ask, run, options)
            tally.counts["false"] += bool(holds)
    shown = next((one.repair for one in report.diagnosis if one.repair is not None), None)
    beliefs = "+".join(name for one in report.diagnosis[:1] for name in one.misconceptions)
    lines = "; ".join(f"{one.kind} {one.first_line}-{one.last_line}" for one in shown.places) if shown else beliefs
    tried = found[0].searched.tried if found else 0
    print(f"{what:<14}{tried:>6}  {label} {planned.exercise.id}: {lines} {holds}", flush=True)
    if shown is not None and options.verbose:
        print("      " + shown.change.replace("\n", "\n      "))


def against(
    planned: PlannedExercise,
    workbench: Workbench,
    found: Found,
    ask: Ask,
    run: repairing.Run,
    options: argparse.Namespace,
) -> str:
    """Return an input on which a repair is wrong, in words; nothing where it is right on all."""
    assert planned.operation is not None
    assert found.shown is not None
    plain = plain_cache.plain(found.shown)
    try:
        workbench.propose(found.shown)
    except Unprepared:
        assert plain is not None
        workbench.propose(plain)
    cases = random_inputs(options.assignment, planned.exercise.id, options.inputs)
    with workbench.installed(found.candidates[0]) as is_made:
        pairs = ask(cases) if is_made else ()
        tried = plain_cache.try_plain(pairs, run)
        for case, came in pairs:
            outcome = tried.get(case.id, came)
            due = planned.operation.expected(case.arguments, case.sizes, case.unit)
            if outcome.status != "returned" or not is_right(case, due, outcome.answers):
                return f"FALSE at {dict(case.sizes)}"
    return "" if is_made else "FALSE: it cannot be made again"


def told(report: ExerciseReport) -> str:
    """Return what explains an exercise: the first thing that is said of it."""
    if report.status in ("passed", "skipped") or not report.diagnosis:
        return "passed" if report.status == "passed" else "nothing"
    explained = [one for one in report.diagnosis if one.misconceptions and one.output]
    if explained:
        return "belief"
    repair = next((one.repair for one in report.diagnosis if one.repair is not None), None)
    if repair is not None:
        return f"repair, {len(repair.places)}"
    return "fact" if any(not one.misconceptions for one in report.diagnosis) else "nothing"


def main() -> None:
    """Examine every wrong function of some files, and print what became of them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--without-beliefs", action="store_true")
    parser.add_argument("--single", type=int, default=1500)
    parser.add_argument("--pairs", type=int, default=3000)
    parser.add_argument("--inputs", type=int, default=200)
    parser.add_argument("--only", default="", help="exercise")
    parser.add_argument("-v", "--verbose", action="store_true", help="print the changes")
    options = parser.parse_args()
    tally = Tally()
    by_assignment: dict[str, list[Path]] = {}
    for path in options.files:
        by_assignment.setdefault(assignment_of(path, path.read_text()), []).append(path)
    for assignment, paths in by_assignment.items():
        options.assignment = assignment
        planned = whole(assignment)
        with Sandbox() as sandbox:
            sandbox.configure(planned.assignment.limits, planned.assignment.imports)
            for path in paths:
                submission = from_files(path.name, {path.name: path.read_bytes()})
                dialect, exercises, _ = choose_dialect(submission, planned, "auto")
                for one in exercises:
                    written = f"def {one.exercise.function_name}(" in path.read_text()
                    if not written or one.operation is None or not one.exercise.id.startswith(options.only):
                        continue
                    topic = replace(one.topic, beliefs=Beliefs) if options.without_beliefs else one.topic
                    examine(replace(one, topic=topic), dialect, submission, sandbox, options, tally, path.stem)
    print()
    for name, count in sorted(tally.counts.items()):
        print(f"{name:<14}{count:>6}{count / max(tally.counts['wrong'], 1):>8.0%}")
    print("kinds:", ", ".join(f"{kind} {count}" for kind, count in tally.kinds.most_common()))
    for least, most in ((1, 300), (301, 1000), (1001, 1600), (1601, 10**6)):
        some = [seconds for tried, seconds in tally.seconds if least <= tried <= most]
        if some:
            middle, longest = statistics.median(some), max(some)
            times = f"{middle:.2f} s of the child in the middle, {longest:.2f} at most"
            print(f"{least} to {most} candidates: {len(some)} searches, {times}")


if __name__ == "__main__":
    main()
