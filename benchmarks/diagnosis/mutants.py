"""How many wrong programs diagnosis explains, where no knob was consulted in making the bug.

    python benchmarks/diagnosis/mutants.py [--each 24] [--inputs 200] [--seed benchmark] [--twice] [--keep DIR]

Every mutant is graded as a submission is, and tried on random legal inputs besides. One that differs from the truth on
any of these has to be caught; an explanation that does not reproduce what the mutant returns there is false. Where it
raises there is nothing to compare; a row counts the mutants that do so on some input. Prints a table, and the mutants
that were not explained.
"""

import argparse
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from population import Mutant, mutants  # first: it makes the tests importable

from grader.authoring.assignment import load_assignment
from grader.grading import diagnosis, memory
from grader.grading.cases import draw_cases
from grader.grading.checking import PlannedExercise
from grader.grading.diagnosis.probes import ranges
from grader.grading.diagnosis.trials import Pair, Trial, agrees, trials_of
from grader.grading.grade import Plan, grade, plan
from grader.grading.running import asker
from grader.model import Case, CaseSpec, Limits, Outcome
from grader.sandbox.runner import Runner
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder

QUICK = Limits(wall_seconds=1, exercise_seconds=60, memory_mib=512)
ANSWERED = ("returned", "raised")


@cache
def planned(assignment: str, exercise: str) -> Plan:
    """Return the plan of one exercise."""
    whole = plan(load_assignment(assignments_folder() / assignment))
    (one,) = [one for one in whole.exercises if one.exercise.id == exercise]
    return Plan(assignment=whole.assignment, exercises=(one,), seed_digest=whole.seed_digest)


@cache
def random_inputs(assignment: str, exercise: str, count: int, seed: str = "benchmark") -> tuple[Case, ...]:
    """Return legal cases of sizes within those that the exercise is graded on."""
    (one,) = planned(assignment, exercise).exercises
    assert one.operation is not None
    sizes = dict(ranges([case for case in one.cases if case.raises is None], one.operation))
    spec = CaseSpec(id="input", exercises=(exercise,), why="", sizes=sizes, count=count)
    return tuple(draw_cases(spec, one.operation, seed))


class Seen:
    """The outcomes of one exercise, kept while it is graded."""

    outcomes: list[Outcome]

    def __call__(self, planned: PlannedExercise, outcomes: Iterable[Outcome]) -> list[Outcome]:
        """Keep them."""
        self.outcomes = list(outcomes)
        return self.outcomes


class Tally:
    """What became of the mutants, by kind of change."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.milliseconds: list[float] = []
        self.right_milliseconds: list[float] = []
        self.classes: list[int] = []
        self.missed: list[str] = []
        self.false: list[str] = []
        self.uncaught: list[str] = []
        self.unexplained: list[Mutant] = []

    def add(self, mutant: Mutant, what: str) -> None:
        """Count one."""
        self.counts[mutant.kind][what] += 1

    def total(self, what: str) -> int:
        """Return a count over all kinds."""
        return sum(counts[what] for counts in self.counts.values())


def examine(mutant: Mutant, inputs: int, seed: str, sandbox: Sandbox, tally: Tally) -> None:
    """Grade a mutant, diagnose it, and hold what was said against random inputs."""
    mine = planned(mutant.assignment, mutant.exercise)
    (one,) = mine.exercises
    assert one.operation is not None
    submission, seen = from_files("mutant.py", {"mutant.py": mutant.source.encode()}), Seen()
    report = grade(submission, mine, sandbox, look=seen)
    cases = random_inputs(mutant.assignment, mutant.exercise, inputs, seed)
    random = list(zip(cases, Runner(sandbox, submission).run(cases), strict=True))
    expected = {case.id: one.operation.expected(case.arguments, case.sizes, case.unit) for case in cases}
    differs = any(
        not trial.is_right for output in one.operation.returns for trial in trials_of(random, expected, output)
    )
    tally.add(mutant, "mutants")
    label = f"{mutant.exercise}, {mutant.style}: {mutant.change}"
    if report.exercises[0].status == "passed":
        tally.add(mutant, "not caught" if differs else "equivalent")
        tally.uncaught += [label] * differs
        return
    tally.add(mutant, "caught")
    pairs = [pair for pair in zip(one.cases, seen.outcomes, strict=True) if pair[0].raises is None]
    statuses = {outcome.status for _, outcome in pairs}
    if not statuses <= set(ANSWERED):
        tally.add(mutant, "stopped")
        return
    if "returned" not in statuses:
        tally.add(mutant, "always raise")
        return
    tally.add(mutant, "able")
    judge(mutant, label, pairs, random, expected, Runner(sandbox, submission), tally)


def judge(
    mutant: Mutant,
    label: str,
    pairs: list[Pair],
    random: list[Pair],
    expected: dict[str, object],
    runner: Runner,
    tally: Tally,
) -> None:
    """Diagnose, and look for an input that contradicts what is said."""
    (one,) = planned(mutant.assignment, mutant.exercise).exercises
    assert one.operation is not None
    memory.forget()  # as if every mutant were the first submission
    start = time.process_time()
    suspicions = diagnosis.suspect(one.topic.family(one.exercise.id), one.exercise.id, pairs, one.expected)
    wanted = diagnosis.wanted(suspicions, one.operation)
    spent = time.process_time() - start
    answered = asker(one, "native", runner)(wanted)
    start = time.process_time()
    suspicions = diagnosis.refine(suspicions, one.operation, answered)
    found = diagnosis.conclude(suspicions, one.operation, one.exercise.slide)
    tally.milliseconds.append((spent + time.process_time() - start) * 1e3)
    explained = [one for one in suspicions if one.explanations and one.model is not None]
    if not explained:
        tally.add(mutant, "a fact" if found else "nothing said")
        tally.missed.append(f"{'fact' if found else '    '} {label}")
        tally.unexplained.append(mutant)
        return
    tally.add(mutant, "explained")
    tally.add(mutant, "by a belief" if any(not d.is_slip for d in found if d.misconceptions) else "by a slip")
    tally.classes.append(1 + len(next(d for d in found if d.misconceptions).equivalent))
    returned = [(case, outcome) for case, outcome in random if outcome.status == "returned"]
    if len(returned) < len(random):
        tally.add(mutant, "raise on some")
    for suspicion in explained:
        contradiction = against(suspicion, trials_of(returned, expected, suspicion.output))  # type: ignore[arg-type]
        if contradiction is not None:
            tally.add(mutant, "contradicted")
            tally.false.append(f"{label}: {suspicion.explanations[0].name}, at {dict(contradiction.case.sizes)}")
            return


def against(suspicion: diagnosis.Suspicion, trials: list[Trial]) -> Trial | None:
    """Return an input that no way of holding the misconception that is shown reproduces; None if all are reproduced."""
    assert suspicion.model is not None
    shown = suspicion.explanations[0].name
    found = None
    for one in (one for one in suspicion.explanations if one.name == shown):
        missed = [t for t in trials if not agrees(t, suspicion.model.value(t.case, one.knobs))]
        if not missed:
            return None
        found = found or missed[0]
    return found


ROWS = (
    "mutants",
    "equivalent",
    "not caught",
    "caught",
    "stopped",
    "always raise",
    "able",
    "explained",
    "by a belief",
    "by a slip",
    "contradicted",
    "raise on some",
    "a fact",
    "nothing said",
)


def table(tally: Tally) -> None:
    """Print what became of the mutants."""
    kinds = sorted(tally.counts)
    print(f"{'':<16}" + "".join(f"{kind:>14}" for kind in (*kinds, "all")))
    for row in ROWS:
        print(f"{row:<16}" + "".join(f"{tally.counts[kind][row]:>14}" for kind in kinds) + f"{tally.total(row):>14}")
    able = tally.total("able")
    print(f"\nexplained, of those that return on some case  {tally.total('explained') / able:.0%}")
    middle, most = statistics.median(tally.classes), max(tally.classes)
    print(f"size of the class, median                     {middle:g}, at most {most}")
    middle, most = statistics.median(tally.milliseconds), max(tally.milliseconds)
    over = sum(one > 200 for one in tally.milliseconds)
    print(f"processor time of a search, median            {middle:.0f} ms, at most {most:.0f}; above 200 ms: {over}")


def main() -> None:
    """Examine every mutant, and print what became of them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", type=int, default=24, help="mutants of one program, at most")
    parser.add_argument("--inputs", type=int, default=200, help="random legal inputs")
    parser.add_argument("--seed", default="benchmark", help="of the random inputs")
    parser.add_argument("--keep", type=Path, help="a folder for those that no model explains; repairs.py takes them")
    parser.add_argument("--twice", action="store_true", help="mutants of mutants")
    parser.add_argument("--only", default="", help="exercise")
    options = parser.parse_args()
    population = [mutant for mutant in mutants(options.each, options.twice) if mutant.exercise.startswith(options.only)]
    tally = Tally()
    with Sandbox() as sandbox:
        sandbox.configure(QUICK)
        for number, mutant in enumerate(population, 1):
            examine(mutant, options.inputs, options.seed, sandbox, tally)
            if sys.stderr.isatty() or number % 50 == 0:
                print(f"{number}/{len(population)}", end="\r" if sys.stderr.isatty() else "\n", file=sys.stderr)
    table(tally)
    if options.keep is not None:
        options.keep.mkdir(parents=True, exist_ok=True)
        for number, mutant in enumerate(tally.unexplained):
            name = f"{mutant.assignment}__{mutant.exercise}-{number}.py"
            (options.keep / name).write_text(mutant.source, encoding="utf-8")
    for title, lines in (
        ("Not caught", tally.uncaught),
        ("Contradicted", tally.false),
        ("Not explained", tally.missed),
    ):
        print(f"\n{title}:", *(lines or ["none"]), sep="\n  ")


if __name__ == "__main__":
    main()
