"""Outcomes of one exercise against what is due: every criterion, and the belief behind what is wrong. Pure.

In: a PlannedExercise, and outcomes as they come.  Out: an ExerciseReport. Where diagnosis wants further inputs
tried, it is given their outcomes by whoever can run them.
"""

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Protocol

from grader.errors import AuthorError
from grader.grading import plain_cache, second_look, speed
from grader.grading.alone import Alone, tell_what_outlives
from grader.grading.beside import (
    after_shape,
    beside_a_legal_case,
    beside_a_right_number,
    beside_other_numbers,
    is_something_right,
    notes_of,
)
from grader.grading.bugs import note_of_bug
from grader.grading.cases import written_after
from grader.grading.checks import CHECKS, JUDGED, QUESTION, answer, judged
from grader.grading.memory import recalled
from grader.grading.scoring import FOLLOWED_SHARE, score
from grader.model import (
    Case,
    Criterion,
    Diagnosis,
    Evidence,
    Exercise,
    ExerciseReport,
    Expected,
    Outcome,
    Result,
    Searched,
)
from grader.topics.dialect import Phrase
from grader.topics.operation import Operation
from grader.topics.topic import Topic

if TYPE_CHECKING:  # for wrong answers only: importing all wrong models costs some 30 ms
    from grader.grading.diagnosis import Pair
    from grader.grading.diagnosis.repair import Found

MAX_PRINTED = 600  # characters of a student's own output that a result repeats
MAX_KEPT = 1 << 20  # bytes of one case's answers, for diagnosis
RESULT_BYTES = 800
MAX_TERMS = 12  # of a sum; the rest is counted, not written


class Ask(Protocol):
    """Runs further inputs of an exercise, as far as it can."""

    def __call__(self, cases: Sequence[Case], pairs: Sequence["Pair"] = (), /) -> Sequence["Pair"]:
        """Return the inputs with their outcomes; `pairs`, of its cases, tell a program that was asked before."""


@dataclass(frozen=True, eq=False, kw_only=True)
class PlannedExercise:
    """An exercise's cases with what is due for each; nothing is due for an illegal case."""

    exercise: Exercise
    operation: Operation | None  # none where there is a question
    cases: tuple[Case, ...]
    expected: Mapping[str, Mapping[str, Expected]]  # by case id
    topic: Topic = field(default_factory=Topic)  # that brings the operation
    phrase: Phrase | None = None  # how the submission's dialect asks for it; none: by our own names

    @property
    def due_bytes(self) -> int:
        """How large the largest answer is that is due."""
        return max((due.value.nbytes for by_name in self.expected.values() for due in by_name.values()), default=0)


Follow = Callable[[Sequence["Pair"]], Mapping[str, frozenset[str]]]  # by case, gradients that follow
# of all cases, and of further inputs; whether a belief explains everything
Repair = Callable[[Sequence["Pair"], Sequence["Pair"], bool], "Found | None"]
Reach = Callable[[Sequence["Pair"]], Mapping[str, Outcome]]  # by case, outcomes without the call that raised before
FOLLOWED = "follows from your own forward pass, which is wrong, and is credited with nine tenths: follow-through"


def grade_exercise(
    planned: PlannedExercise,
    outcomes: Iterable[Outcome],
    ask: Ask | None = None,
    follow: Follow | None = None,
    explain: bool = True,
    reach: Reach | None = None,
    look: second_look.Look | None = None,
    repair: Repair | None = None,
    pace: speed.Pace | None = None,
    alone: Alone | None = None,
) -> ExerciseReport:
    """Check one exercise's outcomes against every criterion.

    Each outcome is looked at as it comes; a large one is let go.

    Parameters
    ----------
    planned : PlannedExercise
    outcomes : iterable of Outcome
    ask : callable, optional
        Runs further inputs, for diagnosis.
    follow : callable, optional
        Says which gradients are right for the student's own forward pass, where that one is wrong.
    explain : bool
        Whether to look for the belief behind wrong answers.
    reach : callable, optional
        Tries the graded function where the call before it raised.
    look : callable, optional
        Calls functions that were right in every case again.
    repair : callable, optional
        Looks for a small change of the function that makes every case right, where no belief explains it.
    pace : callable, optional
        Measures the function beside its yardstick, where an exercise asks for speed.
    alone : callable, optional
        Runs a case in a process of its own, where earlier calls may have left something behind.
    """
    exercise = planned.exercise
    results: dict[str, list[Result]] = {criterion.id: [] for criterion in exercise.criteria}
    some_legal_returned = False
    pairs: list[Pair] = []
    for case, outcome in zip(planned.cases, outcomes, strict=True):
        some_legal_returned |= case.raises is None and outcome.status == "returned"
        if sum(getattr(answer, "nbytes", 0) for answer in outcome.answers.values()) <= MAX_KEPT:
            pairs.append((case, outcome))
        for name, result in results_of(planned, case, outcome).items():
            results[name].append(result)
    was_reached = not any(plain_cache.never_reached(case, outcome) for case, outcome in pairs)
    bugs: tuple[str, ...] = ()
    if reach is not None:
        pairs, bugs = reach_function(planned, results, pairs, reach)
    for criterion in exercise.criteria:
        if criterion.check == "raises":
            results[criterion.id] = [beside_a_legal_case(r, some_legal_returned) for r in results[criterion.id]]
    if alone is not None:
        pairs = tell_what_outlives(results, planned.cases, pairs, alone, partial(results_of, planned))
    if look is not None and ask is not None and was_reached:
        call_again(planned, results, pairs, look, ask)
    measure(planned, results, pace)
    credited: frozenset[str] = frozenset()
    if follow is not None:
        more_bugs, credited = follow_through(planned, results, pairs, follow)
        bugs += more_bugs
    for criterion in exercise.criteria:
        if criterion.check in ("values", "gradient") and planned.operation is not None:
            outputs = outputs_of(criterion, planned.operation)
            results[criterion.id] = beside_other_numbers(
                results[criterion.id], planned.cases, planned.expected, outputs
            )
    for criterion in exercise.criteria:
        if criterion.check == "inputs" and not is_something_right(exercise, results):
            results[criterion.id] = [beside_a_right_number(result) for result in results[criterion.id]]
    kinds = {case.id: case.kind for case in planned.cases}
    reports = tuple(
        score(criterion, results[criterion.id], FOLLOWED_SHARE if criterion.id in credited else Fraction(1), kinds)
        for criterion in exercise.criteria
    )
    notes = [*bugs, *(note for report in reports for note in notes_of(report))]
    diagnoses: tuple[Diagnosis, ...] = ()
    searched: Searched | None = None
    if explain:
        try:
            if any(one.status == "failed" for one in reports):  # a right exercise is not looked at
                from grader.grading.diagnosing import diagnose

                diagnoses, searched = diagnose(planned, pairs, ask, repair)
        except Exception as error:
            notes.append(note_of_bug(f"the grader could not explain this: {type(error).__name__}, which costs nothing"))
    return ExerciseReport(
        exercise=exercise,
        criteria=reports,
        notes=tuple(dict.fromkeys(notes)),
        diagnosis=diagnoses,
        searched=searched,
    )


def results_of(planned: PlannedExercise, case: Case, outcome: Outcome) -> Mapping[str, Result]:
    """Return what each criterion says of a case, by its id; of an outcome that others share, it is worked out once."""
    if outcome.is_known:

        def made() -> tuple[Mapping[str, Result], PlannedExercise, Case]:
            return worked_out(planned, case, outcome), planned, case

        return recalled(outcome, (id(planned), id(case)), made, lambda found: RESULT_BYTES * len(found[0]))[0]
    return worked_out(planned, case, outcome)


def worked_out(planned: PlannedExercise, case: Case, outcome: Outcome) -> dict[str, Result]:
    """Return what each criterion says of a case, by its id."""
    results: dict[str, Result] = {}
    shape: Result | None = None
    for criterion in planned.exercise.criteria:
        if criterion.looks_at(case) and criterion.check != speed.CHECK:
            result = after_shape(run_check(criterion, planned, case, outcome), shape)
            shape = result if criterion.check == "shape" else shape
            results[criterion.id] = result
    return results


def measure(planned: PlannedExercise, results: dict[str, list[Result]], pace: speed.Pace | None) -> None:
    """Add a result to each criterion about speed; a function that is wrong somewhere is not measured."""
    steps = [one for one in planned.exercise.criteria if one.check == speed.CHECK]
    if not steps:
        return
    assert planned.operation is not None
    assert planned.operation.speed is not None
    found = speed.unmeasured(steps)
    others = [result for one in planned.exercise.criteria if one not in steps for result in results[one.id]]
    if all(result.status in ("passed", "broken") for result in others):
        rounds: list[speed.Round] = []
        try:
            if pace is not None:
                with contextlib.closing(pace()) as one_by_one:
                    rounds = speed.measured(one_by_one, planned.operation.speed)
        except Exception:
            note_of_bug("the grader could not measure this function")
        found = speed.results(steps, planned.operation.speed, rounds)
    unwritten = [one.evidence for one in others if one.evidence is not None and one.evidence.reason == "not-written"]
    for name, result in found.items():
        results[name].append(replace(result, evidence=unwritten[0]) if unwritten else result)


def reach_function(
    planned: PlannedExercise, results: dict[str, list[Result]], pairs: list["Pair"], reach: Reach
) -> tuple[list["Pair"], tuple[str, ...]]:
    """Look again at cases that never reached the graded function.

    Returns
    -------
    pairs : list of (Case, Outcome)
        With the outcomes of those that could be tried another way.
    notes : tuple of str
        On a bug of ours, which costs nobody a report.
    """
    waiting = {case.id: (case, outcome) for case, outcome in pairs if plain_cache.never_reached(case, outcome)}
    if not waiting:
        return pairs, ()
    tried: Mapping[str, Outcome] = {}
    bugs: tuple[str, ...] = ()
    try:
        tried = reach(pairs)
    except Exception as error:
        what = "the grader could not try this function without the call before it"
        bugs = (note_of_bug(f"{what}: {type(error).__name__}"),)
    for case, outcome in waiting.values():
        if case.id in tried:
            forward, backward = (call.function for call in case.calls)
            note = f"{backward} {plain_cache.NOTE.format(forward=forward)}"
            again = {
                name: replace(result, notes=(*result.notes, note))
                for name, result in results_of(planned, case, tried[case.id]).items()
            }
        elif outcome.raised is not None and outcome.raised.type != "NotImplementedError":
            again = {
                name: replace(
                    result,
                    status="skipped",
                    evidence=replace(result.evidence, reason="not-reached", raised=outcome.raised),
                )
                for name, result in results_of(planned, case, outcome).items()
                if result.evidence is not None
            }
        else:
            continue
        for name, result in again.items():
            place = next(n for n, old in enumerate(results[name]) if old.case == case.id)
            results[name][place] = result
    return [(case, tried.get(case.id, outcome)) for case, outcome in pairs], bugs


def call_again(
    planned: PlannedExercise,
    results: dict[str, list[Result]],
    pairs: Sequence["Pair"],
    look: second_look.Look,
    ask: Ask,
) -> None:
    """Add a failed result to each criterion that a function keeps once, and not when it is called again.

    Only functions that are right in every case are called again. A bug of ours costs nobody a report.
    """
    operation, criteria = planned.operation, planned.exercise.criteria
    of_legal_cases = [result for one in criteria if one.check != "raises" for result in results[one.id]]
    if operation is None or any(result.status != "passed" for result in of_legal_cases):
        return

    def is_right(case: Case, outcome: Outcome, expected: Mapping[str, Expected]) -> dict[str, bool]:
        other = replace(planned, expected={case.id: expected})
        return {name: result.status == "passed" for name, result in results_of(other, case, outcome).items()}

    try:
        found = second_look.look_again(pairs, operation, criteria, look, is_right, ask)
    except Exception:
        note_of_bug("the grader could not call these functions again")
        return
    for name, result in found.items():
        results[name].append(result)


def follow_through(
    planned: PlannedExercise, results: dict[str, list[Result]], pairs: Sequence["Pair"], follow: Follow
) -> tuple[tuple[str, ...], frozenset[str]]:
    """Pass wrong gradients that follow from the student's own forward pass.

    Returns
    -------
    notes : tuple of str
        On a bug of ours, which costs nobody a report.
    credited : frozenset of str
        The criteria that earn points by it.
    """
    looked_at = [one for one in planned.exercise.criteria if one.check in ("gradient", "values")]
    missed = {result.case for criterion in looked_at for result in results[criterion.id] if is_wrong_number(result)}
    if not missed:
        return (), frozenset()
    try:
        found = follow([(case, outcome) for case, outcome in pairs if case.id in missed])
        followed = {name: found.get(name, frozenset()) for name in missed}
    except Exception as error:
        what = "the grader could not tell whether these gradients follow from your own forward pass"
        return (note_of_bug(f"{what}: {type(error).__name__}"),), frozenset()
    credited = set()
    for criterion in looked_at:
        for place, result in enumerate(results[criterion.id]):
            if is_wrong_number(result) and outputs_missed(criterion, planned, pairs, result) <= followed[result.case]:
                note = f"{criterion.of or planned.exercise.id} {FOLLOWED}"
                results[criterion.id][place] = replace(result, status="passed", evidence=None, notes=(note,))
                credited.add(criterion.id)
    return (), frozenset(credited)


def is_wrong_number(result: Result) -> bool:
    """Whether a result is about numbers of the right shape."""
    return result.status == "failed" and result.evidence is not None and result.evidence.reason == "wrong-value"


def outputs_missed(
    criterion: Criterion, planned: PlannedExercise, pairs: Sequence["Pair"], result: Result
) -> frozenset[str]:
    """Return which returned values of a case a criterion found wrong."""
    assert planned.operation is not None
    outputs = outputs_of(criterion, planned.operation)
    (pair,) = [pair for pair in pairs if pair[0].id == result.case]
    expected = planned.expected[result.case]
    return frozenset(name for name in outputs if CHECKS["values"](*pair, expected, (name,)).status != "passed")


def run_check(criterion: Criterion, planned: PlannedExercise, case: Case, outcome: Outcome) -> Result:
    """Run one check; one that fails to run is broken, and costs the student nothing."""
    question, operation = planned.exercise.question, planned.operation
    try:
        if criterion.check == QUESTION:
            assert question is not None
            return with_facts(answer.check(case, outcome, question), planned, case, outcome)
        assert operation is not None
        outputs = outputs_of(criterion, operation)
        if criterion.check == JUDGED:
            judge = operation.judges[criterion.id]
            return with_facts(judged.check(case, outcome, judge, outputs), planned, case, outcome)
        result = CHECKS[criterion.check](case, outcome, planned.expected.get(case.id, {}), outputs)
        return with_facts(result, planned, case, outcome)
    except Exception as error:
        detail = f"{_place_of(error) or type(error).__name__} in check {criterion.check}"
        evidence = Evidence(reason="grader-error", detail=detail)
        return Result(case=case.id, status="broken", outcome=outcome.status, evidence=evidence)


def _place_of(error: Exception) -> str:
    """Return where an author's own file failed, and by what; what the error says may be an answer, so it stays here."""
    return ": ".join(error.problems[0].split(": ")[:2]) if isinstance(error, AuthorError) and error.problems else ""


def outputs_of(criterion: Criterion, operation: Operation) -> tuple[str, ...]:
    """Return which returned values a criterion looks at."""
    return (criterion.of,) if criterion.of else operation.returns


def with_facts(result: Result, planned: PlannedExercise, case: Case, outcome: Outcome) -> Result:
    """Add to a result that is not passed what was called and printed, and the sum behind a wrong number."""
    evidence = result.evidence
    if evidence is None or evidence.reason == "time-outs":
        return result
    call = next((call for call in case.calls if call.function == evidence.function), case.calls[-1])
    terms: tuple[str, ...] = ()
    operation, at, output = planned.operation, evidence.at, evidence.output
    if evidence.reason == "wrong-value" and operation is not None and at is not None and output is not None:
        terms = operation.terms(case.arguments, case.sizes, output, at)
        if len(terms) > MAX_TERMS:
            terms = (*terms[: MAX_TERMS - 1], f"… {len(terms) - MAX_TERMS + 1} more terms")
    printed = outcome.printed[:MAX_PRINTED] or None
    facts = replace(evidence, call=written_after(call, case), why=case.why, terms=terms, printed=printed)
    return replace(result, evidence=facts)
