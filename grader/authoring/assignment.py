"""A folder to an Assignment, validated: every problem at once, before anything runs.

The rows below are the files' schema, key by key; an unknown key is an error. What they mean together
(points, symbols, examples) is checked in `_consistency`.
"""

import builtins
import importlib
import importlib.util
import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from grader.errors import AuthorError
from grader.files import digest_of
from grader.grading.cases import UNITS, case_ids
from grader.model import (
    Assignment,
    CaseSpec,
    CheckName,
    Choice,
    Criterion,
    Example,
    Exercise,
    Layout,
    Limits,
    Question,
)
from grader.toml import converted, read_table
from grader.topics.loading import folder_of, id_of, load_topic, shipped_topics, topic_files, topic_with
from grader.topics.operation import Operation
from grader.topics.topic import Topic

FILES = ("assignment.toml", "cases.toml", "examples.toml")  # what a digest covers, and a wheel holds
FORBIDDEN_IN = ("numpy", "numpy.linalg", "numpy.fft", "numpy.lib.stride_tricks")  # loaded before a submission is
Row = TypeVar("Row")
Points = Annotated[float, msgspec.Meta(gt=0, lt=1e6)]
Size = Annotated[int, msgspec.Meta(ge=0)]
Seconds = Annotated[float, msgspec.Meta(gt=0, lt=1e6)]
Count = Annotated[int, msgspec.Meta(ge=1)]
Stated = str | float | tuple[float, ...]  # an answer to a question
Ids = Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]


class _Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class CriterionRow(_Row, frozen=True):
    """``criteria = [{ id, check, points, of, cases }]``."""

    id: str
    check: CheckName
    points: Points
    of: str | None = None
    cases: tuple[str, ...] = ()


class ChoiceRow(_Row, frozen=True):
    """``accepted`` and ``wrong``: ``[{ answer, why }]``."""

    answer: Stated
    why: str


class ExerciseRow(_Row, frozen=True):
    """``[[exercise]]`` in assignment.toml."""

    id: str
    title: str
    slide: str
    criteria: Annotated[tuple[CriterionRow, ...], msgspec.Meta(min_length=1)]
    also: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    answer: Stated | None = None
    accepted: tuple[ChoiceRow, ...] = ()
    wrong: tuple[ChoiceRow, ...] = ()
    otherwise: str = ""


class LimitsRow(_Row, frozen=True):
    """``[limits]`` in assignment.toml; what is not given keeps the grader's own limit."""

    wall_seconds: Seconds = Limits.wall_seconds
    exercise_seconds: Seconds = Limits.exercise_seconds
    cpu_seconds: Count = Limits.cpu_seconds
    memory_mib: Count = Limits.memory_mib
    output_kib: Count = Limits.output_kib
    result_mib: Count = Limits.result_mib
    time_outs: Count = Limits.time_outs


class AssignmentFile(_Row, frozen=True):
    """assignment.toml."""

    title: str
    slides: tuple[str, ...]
    exercise: Annotated[tuple[Any, ...], msgspec.Meta(min_length=1)]
    points: Points | None = None
    imports: tuple[str, ...] = ()
    limits: LimitsRow = LimitsRow()


class CaseRow(_Row, frozen=True):
    """``[[case]]`` in cases.toml."""

    id: str
    exercises: Ids
    why: str
    sizes: dict[str, int]
    dtype: Literal["float64", "float32", "int64"] = "float64"
    layout: Layout = "C"
    unit: float = 1.0
    arrays: dict[str, str | int | float] = {}
    ranges: dict[str, tuple[int, int]] = {}


class RandomRow(_Row, frozen=True):
    """``[[random]]`` in cases.toml: sizes are numbers or ``[lowest, highest]``."""

    id: str
    exercises: Ids
    why: str
    sizes: dict[str, int | tuple[int, int]]  # msgspec 0.22 crashes on constraints inside this union; see below
    count: Count
    dtype: Literal["float64", "float32", "int64"] = "float64"
    layout: Layout = "C"
    unit: float = 1.0
    ranges: dict[str, tuple[int, int]] = {}


class IllegalRow(_Row, frozen=True):
    """``[[illegal]]`` in cases.toml."""

    id: str
    exercises: Ids
    why: str
    sizes: dict[str, int]
    raises: str
    shapes: dict[str, tuple[Size, ...]] = {}
    unit: float = 1.0


class ExampleRow(_Row, frozen=True):
    """``[[example]]`` in examples.toml."""

    id: str
    slide: str
    title: str
    call: str
    arguments: dict[str, Any]
    expect: dict[str, Any] = {}
    raises: str | None = None
    note: str | None = None


CASE_TABLES: Mapping[str, type[CaseRow | RandomRow | IllegalRow]] = {
    "case": CaseRow,
    "random": RandomRow,
    "illegal": IllegalRow,
}

# ----------------------------------------------------------------------------------- finding


def assignment_ids(folder: Path) -> list[str]:
    """Return the ids of all assignments in a folder, in alphabetical order."""
    return sorted(id_of(path.parent) for path in folder.glob("*/assignment.toml"))


# ----------------------------------------------------------------------------------- loading


def load_assignment(folder: Path) -> Assignment:
    """Read and validate one assignment.

    Parameters
    ----------
    folder : Path
        Its name is the assignment's id; underscores may stand for the id's hyphens.

    Raises
    ------
    AuthorError
        With every problem found, each with its file and key.
    """
    folder = folder_of(folder.parent, folder.name)
    problems: list[str] = []
    examples, elsewhere = _read_examples(folder.parent)
    table = read_table(folder / "assignment.toml", problems)
    head = converted("assignment.toml", table, AssignmentFile, problems) if table else None
    listed = table.get("exercise")  # not of the head: what is wrong there hides nothing here
    rows = _rows("assignment.toml", "exercise", listed if isinstance(listed, list) else (), ExerciseRow, problems)
    exercises = [_exercise(row) for row in rows]
    cases = _cases(folder, examples, problems)
    topics = _topics(folder, exercises, problems)
    if not (problems or elsewhere) and head is not None:
        problems += _consistency(head, exercises, cases, _operations(topics, exercises))
    if problems or elsewhere or head is None:
        raise AuthorError([*elsewhere, *(f"{folder.name}/{problem}" for problem in problems)])
    return Assignment(
        id=id_of(folder),
        title=head.title,
        slides=head.slides,
        exercises=tuple(exercises),
        limits=Limits(**msgspec.structs.asdict(head.limits)),
        imports=head.imports,
        cases=tuple(cases),
        folder=folder,
        digest=_digest(folder),
        topics=topics,
    )


def _topics(folder: Path, exercises: Sequence[Exercise], problems: list[str]) -> dict[str, Topic]:
    """Return the topic of each exercise: the folder's own, or one of those that come with the grader."""
    try:
        own = load_topic(folder)
    except AuthorError as error:
        problems += error.problems
        return {}
    topics = {}
    for exercise in exercises:
        topic = own if own.operation(exercise.id) is not None else topic_with(exercise.id)
        if topic is not None and exercise.question is None:
            topics[exercise.id] = topic
    return topics


def _operations(topics: Mapping[str, Topic], exercises: Sequence[Exercise]) -> dict[str, Operation]:
    """Return the operations of the exercises by id. Where one has none, return all, so that a message can list them."""
    is_whole = all(exercise.question is not None or exercise.id in topics for exercise in exercises)
    sources = topics.values() if is_whole else itertools.chain(shipped_topics(), topics.values())
    return {operation.id: operation for topic in sources for operation in topic.operations}


def _examples(path: Path, problems: list[str]) -> list[Example]:
    table = read_table(path, problems)
    problems += [f"examples.toml: unknown table [[{key}]]" for key in table.keys() - {"example"}]
    rows = _rows("examples.toml", "example", table.get("example", []), ExampleRow, problems)
    for row in rows:
        if bool(row.expect) == bool(row.raises):
            problems.append(f"examples.toml: {row.id}: it needs either expect or raises")
    return [Example(**msgspec.structs.asdict(row)) for row in rows]


def all_examples(folder: Path) -> dict[str, Example]:
    """Return the worked examples of all assignments by id: a case may use any of them.

    Raises
    ------
    AuthorError
        If a file is wrong, or two examples have the same id.
    """
    examples, problems = _read_examples(folder)
    if problems:
        raise AuthorError(problems)
    return examples


def own_examples(folder: Path) -> list[Example]:
    """Return the worked examples of one assignment, given its folder; none where it has no examples.toml."""
    problems: list[str] = []
    path = folder / "examples.toml"
    return _examples(path, problems) if path.is_file() else []


def _read_examples(folder: Path) -> tuple[dict[str, Example], list[str]]:
    """Return the worked examples of all assignments by id, and what is wrong with them."""
    problems: list[str] = []
    examples: dict[str, Example] = {}
    for path in sorted(folder.glob("*/examples.toml")):
        own: list[str] = []
        for example in _examples(path, own):
            if example.id in examples:
                own.append(f"examples.toml: {example.id}: another example has this id")
            examples[example.id] = example
        problems += [f"{path.parent.name}/{problem}" for problem in own]
    return examples, problems


def _exercise(row: ExerciseRow) -> Exercise:
    criteria = tuple(
        Criterion(
            id=criterion.id,
            check=criterion.check,
            points=Fraction(repr(criterion.points)),
            of=criterion.of,
            cases=criterion.cases,
            others=tuple(case for other in row.criteria if is_beside(criterion, other) for case in other.cases),
        )
        for criterion in row.criteria
    )
    question = None
    if row.answer is not None:
        accepted, wrong = (
            tuple(Choice(answer=choice.answer, why=choice.why) for choice in choices)
            for choices in (row.accepted, row.wrong)
        )
        question = Question(answer=row.answer, accepted=accepted, wrong=wrong, otherwise=row.otherwise)
    return Exercise(
        id=row.id,
        title=row.title,
        slide=row.slide,
        criteria=criteria,
        question=question,
        forbidden=row.forbidden,
        also=row.also,
    )


def is_beside(criterion: CriterionRow, other: CriterionRow) -> bool:
    """Whether another criterion looks at the same returned value in the same way, and so shares the cases with this."""
    return other is not criterion and (criterion.check, criterion.of) == (other.check, other.of)


def _cases(folder: Path, examples: Mapping[str, Example], problems: list[str]) -> list[CaseSpec]:
    table = read_table(folder / "cases.toml", problems)
    problems += [f"cases.toml: unknown table [[{key}]]" for key in table.keys() - CASE_TABLES.keys()]
    specs = []
    for key, kind in CASE_TABLES.items():
        rows: list[CaseRow | RandomRow | IllegalRow] = _rows("cases.toml", key, table.get(key, []), kind, problems)
        for row in rows:
            fields = msgspec.structs.asdict(row)
            if isinstance(row, CaseRow):
                fields["arrays"] = _given(row, examples, problems)
            specs.append(CaseSpec(**fields))
    return specs


def _given(row: CaseRow, examples: Mapping[str, Example], problems: list[str]) -> dict[str, object]:
    """Replace ``"sharpen.x"`` by argument x of the worked example `sharpen`."""
    given: dict[str, object] = {}
    for name, value in row.arrays.items():
        if isinstance(value, str):
            example, _, argument = value.partition(".")
            if example not in examples or argument not in examples[example].arguments:
                problems.append(f"cases.toml: {row.id}: arrays.{name}: there is no worked example {value!r}")
                continue
            given[name] = examples[example].arguments[argument]
        else:
            given[name] = value
    return given


# ------------------------------------------------------------------------------- consistency


def _consistency(
    head: AssignmentFile,
    exercises: Sequence[Exercise],
    cases: Sequence[CaseSpec],
    operations: Mapping[str, Operation],
) -> Iterator[str]:
    """Yield what is wrong with parts that are right on their own."""
    total = sum((exercise.points for exercise in exercises), Fraction(0))
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
        if criterion.check == "shape" and place > 0:
            yield f"{where}: criterion {criterion.id}: the shape stands first, because values wait for it"
    demands = {criterion.check == "raises" for criterion in exercise.criteria}
    offers = {spec.raises is not None for spec in cases}
    if True in demands - offers or False in demands - offers:
        yield f"{where}: a criterion has no case in cases.toml"
    if True in offers - demands:
        yield f"{where}: cases.toml has illegal cases for it, but no criterion checks raises"
    yield from _repeated(f"cases.toml: cases of {exercise.id}", [one for spec in cases for one in case_ids(spec)])
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
    operations = [known_operations[one] for one in spec.exercises if one in known_operations]
    for symbol, size in spec.sizes.items():
        least = max((operation.least(symbol) for operation in operations), default=0)
        lowest, highest = size if isinstance(size, tuple) else (size, size)
        if not 0 <= lowest <= highest:
            what = (
                f"{size} is negative" if isinstance(size, int) else f"{[*size]} is no range of sizes: lowest, highest"
            )
            yield f"{where}: sizes.{symbol}: {what}"
        elif spec.count is not None and lowest < least:
            yield f"{where}: sizes.{symbol}: {lowest} is illegal; the least is {least}"
    for key, names in (("arrays", spec.arrays), ("shapes", spec.shapes), ("ranges", spec.ranges)):
        known = {name for operation in operations for name in operation.shapes}
        for name in sorted(names.keys() - known):
            yield f"{where}: {key}.{name}: no such array; known are {', '.join(sorted(known))}"
    for name, (lowest, highest) in spec.ranges.items():
        if lowest > highest:
            yield f"{where}: ranges.{name}: {[lowest, highest]} is no range: lowest, highest"
    if spec.unit not in UNITS:
        yield f"{where}: unit: {spec.unit:g} is none of {', '.join(f'{unit:g}' for unit in UNITS)}"
    elif spec.unit != 1 and spec.dtype == "int64":
        yield f"{where}: unit: int64 holds whole numbers only, no multiples of {spec.unit:g}"
    if spec.raises is not None:
        error = getattr(builtins, spec.raises, None)
        if not (isinstance(error, type) and issubclass(error, Exception)):
            yield f"{where}: raises: Python has no error {spec.raises!r}"
        elif error is NotImplementedError:
            yield f"{where}: raises: NotImplementedError never counts, since starters raise it"


def _repeated(where: str, ids: Sequence[str]) -> Iterator[str]:
    for repeated in sorted({one for one in ids if ids.count(one) > 1}):
        yield f"{where}: {repeated!r} stands there more than once"


# ----------------------------------------------------------------------------------- reading


def _rows(file: str, key: str, values: object, kind: type[Row], problems: list[str]) -> list[Row]:
    if not isinstance(values, (list, tuple)):
        problems.append(f"{file}: {key}: write [[{key}]], not [{key}]")
        return []
    found = [converted(f"{file}: {key}[{n}]", value, kind, problems) for n, value in enumerate(values)]
    return [row for row in found if row is not None]


def _digest(folder: Path) -> str:
    paths = [*(folder / name for name in FILES), *topic_files(folder)]
    return digest_of(
        {path.relative_to(folder.parent).as_posix().removeprefix(f"{folder.name}/"): _bytes(path) for path in paths}
    )


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
