"""Run the cases of a submission in children, and turn whatever happens into an Outcome.

In: a Submission, and Cases.  Out: one Outcome per case, always. A call that hangs or kills its child
costs its own case: the next one gets a fresh child. A top-level statement that does so is passed over.
A child whose functions leave nothing behind goes on to the next exercise (docs/decisions/0033).
"""

import difflib
import errno
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from grader.model import Call, Case, Kept, Laid, Outcome, Raised, Reason, Submission
from grader.sandbox.host import OPEN_FILES, Child, Died, Ending, TimedOut, Violated, ZygoteLost
from grader.sandbox.sandbox import Sandbox, describe, end

MAX_NOTES, MAX_NOTE = 60, 160  # of one submission, and characters
MAX_SKIPPED = 6  # statements that hang or crash before a submission counts as unreadable
CAREFUL_AFTER = 2  # so many, and only definitions, imports and assignments are run
KEPT_BELOW = 1.0  # seconds; a child that worked for longer has used up too much of its processor time to go on
LOADING_SHARE = 0.5  # of an exercise's time; a submission that takes longer to load is loaded carefully

if TYPE_CHECKING:  # importing numpy takes long, and the worker's interpreter should start before that
    from grader.sandbox.worker.wire import KeptValue


class WantsOlder(Exception):
    """The submission failed where older NumPy would not have. Load it again, changed as `worker.older` does."""


class Runner:
    """Runs one submission, and remembers what it learned on the way: notes, and statements to pass over.

    In a ``with`` statement a child may go on from one exercise to the next.

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
        self.is_older = False  # arrays of one number are taken for numbers
        self.unreadable = submission.problem
        self.defined: tuple[str, ...] = ()
        self.unparsed: tuple[str, ...] = ()
        self.wanted: set[str] = set()
        self.forbidden: tuple[str, ...] = ()
        self.child: Child | None = None
        self.deadline = 0.0
        self.keeps_children = False
        self.goes_on = False  # the child, to another exercise
        self.is_second_hand = False  # the child comes from another exercise
        self.is_anew = True  # the next call is the first of an exercise in its child

    def __enter__(self) -> "Runner":
        self.keeps_children = True
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def run(self, cases: Sequence[Case], forbidden: tuple[str, ...] = ()) -> Iterator[Outcome]:
        """Yield one outcome per case of one exercise; the functions named in `forbidden` refuse to be called.

        A case that times out is tried once more in a fresh child before it counts. After
        ``limits.time_outs`` that count, or when the exercise's time is used up, the rest is not tried.
        """
        start = time.monotonic()
        self.deadline = start + self.limits.exercise_seconds
        if forbidden != self.forbidden:
            self._end()
        self.forbidden = forbidden
        self.is_anew = True
        functions = tuple(dict.fromkeys(call.function for case in cases for call in case.calls))
        self.wanted.update(functions)
        time_outs = 0
        for case in cases:
            if time_outs >= self.limits.time_outs or time.monotonic() > self.deadline:
                yield Outcome(status="timed-out", function=case.exercise, tried=False)
                continue
            was_second_hand, started = self.is_second_hand, time.monotonic()
            outcome = self._run_case(case, functions)
            if was_second_hand and (self.child is None or outcome.limit is not None):
                outcome = self._run_alone(case, functions, started)
            if outcome.status == "timed-out" and time.monotonic() < self.deadline:
                outcome = self._run_case(case, functions)
            time_outs += outcome.status == "timed-out"
            yield outcome
        if self.keeps_children and self.goes_on and time.monotonic() - start < KEPT_BELOW:
            self.is_second_hand = self.child is not None
        else:
            self._end()

    # ---- one case

    def _run_alone(self, case: Case, functions: tuple[str, ...], started: float) -> Outcome:
        """Run a case again in a child of its own, because the child that came from another exercise met harm."""
        self._end()
        self.deadline += time.monotonic() - started
        return self._run_case(case, functions)

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
        except WantsOlder:
            self._end()
            self.is_older = True
            return self._run_case(case, functions)
        except TimedOut:
            used_up = time.monotonic() >= self.deadline
            self._end()
            detail = f"stopped after {self.limits.wall_seconds:g} s of wall time in case {case.id}, twice"
            if used_up:
                detail = f"stopped when the {self.limits.exercise_seconds:g} s of its exercise were used up"
            return Outcome(status="timed-out", function=function, detail=detail)
        except Died:
            return self._ended(case, function, self._end())
        except Violated as error:
            self._end()
            return Outcome(status="refused", function=function, detail=f"it wrote on the grader's channel: {error}")
        except ZygoteLost:
            self.child, self.is_second_hand = None, False
            self.sandbox.restart()
            return Outcome(status="killed", function=function, detail="it took the whole sandbox down with it")

    def _call(
        self, child: Child, call: Call, case: Case, kept: Sequence[Mapping[str, "KeptValue"]]
    ) -> tuple[Outcome, Mapping[str, "KeptValue"]]:
        """Make one call; return its outcome and the handles of what stayed in the worker."""
        from grader.sandbox import replies
        from grader.sandbox.worker import wire

        request = {
            "function": call.function,
            "arguments": tuple(to_wire(value, case, kept) for value in call.arguments),
            "names": call.names,
            "returns": len(call.returns),
            "fresh": call is case.calls[0],
            "keep": tuple(call.returns.index(name) for name in call.keep),
            "question": call.is_question,
            "anew": self.is_anew,
        }
        self.is_anew = False
        seconds = min(self.limits.wall_seconds, max(self.deadline - time.monotonic(), 0.1))
        kind, reply = child.request(wire.CALL, request, seconds)
        facts: dict[str, Any] = {"function": call.function, "printed": printed_text(child)}
        try:
            if kind == wire.MISSING:
                detail = replies.reason(reply) or self._missing(call.function)
                return Outcome(status="refused", detail=detail, **facts), {}
            self._take_notes(replies.notes(reply))
            if kind == wire.RAISED:
                if replies.wants_older(reply) and not self.is_older:
                    raise WantsOlder
                raised = replies.raised(reply)
                limit, detail = self._limit_behind(raised)
                return Outcome(status="raised", raised=raised, limit=limit, detail=detail, **facts), {}
            if kind != wire.RETURNED:
                raise Violated(f"a frame of kind {kind}")
            came = replies.returned(reply, call, tuple(dict.fromkeys(name for c in case.calls for name in c.names)))
        except replies.Malformed as error:
            raise Violated(str(error)) from None
        outcome = Outcome(
            status="returned",
            answers=came.answers,
            returned=came.count,
            modified=came.modified,
            containers=came.containers,
            **facts,
        )
        return outcome, came.kept

    def note_one_number(self) -> None:
        """Say that an array which holds one number was taken for the number."""
        from grader.sandbox.worker.older import ONE_NUMBER

        self._take_notes([ONE_NUMBER])

    def _take_notes(self, notes: Sequence[str]) -> None:
        for note in map(shortened, notes):
            if note not in self.notes and len(self.notes) < MAX_NOTES:
                self.notes.append(note)

    def _ended(self, case: Case, function: str, ending: Ending | None) -> Outcome:
        """Return the outcome of a case whose process ended by itself."""
        if ending is not None and ending.was_out_of_time(self.limits.cpu_seconds):
            detail = f"stopped after {self.limits.cpu_seconds} s of processor time in case {case.id}"
            return Outcome(status="timed-out", function=function, detail=detail, limit="cpu-time")
        return Outcome(status="killed", function=function, detail=describe(ending))

    def _limit_behind(self, raised: Raised) -> tuple[Reason | None, str]:
        """Return the limit that made a call raise, and what it is; None where it was no limit."""
        if "MemoryError" in raised.bases:
            return "out-of-memory", f"{self.limits.memory_mib} MiB of memory above what is in use at the start"
        if raised.errno == errno.EMFILE:
            return "open-files", f"{OPEN_FILES} open files"
        if raised.errno == errno.EFBIG:
            return "file-size", "0 bytes in files"
        if raised.errno in (errno.EPERM, errno.EACCES):
            return "confined", "no files, no network, no other processes"
        return None, ""

    def _missing(self, function: str) -> str:
        if self.unparsed:
            return f"not all of it is valid Python, see {self.unparsed[0]}"
        files = ", ".join(module.file for module in self.submission.modules)
        others = [name for name in self.defined if name not in self.wanted]
        close = difflib.get_close_matches(function, others, 1, cutoff=0.75)
        hint = f" (is it {close[0]}?)" if close else ""
        return f"there is no function {function} in {files}{hint}"

    # ---- children

    def _end(self) -> Ending | None:
        child, self.child, self.is_second_hand = self.child, None, False
        return end(self.sandbox, child) if child is not None else None

    def _loaded(self, functions: tuple[str, ...]) -> Child | None:
        """Return a child with the functions loaded; None where the submission cannot be read."""
        while self.child is None and self.unreadable is None:
            self.child, self.is_anew = self.sandbox.fork(), True
            child = self.child
            start = time.monotonic()
            try:
                self._load(child, functions)
            except WantsOlder:
                self._end()
                self.is_older = True
            except (TimedOut, Died, Violated, ZygoteLost) as problem:
                self._pass_over(child.current, problem, time.monotonic() - start)
        return self.child

    def _load(self, child: Child, functions: tuple[str, ...]) -> None:
        from grader.sandbox import replies
        from grader.sandbox.worker import wire

        modules = tuple(
            {
                "name": module.name,
                "package": module.is_package,
                "notebook": module.is_notebook,
                "cells": tuple((cell.label, cell.source) for cell in module.cells),
            }
            for module in self.submission.modules
        )
        request = {
            "modules": modules,
            "functions": functions,
            "skip": tuple(self.skip),
            "careful": self.careful,
            "forbidden": self.forbidden,
            "older": self.is_older,
        }
        kind, reply = child.request(wire.LOAD, request, self.limits.wall_seconds, self.loading_seconds)
        try:
            if kind != wire.LOADED:
                raise Violated(f"a frame of kind {kind}")
            loaded = replies.loaded(reply)
        except replies.Malformed as error:
            raise Violated(str(error)) from None
        if loaded.wants_older and not self.is_older:
            raise WantsOlder
        self.defined, self.unparsed, self.goes_on = loaded.defined, loaded.unparsed, loaded.goes_on
        self.notes += [note for note in loaded.notes if note not in self.notes]

    def _pass_over(self, statement: str, problem: Exception, seconds: float) -> None:
        """Learn from a child that was lost while it loaded, after so many seconds."""
        if isinstance(problem, ZygoteLost):
            self.child = None
            self.sandbox.restart()
        how = describe(self._end())
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
    from grader.sandbox.worker import wire

    if isinstance(value, Kept):
        return kept[value.call][case.calls[value.call].returns[value.position]]
    if isinstance(value, Laid):
        return wire.LaidArray(value.array, value.layout)
    return value


def shortened(note: str) -> str:
    """Return a note no longer than notes may be."""
    return note if len(note) <= MAX_NOTE else note[: MAX_NOTE - 1] + "…"


def printed_text(child: Child) -> str:
    """Return what the child printed during its last call."""
    from grader.sandbox.replies import scrubbed

    text = scrubbed(child.printed.decode("utf-8", "replace"))
    if child.printed_bytes > len(child.printed):
        text += f"\n[{child.printed_bytes} bytes printed, the first {len(child.printed)} kept]"
    return text
