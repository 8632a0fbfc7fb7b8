"""What a child may reply, checked once, right after decoding. Pure.

In: decoded values, any values at all.  Out: the grader's own nouns, or `Malformed`.
A reply that is not exactly of its form is refused; no exception of another kind leaves this module.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from grader.model import Call, Frame, Opaque, Raised
from grader.sandbox.worker import wire

MAX_RETURNED = 16  # values of one return statement that travel
MAX_LINE = 10**9
MAX_NOTES = 3  # of one call
CONTAINERS = ("list", "tuple")
MAX_STATED = 200  # characters of an answer to a question


class Malformed(Exception):
    """A reply that no honest worker sends."""


@dataclass(frozen=True)
class Loaded:
    """What loading a submission found."""

    defined: tuple[str, ...]
    notes: tuple[str, ...]
    unparsed: tuple[str, ...]
    goes_on: bool  # to other exercises: nothing is left behind by what is called
    wants_older: bool  # it failed in a way in which older NumPy did not


@dataclass(frozen=True, eq=False)
class Returned:
    """What a call returned: plain values by name, and handles of what stayed in the worker."""

    count: int
    answers: dict[str, object]
    kept: dict[str, wire.KeptValue]
    modified: tuple[str, ...]
    containers: dict[str, str]  # by name: "list" or "tuple", where an array came in one


def loaded(reply: object) -> Loaded:
    """Read a LOADED reply."""
    fields = _mapping(reply, "defined", "notes", "unparsed", "goes_on", "older")
    defined, notes, unparsed = (_texts(fields[key]) for key in ("defined", "notes", "unparsed"))
    return Loaded(defined, notes, unparsed, fields["goes_on"] is True, fields["older"] is True)


def raised(reply: object) -> Raised:
    """Read a RAISED reply."""
    fields = _mapping(reply, "type", "bases", "message", "trace", "errno")
    trace = []
    for entry in _sequence(fields["trace"]):
        file, line, function, source = _sequence(entry, 4)
        trace.append(Frame(_text(file), _whole(line, MAX_LINE), _text(function), _text(source)))
    return Raised(
        type=_text(fields["type"]),
        bases=_texts(fields["bases"]),
        message=_text(fields["message"]),
        trace=tuple(trace),
        errno=_whole(fields["errno"], 4096),
    )


def wants_older(reply: object) -> bool:
    """Read of a RAISED reply whether older NumPy would not have raised."""
    return isinstance(reply, dict) and reply.get("older") is True


def notes(reply: object) -> tuple[str, ...]:
    """Read the notes of a reply to a call."""
    return _texts(_mapping(reply).get("notes", ()))[:MAX_NOTES]


def returned(reply: object, call: Call, arguments: Sequence[str]) -> Returned:
    """Read a RETURNED reply to `call`; of the names said to be modified, those of `arguments` count."""
    fields = _mapping(reply, "count", "values", "modified")
    count = _whole(fields["count"], 2**31)
    values = _sequence(fields["values"], min(count, MAX_RETURNED))
    answers: dict[str, object] = {}
    kept: dict[str, wire.KeptValue] = {}
    for name, value in zip(call.returns, values, strict=False):
        if name not in call.keep:
            answers[name] = _stated(value) if call.is_question else _answer(value)
        elif isinstance(value, wire.KeptValue):
            kept[name] = value
        else:
            raise Malformed(f"{name} was to be kept")
    changed = set(_texts(fields["modified"]))
    kinds = _sequence(fields.get("containers", ()))
    containers = {
        name: kind for name, kind in zip(call.returns, kinds, strict=False) if kind in CONTAINERS and name in answers
    }
    return Returned(count, answers, kept, tuple(name for name in arguments if name in changed), containers)


def reason(reply: object) -> str:
    """Read a MISSING reply: why there is no such function, or nothing."""
    return "" if reply is None else _text(reply)


def scrubbed(text: str) -> str:
    """Return a text without memory addresses, which differ from run to run."""
    return re.sub(r"0x[0-9a-fA-F]{6,}", "0x…", text)


# --------------------------------------------------------------------------------- pieces


def _stated(value: object) -> object:
    """Read an answer to a question, which may be text or plain numbers."""
    if isinstance(value, str):
        return _text(value)[:MAX_STATED]
    if type(value) is tuple and all(type(number) in (int, float) for number in value):
        return value
    return _answer(value)


def _answer(value: object) -> object:
    if isinstance(value, wire.Unsendable):
        return Opaque(value.kind[:200])
    if isinstance(value, wire.LaidArray):
        return value.array
    if isinstance(value, (wire.KeptValue, str, tuple, dict)):
        raise Malformed(f"an answer of kind {type(value).__name__}")
    return value


def _mapping(value: object, *keys: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not value.keys() >= set(keys):
        raise Malformed("a reply without its fields")
    return value


def _sequence(value: object, length: int | None = None) -> tuple[Any, ...]:
    if type(value) is not tuple or (length is not None and len(value) != length):
        raise Malformed("a sequence of the wrong length")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Malformed("no text where text is due")
    return scrubbed(value)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(item) for item in _sequence(value))


def _whole(value: object, limit: int) -> int:
    if type(value) is not int or not 0 <= value < limit:
        raise Malformed("no whole number where one is due")
    return value
