"""Run the cases of a submission in children, and turn whatever happens into an Outcome.

In: a Submission, and Cases.  Out: one Outcome per case, always. A call that hangs or kills its child costs its own
case: the next one gets a fresh child. A top-level statement that does so is passed over. A child whose functions leave
nothing behind goes on to the next exercise (docs/decisions/0033).
"""

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from grader.model import Call, Case, Outcome, Submission
from grader.sandbox import endings, notes, replies
from grader.sandbox.ahead import ROOM, Ahead
from grader.sandbox.budget import Budget
from grader.sandbox.child import Child, Died, Ending, TimedOut, Violated, WantsOlder, ZygoteLost
from grader.sandbox.requests import (
    again_request,
    bytes_of,
    call_request,
    called_again,
    functions_of,
    handles,
    load_request,
    say_missing,
    say_missing_method,
    what_raised,
)
from grader.sandbox.returned import known_outcome_of, outcome_of
from grader.sandbox.sandbox import Sandbox, describe, end
from grader.sandbox.waste import MIB, NOTICED, Laps, Stopwatch, Waste
from grader.sandbox.worker import wire

LOOK_SECONDS = 10.0  # of wall time for calling again, which ends by itself after some tenths of processor time
MAX_SKIPPED = 6  # statements that hang or crash before a submission counts as unreadable
TRIED_BESIDE = 2  # times an exercise's time, for its cases and for all that is tried beside them
CAREFUL_AFTER = 2  # so many, and only definitions, imports and assignments are run
KEPT_BELOW = 1.0  # seconds; a child that worked for longer has used up too much of its processor time to go on
LOADING_SHARE = 0.5  # of an exercise's time; a submission that takes longer to load is loaded carefully


class Runner:
    """Runs one submission, and remembers what it learned on the way: notes, and statements to pass over.

    In a ``with`` statement a child may go on from one exercise to the next.

    Parameters
    ----------
    sandbox : Sandbox
    submission : Submission
    is_hidden : bool
        Whether its notes must hold no number of a case: then what is noted while a case runs is dropped.
    """

    def __init__(self, sandbox: Sandbox, submission: Submission, is_hidden: bool = False) -> None:
        self.sandbox = sandbox
        self.submission = submission
        self.is_hidden = is_hidden
        self.limits = sandbox.limits
        self.loading_seconds = self.limits.exercise_seconds * LOADING_SHARE
        self.notes: list[str] = list(submission.notes)
        self.skip: list[str] = []
        self.careful = False
        self.is_timed = False  # whether an outcome's seconds are of processor time, where the system tells it
        self.is_older = False  # arrays of one number are taken for numbers
        self.unreadable = submission.problem
        self.defined: tuple[str, ...] = ()
        self.unparsed: tuple[str, ...] = ()
        self.asked: frozenset[str] = frozenset()  # functions that the child was to load …
        self.missing: dict[str, str] = {}  # … those that are not there, and why
        self.wanted: set[str] = set()
        self.forbidden: tuple[str, ...] = ()
        self.child: Child | None = None
        self.submission_budget: Budget | None = None  # made when the first exercise begins
        self.shared: Budget | None = None  # of all runs for an exercise; without one, each run has a budget of its own
        self.budget = Budget(self.limits.exercise_seconds, "exercise")  # of the run at hand
        self.runs, self.left_out = 0, ""  # for the exercise at hand; whose time was used up before one of them
        self.laps = Laps()
        self.waste = Waste()  # of this submission so far
        self.due_bytes = 0  # of the largest answer to the exercise at hand
        self.was_hindered = False  # the call that timed out last, by others' work
        self.is_brief = False  # the call at hand is a second try of one that had all of its time
        self.keeps_children = False
        self.holds_child = False  # a search for a repair has its edits in the child
        self.goes_on = False  # the child, to another exercise
        self.is_second_hand = False  # the child comes from another exercise
        self.is_anew = True  # the next call is the first of an exercise in its child
        self.ahead, self.number = Ahead(()), 0  # of the run at hand: its cases, and the one that is asked for

    def __enter__(self) -> "Runner":
        self.keeps_children = True
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    @contextlib.contextmanager
    def exercise(self, due_bytes: int = 0) -> Iterator[None]:
        """Give all runs inside one budget of time: of its cases, and what is tried beside. No larger answer is due."""
        self.due_bytes = due_bytes
        if self.submission_budget is None:
            self.submission_budget = Budget(self.limits.submission_seconds, "submission")
        self.shared = Budget(TRIED_BESIDE * self.limits.exercise_seconds, "exercise", self.submission_budget)
        self.runs, self.left_out = 0, ""
        try:
            yield
        finally:
            self.shared = None

    def run(self, cases: Sequence[Case], forbidden: tuple[str, ...] = ()) -> Iterator[Outcome]:
        """Yield one outcome per case of one exercise; the functions named in `forbidden` refuse to be called.

        A case that times out is tried once more in a fresh child before it counts. After ``limits.time_outs`` that
        count, or when the exercise's time is used up, or when too much was wasted, the rest is not tried.
        """
        start = time.monotonic()
        self.budget = Budget(self.limits.exercise_seconds, "exercise", self.shared)
        self.runs += 1
        is_beside = self.shared is not None and self.runs > 1
        if forbidden != self.forbidden:
            self._end()
        self.forbidden = forbidden
        self.is_anew = True
        functions = functions_of(cases)
        self.wanted.update(functions)
        time_outs, is_over = 0, False
        if self.ahead.is_waiting():
            self._end()
        self.ahead = Ahead(cases, 0 if self.is_timed else ROOM)
        for self.number, case in enumerate(cases):
            if is_over or time_outs >= self.limits.time_outs or self.budget.left() <= 0:
                self.left_out = self.left_out or (self.budget.used_up() if is_beside else "")
                yield Outcome(status="timed-out", function=case.exercise, tried=False)
                continue
            was_second_hand, started, wasted = self.is_second_hand, time.monotonic(), self.waste.seconds
            outcome = self._run_case(case, functions)
            if was_second_hand and (self.child is None or outcome.limit is not None):
                outcome = self._run_alone(case, functions, started)
            if outcome.status == "timed-out":
                outcome = self._try_again(case, functions, outcome)
                time_outs += outcome.status == "timed-out"
            is_over = self.waste.is_used_up(self.limits) and self.waste.seconds - wasted > NOTICED
            yield outcome
        if self.ahead.is_waiting():
            self._end()
        if self.holds_child:
            return
        if self.keeps_children and self.goes_on and time.monotonic() - start < KEPT_BELOW:
            self.is_second_hand = self.child is not None
        else:
            self._end()

    def note_what_was_left_out(self, exercise: str) -> None:
        """Say that there was no time for all that is tried beside an exercise's cases."""
        if self.left_out:
            why = f"{self.left_out} were used up before all was tried that may explain or credit wrong answers"
            self.notes.append(f"{exercise}: {why}")

    # ---- for a search for a repair

    def loaded(self, functions: tuple[str, ...]) -> Child | None:
        """Return a child with the functions loaded; None where the submission cannot be read."""
        self.is_second_hand = False
        return self._loaded(functions)

    def prepare(self, child: Child, case: Case) -> list[Mapping[str, wire.KeptValue]] | None:
        """Make the calls before the graded one; return what stayed in the child, None where one did not return."""
        self.budget = Budget(self.limits.exercise_seconds, "exercise", self.shared)
        kept: list[Mapping[str, wire.KeptValue]] = []
        for call in case.calls[:-1]:
            outcome, own = self._call(child, call, case, call_request(call, case, kept, self.is_anew))
            if outcome.status != "returned" or outcome.returned != len(call.returns):
                return None
            kept.append(own)
        return kept

    def end(self) -> None:
        """End the child, if there is one."""
        self._end()

    def lose_zygote(self) -> None:
        """Forget the child, which is gone with its zygote, and start another zygote."""
        self.child, self.is_second_hand = None, False
        self.sandbox.restart()

    def look_again(self, cases: Sequence[Case]) -> replies.LookedAgain | None:
        """Call the functions of a few small cases again and again, and return what made a difference.

        None where there is nothing to look at, or nothing came of it.
        """
        is_brief = self.goes_on
        cases = called_again(cases, is_brief)
        if not cases:
            return None
        request = {"cases": tuple(map(again_request, cases)), "brief": is_brief}
        try:
            child = self._loaded(tuple(dict.fromkeys(call.function for case in cases for call in case.calls)))
            if child is None:
                return None
            seconds = min(LOOK_SECONDS, max(self.budget.left(), 0.1))
            kind, reply = child.request(wire.AGAIN, request, seconds)
            return replies.looked_again(reply, [case.calls[-1] for case in cases]) if kind == wire.LOOKED else None
        except (TimedOut, Died, Violated, WantsOlder, replies.Malformed):
            self._end()
            return None
        except ZygoteLost:
            self.lose_zygote()
            return None
        finally:
            if not (self.keeps_children and self.goes_on):
                self._end()

    # ---- one case

    def _try_again(self, case: Case, functions: tuple[str, ...], outcome: Outcome) -> Outcome:
        """Try a case that timed out once more, while time may be wasted; briefly where it had all of its time."""
        function, nbytes, was_hindered = outcome.function, bytes_of(case), self.was_hindered
        seconds = self.waste.call_seconds(self.limits, function, nbytes)
        if self.budget.left() > 0 and (was_hindered or self.waste.may_try_again(self.limits)):
            self.is_brief = not was_hindered
            again = self._run_case(case, functions)
            self.is_brief = False
            outcome = outcome if again.status == "timed-out" and outcome.limit is None else again
        if outcome.status == "timed-out":
            self.waste.count_time_out(self.limits, function, nbytes, seconds, was_hindered)
        return outcome

    def _run_alone(self, case: Case, functions: tuple[str, ...], started: float) -> Outcome:
        """Run a case again in a child of its own, because the child that came from another exercise met harm."""
        self._end()
        self.budget.give_back(time.monotonic() - started)
        return self._run_case(case, functions)

    def _run_case(self, case: Case, functions: tuple[str, ...]) -> Outcome:
        function, started = case.exercise, time.monotonic()
        try:
            child = self._loaded(functions)
            if child is None:
                return Outcome(status="refused", function=function, detail=self.unreadable or "")
            before: tuple[str, ...] = ()  # arguments that earlier calls changed
            judged: list[str] = []  # those that calls which prepare must not change either
            requests = self.ahead.requests(child, self.number, self.is_anew, self.limits.wall_seconds)
            for call, request, due in zip(case.calls, requests, handles(case), strict=True):
                function = call.function
                outcome, kept = self._call(child, call, case, request)
                outcome = replace(outcome, modified_before=before, is_known=False) if before else outcome
                before += outcome.modified
                if outcome.status != "returned" or outcome.returned != len(call.returns):
                    break
                if kept != due:
                    raise Violated("what stayed in it has other numbers")
                judged += [f"{name} of {function}" for name in outcome.modified if call.is_judged]
            if judged:
                outcome = replace(outcome, modified=(*judged, *outcome.modified), is_known=False)
            return outcome
        except WantsOlder:
            self._end()
            self.is_older = True
            return self._run_case(case, functions)
        except TimedOut:
            used_up, has_flooded = self.budget.used_up(), self.child is not None and self.child.has_flooded()
            self._end()
            seconds = self.waste.call_seconds(self.limits, function, bytes_of(case))
            return endings.timed_out(case, function, seconds, used_up, has_flooded)
        except (Died, Violated, ZygoteLost) as problem:
            self.waste.count_loss(self.limits, time.monotonic() - started)
            return self._lost(problem, case, function)

    def _lost(self, problem: Exception, case: Case, function: str) -> Outcome:
        """Return the outcome of a case in which the child was lost."""
        if isinstance(problem, ZygoteLost):
            self.lose_zygote()
            return endings.ended(case, function, None, self.limits.cpu_seconds)
        ending = self._end()
        if isinstance(problem, Violated):
            return endings.violated(function, problem)
        return endings.ended(case, function, ending, self.limits.cpu_seconds)

    def _call(
        self, child: Child, call: Call, case: Case, request: Mapping[str, Any]
    ) -> tuple[Outcome, Mapping[str, wire.KeptValue]]:
        """Make one call; return its outcome and the handles of what stayed in the worker."""
        self.is_anew = False
        arguments = bytes_of(case)
        may_take = self.waste.call_seconds(self.limits, call.function, arguments, self.is_brief)
        seconds = min(may_take, max(self.budget.left(), 0.1))
        watch = Stopwatch(child) if self.is_timed else None
        self.laps.begin(child)
        try:
            kind, reply = child.request(wire.CALL, request, seconds)
        except TimedOut:
            self.was_hindered = self.laps.end(is_over=True).was_hindered
            raise
        times = self.laps.end(child.reply_bytes > MIB) if watch is None else watch.stop()
        facts: dict[str, Any] = {"function": call.function, "printed": child.printed_text()}
        try:
            if kind == wire.MISSING:
                detail = self._missing(call, functions_of([case]))
                return Outcome(status="refused", detail=detail, **facts), {}
            notes.take(self.notes, [] if self.is_hidden else map(notes.shortened, replies.notes(reply)))
            if kind == wire.RAISED:
                if replies.wants_older(reply) and not self.is_older:
                    raise WantsOlder
                raised = replies.raised(reply)
                limit, detail = what_raised(raised, replies.behind(reply), self.limits, self.sandbox.is_portable)
                if limit in (None, "confined"):  # refused at once: it takes no longer than another exception
                    self.waste.count_sleep(times.slept)
                else:
                    self.waste.count_loss(self.limits, times.own)
                return Outcome(status="raised", raised=raised, limit=limit, detail=detail, **facts), {}
            if kind != wire.RETURNED:
                raise Violated(f"a frame of kind {kind}")
            if child.is_known and not facts["printed"] and not self.is_timed:
                came = known_outcome_of(case, call, reply)
            else:
                seconds = times.ran if self.is_timed else 0.0
                came = outcome_of(case, call, reply, facts["printed"], seconds)
        except replies.Malformed as error:
            raise Violated(str(error)) from None
        sizes = child.reply_bytes, arguments, self.due_bytes
        self.waste.count_return(self.limits, call.function, came.outcome.answers, times, sizes)
        return came.outcome, came.kept

    def _missing(self, call: Call, functions: tuple[str, ...]) -> str:
        """Return why there is no such function or method, as a child says it that has not seen a case yet."""
        function, _, method = call.function.partition(".")
        if not call.member and function not in self.asked:  # of a child that comes from another exercise
            self._end()
            self._loaded(functions)
        others = [name for name in self.defined if name not in self.wanted]
        if call.member or (method and function not in self.missing):  # the class is there
            return say_missing_method(call.member or method, self.submission)
        return self.missing.get(function) or say_missing(function, self.submission, others, self.unparsed)

    # ---- children

    def _end(self) -> Ending | None:
        child, self.child, self.is_second_hand = self.child, None, False
        ending = end(self.sandbox, child) if child is not None else None
        if ending is not None:
            self.budget.charge(ending.cpu_seconds)
        return ending

    def _loaded(self, functions: tuple[str, ...]) -> Child | None:
        """Return a child with the functions loaded; None where the submission cannot be read."""
        while self.child is None and self.unreadable is None:
            asked = time.monotonic()
            self.child, self.is_anew = self.sandbox.fork(), True
            if self.sandbox.is_portable:  # a program takes as long to start as a hundred calls
                self.budget.set_aside(time.monotonic() - asked)
            child = self.child
            start = time.monotonic()
            try:
                self._load(child, functions)
            except WantsOlder:
                self._end()
                self.is_older = True
            except (TimedOut, Died, Violated, ZygoteLost) as problem:
                if isinstance(problem, TimedOut) and self.budget.left() <= 0:
                    raise  # no statement's fault: what came before had used up the time
                self._pass_over(child.current, problem, time.monotonic() - start)
        return self.child

    def _load(self, child: Child, functions: tuple[str, ...]) -> None:
        request = load_request(self.submission, functions, self.skip, self.careful, self.forbidden, self.is_older)
        seconds = min(self.loading_seconds, max(self.budget.left(), 0.1))
        kind, reply = child.request(wire.LOAD, request, self.limits.wall_seconds, seconds)
        try:
            if kind != wire.LOADED:
                raise Violated(f"a frame of kind {kind}")
            loaded = replies.loaded(reply)
        except replies.Malformed as error:
            raise Violated(str(error)) from None
        if loaded.wants_older and not self.is_older:
            raise WantsOlder
        self.defined, self.unparsed, self.goes_on = loaded.defined, loaded.unparsed, loaded.goes_on
        self.asked, self.missing = frozenset(functions), loaded.missing
        notes.take(self.notes, loaded.notes)

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
