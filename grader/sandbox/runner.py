"""Run the cases of a submission in children, and turn whatever happens into an Outcome.

In: a Submission, and Cases.  Out: one Outcome per case, always. A call that hangs or kills its child
costs its own case: the next one gets a fresh child. A top-level statement that does so is passed over.
"""

import difflib
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from grader.errors import OperatorError
from grader.model import Call, Case, Kept, Laid, Level, Limits, Outcome, Submission
from grader.sandbox import levels
from grader.sandbox.host import Child, Died, TimedOut, Violated, Zygote, ZygoteLost

MAX_SKIPPED = 6  # statements that hang or crash before a submission counts as unreadable
CAREFUL_AFTER = 2  # so many, and only definitions, imports and assignments are run
LOADING_SHARE = 0.5  # of an exercise's time; a submission that takes longer to load is loaded carefully

if TYPE_CHECKING:  # numpy is imported when the worker's start no longer waits for this one
    from grader.sandbox.wire import KeptValue


class Sandbox:
    """A zygote, replaced when a submission manages to take it down.

    Starting one starts the worker's interpreter, so do it first; `configure` before grading.
    """

    def __init__(self) -> None:
        self.zygote = Zygote()
        self.limits = Limits()
        self.imports: tuple[str, ...] = ()
        self.layers: dict[str, str] = {}

    def configure(self, limits: Limits, imports: Sequence[str] = ()) -> None:
        """Set what submissions may import and use, once."""
        self.limits, self.imports = limits, tuple(imports)
        self.zygote.configure(limits, self.imports)

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.zygote.close()

    def fork(self) -> Child:
        """Return a fresh child that has confined itself."""
        for _ in range(3):
            try:
                child = self.zygote.fork()
                child.wait_until_ready()
            except (ZygoteLost, Died, Violated, TimedOut):
                self.restart()
            else:
                self.layers = child.layers
                return child
        raise OperatorError("the sandbox cannot start a process: run `grader doctor` to see why")

    def restart(self) -> None:
        """Start over with a new zygote."""
        self.zygote.close()
        self.zygote = Zygote()
        self.zygote.configure(self.limits, self.imports)

    @property
    def level(self) -> Level:
        """The isolation level that children report, asking one if none has yet."""
        if not self.layers:
            end(self, self.fork())
        return levels.level(self.layers)


def end(sandbox: Sandbox, child: Child) -> str:
    """End a child whatever its state; return how it ended."""
    try:
        return child.close()
    except ZygoteLost:
        sandbox.restart()
        return "it took the whole sandbox down with it"


class Runner:
    """What grading one submission learns about it: which statements to pass over, and notes.

    Parameters
    ----------
    sandbox : Sandbox
    submission : Submission
    """

    def __init__(self, sandbox: Sandbox, submission: Submission) -> None:
        self.sandbox = sandbox
        self.submission = submission
        self.limits = sandbox.limits
        self.loading_seconds = self.limits.exercise_seconds * LOADING_SHARE
        self.notes: list[str] = list(submission.notes)
        self.skip: list[str] = []
        self.careful = False
        self.unreadable = submission.problem
        self.defined: tuple[str, ...] = ()
        self.unparsed: tuple[str, ...] = ()
        self.wanted: set[str] = set()
        self.child: Child | None = None
        self.deadline = 0.0

    def run(self, cases: Sequence[Case]) -> Iterator[Outcome]:
        """Yield one outcome per case of one exercise.

        A case that times out is tried once more in a fresh child before it counts. After
        ``limits.time_outs`` that count, or when the exercise's time is used up, the rest is not tried.
        """
        self.deadline = time.monotonic() + self.limits.exercise_seconds
        functions = tuple(dict.fromkeys(call.function for case in cases for call in case.calls))
        self.wanted.update(functions)
        time_outs = 0
        for case in cases:
            if time_outs >= self.limits.time_outs or time.monotonic() > self.deadline:
                yield Outcome(status="timed-out", function=case.exercise, tried=False)
                continue
            outcome = self._run_case(case, functions)
            if outcome.status == "timed-out" and time.monotonic() < self.deadline:
                outcome = self._run_case(case, functions)
            time_outs += outcome.status == "timed-out"
            yield outcome
        self._end()

    # ---- one case

    def _run_case(self, case: Case, functions: tuple[str, ...]) -> Outcome:
        function = case.exercise
        try:
            child = self._loaded(functions)
            if child is None:
                return Outcome(status="refused", function=function, detail=self.unreadable or "")
            kept: list[Mapping[str, KeptValue]] = []
            for call in case.calls:
                function = call.function
                outcome, handles = self._call(child, call, case, kept)
                if outcome.status != "returned" or outcome.returned != len(call.returns):
                    break
                kept.append(handles)
            return outcome
        except TimedOut:
            used_up = time.monotonic() >= self.deadline
            self._end()
            detail = f"stopped after {self.limits.wall_seconds:g} s of wall time, twice"
            if used_up:
                detail = f"stopped when the {self.limits.exercise_seconds:g} s of its exercise were used up"
            return Outcome(status="timed-out", function=function, detail=detail)
        except Died:
            return Outcome(status="killed", function=function, detail=self._end())
        except Violated as error:
            self._end()
            return Outcome(status="refused", function=function, detail=f"it wrote on the grader's channel: {error}")
        except ZygoteLost:
            self.child = None
            self.sandbox.restart()
            return Outcome(status="killed", function=function, detail="it took the whole sandbox down with it")

    def _call(
        self, child: Child, call: Call, case: Case, kept: Sequence[Mapping[str, "KeptValue"]]
    ) -> tuple[Outcome, Mapping[str, "KeptValue"]]:
        """Make one call; return its outcome and the handles of what stayed in the worker."""
        from grader.sandbox import replies, wire

        request = {
            "function": call.function,
            "arguments": tuple(to_wire(value, case, kept) for value in call.arguments),
            "names": call.names,
            "returns": len(call.returns),
            "fresh": call is case.calls[0],
            "keep": tuple(call.returns.index(name) for name in call.keep),
        }
        seconds = min(self.limits.wall_seconds, max(self.deadline - time.monotonic(), 0.1))
        kind, reply = child.request(wire.CALL, request, seconds)
        facts: dict[str, Any] = {"function": call.function, "printed": printed_text(child)}
        try:
            if kind == wire.MISSING:
                detail = replies.reason(reply) or self._missing(call.function)
                return Outcome(status="refused", detail=detail, **facts), {}
            if kind == wire.RAISED:
                return Outcome(status="raised", raised=replies.raised(reply), **facts), {}
            if kind != wire.RETURNED:
                raise Violated(f"a frame of kind {kind}")
            came = replies.returned(reply, call, tuple(dict.fromkeys(name for c in case.calls for name in c.names)))
        except replies.Malformed as error:
            raise Violated(str(error)) from None
        outcome = Outcome(status="returned", answers=came.answers, returned=came.count, modified=came.modified, **facts)
        return outcome, came.kept

    def _missing(self, function: str) -> str:
        if self.unparsed:
            return f"not all of it is valid Python, see {self.unparsed[0]}"
        files = ", ".join(module.file for module in self.submission.modules)
        others = [name for name in self.defined if name not in self.wanted]
        close = difflib.get_close_matches(function, others, 1, cutoff=0.75)
        hint = f" (is it {close[0]}?)" if close else ""
        return f"there is no function {function} in {files}{hint}"

    # ---- children

    def _end(self) -> str:
        child, self.child = self.child, None
        return end(self.sandbox, child) if child is not None else ""

    def _loaded(self, functions: tuple[str, ...]) -> Child | None:
        """Return a child with the functions loaded; None where the submission cannot be read."""
        while self.child is None and self.unreadable is None:
            self.child = child = self.sandbox.fork()
            start = time.monotonic()
            try:
                self._load(child, functions)
            except (TimedOut, Died, Violated, ZygoteLost) as problem:
                self._pass_over(child.current, problem, time.monotonic() - start)
        return self.child

    def _load(self, child: Child, functions: tuple[str, ...]) -> None:
        from grader.sandbox import replies, wire

        modules = tuple(
            {
                "name": module.name,
                "package": module.is_package,
                "notebook": module.is_notebook,
                "cells": tuple((cell.label, cell.source) for cell in module.cells),
            }
            for module in self.submission.modules
        )
        request = {"modules": modules, "functions": functions, "skip": tuple(self.skip), "careful": self.careful}
        kind, reply = child.request(wire.LOAD, request, self.limits.wall_seconds, self.loading_seconds)
        try:
            if kind != wire.LOADED:
                raise Violated(f"a frame of kind {kind}")
            found = replies.loaded(reply)
        except replies.Malformed as error:
            raise Violated(str(error)) from None
        self.defined, self.unparsed = found.defined, found.unparsed
        self.notes += [note for note in found.notes if note not in self.notes]

    def _pass_over(self, statement: str, problem: Exception, seconds: float) -> None:
        """Learn from a child that was lost while it loaded, after so many seconds."""
        if isinstance(problem, ZygoteLost):
            self.child = None
            self.sandbox.restart()
        how = self._end()
        if isinstance(problem, TimedOut):
            how = f"stopped after {self.limits.wall_seconds:g} s"
            if seconds >= self.loading_seconds and not self.careful:
                self.careful = True
                limit = f"{self.loading_seconds:g} s"
                self.notes.append(f"it takes more than {limit} to load: only definitions and assignments were run")
                return
        if not statement or statement in self.skip or len(self.skip) >= MAX_SKIPPED:
            self.unreadable = f"the source could not be loaded: {statement + ': ' if statement else ''}{how}"
            return
        self.skip.append(statement)
        self.careful = self.careful or len(self.skip) >= CAREFUL_AFTER
        self.notes.append(f"{statement}: passed over ({how})")


# ------------------------------------------------------------------------------- translation


def to_wire(value: Any, case: Case, kept: Sequence[Mapping[str, "KeptValue"]]) -> Any:
    """Return an argument as the wire has it."""
    from grader.sandbox import wire

    if isinstance(value, Kept):
        return kept[value.call][case.calls[value.call].returns[value.position]]
    if isinstance(value, Laid):
        return wire.LaidArray(value.array, value.layout)
    return value


def printed_text(child: Child) -> str:
    """Return what the child printed during its last call."""
    from grader.sandbox.replies import scrubbed

    text = scrubbed(child.printed.decode("utf-8", "replace"))
    return text + "\n[the rest was not kept]" if child.printed_bytes > len(child.printed) else text
