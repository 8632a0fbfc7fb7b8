"""A folder to an Assignment, validated: every problem at once, before anything runs."""

import hashlib
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import msgspec

from grader.authoring.consistency import inconsistencies
from grader.authoring.rows import (
    CASE_TABLES,
    AssignmentFile,
    CaseRow,
    CriterionRow,
    ExampleRow,
    ExerciseRow,
    IllegalRow,
    RandomRow,
)
from grader.errors import AuthorError
from grader.files import digest_of
from grader.model import (
    Assignment,
    CaseSpec,
    Choice,
    Criterion,
    Example,
    Exercise,
    Limits,
    ManualPart,
    Question,
    Sealed,
)
from grader.toml import converted, read_table
from grader.topics.loading import folder_of, id_of, load_topic, shipped_topics, topic_files, topic_with
from grader.topics.operation import Operation
from grader.topics.topic import Topic

FILES = ("assignment.toml", "cases.toml", "examples.toml")  # what a digest covers, and a wheel holds
Row = TypeVar("Row")


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What an assignment is called, and what there is to write."""

    id: str
    title: str
    exercises: tuple[Exercise, ...]
    manual: tuple[ManualPart, ...] = ()

    @property
    def points(self) -> Fraction:
        """What a right submission earns, with what people grade."""
        parts = sum((part.points for part in self.manual), Fraction())
        return sum((exercise.points for exercise in self.exercises), parts)


def assignment_ids(folder: Path) -> list[str]:
    """Return the ids of all assignments in a folder, in alphabetical order."""
    return sorted(id_of(path.parent) for path in folder.glob("*/assignment.toml"))


def exercise_ids(folder: Path) -> tuple[str, ...]:
    """Return the ids of an assignment's exercises, as far as they can be read; nothing else of it is looked at."""
    rows = read_table(folder_of(folder.parent, folder.name) / "assignment.toml", []).get("exercise")
    return tuple(str(row.get("id")) for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()


def load_contents(folder: Path) -> Contents:
    """Read what an assignment is called and what there is to write; its cases and topics are not looked at.

    Raises
    ------
    AuthorError
        With every problem found in ``assignment.toml``.
    """
    folder = folder_of(folder.parent, folder.name)
    problems: list[str] = []
    head, exercises, manual = _contents(folder, problems)
    if problems or head is None:
        raise AuthorError(f"{folder.name}/{problem}" for problem in problems)
    return Contents(id=id_of(folder), title=head.title, exercises=tuple(exercises), manual=manual)


def _contents(
    folder: Path, problems: list[str]
) -> tuple[AssignmentFile | None, list[Exercise], tuple[ManualPart, ...]]:
    """Return what ``assignment.toml`` says."""
    table = read_table(folder / "assignment.toml", problems)
    head = converted("assignment.toml", table, AssignmentFile, problems) if table else None
    listed = table.get("exercise")  # not of the head: what is wrong there hides nothing here
    rows = _rows("assignment.toml", "exercise", listed if isinstance(listed, list) else (), ExerciseRow, problems)
    return head, [_exercise(row) for row in rows], _manual(rows)


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
    head, exercises, manual = _contents(folder, problems)
    cases = _cases(folder, examples, problems)
    topics = _topics(folder, exercises, problems)
    if not (problems or elsewhere) and head is not None:
        problems += inconsistencies(head, exercises, cases, _operations(topics, exercises), manual)
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
        digest=_digest(folder, head.sealed_from),
        topics=topics,
        manual=manual,
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
    if row.sealed is not None:
        question = Question(sealed=Sealed(**msgspec.structs.asdict(row.sealed)), otherwise=row.otherwise)
    elif row.answer is not None:
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


def _manual(rows: Sequence[ExerciseRow]) -> tuple[ManualPart, ...]:
    """Return what people grade of the exercises."""
    return tuple(
        ManualPart(exercise=row.id, id=part.id, points=Fraction(repr(part.points)), about=part.about)
        for row in rows
        for part in row.manual
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


def _digest(folder: Path, sealed_from: str | None) -> str:
    """Return the digest of an assignment's files: that of a sealed one is the same as of what it was made from."""
    paths = [*(folder / name for name in FILES), *topic_files(folder)]
    digests = {
        path.relative_to(folder.parent).as_posix().removeprefix(f"{folder.name}/"): _file_digest(path) for path in paths
    }
    return digest_of({**digests, FILES[0]: sealed_from.encode() if sealed_from else digests[FILES[0]]})


def _file_digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes() if path.is_file() else b"").hexdigest().encode()
