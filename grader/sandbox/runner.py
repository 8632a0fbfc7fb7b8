"""Run the cases of a submission in children, and turn whatever happens into an Outcome.

In: a Submission, and Cases.  Out: one Outcome per case, always. A call that hangs or kills its child
costs its own case: the next one gets a fresh child. A top-level statement that does so is passed over.
"""

import difflib
import re
import time
from collections.abc import Sequence
from typing import Any

from grader.errors import OperatorError
from grader.model import Call, Case, Frame, Kept, Laid, Level, Limits, Opaque, Outcome, Raised, Submission
from grader.sandbox import levels
from grader.sandbox.host import Child, Died, TimedOut, Violated, Zygote, ZygoteLost

MAX_SKIPPED = 6  # statements that hang or crash before a submission counts as unreadable
CAREFUL_AFTER = 2  # so many, and only definitions, imports and assignments are run
TIME_OUTS = "time-outs"  # detail of an outcome that was not tried any more


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
        self.notes: list[str] = list(submission.notes)
        self.skip: list[str] = []
        self.unreadable = submission.problem
        self.defined: tuple[str, ...] = ()
        self.unparsed: tuple[str, ...] = ()
        self.wanted: set[str] = set()
        self.child: Child | None = None
        self.deadline = 0.0

    def run(self, cases: Sequence[Case]) -> list[Outcome]:
        """Return one outcome per case of one exercise.

        A case that times out is tried once more in a fresh child before it counts. After
        ``limits.time_outs`` that count, or when the exercise's time is used up, the rest is not tried.
        """
        self.deadline = time.monotonic() + self.limits.exercise_seconds
        functions = tuple(dict.fromkeys(call.function for case in cases for call in case.calls))
        self.wanted.update(functions)
        outcomes: list[Outcome] = []
        time_outs = 0
        for case in cases:
            if time_outs >= self.limits.time_outs or time.monotonic() > self.deadline:
                outcomes.append(Outcome(status="timed-out", function=case.exercise, detail=TIME_OUTS))
                continue
            outcome = self._run_case(case, functions)
            if outcome.status == "timed-out" and time.monotonic() < self.deadline:
                outcome = self._run_case(case, functions)
            time_outs += outcome.status == "timed-out"
            outcomes.append(outcome)
        self._end()
        return outcomes

    # ---- one case

    def _run_case(self, case: Case, functions: tuple[str, ...]) -> Outcome:
        function = case.exercise
        try:
            child = self._loaded(functions)
            if child is None:
                return Outcome(status="refused", function=function, detail=self.unreadable or "")
            kept: list[Sequence[Any]] = []
            for call in case.calls:
                function = call.function
                outcome, values = self._call(child, call, kept)
                if outcome.status != "returned" or outcome.returned != len(call.returns):
                    break
                kept.append(values)
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

    def _call(self, child: Child, call: Call, kept: list[Sequence[Any]]) -> tuple[Outcome, Sequence[Any]]:
        from grader.sandbox import wire

        request = {
            "function": call.function,
            "arguments": tuple(to_wire(value, kept) for value in call.arguments),
            "names": call.names,
            "returns": len(call.returns),
            "keep": tuple(call.returns.index(name) for name in call.keep),
        }
        seconds = min(self.limits.wall_seconds, max(self.deadline - time.monotonic(), 0.1))
        kind, reply = child.request(wire.CALL, request, seconds)
        printed = printed_text(child)
        try:
            if kind == wire.MISSING:
                return Outcome(status="refused", function=call.function, detail=self._missing(call.function)), ()
            if kind == wire.RAISED:
                raised = to_raised(reply)
                return Outcome(status="raised", function=call.function, raised=raised, printed=printed), ()
            if kind != wire.RETURNED:
                raise Violated(f"a frame of kind {kind}")
            values = reply["values"]
            answers = {name: from_wire(value) for name, value in zip(call.returns, values, strict=False)}
            modified = tuple(name for name in call.names if name in reply["modified"])
            return (
                Outcome(
                    status="returned",
                    function=call.function,
                    answers={name: value for name, value in answers.items() if name not in call.keep},
                    returned=int(reply["count"]),
                    modified=modified,
                    printed=printed,
                ),
                values,
            )
        except (KeyError, TypeError, ValueError, IndexError, AttributeError):
            raise Violated("a reply of the wrong form") from None

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
            try:
                self._load(child, functions)
            except (TimedOut, Died, Violated, ZygoteLost) as problem:
                self._pass_over(child.current, problem)
        return self.child

    def _load(self, child: Child, functions: tuple[str, ...]) -> None:
        from grader.sandbox import wire

        modules = tuple(
            {
                "name": module.name,
                "package": module.is_package,
                "notebook": module.is_notebook,
                "cells": tuple((cell.label, cell.source) for cell in module.cells),
            }
            for module in self.submission.modules
        )
        careful = len(self.skip) >= CAREFUL_AFTER
        request = {"modules": modules, "functions": functions, "skip": tuple(self.skip), "careful": careful}
        kind, reply = child.request(wire.LOAD, request, self.limits.wall_seconds)
        try:
            if kind != wire.LOADED:
                raise Violated(f"a frame of kind {kind}")
            self.defined = tuple(str(name) for name in reply["defined"])
            self.unparsed = tuple(scrubbed(str(note)) for note in reply["unparsed"])
            self.notes += [scrubbed(str(note)) for note in reply["notes"] if scrubbed(str(note)) not in self.notes]
        except (KeyError, TypeError):
            raise Violated("a reply of the wrong form") from None

    def _pass_over(self, statement: str, problem: Exception) -> None:
        """Learn from a child that was lost while it loaded."""
        if isinstance(problem, ZygoteLost):
            self.child = None
            self.sandbox.restart()
        how = self._end()
        if isinstance(problem, TimedOut):
            how = f"stopped after {self.limits.wall_seconds:g} s"
        if not statement or statement in self.skip or len(self.skip) >= MAX_SKIPPED:
            self.unreadable = f"the source could not be loaded: {statement + ': ' if statement else ''}{how}"
            return
        self.skip.append(statement)
        self.notes.append(f"{statement}: passed over ({how})")


# ------------------------------------------------------------------------------- translation


def to_wire(value: Any, kept: list[Sequence[Any]]) -> Any:
    """Return an argument as the wire has it."""
    from grader.sandbox import wire

    if isinstance(value, Kept):
        return kept[value.call][value.position]
    if isinstance(value, Laid):
        return wire.LaidArray(value.array, value.layout)
    return value


def from_wire(value: Any) -> Any:
    """Return an answer in the grader's own nouns."""
    from grader.sandbox import wire

    if isinstance(value, wire.Unsendable):
        return Opaque(value.kind[:200])
    if isinstance(value, wire.LaidArray):
        return value.array
    return value


def to_raised(reply: Any) -> Raised:
    """Return an exception as the child described it."""
    trace = tuple(Frame(str(f), int(line), str(name), str(source)) for f, line, name, source in reply["trace"])
    bases = tuple(str(base) for base in reply["bases"])
    return Raised(type=str(reply["type"]), bases=bases, message=scrubbed(str(reply["message"])), trace=trace)


def scrubbed(text: str) -> str:
    """Return a text without memory addresses, which differ from run to run."""
    return re.sub(r"0x[0-9a-fA-F]{6,}", "0x…", text)


def printed_text(child: Child) -> str:
    """Return what the child printed during its last call."""
    text = scrubbed(child.printed.decode("utf-8", "replace"))
    return text + "\n[the rest was not kept]" if child.printed_bytes > len(child.printed) else text
