"""What is wrong with parts of an assignment that are right on their own: points, symbols, names, modules."""

import builtins
import importlib
import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from grader.authoring.rows import AssignmentFile
from grader.grading.cases import UNITS, case_ids
from grader.model import CaseSpec, Exercise, ManualPart
from grader.topics.operation import Operation

FORBIDDEN_IN = ("numpy", "numpy.linalg", "numpy.fft", "numpy.lib.stride_tricks")  # loaded before a submission is


def inconsistencies(
    head: AssignmentFile,
    exercises: Sequence[Exercise],
    cases: Sequence[CaseSpec],
    operations: Mapping[str, Operation],
    manual: Sequence[ManualPart] = (),
) -> Iterator[str]:
    """Yield what is wrong with parts that are right on their own."""
    total = sum((part.points for part in manual), sum((exercise.points for exercise in exercises), Fraction(0)))
    yield from _repeated("assignment.toml: manual", [part.name for part in manual])
    if head.points is not None and Fraction(repr(head.points)) != total:
        yield f"assignment.toml: points: {head.points:g} are stated; the criteria add up to {float(total):g}"
    for module in head.imports:
        if importlib.util.find_spec(module.partition(".")[0]) is None:
            yield f"assignment.toml: imports: there is no module {module!r} on this machine"
    for exercise in exercises:
        for key, title in (("slide", exercise.slide), *(("also", title) for title in exercise.also)):
            if title not in head.slides:
                yield f"assignment.toml: exercise {exercise.id}: {key}: {title!r} is not among slides"
    yield from _repeated("assignment.toml: exercise", [exercise.id for exercise in exercises])
    for spec in cases:
        yield from _case_problems(spec, operations)
    for exercise in exercises:
        own = [spec for spec in cases if exercise.id in spec.exercises]
        yield from _exercise_problems(exercise, own, operations)
    known = {exercise.id for exercise in exercises}
    for spec in cases:
        for unknown in sorted(set(spec.exercises) - known):
            yield f"cases.toml: {spec.id}: exercises: there is no exercise {unknown!r}"


def _exercise_problems(
    exercise: Exercise, cases: Sequence[CaseSpec], operations: Mapping[str, Operation]
) -> Iterator[str]:
    where = f"assignment.toml: exercise {exercise.id}"
    asks = [criterion.id for criterion in exercise.criteria if criterion.check == "answer"]
    if exercise.question is not None:
        if len(asks) != len(exercise.criteria):
            yield f"{where}: criteria: a question has the check answer, and no other"
        if not exercise.question.otherwise:
            yield f"{where}: otherwise: a wrong answer that is not listed needs a next step"
        yield from (f"cases.toml: {spec.id}: {exercise.id} is a question and has no cases" for spec in cases)
        return
    yield from (f"{where}: criterion {name}: the check answer needs the exercise's answer" for name in asks)
    yield from _forbidden_problems(where, exercise.forbidden)
    operation = operations.get(exercise.id)
    if operation is None:
        yield f"{where}: there is no operation of this name; known are {', '.join(sorted(operations))}"
        return
    yield from _repeated(f"{where}: criteria", [criterion.id for criterion in exercise.criteria])
    for place, criterion in enumerate(exercise.criteria):
        if criterion.of is not None and criterion.check == "raises":
            yield f"{where}: criterion {criterion.id}: of: an error is not of one returned value"
        elif criterion.of is not None and criterion.of not in operation.returns:
            yield f"{where}: criterion {criterion.id}: of: {exercise.id} returns {', '.join(operation.returns)}"
        for case in criterion.cases:
            if case not in {spec.id for spec in cases}:
                yield f"{where}: criterion {criterion.id}: cases: {exercise.id} has no case {case!r}"
        if criterion.check == "judged" and criterion.id not in operation.judges:
            known = ", ".join(operation.judges) or "none"
            yield f"{where}: criterion {criterion.id}: judges of {exercise.id} are {known}"
        if criterion.check == "speed" and (operation.speed is None or criterion.id not in operation.speed.steps):
            known = ", ".join(operation.speed.steps if operation.speed else ()) or "none"
            yield f"{where}: criterion {criterion.id}: steps of {exercise.id} are {known}"
        if criterion.check == "shape" and place > 0:
            yield f"{where}: criterion {criterion.id}: the shape stands first, because values wait for it"
    demands = {criterion.check == "raises" for criterion in exercise.criteria}
    offers = {spec.raises is not None for spec in cases}
    if True in demands - offers or False in demands - offers:
        yield f"{where}: a criterion has no case in cases.toml"
    if True in offers - demands:
        yield f"{where}: cases.toml has illegal cases for it, but no criterion checks raises"
    yield from _repeated(
        f"cases.toml: cases of {exercise.id}", [case_id for spec in cases for case_id in case_ids(spec)]
    )
    for spec in cases:
        if spec.sizes.keys() != operation.symbols:
            yield f"cases.toml: {spec.id}: sizes: {exercise.id} needs exactly {', '.join(sorted(operation.symbols))}"


def _forbidden_problems(where: str, forbidden: Sequence[str]) -> Iterator[str]:
    for name in forbidden:
        module, _, attribute = name.rpartition(".")
        if module not in FORBIDDEN_IN or not hasattr(importlib.import_module(module), attribute):
            yield f"{where}: forbidden: there is no {name!r}; name a function of {' or '.join(FORBIDDEN_IN)}"


def _case_problems(spec: CaseSpec, known_operations: Mapping[str, Operation]) -> Iterator[str]:
    """Yield what is wrong with an entry of cases.toml, whatever it is for."""
    where = f"cases.toml: {spec.id}"
    operations = [known_operations[exercise] for exercise in spec.exercises if exercise in known_operations]
    for symbol, size in spec.sizes.items():
        lowest, highest = size if isinstance(size, tuple) else (size, size)
        if not (lowest >= 0 or spec.raises is not None) or lowest > highest:
            what = (
                f"{size} is negative" if isinstance(size, int) else f"{[*size]} is no range of sizes: lowest, highest"
            )
            yield f"{where}: sizes.{symbol}: {what}"
        elif spec.count is not None:
            least = max((operation.least(symbol) for operation in operations), default=0)
            if lowest < least:
                yield f"{where}: sizes.{symbol}: {lowest} is illegal; the least is {least}"
    known = {name for operation in operations for name in operation.shapes}
    for key, names in (
        ("arrays", spec.arrays),
        ("shapes", spec.shapes),
        ("ranges", spec.ranges),
        ("dtypes", spec.dtypes),
        ("layouts", spec.layouts),
    ):
        for name in sorted(names.keys() - known):
            yield f"{where}: {key}.{name}: no such array; known are {', '.join(sorted(known))}"
    for name, (lowest, highest) in spec.ranges.items():
        if lowest > highest:
            yield f"{where}: ranges.{name}: {[lowest, highest]} is no range: lowest, highest"
    if spec.unit not in UNITS:
        yield f"{where}: unit: {spec.unit:g} is none of {', '.join(f'{unit:g}' for unit in UNITS)}"
    elif spec.unit < 1 and not spec.dtype.startswith("float"):
        yield f"{where}: unit: {spec.dtype} holds whole numbers only, no multiples of {spec.unit:g}"
    if spec.raises is not None:
        error = getattr(builtins, spec.raises, None)
        if not (isinstance(error, type) and issubclass(error, Exception)):
            yield f"{where}: raises: Python has no error {spec.raises!r}"
        elif error is NotImplementedError:
            yield f"{where}: raises: NotImplementedError never counts, since starters raise it"


def _repeated(where: str, ids: Sequence[str]) -> Iterator[str]:
    for repeated in sorted({id for id in ids if ids.count(id) > 1}):
        yield f"{where}: {repeated!r} stands there more than once"
