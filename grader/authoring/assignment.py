"""A folder to an Assignment, validated: every problem at once, before anything runs."""

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import msgspec

from grader.authoring.consistency import inconsistencies
from grader.authoring.rows import CASE_TABLES, AssignmentFile, CaseRow, ExampleRow, ExerciseRow, IllegalRow, RandomRow
from grader.errors import AuthorError
from grader.files import digest_of
from grader.model import Assignment, CaseSpec, Choice, Criterion, Example, Exercise, Limits, Question
from grader.toml import converted, read_table
from grader.topics.loading import folder_of, id_of, load_topic, shipped_topics, topic_files, topic_with
from grader.topics.operation import Operation
from grader.topics.topic import Topic

FILES = ("assignment.toml", "cases.toml", "examples.toml")  # what a digest covers, and a wheel holds
Row = TypeVar("Row")


def assignment_ids(folder: Path) -> list[str]:
    """Return the ids of all assignments in a folder, in alphabetical order."""
    return sorted(id_of(path.parent) for path in folder.glob("*/assignment.toml"))


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
        problems += inconsistencies(head, exercises, cases, _operations(topics, exercises))
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
        Criterion(id=criterion.id, check=criterion.check, points=Fraction(repr(criterion.points)), of=criterion.of)
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


def _cases(folder: Path, examples: Mapping[str, Example], problems: list[str]) -> list[CaseSpec]:
    table = read_table(folder / "cases.toml", problems)
    problems += [f"cases.toml: unknown table [[{key}]]" for key in table.keys() - CASE_TABLES.keys()]
    specs = []
    for key, kind in CASE_TABLES.items():
        rows: list[CaseRow | RandomRow | IllegalRow] = _rows("cases.toml", key, table.get(key, []), kind, problems)
        for row in rows:
            keys = msgspec.structs.asdict(row)
            if isinstance(row, CaseRow):
                keys["arrays"] = _given(row, examples, problems)
            specs.append(CaseSpec(**keys))
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


def _rows(file: str, key: str, values: object, kind: type[Row], problems: list[str]) -> list[Row]:
    if not isinstance(values, (list, tuple)):
        problems.append(f"{file}: {key}: write [[{key}]], not [{key}]")
        return []
    converted_rows = [converted(f"{file}: {key}[{n}]", value, kind, problems) for n, value in enumerate(values)]
    return [row for row in converted_rows if row is not None]


def _digest(folder: Path) -> str:
    paths = [*(folder / name for name in FILES), *topic_files(folder)]
    return digest_of(
        {path.relative_to(folder.parent).as_posix().removeprefix(f"{folder.name}/"): _bytes(path) for path in paths}
    )


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
