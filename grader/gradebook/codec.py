"""A graded exercise as bytes, and back, without any loss: fractions stay exact, tuples tuples, NaN NaN. Pure.

In: ExerciseReport.  Out: its *definition* (the exercise, the same for the whole class) and its *results*.
MessagePack and not JSON, which has no NaN and one kind of number.
"""

import hashlib
import zlib
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from grader.model import (
    Criterion,
    CriterionReport,
    Diagnosis,
    Evidence,
    Excerpt,
    Exercise,
    ExerciseReport,
    Result,
    Searched,
    Status,
)

BIG = 1  # code of the extension for whole numbers beyond 64 bits
FAST = 1  # level of compression: the rest gains little and costs much


Typed = TypeVar("Typed")


class Unknown(Exception):
    """Bytes that are no graded exercise; the message says why."""


class _Definition(msgspec.Struct, frozen=True, array_like=True):
    exercise: Exercise
    criteria: tuple[Criterion, ...]


class _Criterion(msgspec.Struct, frozen=True, array_like=True):
    score: Fraction
    status: Status
    results: tuple[Result, ...]


class _Results(msgspec.Struct, frozen=True, array_like=True):
    criteria: tuple[_Criterion, ...]
    notes: tuple[str, ...]
    diagnosis: tuple[Diagnosis, ...]
    searched: Searched | None = None
    codes: tuple[tuple[str, str], ...] = ()
    excerpts: tuple[Excerpt, ...] = ()


class _Big:
    """A whole number that MessagePack has no form for; no dataclass, which would be encoded as a mapping."""

    def __init__(self, value: int) -> None:
        self.value = value


@dataclass(frozen=True, kw_only=True)
class Packed:
    """An exercise's report in bytes."""

    definition: bytes
    results: bytes

    @property
    def definition_digest(self) -> str:
        """Name of the definition: the same bytes have the same."""
        return hashlib.sha256(self.definition).hexdigest()[:32]


def pack(report: ExerciseReport) -> Packed:
    """Return a graded exercise as bytes."""
    definition = _Definition(report.exercise, tuple(criterion.criterion for criterion in report.criteria))
    results = _Results(
        tuple(_Criterion(criterion.score, criterion.status, criterion.results) for criterion in report.criteria),
        report.notes,
        report.diagnosis,
        report.searched,
        report.codes,
        report.excerpts,
    )
    try:
        encoded = encode(results)
    except OverflowError:
        encoded = encode(_with_big_numbers(results))
    return Packed(definition=encode(definition), results=zlib.compress(encoded, FAST))


def unpack(packed: Packed) -> ExerciseReport:
    """Return the graded exercise that was packed.

    Raises
    ------
    Unknown
        If these are no bytes of `pack`.
    """
    try:
        definition = decode(packed.definition, _Definition)
        results = decode(zlib.decompress(packed.results), _Results)
    except (zlib.error, msgspec.MsgspecError, ValueError) as error:
        raise Unknown(str(error)) from None
    criteria = tuple(
        CriterionReport(
            criterion=criterion,
            score=result.score,
            status=result.status,
            results=result.results,
        )
        for criterion, result in zip(definition.criteria, results.criteria, strict=True)
    )
    return ExerciseReport(
        exercise=definition.exercise,
        criteria=criteria,
        notes=results.notes,
        diagnosis=results.diagnosis,
        searched=results.searched,
        codes=results.codes,
        excerpts=results.excerpts,
    )


def encode(value: object) -> bytes:
    """Return a value of typed fields as bytes: no code is in them."""
    return msgspec.msgpack.encode(value, enc_hook=_to_plain)


def decode(data: bytes, kind: type[Typed]) -> Typed:
    """Return what `encode` wrote."""
    return msgspec.msgpack.decode(data, type=kind, dec_hook=_from_plain, ext_hook=_from_extension)


def _to_plain(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, _Big):
        return msgspec.msgpack.Ext(BIG, str(value.value).encode())
    if hasattr(value, "item"):  # a number of numpy's
        return value.item()
    raise NotImplementedError(f"a {type(value).__name__} cannot be kept")


def _from_plain(kind: type, value: Any) -> object:
    if kind is Fraction:
        return _fraction(value)
    if kind is object:
        return _tuples(value)
    raise NotImplementedError(f"a {kind.__name__} is never kept")


@lru_cache(1024)
def _fraction(text: str) -> Fraction:
    """Return a number of points; a report has a thousand, of few kinds."""
    return Fraction(text)


def _from_extension(code: int, data: memoryview) -> object:
    if code != BIG:
        raise ValueError(f"unknown extension {code}")
    return int(bytes(data))


# ------------------------------------------------------------------- values of any type


def _tuples(value: object) -> object:
    """Give sequences their type back; in a report they are tuples."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _big(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_big, value))
    is_big = isinstance(value, int) and not -(2**63) <= value < 2**64
    return _Big(value) if is_big and isinstance(value, int) else value


def _with_big_numbers(results: _Results) -> _Results:
    """Wrap whole numbers beyond 64 bits; a student may state any."""

    def wrapped(result: Result) -> Result:
        evidence: Evidence | None = result.evidence
        if evidence is None:
            return result
        return replace(result, evidence=replace(evidence, got=_big(evidence.got), want=_big(evidence.want)))

    criteria = tuple(
        _Criterion(result.score, result.status, tuple(map(wrapped, result.results))) for result in results.criteria
    )
    return _Results(criteria, results.notes, results.diagnosis, results.searched, results.codes, results.excerpts)
