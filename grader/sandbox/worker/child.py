"""A child: one process that runs one submission's code, and trusts nothing to it.

In: over the channel, source and calls as plain values (`wire`).  Out: over the channel, what came of each.
It says first what confines it. It never holds an expected value.
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

from numpy import may_share_memory, ndarray

from . import answers, behind, loader, members, python2, taught, wire
from .again import Again
from .channel import Channel
from .forbidden import forbid
from .imports import available
from .older import is_older

MAX_REQUEST = 1 << 28
MAX_TEXT = 2000  # characters of a message
MAX_FRAMES = 12
OBJECTS = "numbers came in an array of objects (dtype object) and were taken as numbers; return out.astype(float)"
MAX_RECURSION = 10_000  # calls inside one another; a limit beyond it ends a process, or takes all of its time
MAX_NEW_NOTES = 3  # from one call


def serve(begin: "Callable[[], Child]", layers: dict[str, str], channel: Channel) -> None:
    """Say what confines this process, and answer the host's requests until it closes the channel.

    Parameters
    ----------
    begin : callable
        Makes what serves the requests, anew for each submission that is loaded.
    layers : dict of str to str
        What holds, by layer.
    channel : Channel
    """
    channel.send(wire.frame(wire.READY, 0, 0, layers))
    gc.enable()
    child = None
    while True:
        head = wire.header(channel.read(wire.HEADER.size), MAX_REQUEST)
        request = wire.decode(channel.read(head.nbytes))
        if head.kind == wire.LOAD or child is None:
            child = begin()
        if head.kind == wire.LOAD:
            kind, reply = child.load(request, functools.partial(progress, channel, head))
        elif head.kind == wire.AGAIN:
            kind, reply = child.call_again(request)
        elif head.kind == wire.REPAIR:
            kind, reply = wire.REPAIRED, child.repair(request)
        else:
            kind, reply = child.call(request)
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(BaseException):  # a submission may have put anything in their place
                stream.flush()
        channel.reply(head.nonce, wire.frame(kind, head.sequence, head.nonce, reply))


def progress(channel: Channel, head: Any, key: str) -> None:
    """Tell the host which statement runs next, so that it can name one that hangs."""
    channel.send(wire.frame(wire.PROGRESS, head.sequence, head.nonce, key))


class Child:
    """A submission that is loaded, and the values its functions asked to keep."""

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config
        self.functions: dict[str, Callable[..., Any] | None] = {}
        self.kept: list[Any] = []
        self.watched: list[tuple[str, Any, Any]] = []  # arguments of this case: name, value, what it held
        self.loader: Any = None
        self.noted = 0  # of the loader's notes
        self.goes_on = False  # to other exercises
        self.has_worked = False  # for an exercise
        self.came_to_nothing = False  # the call before, of the case at hand
        self.bench: Any = None  # where edits of a wrong function are tried

    @staticmethod
    def cap_recursion() -> None:
        """Let no submission ask for more recursion than it can have: a call without end is to say that it is one."""
        if not hasattr(sys.setrecursionlimit, "most"):
            allowed = sys.setrecursionlimit

            def capped(limit: int) -> None:
                allowed(min(limit, MAX_RECURSION))

            capped.most = MAX_RECURSION  # type: ignore[attr-defined]
            sys.setrecursionlimit = capped

    def load(self, request: dict[str, Any], announce: Callable[[str], None]) -> tuple[int, Any]:
        """Load the functions asked for; reply with what was found."""
        forbid(request["forbidden"])
        self.cap_recursion()
        allowed, skip = tuple(self.config["imports"]), frozenset(request["skip"])
        self.loader = loader.Loader(
            request["modules"], allowed, skip, request["careful"], announce, is_older=request["older"]
        )
        for name in request["functions"]:
            self.find(name)
        notes = self.loader.notes
        self.noted = len(notes)
        if len(notes) > loader.MAX_NOTES:
            notes = [*notes[: loader.MAX_NOTES], f"and {len(notes) - loader.MAX_NOTES} more notes like these"]
        if self.loader.imports.wants_more:
            notes = [*notes, f"What can be imported while grading: {available(allowed)}"]
        self.goes_on = self.loader.leaves_nothing(tuple(self.found()))
        reply = {
            "defined": self.loader.defined(),
            "notes": tuple(notes),
            "unparsed": tuple(self.loader.unparsed[:1]),
            "goes_on": self.goes_on,
            "older": self.loader.wants_older,
            "missing": tuple((name, self.missing(name) or "") for name in self.functions if name not in self.found()),
        }
        return wire.LOADED, reply

    def call(self, request: dict[str, Any]) -> tuple[int, Any]:
        """Make a call, unless one before it in its case came to nothing: it was sent before anyone knew that."""
        if self.came_to_nothing and not request["fresh"]:
            return wire.MISSING, None
        kind, reply = self.make_call(request)
        self.came_to_nothing = kind != wire.RETURNED or reply["count"] != request["returns"]
        return kind, reply

    def make_call(self, request: dict[str, Any]) -> tuple[int, Any]:
        """Call a student's function and reply with what it returned or raised."""
        if request.get("anew"):
            self.begin_anew()
        name, _, static = request["function"].partition(".")
        member = request.get("member", "")
        function = None if member else self.own(name) or self.find(name)
        if function is None and not member:
            return wire.MISSING, None
        if request["fresh"]:  # another case: nothing of the last one is needed
            self.kept, self.watched = [], []
        sys.modules["random"].seed(0)
        sys.modules["numpy"].random.seed(0)
        arguments = []
        for name, value in zip(request["names"], request["arguments"], strict=True):
            arguments.append(self.received(value))
            if type(value) is wire.KeptValue or request.get("is_given_away"):
                continue
            if (content := answers.snapshot(arguments[-1])) is not None:
                self.watched.append((name, arguments[-1], content))
        try:
            if member:
                returned = members.use(request, arguments)
            else:
                returned = members.invoke(members.method(function, static) if static else function, arguments, request)
            if request.get("reads"):
                returned = members.looked_up(request, returned, self.received)
            reply = self.answer(returned, request)
            reply["modified"], extended = self.modified()
            seldom = {"extended": extended, "shared": self.shared(returned, request)}
            reply |= {name: value for name, value in seldom.items() if value}  # every field costs both sides time
            kind = wire.RETURNED
        except members.NotWritten:
            return wire.MISSING, None
        except BaseException as error:
            kind, reply = wire.RAISED, self.raised(error)
        if notes := self.new_notes():
            reply["notes"] = notes
        return kind, reply

    def find(self, name: str) -> Any:
        """Return a function of the submission; None where there is none."""
        if name not in self.functions:
            self.functions[name] = self.loader.function(name)
        return self.functions[name]

    def found(self) -> list[str]:
        """Return the names of the functions that are there."""
        return [name for name, function in self.functions.items() if function is not None]

    def repair(self, request: dict[str, Any]) -> Any:
        """List edits of the student's function, or try some of them: docs/decisions/0042."""
        if request["what"] == "begin":
            self.bench = taught.make_modules(request["modules"]).Bench(self, self.sent)
            return None
        return self.bench.answer(request)

    def sent(self, returned: Any, due: int, max_bytes: int) -> tuple[Any, ...]:
        """Return what an edited function returned, ready to travel."""
        return tuple(answers.sendable(part, max_bytes) for part in answers.unpacked(returned, due)[:16])

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

    def modified(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return which arguments of this case changed since the last look, and which only gained keys.

        A cache may hold arguments of earlier calls.
        """
        seen = [(name, value, answers.snapshot(value), content) for name, value, content in self.watched]
        self.watched = [(name, value, now) for name, value, now, _ in seen]
        changed = tuple(name for name, _, now, before in seen if answers.is_changed(now, before))
        gained = [name for name, _, now, before in seen if type(now) is dict and len(now) > len(before)]
        return changed, tuple(name for name in gained if name not in changed)

    def shared(self, returned: Any, request: dict[str, Any]) -> tuple[str, ...]:
        """Return which arguments of this case a returned array is a part of; a cache may be what it likes."""
        parts = answers.unpacked(returned, request["returns"])
        arrays = [part for n, part in enumerate(parts) if isinstance(part, ndarray) and n not in request["keep"]]
        given = [(name, value) for name, value, _ in self.watched if isinstance(value, ndarray)]
        return tuple(name for name, value in given if any(may_share_memory(value, array) for array in arrays))

    def call_again(self, request: dict[str, Any]) -> tuple[int, Any]:
        """Call functions again, and reply with what made a difference; see `again`."""
        self.begin_anew()
        functions = {
            call["function"]: self.own(call["function"]) for case in request["cases"] for call in case["calls"]
        }
        again = Again(functions, request["cases"], self.config["result_bytes"])
        return wire.LOOKED, again.look(request["brief"])

    def own(self, name: str) -> Callable[..., Any] | None:
        """Return a function of the submission, which may not have been called yet."""
        function = self.functions.get(name)
        if function is None and self.goes_on:
            function = self.loader.function(name)
            if function is not None and not self.loader.is_own(name):
                os._exit(0)  # it may remember what was called before: the host tries it in a child of its own
            self.functions[name] = function
        return function

    def received(self, value: Any) -> Any:
        """Give an argument the form the student's function sees."""
        if type(value) is wire.KeptValue:
            return self.kept[value.number]
        if type(value) is wire.Unsendable and value == wire.IDENTITY:
            return members.unchanged
        if type(value) is wire.Unsendable and value == wire.GENERATOR:
            return members.generator()
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
                stated = answers.stated(part) if request.get("question") else None
                if stated is None:
                    stated = answers.sendable(part, self.config["result_bytes"], not request.get("question"))
                if answers.is_array_of_objects(part, stated):
                    self.loader.note(OBJECTS)
                values.append(stated)
        reply: dict[str, Any] = {"count": len(parts), "values": tuple(values)}
        containers = tuple(answers.container(part, value) for part, value in zip(parts, values, strict=False))
        if any(containers):
            reply["containers"] = containers
        return reply

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
        found = behind.behind(error, frames, tuple(self.loader.parsed.values()))
        reply = {
            "type": kind,
            "bases": bases,
            "message": message,
            "trace": trace,
            "errno": number & 4095,
            "older": not self.loader.is_older and is_older(kind, message),
        }
        return reply if found is None else {**reply, "behind": tuple(found)}
