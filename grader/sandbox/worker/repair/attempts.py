"""The bench of a child: lists edits of a function, and runs the function with some of them made. Worker's side.

In: requests of the host, as plain values.  Out: replies, as plain values. Whatever an edit does, the function has its
own code back before the next one is tried.
"""

import ast
import contextlib
import copy
import difflib
import gc
import random
import sys
import types
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from .. import again, answers, members, wire
from .edit import Changes, Edit, applied, merged
from .functions import TICK, Editable, Ticks, editable, editable_codes, readable
from .proposals import kinds_seen, ordered
from .scope import Scope

MAX_TEXT = 600  # characters of a change, written out
RAISED = -1  # in the place of an answer's number; less the line, where the exception has one of the submission's


class _Silence:
    """Takes what is printed, and forgets it."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Do nothing."""


class Bench:
    """Edits of one function of a submission that is loaded.

    Parameters
    ----------
    child : Child
        With the submission loaded.
    sendable : callable
        An answer and how many values are due → the values, ready to travel.
    """

    def __init__(self, child: Any, sendable: Callable[[Any, int, int], tuple[Any, ...]]) -> None:
        self.child, self.sendable = child, sendable
        self.functions: list[Editable] = []
        self.edits: list[tuple[Edit, int]] = []
        self.codes: dict[tuple[int, ...], list[tuple[Editable, types.CodeType]] | None] = {}  # of single edits
        self.ticks = Ticks()
        self.place = 0  # of the call that runs

    def answer(self, request: dict[str, Any]) -> Any:
        """Do what the host asks for."""
        what = {"propose": self.propose, "try": self.attempt, "install": self.install, "describe": self.describe}
        return what[request["what"]](request)

    # ---- the list

    def propose(self, request: dict[str, Any]) -> Any:
        """List the edits of a function: kinds, functions, and for each edit a row of whole numbers."""
        self.restore()
        self.functions = self.reached(request)
        for one in self.functions:
            one.function.__globals__.setdefault(TICK, self.ticks)
        frames, attributes = self.watch(request)
        for one in self.functions:
            one.name_attributes(attributes.get(one.original, {}))
        scopes = [
            Scope(one.node, kinds_seen(frames, one.node) | one.attributes, _name_of_numpy(one.function.__globals__))
            for one in self.functions
        ]
        with uncollected():
            self.edits = ordered(scopes, request["most"])
        self.codes.clear()
        kinds = list(dict.fromkeys(edit.kind for edit, _ in self.edits))
        rows = [
            (kinds.index(edit.kind), number, edit.lines[0], edit.lines[-1], round(edit.cost * 100))
            for edit, number in self.edits
        ]
        functions = tuple((one.label, one.node.name) for one in self.functions)
        return {"kinds": tuple(kinds), "functions": functions, "rows": np.array(rows, np.int64).reshape(-1, 5)}

    def reached(self, request: dict[str, Any]) -> list[Editable]:
        """Return the functions that may be edited: the graded one first."""
        loader = self.child.loader
        if not request["is_whole"]:
            return editable(self.root(request["calls"][-1]["function"]), loader)
        seen: list[tuple[int, types.CodeType]] = []  # the number of the call, and what ran in it

        def trace(frame: types.FrameType, event: str, argument: Any) -> None:
            if frame.f_code.co_filename in loader.labels:
                seen.append((self.place, frame.f_code))

        self.traced(request, trace)
        last = len(request["calls"]) - 1
        return editable_codes([code for _, code in sorted(seen, key=lambda one: last - one[0])], loader)

    def traced(self, request: dict[str, Any], trace: Callable[..., Any]) -> None:
        """Run the function as it is, and have every call of a function told."""
        with self.silence():
            sys.settrace(trace)
            try:
                self.run(request, ())
            finally:
                sys.settrace(None)

    def watch(self, request: dict[str, Any]) -> tuple[dict[str, dict[str, str]], dict[types.CodeType, dict[str, str]]]:
        """Run the function as it is; return what its names held, and the attributes of its object, by function."""
        codes = {code.co_filename for code in (one.original for one in self.functions)}
        frames: dict[str, dict[str, str]] = {}
        attributes: dict[types.CodeType, dict[str, str]] = {}

        def trace(frame: types.FrameType, event: str, argument: Any) -> Any:
            if frame.f_code.co_filename not in codes:
                return None
            frame.f_trace_lines = False
            if frame.f_code.co_argcount:
                first = frame.f_locals.get(frame.f_code.co_varnames[0])
                held = getattr(first, "__dict__", None)
                if type(held) is dict:
                    kinds = {name: kind_of(value) for name, value in held.items() if type(name) is str}
                    attributes.setdefault(frame.f_code, {n: k for n, k in kinds.items() if k != "other"})
            return leave

        def leave(frame: types.FrameType, event: str, argument: Any) -> Any:
            if event in ("return", "exception"):
                kinds = frames.setdefault(frame.f_code.co_name, {})
                for name, value in list(frame.f_locals.items()):
                    if (kind := kind_of(value)) != "other":
                        kinds.setdefault(name, kind)
            return leave

        self.traced(request, trace)
        return frames, attributes

    # ---- one after another

    def attempt(self, request: dict[str, Any]) -> Any:
        """Try candidates, each some edits made together, on one input; answers that are equal travel once."""
        answers: dict[bytes, int] = {}
        values: list[Any] = []
        which = np.full(len(request["candidates"]), RAISED, np.int64)
        with self.silence():
            for place, candidate in enumerate(request["candidates"]):
                came = self.run(request, candidate)
                if isinstance(came, int):
                    which[place] = RAISED - came
                else:
                    key = b"".join(map(_bytes, came))
                    if key not in answers:
                        answers[key] = len(values)
                        values.append(came)
                    which[place] = answers[key]
        return {"answers": tuple(values), "which": which}

    def run(self, request: dict[str, Any], candidate: Sequence[int]) -> tuple[Any, ...] | int:
        """Call the function with some edits made; the line where it raises, 0 if it has none or cannot be made."""
        with self.made(candidate) as is_made:
            if not is_made:
                return 0
            self.ticks.begin()
            random.seed(0)
            np.random.seed(0)
            try:
                returned = self.returned(request)
                return self.sendable(returned, request["calls"][-1]["returns"], request["bytes"])
            except BaseException as error:
                return self.line_of(error)

    def returned(self, request: dict[str, Any]) -> Any:
        """Return what the last of some calls returned; with objects, what the calls before it made stays with them."""
        made: dict[int, Any] = {}
        is_whole, returned = request["is_whole"], None

        def received(value: Any) -> Any:
            return made[value.number] if is_whole and type(value) is wire.KeptValue else self.child.received(value)

        for self.place, call in enumerate(request["calls"]):
            arguments = [
                received(value) if is_whole and type(value) is wire.KeptValue else cloned(received(value))
                for value in call["arguments"]
            ]
            if call.get("member"):
                returned = members.use(call, arguments)
            else:
                returned = members.invoke(self.root(call["function"]), arguments, call)
            if call.get("reads"):
                returned = members.looked_up(call, returned, received)
            parts = answers.unpacked(returned, call["returns"])[: again.PER_CALL]
            made.update({self.place * again.PER_CALL + place: part for place, part in enumerate(parts)})
        return returned

    def root(self, function: str) -> Any:
        """Return a function of the submission, or of one of its classes."""
        name, _, static = function.partition(".")
        found = self.child.find(name)
        return getattr(found, static) if static else found

    def line_of(self, error: BaseException) -> int:
        """Return the last line of the graded function that an exception went through."""
        label = self.functions[0].label if self.functions else ""
        line, trace = 0, error.__traceback__
        while trace is not None:
            line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == label else line
            trace = trace.tb_next
        return line

    @contextlib.contextmanager
    def made(self, candidate: Sequence[int]) -> Iterator[bool]:
        """Have the functions changed by some edits while the context lasts."""
        codes = self.compiled(candidate)
        if codes is None:
            yield False
            return
        try:
            for one, code in codes:
                one.function.__code__ = code
            yield True
        finally:
            for one, _ in codes:
                one.restore()

    def compiled(self, candidate: Sequence[int]) -> list[tuple[Editable, types.CodeType]] | None:
        """Return the functions that some edits change, with their code then; None where they cannot be made."""
        key = tuple(candidate)
        if key in self.codes:
            return self.codes[key]
        changes, codes = self.changes(candidate), None
        if changes is not None:
            touched = [self.functions[number] for number in self.touched(candidate)]
            try:
                with applied(changes):
                    codes = [(one, one.code()) for one in touched]
            except BaseException:
                codes = None
        if len(key) < 2:
            self.codes[key] = codes
        return codes

    def changes(self, candidate: Sequence[int]) -> Changes | None:
        """Return what some edits change; None where two of them change the same place, or one changes nothing."""
        try:
            edits = [self.edits[number][0] for number in candidate]
            return None if any(not edit.changes for edit in edits) else merged(edits)
        except BaseException:
            return None

    @contextlib.contextmanager
    def silence(self) -> Iterator[None]:
        """Print nothing, and warn of nothing."""
        old = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = _Silence()
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                yield
        finally:
            sys.stdout, sys.stderr = old

    # ---- for longer

    def install(self, request: dict[str, Any]) -> Any:
        """Make some edits and leave them made until others are asked for; none of them takes the last ones back."""
        self.restore()
        codes = self.compiled(request["candidate"])
        for one, code in codes or ():
            one.function.__code__ = code
        return codes is not None

    def touched(self, candidate: Sequence[int]) -> list[int]:
        """Return the numbers of the functions that some edits change."""
        return list(dict.fromkeys(self.edits[one][1] for one in candidate))

    def restore(self) -> None:
        """Give every function its own code back."""
        for one in self.functions:
            one.restore()

    def describe(self, request: dict[str, Any]) -> Any:
        """Write out what some edits change: lines that go with a minus, lines that come with a plus."""
        changes = self.changes(request["candidate"])
        nodes = [self.functions[number].node for number in self.touched(request["candidate"])]
        before = [line for node in nodes for line in _source(node)]
        with applied(changes or ()):
            after = [line for node in nodes for line in _source(node)]
        moved = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
        return "\n".join(f"{line[0]} {line[2:].strip()}" for line in moved)[:MAX_TEXT]


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage while many objects are made that stay, and not among these later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _source(node: ast.FunctionDef) -> list[str]:
    return readable(ast.unparse(node)).split("\n")


def _bytes(value: Any) -> bytes:
    if type(value) is np.ndarray:
        return f"{value.dtype}{value.shape}".encode() + value.tobytes()
    return repr(value).encode()


def kind_of(value: Any) -> str:
    """Return the kind of value that names are compared by."""
    if isinstance(value, (bool, np.bool_)):
        return "other"
    if isinstance(value, (int, np.integer)):
        return "int"
    if isinstance(value, (float, np.floating)):
        return "float"
    return f"array {value.ndim}" if isinstance(value, np.ndarray) else "other"


def cloned(value: Any) -> Any:
    """Return a copy of an argument, so that no candidate changes what the next one is given."""
    if isinstance(value, np.ndarray):
        return value.copy(order="K")
    if type(value) in (tuple, list):
        return type(value)(map(cloned, value))
    if type(value) is dict:
        return {key: cloned(one) for key, one in value.items()}
    return value if isinstance(value, (int, float, str, type(None))) else copy.deepcopy(value)


def _name_of_numpy(names: dict[str, Any]) -> str:
    return next((name for name in ("np", "numpy") if isinstance(names.get(name), types.ModuleType)), "np")
