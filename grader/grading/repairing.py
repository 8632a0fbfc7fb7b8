"""A search for a repair of one exercise's function: what joins the search, which is pure, to the submission's child.

In: a planned exercise and its outcomes.  Out: what the search found, or None where there is nothing to search.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from grader.grading import plain_cache, repair_memory
from grader.grading.checking import PlannedExercise, results_of
from grader.grading.diagnosis import probes
from grader.grading.diagnosis.repair import Candidate, Found, Sample, find_again, find_repair, samples_of
from grader.grading.diagnosis.repair.partial import Counts
from grader.grading.diagnosis.repair.samples import Answers, is_right
from grader.grading.memory import recalled
from grader.grading.same_text import label_of
from grader.model import Case, Effort, Expected, Outcome, Proposal
from grader.sandbox.child import Died, TimedOut, Violated, WantsOlder, ZygoteLost
from grader.sandbox.requests import owner
from grader.sandbox.runner import Runner
from grader.sandbox.workbench import Lost, Unprepared, Workbench

if TYPE_CHECKING:
    from grader.grading.diagnosis import Pair

Run = Callable[[Sequence[Case]], Sequence["Pair"]]  # of cases as they are, with answers as we have them
Ask = Callable[[Sequence[Case]], Sequence["Pair"]]  # of further inputs, in our words
Translate = Callable[[Case, Outcome], Outcome]  # answers as we have them
GONE = (Lost, Unprepared, TimedOut, Died, Violated, ZygoteLost, WantsOlder)


def search(
    planned: PlannedExercise,
    pairs: Sequence["Pair"],
    further: Sequence["Pair"],
    runner: Runner,
    effort: Effort,
    run: Run,
    ask: Ask,
    translate: Translate,
) -> Found | None:
    """Look for a repair of the function that is graded.

    Parameters
    ----------
    planned : PlannedExercise
    pairs : sequence of (Case, Outcome)
        Of all its cases.
    further : sequence of (Case, Outcome)
        Of inputs that were tried to learn more.
    runner : Runner
    effort : Effort
    run, ask, translate : callable
    """
    operation = planned.operation
    assert operation is not None
    legal = [(case, outcome) for case, outcome in pairs if case.raises is None]
    if not is_searched(planned, legal):
        return None
    functions = tuple(dict.fromkeys(owner(call) for case, _ in legal for call in case.calls if not call.member))
    whole, alike = repair_memory.keys_of(runner.submission, functions, effort, pairs)
    if (same := repair_memory.recall(whole, label_of(runner.submission))) is not None:
        return same
    more = {case.id: probes.due_of(operation, case) for case, _ in further}
    samples = samples_of([*legal, *further], {**planned.expected, **more})
    if all(sample.is_right for sample in samples):
        return None
    fresh = probes.random_cases(operation, [case for case, _ in legal])
    known = repair_memory.recall(alike)
    try:
        with Workbench(runner, functions, effort.single_edits).open() as workbench:
            bench = _Bench(planned, workbench, pairs, fresh, run, ask, translate)
            found = find_again(bench, known, len(fresh)) if known is not None else None
            found = found or find_repair(bench, samples, effort, len(fresh))
    except GONE:
        return None
    repair_memory.remember([whole, alike] if found.repair is not None else [whole], found)
    return found


def is_searched(planned: PlannedExercise, legal: Sequence["Pair"]) -> bool:
    """Whether a function is of a kind that is searched: written, deterministic, and not stopped by a limit."""
    if any(criterion.check in ("accuracy", "judged") for criterion in planned.exercise.criteria):
        return False  # a training, of which each attempt would take seconds; or an answer that the student has to find
    if not legal or any(outcome.status not in ("returned", "raised") or outcome.limit for _, outcome in legal):
        return False
    if any(outcome.raised is not None and outcome.raised.type == "NotImplementedError" for _, outcome in legal):
        return False
    has_raised = any(outcome.status == "raised" for _, outcome in legal)
    return has_raised or any(value is not None for _, outcome in legal for value in outcome.answers.values())


def _is_passed(planned: PlannedExercise, case: Case, outcome: Outcome) -> bool:
    return all(result.status == "passed" for result in results_of(planned, case, outcome).values())


class _Bench:
    """What the search asks of a child."""

    def __init__(
        self,
        planned: PlannedExercise,
        workbench: Workbench,
        pairs: Sequence["Pair"],
        fresh: Sequence[Case],
        run: Run,
        ask: Ask,
        translate: Translate,
    ) -> None:
        self.planned, self.workbench = planned, workbench
        self.pairs, self.fresh, self.run, self.ask, self.translate = pairs, fresh, run, ask, translate
        self.cases = [case for case, _ in pairs]
        self.plain: dict[str, Case] = {}  # by id, cases whose forward pass raises
        self.whole: dict[Candidate, bool] = {}

    def propose(self, case: Case) -> Sequence[Proposal]:
        """Return the edits there are."""
        try:
            return self.workbench.propose(self.plain.get(case.id, case))
        except Unprepared:
            return self.propose(case) if self._is_plain_now(case) else ()

    def _is_plain_now(self, case: Case) -> bool:
        """Give a case whose forward pass raises a plain cache; return whether that is possible, and new."""
        plain = plain_cache.plain(case)
        if plain is None or case.id in self.plain:
            return False
        self.plain[case.id] = plain
        return True

    def attempt(self, sample: Sample, candidates: Sequence[Candidate]) -> "Sequence[Answers | int]":
        """Return what each candidate returns; nothing of any that were tried beside one that cost a child."""
        try:
            case = self.plain.get(sample.case.id, sample.case)
            came = self.workbench.attempt(case, candidates, sample.due_bytes)
        except Unprepared:
            return self.attempt(sample, candidates) if self._is_plain_now(sample.case) else [0] * len(candidates)
        if came is None:
            return [0] * len(candidates)
        translated: dict[int, Answers] = {}
        found: list[Answers | int] = []
        for answers in came:
            if isinstance(answers, int):
                found.append(answers)
                continue
            if id(answers) not in translated:
                outcome = Outcome(status="returned", function=sample.case.calls[-1].function, answers=answers)
                translated[id(answers)] = self.translate(sample.case, outcome).answers
            found.append(translated[id(answers)])
        return found

    def is_repair(self, candidate: Candidate) -> bool:
        """Whether every case is right with some edits made, and every fresh input, run as they are graded."""
        with self.workbench.installed(candidate) as is_made:
            if not is_made:
                return False
            return self._is_all_right(candidate) and self.workbench.is_same()

    def is_whole(self, candidate: Candidate) -> bool:
        """Whether the cases that are due to raise are right too."""
        return self.whole[candidate]

    def improvement(self, candidate: Candidate) -> Counts | None:
        """Return how many wrong cases come right, of how many; None where a case that is right today is wrong."""
        today = self._passed(self.pairs)
        with self.workbench.installed(candidate) as is_made:
            if not is_made:
                return None
            passed = self._passed(self.run(self.cases))
            if not self.workbench.is_same():
                return None
        missed = [case.id for case in self.cases if not today[case.id] and case.raises is None]
        if any(today[case.id] and not passed[case.id] for case in self.cases):
            return None
        return sum(passed[one] for one in missed), len(missed)

    def _passed(self, pairs: Sequence["Pair"]) -> dict[str, bool]:
        """Return which cases pass, by id."""
        tried = plain_cache.try_plain(pairs, self.run)
        return {case.id: _is_passed(self.planned, case, tried.get(case.id, outcome)) for case, outcome in pairs}

    def _is_all_right(self, candidate: Candidate) -> bool:
        passed = self._passed(self.run(self.cases))
        if not all(passed[case.id] for case in self.cases if case.raises is None):
            return False
        self.whole[candidate] = all(passed.values())
        answered = self.ask(self.fresh)
        tried = plain_cache.try_plain(answered, self.run)
        for case, came in answered:
            due, outcome = self._due(case), tried.get(case.id, came)
            if outcome.status != "returned" or not self._is_right(case, due, outcome):
                return False
        return True

    def _is_right(self, case: Case, due: Mapping[str, Expected], outcome: Outcome) -> bool:
        """Whether an outcome is right; of one that others share, it is worked out once."""
        if not outcome.is_known:
            return is_right(case, due, outcome.answers)
        return recalled(outcome, ("right", id(due)), lambda: (is_right(case, due, outcome.answers), due), lambda _: 0)[
            0
        ]

    def _due(self, case: Case) -> Mapping[str, Expected]:
        """Return what is due for a fresh input."""
        operation = self.planned.operation
        assert operation is not None
        return probes.due_of(operation, case)

    def describe(self, candidate: Candidate) -> str:
        """Return the lines that some edits change."""
        return self.workbench.describe(candidate)
