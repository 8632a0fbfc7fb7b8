"""The one use case: a submission, an assignment and a seed become a Report.

`plan` draws the cases and computes what is due, once for any number of submissions. `grade` sends the
cases' calls to the sandbox, gets outcomes back, and everything after that is pure.
"""

import hashlib
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from grader import diagnosis, dialects
from grader.cases import draw_cases, written
from grader.checks import CHECKS, QUESTION, answer
from grader.errors import AuthorError
from grader.model import (
    Assignment,
    Call,
    Case,
    Criterion,
    CriterionReport,
    Diagnosis,
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
from grader.operations import OPERATIONS, Operation
from grader.operations.operation import EXACT_BELOW
from grader.sandbox.runner import Runner, Sandbox
from grader.scoring import score

PUBLIC_SEED = "public"
MAX_PRINTED = 600  # characters of a student's own output that a result repeats
MAX_KEPT = 1 << 20  # bytes of one case's answers, for diagnosis
MAX_TERMS = 12  # of a sum; the rest is counted, not written


@dataclass(frozen=True, eq=False, kw_only=True)
class PlannedExercise:
    """An exercise's cases with what is due for each; nothing is due for an illegal case."""

    exercise: Exercise
    operation: Operation | None  # none where there is a question
    cases: tuple[Case, ...]
    expected: Mapping[str, Mapping[str, Expected]]  # by case id


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
    known = {**OPERATIONS, **assignment.operations}
    for exercise in assignment.exercises:
        if exercise.question is not None:
            planned.append(_asked(exercise))
            continue
        operation = known[exercise.id]
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
                problems += [f"{assignment.id}/{problem}" for problem in error.problems]
        planned.append(PlannedExercise(exercise=exercise, operation=operation, cases=tuple(cases), expected=expected))
    if problems:
        raise AuthorError(problems)
    seed_digest = hashlib.sha256(f"{assignment.id}/{seed}".encode()).hexdigest()[:16]
    return Plan(assignment=assignment, exercises=tuple(planned), seed_digest=seed_digest)


def _asked(exercise: Exercise) -> PlannedExercise:
    """Return a question's one case: a call without arguments."""
    call = Call(function=exercise.id, arguments=(), names=(), returns=("answer",), is_question=True)
    case = Case(id="question", exercise=exercise.id, why=exercise.title, sizes={}, arguments={}, calls=(call,))
    return PlannedExercise(exercise=exercise, operation=None, cases=(case,), expected={case.id: {}})


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
    submission: Submission, plan: Plan, sandbox: Sandbox, dialect: str = dialects.AUTO, look: Look = as_they_come
) -> Report:
    """Grade one submission.

    Parameters
    ----------
    submission : Submission
    plan : Plan
    sandbox : Sandbox
    dialect : str
        One of ``dialects.NAMES``, or ``"auto"``: judged by the submission's text.
    look : callable
        Given each exercise and its outcomes, in our axis order; returns them. For who wants to keep them.

    Returns
    -------
    Report
        With a result for every case, whatever the submission did.
    """
    graded = grade_exercises(submission, plan, sandbox, dialect, look=look)
    reports = [one.report for one in graded.exercises]
    return report_of(submission, plan, sandbox.level, reports, graded.notes, graded.dialect)


def grade_exercises(
    submission: Submission,
    plan: Plan,
    sandbox: Sandbox,
    dialect: str = dialects.AUTO,
    kept: Collection[str] = (),
    look: Look = as_they_come,
) -> Graded:
    """Grade a submission's exercises, but for those `kept` from another time; see `grade`."""
    spoken, exercises, notes = spoken_by(submission, plan, dialect)
    runner = Runner(sandbox, submission)
    graded = []
    for planned in exercises:
        if planned.exercise.id in kept:
            continue
        start, known = time.perf_counter(), len(runner.notes)
        outcomes: Iterable[Outcome] = runner.run(planned.cases, planned.exercise.forbidden)
        if spoken != "native":
            outcomes = dialects.heard(spoken, planned.exercise.id, outcomes)
        report = grade_exercise(planned, look(planned, outcomes))
        seconds = time.perf_counter() - start
        graded.append(GradedExercise(report=report, notes=tuple(runner.notes[known:]), seconds=seconds))
    head = [*([runner.unreadable] if runner.unreadable else []), *notes, *submission.notes]
    return Graded(dialect=spoken, head=tuple(head), exercises=tuple(graded))


def spoken_by(submission: Submission, plan: Plan, dialect: str) -> tuple[str, list[PlannedExercise], list[str]]:
    """Return the dialect that a submission is graded in, the plan's exercises as it says them, and notes."""
    spoken = dialects.recognised(submission) if dialect == dialects.AUTO else dialect
    exercises, notes = said(plan, spoken)
    if exercises:
        return spoken, exercises, notes
    exercises, _ = said(plan, "native")
    return "native", exercises, [f"{plan.assignment.id} has no exercise that {spoken} has; graded by our own names"]


def said(plan: Plan, dialect: str) -> tuple[list[PlannedExercise], list[str]]:
    """Return a plan's exercises as a dialect says them, and notes."""
    if dialect == "native":
        return list(plan.exercises), []
    exercises, notes, left_out = [], [], []
    for planned in plan.exercises:
        found = dialects.translated(dialect, planned.exercise, planned.cases)
        if found is None:
            left_out.append(planned.exercise.id)
            continue
        exercise, cases, note = found
        exercises.append(replace(planned, exercise=exercise, cases=cases))
        notes += [note] if note else []
    return exercises, [*dialects.note_of(dialect, left_out), *notes]


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
                    if is_for(criterion, case)
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
    dialect: str = "native",
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


# ---------------------------------------------------------------------- pure from here on


def grade_exercise(planned: PlannedExercise, outcomes: Iterable[Outcome]) -> ExerciseReport:
    """Check one exercise's outcomes against every criterion.

    Each outcome is looked at as it comes and let go: answers may be large.
    """
    exercise = planned.exercise
    results: dict[str, list[Result]] = {criterion.id: [] for criterion in exercise.criteria}
    some_legal_returned = False
    trials: list[tuple[Case, Outcome]] = []
    for case, outcome in zip(planned.cases, outcomes, strict=True):
        some_legal_returned |= case.raises is None and outcome.status == "returned"
        if case.raises is None and is_small(outcome):
            trials.append((case, outcome))
        shape: Result | None = None
        for criterion in exercise.criteria:
            if is_for(criterion, case):
                result = after_shape(run_check(criterion, planned, case, outcome), shape)
                shape = result if criterion.check == "shape" else shape
                results[criterion.id].append(result)
    for criterion in exercise.criteria:
        if criterion.check == "raises":
            results[criterion.id] = [beside_a_legal_case(r, some_legal_returned) for r in results[criterion.id]]
    reports = tuple(score(criterion, results[criterion.id]) for criterion in exercise.criteria)
    notes = [note for report in reports for result in report.results for note in result.notes]
    return ExerciseReport(
        exercise=exercise,
        criteria=reports,
        notes=tuple(dict.fromkeys(notes)),
        diagnosis=diagnosis_of(planned, reports, trials),
    )


def is_small(outcome: Outcome) -> bool:
    """Whether an outcome's answers can be kept until the exercise is over: a megabyte at most."""
    return sum(getattr(answer, "nbytes", 0) for answer in outcome.answers.values()) <= MAX_KEPT


def diagnosis_of(
    planned: PlannedExercise, reports: Sequence[CriterionReport], trials: Sequence[tuple[Case, Outcome]]
) -> tuple[Diagnosis, ...]:
    """Look for the belief behind wrong numbers and shapes; a right exercise is not looked at.

    A bug of ours here must cost nobody a report: it says nothing then.
    """
    wrong = any(report.status == "failed" and report.criterion.check != "raises" for report in reports)
    if planned.operation is None or not wrong:
        return ()
    legal = {case.id for case in planned.cases if case.raises is None}
    if len(trials) < len(legal):  # some were stopped or never tried: an explanation would have to guess
        return ()
    try:
        return diagnosis.diagnose(planned.exercise.id, trials, planned.expected, planned.exercise.slide)
    except Exception:
        return ()


def is_for(criterion: Criterion, case: Case) -> bool:
    """Whether a criterion looks at a case: errors at illegal ones, everything else at legal ones."""
    return (case.raises is not None) == (criterion.check == "raises")


def run_check(criterion: Criterion, planned: PlannedExercise, case: Case, outcome: Outcome) -> Result:
    """Run one check; one that fails to run is broken, and costs the student nothing."""
    question, operation = planned.exercise.question, planned.operation
    try:
        if criterion.check == QUESTION:
            assert question is not None
            return with_facts(answer.check(case, outcome, question), planned, case, outcome)
        assert operation is not None
        outputs = (criterion.of,) if criterion.of else operation.returns
        result = CHECKS[criterion.check](case, outcome, planned.expected.get(case.id, {}), outputs)
        return with_facts(result, planned, case, outcome)
    except Exception as error:
        evidence = Evidence(reason="grader-error", detail=f"{type(error).__name__} in check {criterion.check}")
        return Result(case=case.id, status="broken", outcome=outcome.status, evidence=evidence)


def beside_a_legal_case(result: Result, some_legal_returned: bool) -> Result:
    """Take back an error that was raised as it should be by a function that never returns."""
    if result.status != "passed" or some_legal_returned:
        return result
    return replace(result, status="failed", evidence=Evidence(reason="no-legal-case"))


def after_shape(result: Result, shape: Result | None) -> Result:
    """Skip a check of values whose array already failed the check of shapes."""
    if shape is None or shape.status == "passed" or result.status != "failed" or result.evidence is None:
        return result
    if result.evidence.reason in ("wrong-value", "input-modified"):
        return result  # this array has its shape; another one has not
    return replace(result, status="skipped", evidence=Evidence(reason="shape-first"))


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


def written_after(call: Call, case: Case) -> str:
    """Return the call as written out; a backward call says what its forward call was given."""
    text = written(call)
    earlier = [written(other) for other in case.calls if other is not call]
    return f"{text} after {earlier[0]}" if earlier and call is case.calls[-1] else text
