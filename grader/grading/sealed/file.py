"""A sealed file: what is written, key by key, and how cases and calls are written in it. Pure."""

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np

from grader.errors import AuthorError, OperatorError
from grader.grading.sealed.boxes import Box
from grader.model import Call, Case, Kept, Laid, Random, Unchanged

FORMAT = 1
ENDING = ".sealed"
MAX_BYTES = 64 << 20
SHAPED = frozenset({"function", "arguments", "names", "returns", "keep", "keywords", "is_judged"})  # fields of a call


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    pass


class SealedCriterion(_Part, frozen=True):
    """A line of the rubric."""

    id: str
    check: str
    points: str
    of: str | None = None
    cases: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


class SealedCall(_Part, frozen=True):
    """One call of a case."""

    function: str
    arguments: tuple[Any, ...]
    names: tuple[str, ...]
    returns: tuple[str, ...]
    keep: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    is_judged: bool = False


class SealedCase(_Part, frozen=True):
    """One case: its inputs are written out, and what is due is in boxes."""

    id: str
    why: str
    sizes: dict[str, int]
    arguments: dict[str, Any]
    calls: tuple[SealedCall, ...]
    kind: str
    unit: float = 1.0
    raises: str | None = None
    due: dict[str, Box] = {}


class SealedAnswers(_Part, frozen=True):
    """A question's boxes."""

    of: str
    boxes: tuple[str, ...]
    otherwise: str


class SealedExercise(_Part, frozen=True):
    """One exercise."""

    id: str
    title: str
    slide: str
    criteria: tuple[SealedCriterion, ...]
    also: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    question: SealedAnswers | None = None
    returns: tuple[str, ...] = ()
    cases: tuple[SealedCase, ...] = ()
    beliefs: dict[str, tuple[str, ...]] = {}  # by returned value, boxes that wrong answers open


class SealedFile(_Part, frozen=True):
    """An assignment without answers."""

    format: int
    id: str
    title: str
    slides: tuple[str, ...]
    digest: str
    limits: dict[str, int | float]
    imports: tuple[str, ...]
    exercises: tuple[SealedExercise, ...]
    left_out: tuple[str, ...] = ()  # what the course alone can grade, as sentences


def encoded(file: SealedFile) -> bytes:
    """Return a sealed file's bytes."""
    return msgspec.json.encode(file) + b"\n"


def decoded(data: bytes, name: str) -> SealedFile:
    """Return what a sealed file says.

    Raises
    ------
    OperatorError
        If it is none, or one of a later format.
    """
    try:
        if msgspec.json.decode(data, type=_Format).format > FORMAT:
            raise OperatorError(f"{name} was made by a newer grader: install that one with pip install -U convgrader")
        return msgspec.json.decode(data, type=SealedFile)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise OperatorError(f"{name} is no sealed file, or only a part of one: download it again") from None


class _Format(msgspec.Struct):
    format: int


# ----------------------------------------------------------------------------------- values


def call_of(sealed: SealedCall, arguments: Mapping[str, Any]) -> Call:
    """Return a call as it was."""
    fields = {name: getattr(sealed, name) for name in SHAPED - {"arguments"}}
    return Call(arguments=tuple(value_of(value, arguments) for value in sealed.arguments), **fields)


def sealed_call(call: Call, case: Case) -> SealedCall:
    """Return a call as it is written.

    Raises
    ------
    AuthorError
        If its form or an argument has no way to be written.
    """
    usual = Call(function="", arguments=(), names=(), returns=())
    unusual = [name for name in vars(usual) if name not in SHAPED and getattr(call, name) != getattr(usual, name)]
    if unusual:
        raise AuthorError([f"operations.py: calls: a sealed file cannot hold a call with {', '.join(unusual)}"])
    fields = {name: getattr(call, name) for name in SHAPED - {"arguments"}}
    return SealedCall(arguments=tuple(written(value, case) for value in call.arguments), **fields)


def written(value: Any, case: Case) -> Any:
    """Return an argument as plain data; an array of the case by its name."""
    if isinstance(value, Laid):
        own = next((name for name, array in case.arguments.items() if array is value.array), None)
        laid = {"name": own} if own is not None else {"array": array_written(value.array)}
        return {"laid": laid, "layout": value.layout}
    if isinstance(value, Kept):
        return {"kept": [value.call, value.position]}
    if isinstance(value, Unchanged):
        return {"unchanged": True}
    if isinstance(value, Random):
        return {"random": True}
    if isinstance(value, np.ndarray):
        return {"array": array_written(value)}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Mapping):
        return {"mapping": [[key, written(item, case)] for key, item in value.items()]}
    if isinstance(value, list | tuple):
        return {type(value).__name__: [written(item, case) for item in value]}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise AuthorError([f"operations.py: calls: a sealed file cannot hold an argument of type {type(value).__name__}"])


def value_of(value: Any, arguments: Mapping[str, Any]) -> Any:
    """Return an argument as it was."""
    match value:
        case {"laid": {"name": str(name)}, "layout": layout}:
            return Laid(arguments[name], layout)
        case {"laid": {"array": array}, "layout": layout}:
            return Laid(array_of(array), layout)
        case {"kept": [int(call), int(position)]}:
            return Kept(call, position)
        case {"unchanged": True}:
            return Unchanged()
        case {"random": True}:
            return Random()
        case {"array": array}:
            return array_of(array)
        case {"mapping": pairs}:
            return {key: value_of(item, arguments) for key, item in pairs}
        case {"list": items}:
            return [value_of(item, arguments) for item in items]
        case {"tuple": items}:
            return tuple(value_of(item, arguments) for item in items)
    return value


def array_written(array: Any) -> dict[str, Any]:
    """Return an array as plain data."""
    return {"type": array.dtype.name, "shape": list(array.shape), "numbers": array.ravel().tolist()}


def array_of(written: Mapping[str, Any]) -> Any:
    """Return an array as it was."""
    return np.array(written["numbers"], np.dtype(written["type"])).reshape(written["shape"])
