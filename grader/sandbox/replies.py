"""What a child may reply, checked once, right after decoding. Pure.

In: decoded values, any values at all.  Out: the grader's own nouns, or `Malformed`.
A reply that is not exactly of its form is refused; no exception of another kind leaves this module. A child may replace
its own caps, so every text, sequence and number is capped here: `CAPS` names the bound of each field, and a test reads
every field of the types below and finds it there.
"""

import os
import re
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from grader.model import Call, Frame, Opaque, Raised
from grader.sandbox.worker import wire

MAX_RETURNED = 16  # values of one return statement that travel
MAX_COUNT = 2**31  # values that came back, travelled or not
MAX_LINE = 10**9
MAX_ERRNO = 4096
MAX_NOTES = 3  # of one call
MAX_LOADING_NOTES = 12
MAX_NAMES = 2000  # that a submission defines
MAX_MISSING = 100  # functions of one exercise
MAX_NAME = 200  # characters of a name: of a function, a type, a file
MAX_MESSAGE = 2000  # characters of an exception's message, and of a line of source
MAX_SENTENCE = 1000  # characters of a note or a reason
MAX_FRAMES = 12
MAX_BASES = 16
MAX_KEPT = 2**20  # handles of one child
CONTAINERS = ("list", "tuple")
MAX_STATED = 200  # characters, or numbers, of an answer to a question
MAX_LAYERS = 16
MAX_PROBLEMS = 64  # that calls again have shown

CAPS = {  # by type and field: the most characters of each text, the most items of each sequence
    "Loaded.defined": (MAX_NAME, MAX_NAMES),
    "Loaded.notes": (MAX_SENTENCE, MAX_LOADING_NOTES),
    "Loaded.unparsed": (MAX_SENTENCE, 1),
    "Loaded.goes_on": "a truth value",
    "Loaded.wants_older": "a truth value",
    "Loaded.missing": (MAX_NAME, MAX_MISSING),
    "Returned.count": MAX_COUNT,
    "Returned.answers": "arrays and numbers within the frame's own bound; no text but an answer to a question",
    "Returned.kept": MAX_KEPT,
    "Returned.modified": "names that the host gave",
    "Returned.extended": "names that the host gave",
    "Returned.shared": "names that the host gave",
    "Returned.containers": "names that the host gave, and CONTAINERS",
    "LookedAgain.answers": "one for each call that the host asked for, within the frame's own bound",
    "LookedAgain.problems": (None, MAX_PROBLEMS),
    "Raised.type": (MAX_NAME, None),
    "Raised.bases": (MAX_NAME, MAX_BASES),
    "Raised.message": (MAX_MESSAGE, None),
    "Raised.trace": (None, MAX_FRAMES),
    "Raised.errno": MAX_ERRNO,
    "Frame.file": (MAX_NAME, None),
    "Frame.line": MAX_LINE,
    "Frame.function": (MAX_NAME, None),
    "Frame.source": (MAX_MESSAGE, None),
    "Opaque.kind": (MAX_NAME, None),
}


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
    missing: dict[str, str]  # of the functions asked for, those that are not there, and why, if that is known


@dataclass(frozen=True, eq=False)
class Returned:
    """What a call returned: plain values by name, and handles of what stayed in the worker."""

    count: int
    answers: dict[str, object]
    kept: dict[str, wire.KeptValue]
    modified: tuple[str, ...]
    containers: dict[str, str]  # by name: "list" or "tuple", where an array came in one
    extended: tuple[str, ...] = ()  # dictionaries that gained keys
    shared: tuple[str, ...] = ()  # arguments that a returned array is a part of


@dataclass(frozen=True, eq=False)
class LookedAgain:
    """What came of calling functions again: each case's first answers, and how a later call differed."""

    answers: tuple[dict[str, object], ...]
    problems: tuple[tuple[int, str, str], ...]  # the case's number, the returned value, the kind of problem


def loaded(reply: object) -> Loaded:
    """Read a LOADED reply."""
    fields = _mapping(reply, "defined", "notes", "unparsed", "goes_on", "older", "missing")
    defined = _texts(fields["defined"], MAX_NAME, MAX_NAMES)
    notes = _texts(fields["notes"], MAX_SENTENCE, MAX_LOADING_NOTES)
    unparsed = _texts(fields["unparsed"], MAX_SENTENCE, 1)
    pairs = [_sequence(pair, 2) for pair in _sequence(fields["missing"])[:MAX_MISSING]]
    missing = {_text(name, MAX_NAME): _text(why, MAX_SENTENCE) for name, why in pairs}
    return Loaded(defined, notes, unparsed, fields["goes_on"] is True, fields["older"] is True, missing)


def raised(reply: object) -> Raised:
    """Read a RAISED reply."""
    fields = _mapping(reply, "type", "bases", "message", "trace", "errno")
    trace = []
    for entry in _sequence(fields["trace"])[-MAX_FRAMES:]:
        file, line, function, source = _sequence(entry, 4)
        where = _text(file, MAX_NAME), _whole(line, MAX_LINE), _text(function, MAX_NAME)
        trace.append(Frame(*where, _text(source, MAX_MESSAGE)))
    return Raised(
        type=_text(fields["type"], MAX_NAME),
        bases=_texts(fields["bases"], MAX_NAME, MAX_BASES),
        message=_text(fields["message"], MAX_MESSAGE),
        trace=tuple(trace),
        errno=_whole(fields["errno"], MAX_ERRNO),
    )


def wants_older(reply: object) -> bool:
    """Read of a RAISED reply whether older NumPy would not have raised."""
    return isinstance(reply, dict) and reply.get("older") is True


def behind(reply: object) -> tuple[str, str, str, int, str] | None:
    """Read of a RAISED reply what is behind the exception: a kind, a name, a file, a line, and a text."""
    found = _mapping(reply).get("behind")
    if found is None:
        return None
    kind, name, file, line, why = _sequence(found, 5)
    place = _text(file, MAX_NAME), _whole(line, MAX_LINE)
    return _text(kind, MAX_NAME), _text(name, MAX_NAME), *place, _text(why, MAX_NAME)


def notes(reply: object) -> tuple[str, ...]:
    """Read the notes of a reply to a call."""
    return _texts(_mapping(reply).get("notes", ()), MAX_SENTENCE, MAX_NOTES)


def returned(reply: object, call: Call, arguments: Sequence[str]) -> Returned:
    """Read a RETURNED reply to `call`; of the names said to be modified, those of `arguments` count."""
    fields = _mapping(reply, "count", "values", "modified")
    count = _whole(fields["count"], MAX_COUNT)
    values = _sequence(fields["values"], min(count, MAX_RETURNED))
    answers: dict[str, object] = {}
    kept: dict[str, wire.KeptValue] = {}
    for name, value in zip(call.returns, values, strict=False):
        if name not in call.keep:
            answers[name] = _stated(value) if call.is_question else _answer(value)
        elif isinstance(value, wire.KeptValue) and value.number < MAX_KEPT:
            kept[name] = value
        else:
            raise Malformed(f"{name} was to be kept")
    changed, extended, shared = (
        _texts(fields.get(kind, ()), MAX_NAME, MAX_NAMES) for kind in ("modified", "extended", "shared")
    )
    kinds = _sequence(fields.get("containers", ()))
    containers = {
        name: kind for name, kind in zip(call.returns, kinds, strict=False) if kind in CONTAINERS and name in answers
    }
    return Returned(
        count,
        answers,
        kept,
        tuple(name for name in arguments if name in changed),
        containers,
        tuple(name for name in arguments if name in extended),
        tuple(name for name in arguments if name in shared),
    )


def looked_again(reply: object, calls: Sequence[Call]) -> LookedAgain:
    """Read a LOOKED reply: the values of each case's last call, and what was seen of which case."""
    fields = _mapping(reply, "values", "problems")
    answers = []
    for call, came in zip(calls, _sequence(fields["values"]), strict=False):
        values = zip(call.returns, _sequence(came)[:MAX_RETURNED], strict=False)
        answers.append({name: _answer(value) for name, value in values if name not in call.keep})
    problems = []
    for problem in _sequence(fields["problems"])[:MAX_PROBLEMS]:
        number, place, kind = _sequence(problem, 3)
        call = calls[_whole(number, len(calls))]
        name = call.returns[min(_whole(place, MAX_RETURNED + 1), len(call.returns) - 1)]
        problems.append((number, name, _text(kind, MAX_NAME)))
    return LookedAgain(tuple(answers), tuple(problems))


def announced(reply: object) -> str:
    """Read a PROGRESS reply: the statement that runs next."""
    return _text(reply, MAX_SENTENCE)


def ready(reply: object) -> dict[str, str]:
    """Read a READY reply: what became of each layer."""
    layers = _mapping(reply)
    if len(layers) > MAX_LAYERS:
        raise Malformed("more layers than there are")
    return {_text(name, MAX_NAME): _text(state, MAX_SENTENCE) for name, state in layers.items()}


def scrubbed(text: str) -> str:
    """Return a text without what differs from run to run and from machine to machine.

    Memory addresses, and the places where Python and the grader are installed: a printed stack names them.
    """
    text = re.sub(r"0x[0-9a-fA-F]{6,}", "0x…", text)
    return _installed().sub("…", text) if "/" in text or "\\" in text else text


@cache
def _installed() -> re.Pattern[str]:
    """Return what matches a folder in which Python, its packages or the grader are installed."""
    folders = {*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, sys.exec_prefix}
    folders |= {str(Path(__file__).parents[2]), str(Path(np.__file__).parents[1]), str(Path(sys.executable).parent)}
    folders |= {os.path.realpath(folder) for folder in folders}
    longest = sorted((folder for folder in folders if len(Path(folder).parts) > 1), key=len, reverse=True)
    return re.compile(rf"(?<![\w.…-])(?:{'|'.join(map(re.escape, longest))})(?=[/\\:'\"\s]|$)")


# --------------------------------------------------------------------------------- pieces


def _stated(value: object) -> object:
    """Read an answer to a question, which may be text or plain numbers."""
    if isinstance(value, str):
        return _text(value, MAX_STATED)
    if type(value) is tuple and len(value) <= MAX_STATED and all(type(number) in (int, float) for number in value):
        return value
    return _answer(value)


def _answer(value: object) -> object:
    if isinstance(value, wire.Unsendable):
        return Opaque(_text(value.kind, MAX_NAME))
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


def _text(value: object, most: int) -> str:
    """Read a text, cut to so many characters: what an honest worker sends is no longer."""
    if not isinstance(value, str):
        raise Malformed("no text where text is due")
    return scrubbed(value[:most])[:most]


def _texts(value: object, most: int, count: int) -> tuple[str, ...]:
    return tuple(_text(item, most) for item in _sequence(value)[:count])


def _whole(value: object, limit: int) -> int:
    if type(value) is not int or not 0 <= value < limit:
        raise Malformed("no whole number where one is due")
    return value
