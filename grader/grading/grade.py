"""The one use case: a submission, an assignment and a seed become a Report.

`plan` draws the cases and computes what is due, once for any number of submissions. `grade` sends the
cases' calls to the sandbox, gets outcomes back, and everything after that is pure.
"""

import hashlib
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.errors import AuthorError
from grader.grading import follow_through
from grader.grading.cases import draw_cases
from grader.grading.checking import Ask, Follow, PlannedExercise, grade_exercise
from grader.grading.scoring import score
from grader.model import (
    Assignment,
    Call,
    Case,
    Evidence,
    Exercise,
    ExerciseReport,
    Expected,
    Level,
    Outcome,
    Report,
    Result,
    Submission,
)
from grader.sandbox.runner import Runner
from grader.sandbox.sandbox import Sandbox
from grader.submissions import dialects
from grader.topics.operation import EXACT_BELOW, Operation
from grader.topics.topic import Topic

if TYPE_CHECKING:
    from grader.grading.diagnosis import Pair

PUBLIC_SEED = "public"


@dataclass(frozen=True, eq=False, kw_only=True)
class Plan:
    """All that grading needs to know of an assignment under one seed."""

    assignment: Assignment
    exercises: tuple[PlannedExercise, ...]
    seed_digest: str


Look = Callable[[PlannedExercise, Iterable[Outcome]], Iterable[Outcome]]


def plan(assignment: Assignment, seed: str = PUBLIC_SEED) -> Plan:
    """Draw every case of an assignment and compute what is due.

    Raises
    ------
    AuthorError
        With every case that is illegal, too large to be exact, or has no reference.
    """
    problems: list[str] = []
    planned = []
    for exercise in assignment.exercises:
        if exercise.question is not None:
            planned.append(_asked(exercise))
            continue
        topic = assignment.topics[exercise.id]
        operation = topic.operation(exercise.id)
        assert operation is not None
        cases: list[Case] = []
        expected = {}
        for spec in assignment.cases:
            if exercise.id not in spec.exercises:
                continue
            try:
                for case in draw_cases(spec, operation, f"{seed}/{assignment.id}"):
                    cases.append(case)
                    if case.raises is None:
                        expected[case.id] = _due(case, operation)
            except AuthorError as error:
                problems += [f"{assignment.folder.name}/{problem}" for problem in error.problems]
        planned.append(
            PlannedExercise(exercise=exercise, operation=operation, topic=topic, cases=tuple(cases), expected=expected)
        )
    if problems:
        raise AuthorError(problems)
    seed_digest = hashlib.sha256(f"{assignment.id}/{seed}".encode()).hexdigest()[:16]
    return Plan(assignment=assignment, exercises=tuple(planned), seed_digest=seed_digest)


def _asked(exercise: Exercise) -> PlannedExercise:
    """Return a question's one case: a call without arguments."""
    call = Call(function=exercise.id, arguments=(), names=(), returns=("answer",), is_question=True)
    case = Case(id="question", exercise=exercise.id, why=exercise.title, sizes={}, arguments={}, calls=(call,))
    return PlannedExercise(exercise=exercise, operation=None, topic=Topic(), cases=(case,), expected={case.id: {}})


def _due(case: Case, operation: Operation) -> Mapping[str, Expected]:
    """Return what is due, having made sure that every order of summation gives it exactly."""
    try:
        expected = operation.expected(case.arguments, case.sizes, case.unit)
    except Exception as error:  # an operation may come with the assignment
        what = f"{type(error).__name__}: {error}"
        raise AuthorError([f"cases.toml: {case.id}: the reference of {operation.id} raised {what}"]) from None
    problems = []
    for name, due in expected.items():
        if due.grid and not due.exact:
            limit = EXACT_BELOW * due.grid
            problem = f"inputs are no multiples of {case.unit:g}"
            if (due.absolute >= limit).any():
                problem = f"terms add up to {due.absolute.max():.10g}, not below {limit:.10g}; use smaller sizes"
            problems.append(f"cases.toml: {case.id}: {name}: {problem}")
    if problems:
        raise AuthorError(problems)
    return expected


def as_they_come(planned: PlannedExercise, outcomes: Iterable[Outcome]) -> Iterable[Outcome]:
    """Let outcomes pass."""
    return outcomes


@dataclass(frozen=True, eq=False, kw_only=True)
class GradedExercise:
    """One exercise, graded: its report, what grading it adds to the report's notes, and how long it took."""

    report: ExerciseReport
    notes: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, eq=False, kw_only=True)
class Graded:
    """A submission, graded: some of its exercises, or all."""

    dialect: str
    head: tuple[str, ...]  # notes that no exercise gave
    exercises: tuple[GradedExercise, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """All notes, each once."""
        return tuple(dict.fromkeys([*self.head, *(note for one in self.exercises for note in one.notes)]))


def grade(
    submission: Submission,
    plan: Plan,
    sandbox: Sandbox,
    dialect: str = dialects.AUTO,
    look: Look = as_they_come,
    explain: bool = True,
) -> Report:
    """Grade one submission.

    Parameters
    ----------
    submission : Submission
    plan : Plan
    sandbox : Sandbox
    dialect : str
        One of ``dialects.dialect_names()``, or ``"auto"``: judged by the submission's text.
    look : callable
        Given each exercise and its outcomes, in our axis order; returns them. For who wants to keep them.
    explain : bool
        Whether to look for the belief behind wrong answers.

    Returns
    -------
    Report
        With a result for every case, whatever the submission did.
    """
    graded = grade_exercises(submission, plan, sandbox, dialect, look=look, explain=explain)
    reports = [one.report for one in graded.exercises]
    return report_of(submission, plan, sandbox.level, reports, graded.notes, graded.dialect)


def grade_exercises(
    submission: Submission,
    plan: Plan,
    sandbox: Sandbox,
    dialect: str = dialects.AUTO,
    kept: Collection[str] = (),
    look: Look = as_they_come,
    explain: bool = True,
) -> Graded:
    """Grade a submission's exercises, but for those `kept` from another time; see `grade`."""
    spoken, exercises, notes = choose_dialect(submission, plan, dialect)
    graded: list[GradedExercise] = []
    with Runner(sandbox, submission) as runner:
        for planned in exercises:
            if planned.exercise.id in kept:
                continue
            start, known = time.perf_counter(), len(runner.notes)
            outcomes = run_cases(planned, spoken, runner, planned.cases)
            reports = [one.report for one in graded]
            ask, follow = asker(planned, spoken, runner), follower(planned, exercises, reports, spoken, runner)
            report = grade_exercise(planned, look(planned, outcomes), ask, follow, explain)
            seconds = time.perf_counter() - start
            graded.append(GradedExercise(report=report, notes=tuple(runner.notes[known:]), seconds=seconds))
    head = [*([runner.unreadable] if runner.unreadable else []), *notes, *submission.notes]
    return Graded(dialect=spoken, head=tuple(head), exercises=tuple(graded))


def choose_dialect(submission: Submission, plan: Plan, dialect: str) -> tuple[str, list[PlannedExercise], list[str]]:
    """Return the dialect that a submission is graded in, the plan's exercises as it says them, and notes."""
    spoken = dialects.recognise_dialect(submission) if dialect == dialects.AUTO else dialect
    exercises, notes = translate_exercises(plan, spoken)
    if exercises:
        return spoken, exercises, notes
    exercises, _ = translate_exercises(plan, dialects.NATIVE)
    return (
        dialects.NATIVE,
        exercises,
        [f"{plan.assignment.id} has no exercise that {spoken} has; graded by our own names"],
    )


def run_cases(planned: PlannedExercise, dialect: str, runner: Runner, cases: Sequence[Case]) -> Iterable[Outcome]:
    """Return the outcomes of cases, with their answers as we have them: our order of axes, numbers as numbers."""
    outcomes: Iterable[Outcome] = runner.run(cases, planned.exercise.forbidden)
    phrase = planned.topic.phrase(dialect, planned.exercise.id)
    if phrase is not None:
        outcomes = dialects.to_native_axes(phrase, outcomes)
    is_number = all(due.value.ndim == 0 for expected in planned.expected.values() for due in expected.values())
    return take_numbers(outcomes, runner) if planned.expected and is_number else outcomes


def take_numbers(outcomes: Iterable[Outcome], runner: Runner) -> Iterator[Outcome]:
    """Yield outcomes of an exercise whose answer is one number; an array that holds it counts as the number.

    NumPy before 2.4 took such an array wherever a number was due, so older work returns it
    (docs/decisions/0037).
    """
    import numpy as np

    for outcome in outcomes:
        arrays = {name: answer for name, answer in outcome.answers.items() if isinstance(answer, np.ndarray)}
        numbers = {name: array.reshape(()) for name, array in arrays.items() if array.ndim and array.size == 1}
        if numbers:
            runner.note_one_number()
        yield replace(outcome, answers={**outcome.answers, **numbers}) if numbers else outcome


def asker(planned: PlannedExercise, dialect: str, runner: Runner) -> Ask:
    """Return what runs further inputs of an exercise; a case that the dialect cannot say is left out."""

    def ask(cases: Sequence[Case]) -> "list[Pair]":
        spoken = {case.id: case for case in cases}
        if dialect != dialects.NATIVE:
            phrase = planned.topic.phrase(dialect, planned.exercise.id)
            found = dialects.translate_exercise(dialect, phrase, planned.exercise, cases)
            spoken = {case.id: case for case in found[1]} if found else {}
        outcomes = run_cases(planned, dialect, runner, tuple(spoken.values()))
        return [(case, outcome) for case, outcome in zip(spoken.values(), outcomes, strict=True) if outcome.tried]

    return ask


def follower(
    planned: PlannedExercise,
    exercises: Sequence[PlannedExercise],
    reports: Sequence[ExerciseReport],
    dialect: str,
    runner: Runner,
) -> Follow | None:
    """Return what looks for follow-through; None where the forward pass is known to be right, or is no exercise.

    Where that is not known, its result being kept, nothing is lost: no wrong gradient follows from a right function.
    """
    if planned.operation is None or not follow_through.gradients(planned.operation):
        return None
    function = follow_through.forward_exercise(planned.operation, planned.cases)
    forward = next((one for one in exercises if one.exercise.id == function), None)
    if forward is None or forward.operation is None:
        return None
    is_itself = forward is planned
    if not is_itself and any(one.exercise.id == function and one.status == "passed" for one in reports):
        return None
    operation, forward_operation = planned.operation, forward.operation
    run = asker(forward, dialect, runner)
    return lambda pairs: follow_through.credited(operation, forward_operation, pairs, run)


def translate_exercises(plan: Plan, dialect: str) -> tuple[list[PlannedExercise], list[str]]:
    """Return a plan's exercises in a dialect's words, and notes."""
    if dialect == dialects.NATIVE:
        return list(plan.exercises), []
    exercises, notes, left_out = [], [], []
    for planned in plan.exercises:
        phrase = planned.topic.phrase(dialect, planned.exercise.id)
        found = dialects.translate_exercise(dialect, phrase, planned.exercise, planned.cases)
        if found is None:
            left_out.append(planned.exercise.id)
            continue
        exercise, cases, note = found
        exercises.append(replace(planned, exercise=exercise, cases=cases))
        notes += [note] if note else []
    return exercises, [*dialects.describe_dialect(dialect, left_out), *notes]


def broken_report(submission: Submission, plan: Plan, isolation: Level, error: Exception) -> Report:
    """Return the report for a submission that the grader itself failed on: all broken, nothing lost."""
    evidence = Evidence(reason="grader-error", detail=type(error).__name__)
    exercises = []
    for planned in plan.exercises:
        criteria = tuple(
            score(
                criterion,
                [
                    Result(case=case.id, status="broken", outcome=None, evidence=evidence)
                    for case in planned.cases
                    if criterion.looks_at(case)
                ],
            )
            for criterion in planned.exercise.criteria
        )
        exercises.append(ExerciseReport(exercise=planned.exercise, criteria=criteria))
    return report_of(submission, plan, isolation, exercises, ["the grader itself failed; grade this one again"])


def report_of(
    submission: Submission,
    plan: Plan,
    isolation: Level,
    exercises: Sequence[ExerciseReport],
    notes: Sequence[str],
    dialect: str = dialects.NATIVE,
) -> Report:
    """Return the report of a submission's graded exercises."""
    return Report(
        assignment=plan.assignment.id,
        assignment_digest=plan.assignment.digest,
        seed_digest=plan.seed_digest,
        submission=submission.name,
        submission_digest=submission.digest,
        dialect=dialect,
        isolation=isolation,
        exercises=tuple(exercises),
        notes=tuple(dict.fromkeys(notes)),
    )
