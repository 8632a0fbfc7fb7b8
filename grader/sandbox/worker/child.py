"""A child: one process that runs one submission's code, and trusts nothing to it.

In: over the channel, source and calls as plain values (`wire`).  Out: over the channel, what came of each.
It confines itself first and says what holds. It never holds an expected value.
"""

import contextlib
import functools
import gc
import os
import sys
import traceback
import warnings
from collections.abc import Callable
from typing import Any

from . import answers, loader, python2, wire
from .confinement import Confinement
from .forbidden import forbid
from .imports import available
from .older import is_older

CHANNEL = 3  # the child's descriptors: 0 nothing to read, 1 and 2 the output pipe, 3 the channel
MAX_REQUEST = 1 << 28
MAX_TEXT = 2000  # characters of a message
MAX_FRAMES = 12
MAX_NEW_NOTES = 3  # from one call


def serve(config: dict[str, Any], confinement: Confinement) -> None:
    """Confine this process, say what holds, and answer the host's requests until it closes the channel."""
    send(wire.frame(wire.READY, 0, 0, confinement.apply()))
    gc.enable()
    child = Child(config)
    while True:
        head = wire.header(read(wire.HEADER.size), MAX_REQUEST)
        request = wire.decode(read(head.nbytes))
        if head.kind == wire.LOAD:
            kind, reply = child.load(request, functools.partial(progress, head))
        else:
            kind, reply = child.call(request)
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(BaseException):  # a submission may have put anything in their place
                stream.flush()
        send(wire.frame(kind, head.sequence, head.nonce, reply))


def progress(head: Any, key: str) -> None:
    """Tell the host which statement runs next, so that it can name one that hangs."""
    send(wire.frame(wire.PROGRESS, head.sequence, head.nonce, key))


def read(nbytes: int) -> bytes:
    """Read exactly so many bytes; leave when the host is gone."""
    parts = []
    while nbytes:
        part = os.read(CHANNEL, min(nbytes, 1 << 20))
        if not part:
            os._exit(0)
        parts.append(part)
        nbytes -= len(part)
    return b"".join(parts)


def send(data: bytes) -> None:
    """Write all of `data`."""
    view = memoryview(data)
    while view:
        view = view[os.write(CHANNEL, view) :]


class Child:
    """A submission that is loaded, and the values its functions asked to keep."""

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config
        self.functions: dict[str, Callable[..., Any]] = {}
        self.kept: list[Any] = []
        self.watched: list[tuple[str, Any, Any]] = []  # arguments of this case: name, value, what it held
        self.loader: Any = None
        self.noted = 0  # of the loader's notes
        self.goes_on = False  # to other exercises
        self.has_worked = False  # for an exercise

    def load(self, request: dict[str, Any], announce: Callable[[str], None]) -> tuple[int, Any]:
        """Load the functions asked for; reply with what was found."""
        forbid(request["forbidden"])
        allowed, skip = tuple(self.config["imports"]), frozenset(request["skip"])
        self.loader = loader.Loader(
            request["modules"], allowed, skip, request["careful"], announce, is_older=request["older"]
        )
        for name in request["functions"]:
            function = self.loader.function(name)
            if function is not None:
                self.functions[name] = function
        notes = self.loader.notes
        self.noted = len(notes)
        if len(notes) > loader.MAX_NOTES:
            notes = [*notes[: loader.MAX_NOTES], f"and {len(notes) - loader.MAX_NOTES} more notes like these"]
        if self.loader.imports.wants_more:
            notes = [*notes, f"What can be imported while grading: {available(allowed)}"]
        self.goes_on = self.loader.leaves_nothing(tuple(self.functions))
        reply = {
            "defined": self.loader.defined(),
            "notes": tuple(notes),
            "unparsed": tuple(self.loader.unparsed[:1]),
            "goes_on": self.goes_on,
            "older": self.loader.wants_older,
        }
        return wire.LOADED, reply

    def call(self, request: dict[str, Any]) -> tuple[int, Any]:
        """Call a student's function and reply with what it returned or raised."""
        if request["anew"]:
            self.begin_anew()
        function = self.functions.get(request["function"])
        if function is None and self.goes_on:
            function = self.loader.function(request["function"])
            if function is not None and not self.loader.is_own(request["function"]):
                os._exit(0)  # it may remember what was called before: the host tries it in a child of its own
        if function is None:
            return wire.MISSING, self.missing(request["function"])
        if request["fresh"]:  # another case: nothing of the last one is needed
            self.kept, self.watched = [], []
        sys.modules["random"].seed(0)
        sys.modules["numpy"].random.seed(0)
        arguments = []
        for name, value in zip(request["names"], request["arguments"], strict=True):
            arguments.append(self.received(value))
            if type(value) is not wire.KeptValue and (content := answers.snapshot(arguments[-1])) is not None:
                self.watched.append((name, arguments[-1], content))
        try:
            returned = function(*arguments)
            reply = self.answer(returned, request)
            reply["modified"] = self.modified()
            kind = wire.RETURNED
        except BaseException as error:
            kind, reply = wire.RAISED, self.raised(error)
        reply["notes"] = self.new_notes()
        return kind, reply

    def begin_anew(self) -> None:
        """Forget an earlier exercise: its last values, objects in circles, and which warnings were shown already."""
        self.kept, self.watched = [], []
        if self.has_worked:
            gc.collect()
            with warnings.catch_warnings():
                pass
        elif self.goes_on:
            gc.freeze()  # what was loaded stays, and need not be looked through
        self.has_worked = True

    def new_notes(self) -> tuple[str, ...]:
        """Return the first few notes that came up since the last call of this method."""
        new, self.noted = self.loader.notes[self.noted :], len(self.loader.notes)
        return tuple(new[:MAX_NEW_NOTES])

    def missing(self, function: str) -> str | None:
        """Return why a function that the submission speaks of is not there; None if there is nothing to say."""
        try:
            reason: str | None = self.loader.missing(function)
        except BaseException:  # a submission's values may be of any kind
            reason = None
        return reason

    def modified(self) -> tuple[str, ...]:
        """Return which arguments of this case changed since the last look; a cache may hold earlier ones."""
        changed = tuple(name for name, value, content in self.watched if answers.snapshot(value) != content)
        self.watched = [(name, value, answers.snapshot(value)) for name, value, _ in self.watched]
        return changed

    def received(self, value: Any) -> Any:
        """Give an argument the form the student's function sees."""
        if type(value) is wire.KeptValue:
            return self.kept[value.number]
        return wire.laid_out(value) if type(value) is wire.LaidArray else value

    def answer(self, returned: Any, request: dict[str, Any]) -> dict[str, Any]:
        """Split what a function returned, keep what is to be kept, and make the rest ready to travel."""
        parts = answers.unpacked(returned, request["returns"])
        values: list[Any] = []
        for position, part in enumerate(parts[:16]):
            if position in request["keep"]:
                self.kept.append(part)
                values.append(wire.KeptValue(len(self.kept) - 1))
            else:
                stated = answers.stated(part) if request["question"] else None
                values.append(answers.sendable(part, self.config["result_bytes"]) if stated is None else stated)
        return {"count": len(parts), "values": tuple(values)}

    def raised(self, error: BaseException) -> dict[str, Any]:
        """Describe an exception: the student's own frames only."""
        try:
            message = str(error)[:MAX_TEXT]
        except BaseException:
            message = "(its message cannot be shown)"
        summary = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), capture_locals=False)
        frames = [frame for frame in summary if self.loader.is_ours(frame.filename)][-MAX_FRAMES:]
        trace = tuple((f.filename, f.lineno or 0, f.name[:MAX_TEXT], (f.line or "")[:MAX_TEXT]) for f in frames)
        bases = tuple(base.__name__ for base in type(error).__mro__[:16])
        kind = type(error).__name__
        if frames and python2.is_fraction(kind, message):
            self.loader.note_division(frames[-1].filename, frames[-1].lineno or 0)
        number = error.errno if isinstance(error, OSError) and type(error.errno) is int else 0
        return {
            "type": kind,
            "bases": bases,
            "message": message,
            "trace": trace,
            "errno": number & 4095,
            "older": not self.loader.is_older and is_older(kind, message),
        }
