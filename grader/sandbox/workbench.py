"""The trusted side of a search for a repair: has edits of a function listed, and tried, in the submission's own child.

In: a Runner, and a case.  Out: proposals, and what edited functions return. Nothing that is due goes to the child.
"""

import contextlib
import marshal
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any

from grader.model import Case, Proposal
from grader.sandbox.child import Child, Died, TimedOut, Violated, ZygoteLost
from grader.sandbox.requests import call_request, has_objects, whole_request
from grader.sandbox.runner import Runner

PACKAGE = "grader.sandbox.worker.repair"
FOLDER = Path(__file__).parent / "worker" / "repair"
MODULES = (  # in the order in which they import one another
    "",
    "nodes",
    "edit",
    "build",
    "functions",
    "scope",
    "sites",
    "names",
    "arithmetic",
    "subscripts",
    "calls",
    "statements",
    "loops",
    "shapes",
    "alike",
    "proposals",
    "attempts",
)
MOST_LOST = 2  # children that candidates may cost before a search ends
ROOM = 4  # times the bytes that are due, for an answer

Candidate = tuple[int, ...]


class Lost(Exception):
    """Too many children were lost, or the submission cannot be edited."""


class Unprepared(Exception):
    """A call before the graded one did not return."""


@cache
def modules() -> tuple[tuple[str, Any], ...]:
    """Return the code of the worker's package of edits, as a child takes it."""
    import numpy as np

    sent = []
    for name in MODULES:
        full, file = f"{PACKAGE}.{name}" if name else PACKAGE, FOLDER / f"{name or '__init__'}.py"
        code = SourceFileLoader(full, str(file)).get_code(full)
        sent.append((name, np.frombuffer(marshal.dumps(code), np.uint8)))
    return tuple(sent)


class Workbench:
    """Edits of the graded function of one exercise.

    Parameters
    ----------
    runner : Runner
    functions : tuple of str
        What the exercise calls; the last one is graded.
    most : int
        Edits to list.
    """

    def __init__(self, runner: Runner, functions: tuple[str, ...], most: int) -> None:
        self.runner, self.functions, self.most = runner, functions, most
        self.files = {cell.label for module in runner.submission.modules for cell in module.cells}
        self.child: Child | None = None
        self.shown: Case | None = None  # the case on which names are looked at
        self.lost = 0

    @contextlib.contextmanager
    def open(self) -> Iterator["Workbench"]:
        """Keep one child while the context lasts; it is ended then, so that nothing of an edit outlives the search."""
        self.runner.holds_child = True
        try:
            yield self
        finally:
            self.runner.holds_child = False
            self.runner.end()

    def propose(self, case: Case) -> tuple[Proposal, ...]:
        """Return the edits there are, having run the function on a case to see what its names hold."""
        from grader.sandbox import repair_replies, replies

        self.shown = case
        child = self._begun()
        reply = self._ask(child, {"what": "propose", "most": self.most, **self._call(child, case, 1 << 16)})
        try:
            return repair_replies.proposed(reply, self.most, self.files)
        except replies.Malformed:
            raise Lost from None

    def attempt(
        self, case: Case, candidates: Sequence[Candidate], due_bytes: int
    ) -> list[dict[str, object] | int] | None:
        """Return what each candidate returns for a case; None where a child was lost on them."""
        from grader.sandbox import repair_replies, replies

        try:
            child = self._ready()
            call = self._call(child, case, ROOM * due_bytes + 4096)
            request = {"what": "try", "candidates": tuple(candidates), **call}
            return repair_replies.tried(self._ask(child, request), len(candidates), case.calls[-1])
        except replies.Malformed:
            raise Lost from None
        except (TimedOut, Died, Violated, ZygoteLost) as problem:
            self._lose(problem)
            return None

    @contextlib.contextmanager
    def installed(self, candidate: Candidate) -> Iterator[bool]:
        """Have some edits made while the context lasts, for the runner to run cases as they are graded."""
        child = self._ready()
        is_made = self._ask(child, {"what": "install", "candidate": candidate}) is True
        try:
            yield is_made
        finally:
            if self.is_same(child):
                self._ask(child, {"what": "install", "candidate": ()})

    def is_same(self, child: Child | None = None) -> bool:
        """Whether the child is still the one that the edits were listed in."""
        return self.runner.child is not None and self.runner.child is (child or self.child)

    def describe(self, candidate: Candidate) -> str:
        """Return the lines that some edits change, before and after."""
        from grader.sandbox import repair_replies, replies

        try:
            return repair_replies.described(self._ask(self._ready(), {"what": "describe", "candidate": candidate}))
        except replies.Malformed:
            raise Lost from None

    # ---- children

    def _ready(self) -> Child:
        """Return the child with the edits listed; a new one where the last was lost."""
        if not self.is_same():
            if self.shown is None:
                raise Lost
            self.propose(self.shown)
        assert self.child is not None
        return self.child

    def _begun(self) -> Child:
        child = self.runner.loaded(self.functions)
        if child is None:
            raise Lost
        if child is not self.child:
            self._ask(child, {"what": "begin", "modules": modules()})
            self.child = child
        return child

    def _ask(self, child: Child, request: dict[str, Any]) -> Any:
        from grader.sandbox.worker import wire

        kind, reply = child.request(wire.REPAIR, request, self._seconds())
        if kind != wire.REPAIRED:
            raise Violated(f"a frame of kind {kind}")
        return reply

    def _seconds(self) -> float:
        """Return how long the child may take for an answer; where no time is left, the search ends."""
        shared = self.runner.shared
        if shared is None:
            return self.runner.limits.exercise_seconds
        if used_up := shared.used_up():
            self.runner.left_out = self.runner.left_out or used_up
            raise Lost
        return min(self.runner.limits.exercise_seconds, shared.left())

    def _call(self, child: Child, case: Case, most_bytes: int) -> dict[str, Any]:
        """Return the graded call as a request has it, having made the calls before it.

        Objects remember: of them every candidate is given new ones, made and asked as the case does.
        """
        if has_objects(case):
            return {"calls": whole_request(case), "is_whole": True, "bytes": most_bytes}
        kept = self.runner.prepare(child, case)
        if kept is None:
            raise Unprepared
        call = call_request(case.calls[-1], case, kept, is_anew=False)
        return {"calls": (call,), "is_whole": False, "bytes": most_bytes}

    def _lose(self, problem: Exception) -> None:
        self.lost += 1
        if isinstance(problem, ZygoteLost):
            self.runner.lose_zygote()
        self.runner.end()
        self.child = None
        if self.lost > MOST_LOST:
            raise Lost
