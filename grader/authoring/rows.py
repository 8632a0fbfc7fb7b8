"""The schema of assignment.toml, cases.toml and examples.toml, key by key. An unknown key is an error."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from grader.model import ORDINARY, CheckName, Layout, Limits

Points = Annotated[float, msgspec.Meta(gt=0, lt=1e6)]
Size = Annotated[int, msgspec.Meta(ge=0)]
Seconds = Annotated[float, msgspec.Meta(gt=0, lt=1e6)]
Count = Annotated[int, msgspec.Meta(ge=1)]
Stated = str | float | tuple[float, ...]  # an answer to a question
DType = Literal["float64", "float32", "int64", "int32", "int16", "int8", "uint8"]
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


class SealedRow(_Row, frozen=True):
    """``sealed = { of, boxes }``: what an installed grader has instead of ``answer``, ``accepted`` and ``wrong``."""

    of: str
    boxes: tuple[str, ...]


class ManualRow(_Row, frozen=True):
    """``manual = [{ id, points, about }]``."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]+$")]
    points: Points
    about: str


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
    sealed: SealedRow | None = None
    manual: tuple[ManualRow, ...] = ()


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
    sealed_from: str | None = None


class CaseRow(_Row, frozen=True):
    """``[[case]]`` in cases.toml."""

    id: str
    exercises: Ids
    why: str
    sizes: dict[str, int]
    dtype: DType = "float64"
    dtypes: dict[str, DType] = {}
    layout: Layout = "C"
    layouts: dict[str, Layout] = {}
    unit: float = 1.0
    needed: bool = False
    kind: str = ORDINARY
    arrays: dict[str, str | int | float | list[Any]] = {}
    shapes: dict[str, tuple[Size, ...]] = {}
    ranges: dict[str, tuple[int, int]] = {}


class RandomRow(_Row, frozen=True):
    """``[[random]]`` in cases.toml: sizes are numbers or ``[lowest, highest]``."""

    id: str
    exercises: Ids
    why: str
    sizes: dict[str, int | tuple[int, int]]  # msgspec 0.22 crashes on constraints inside this union; see below
    count: Count
    dtype: DType = "float64"
    dtypes: dict[str, DType] = {}
    layout: Layout = "C"
    layouts: dict[str, Layout] = {}
    unit: float = 1.0
    needed: bool = False
    kind: str = ORDINARY
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
    needed: bool = False
    kind: str = ORDINARY


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
