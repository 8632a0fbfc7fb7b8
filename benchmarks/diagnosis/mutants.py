"""How many wrong programs diagnosis explains, where no knob was consulted in making the bug.

Correct functions, written in different ways, are mutated in their source: operators exchanged, numbers moved by
one, names exchanged for their neighbours', statements dropped. Every mutant is graded as a submission is. Of those that
fail, the explanation is tried on the cases of other seeds: one that does not reproduce what the mutant does there is
false, and counted.

Prints a table, and the mutants that were not explained.
"""

import ast
import copy
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from grader.assignment import assignments_folder, load_assignment
from grader.diagnosis import diagnose, has_one_answer, is_same, run
from grader.grading import Plan, PlannedExercise, grade, plan
from grader.misconceptions import FAMILIES
from grader.model import Case, Limits, Outcome
from grader.sandbox.runner import Sandbox
from grader.submission import from_files
from tests.grader import test_styles as layers
from tests.grader import test_styles_conv as conv

SEEDS = ("other-1", "other-2", "other-3")
QUICK = Limits(wall_seconds=0.5, exercise_seconds=4, memory_mib=256)
SWAPS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.MatMult: ast.Mult,
}
PER_PROGRAM = 40  # mutants, evenly spread over all


def programs() -> Iterator[tuple[str, str, str]]:
    """Yield assignment, exercise and source of a dozen differently written functions."""
    chosen = {
        "conv_forward": ("seven loops", "loops over outputs", "loops over the filter", "im2col", "no padded copy"),
        "conv_backward": ("scatter", "by place", "by weight"),
        "conv_map": ("shifted images", "one row at a time"),
    }
    for exercise, names in chosen.items():
        for name in names:
            yield "conv-layer", exercise, conv.HEAD + conv.SINGLE + conv.WRITTEN[f"{exercise}, {name}"]
    for exercise, name in (
        ("max_pool_forward", "loops"),
        ("max_pool_forward", "running maximum"),
        ("avg_pool_forward", "all loops"),
        ("max_pool_backward", "mask to the first"),
        ("avg_pool_backward", "full"),
    ):
        yield "pooling", exercise, layers.HEAD + layers.WRITTEN["pooling", exercise, name]


def mutants(source: str, function: str) -> list[tuple[str, str]]:
    """Return every mutant of a function: what was changed, and the source."""
    tree = ast.parse(source)
    (target,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function]
    nodes = list(ast.walk(target))
    found = []
    for place in range(len(nodes)):
        for kind in ("operator", "number", "augmented", "name", "drop"):
            changed = copy.deepcopy(tree)
            (same,) = [node for node in changed.body if isinstance(node, ast.FunctionDef) and node.name == function]
            what = change(list(ast.walk(same))[place], kind)
            if what:
                found.append((what, ast.unparse(ast.fix_missing_locations(changed))))
    step = max(len(found) // PER_PROGRAM, 1)
    return found[::step][:PER_PROGRAM]


def change(node: ast.AST, kind: str) -> str | None:
    """Change a node in place; return what was changed, or None where this kind does not apply."""
    before = ast.unparse(node) if isinstance(node, (ast.expr, ast.stmt)) else ""
    if kind == "operator" and isinstance(node, ast.BinOp) and type(node.op) in SWAPS:
        node.op = SWAPS[type(node.op)]()
    elif kind == "number" and isinstance(node, ast.Constant) and type(node.value) is int:
        node.value += 1
    elif kind == "augmented" and isinstance(node, ast.AugAssign):
        node.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
    elif kind == "name" and isinstance(node, ast.Name) and node.id in NEIGHBOURS and isinstance(node.ctx, ast.Load):
        node.id = NEIGHBOURS[node.id]
    elif kind == "drop" and isinstance(node, ast.For) and len(node.body) > 1:
        node.body = node.body[:-1]
    else:
        return None
    return f"{before.splitlines()[0]} → {ast.unparse(node).splitlines()[0]}"  # type: ignore[arg-type]


NEIGHBOURS = {"i": "j", "j": "i", "H": "W", "W": "H", "HH": "WW", "WW": "HH", "s": "p", "h": "w", "u": "v", "v": "u"}


class Trials:
    """The outcomes of one exercise, kept while it is graded."""

    def __init__(self) -> None:
        self.kept: list[tuple[PlannedExercise, list[Outcome]]] = []

    def __call__(self, planned: PlannedExercise, outcomes: object) -> list[Outcome]:
        """Keep them."""
        some = list(outcomes)  # type: ignore[call-overload]
        self.kept.append((planned, some))
        return some


def only(whole: Plan, exercise: str) -> Plan:
    """Return a plan of one exercise."""
    some = tuple(one for one in whole.exercises if one.exercise.id == exercise)
    return Plan(assignment=whole.assignment, exercises=some, seed_digest=whole.seed_digest)


def trials_of(source: str, planned: Plan, sandbox: Sandbox) -> tuple[str, list[tuple[Case, Outcome]]]:
    """Return how a program fared, and its outcomes on legal cases."""
    look = Trials()
    report = grade(from_files("mutant.py", {"mutant.py": source.encode()}), planned, sandbox, look=look)
    ((one, outcomes),) = look.kept
    legal = [(case, outcome) for case, outcome in zip(one.cases, outcomes, strict=True) if case.raises is None]
    return report.exercises[0].status, legal


def outputs_of(exercise: str, knobs: tuple[str, ...]) -> list[str]:
    """Return the returned values that an explanation may be about."""
    known = {one.id: set(one.outputs) for one in FAMILIES[exercise].misconceptions}
    return sorted(set.intersection(*(known[knob] for knob in knobs)))


def is_false(
    exercise: str, output: str, knobs: tuple[str, ...], source: str, plans: list[Plan], sandbox: Sandbox
) -> bool:
    """Whether an explanation does not reproduce what the program does under other seeds."""
    for planned in plans:
        _, trials = trials_of(source, planned, sandbox)
        expected = planned.exercises[0].expected
        for case, outcome in trials:
            if has_one_answer(case, expected, output):
                value = run(FAMILIES[exercise], exercise, case, output, frozenset(knobs))
                if not is_same(outcome, value, output):
                    return True
    return False


def main() -> None:
    """Grade every mutant, and print what became of them."""
    counts: Counter[str] = Counter()
    milliseconds, sizes, missed = [], [], []
    loaded = {name: load_assignment(assignments_folder() / name) for name in ("conv-layer", "pooling")}
    with Sandbox() as sandbox:
        sandbox.configure(QUICK)
        for name, exercise, source in programs():
            public = only(plan(loaded[name]), exercise)
            others = [only(plan(loaded[name], seed), exercise) for seed in SEEDS]
            for what, text in mutants(source, exercise):
                status, trials = trials_of(text, public, sandbox)
                counts["mutants"] += 1
                if status == "passed":
                    counts["equivalent, or not caught"] += 1
                    continue
                counts["wrong"] += 1
                if not any(outcome.status == "returned" for _, outcome in trials):
                    counts["never return"] += 1
                    continue
                if any(outcome.status not in ("returned", "raised") for _, outcome in trials):
                    counts["stopped"] += 1
                    continue
                start = time.perf_counter()
                found = diagnose(exercise, trials, public.exercises[0].expected, "")
                milliseconds.append((time.perf_counter() - start) * 1e3)
                named = [one for one in found if one.misconceptions]
                if named:
                    counts["explained"] += 1
                    sizes.append(1 + len(named[0].equivalent))
                    knobs = named[0].misconceptions
                    outputs = outputs_of(exercise, knobs)
                    counts["explained falsely"] += all(
                        is_false(exercise, output, knobs, text, others, sandbox) for output in outputs
                    )
                elif found:
                    counts["a fact only"] += 1
                else:
                    counts["nothing said"] += 1
                    missed.append(f"{exercise}: {what}")
    for name, count in counts.items():
        print(f"{name:<28}{count:>6}")
    able = counts["explained"] + counts["a fact only"] + counts["nothing said"]
    print(f"{'explained, of those that return':<34}{counts['explained'] / able:>6.0%}")
    print(f"{'size of the class, median':<34}{statistics.median(sizes):>6g}")
    middle, most = statistics.median(milliseconds), max(milliseconds)
    print(f"{'time of a diagnosis, median':<34}{middle:>6.0f} ms, at most {most:.0f}")
    print("\nNot explained:\n" + "\n".join(missed))


if __name__ == "__main__":
    main()
