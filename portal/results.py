"""What a grader made of a submission, as bytes in the database until a writer keeps it. Typed: no code in it."""

from fractions import Fraction
from typing import Any

import msgspec

from grader.classroom.work import Done


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    raise NotImplementedError(type(value).__name__)


def _made(kind: type, value: Any) -> Any:
    if kind is Fraction:
        return Fraction(value)
    raise NotImplementedError(kind.__name__)


def to_bytes(done: Done) -> bytes:
    """Return work that is done as bytes."""
    return msgspec.msgpack.encode(done, enc_hook=_plain)


def from_bytes(data: bytes) -> Done:
    """Return what `to_bytes` wrote."""
    return msgspec.msgpack.decode(data, type=Done, dec_hook=_made)
