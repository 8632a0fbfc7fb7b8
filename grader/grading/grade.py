"""The one use case: a submission, an assignment and a seed become a Report.

`plan` draws the cases and computes what is due, once for any number of submissions. `grade` sends the
cases' calls to the sandbox, gets outcomes back, and everything after that is pure.
"""

import hashlib
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from grader.errors import AuthorError
from grader.grading import student_text
from grader.grading.cases import draw_cases
from grader.grading.checking import PlannedExercise, grade_exercise
from grader.grading.codes import with_codes
from grader.grading.excerpts import excerpts_of
from grader.grading.parameters import with_order
from grader.grading.running import (
    aloner,
    asker,
    follower,
    looker,
    notes_of_choice,
    pacer,
    reacher,
    repairer,
    run_cases,
    said_without_errors,
)
from grader.grading.scoring import score
from grader.grading.translating import in_words, translated
from grader.model import (
    PUBLIC_SEED,
    Assignment,
    Call,
    Case,
    Effort,
    Evidence,
    Exercise,
    ExerciseReport,
    Expected,
    Level,
    Outcome,
    Report,
    Result,
    Submission,
    digest_of_seed,
)
from grader.sandbox.runner import Runner
from grader.sandbox.sandbox import Sandbox
from grader.submissions import dialects
from grader.submissions.text import read_text
from grader.topics.loading import assignments_folder
from grader.topics.operation import EXACT_BELOW, Operation
from grader.topics.topic import Topic

MAX_CODE = 384 << 10  # characters of failed cases in one report
SALT = b"convgrader: the seed of a course"
STRETCHING = 1 << 14  # of scrypt: some 50 ms, and 16 MiB


@dataclass(frozen=True, eq=False, kw_only=True)
class Plan:
    """All that grading needs to know of an assignment under one seed."""

    assignment: Assignment
    exercises: tuple[PlannedExercise, ...]
    seed_digest: str
    is_hidden: bool = False  # whether the seed is the course's own, so that reports must not give the cases away
    has_codes: bool = False  # whether failed cases are written out as code: they are public, and one person reads it
    effort: Effort = field(default_factory=Effort)  # of a search for a repair

    @property
    def is_drawn(self) -> bool:
        """Whether some case has inputs that a seed draws; questions have none."""
        return any(case.arguments for one in self.exercises for case in one.cases)

    @property
    def called(self) -> frozenset[str]:
        """The functions that cases call: an exercise's own, and those that prepare for it."""
        return frozenset(call.function for one in self.exercises for case in one.cases for call in case.calls)


Watch = Callable[[PlannedExercise, Iterable[Outcome]], Iterable[Outcome]]


def plan(assignment: Assignment, seed: str = PUBLIC_SEED, effort: Effort | None = None) -> Plan:
    """Draw every case of an assignment and compute what is due.

    Parameters
    ----------
    assignment : Assignment
    seed : str
    effort : Effort, optional
        Of a search for a repair of a wrong function. Without it all is told that `grader check` tells: the search goes
        as far, and failed cases that are public are written out as code.

    Raises
    ------
    AuthorError
        With every case that is illegal, too large to be exact, or has no reference.
    """
    problems: list[str] = []
    planned = []
    own_seed = seed if seed == PUBLIC_SEED else stretch(seed)
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
                for case in draw_cases(spec, operation, f"{own_seed}/{assignment.id}"):
                    cases.append(case)
                    if case.raises is None:
                        expected[case.id] = _due(case, operation)
            except AuthorError as error:
                problems += [f"{assignment.folder.name}/{problem}" for problem in error.problems]
        planned.append(
            PlannedExercise(exercise=exercise, operation=operation, topic=topic, cases=tuple(cases), expected=expected)
        )
    if problems:
        raise AuthorError(dict.fromkeys(problems))
    seed_digest = digest_of_seed(assignment.id, own_seed)
    is_hidden = seed != PUBLIC_SEED
    return Plan(
        assignment=assignment,
        exercises=tuple(planned),
        seed_digest=seed_digest,
        effort=effort or Effort(),
        is_hidden=is_hidden,
        has_codes=effort is None and not is_hidden,
    )


@lru_cache(maxsize=64)
def stretch(seed: str) -> str:
    """Return what is drawn from in place of a course's seed: whoever guesses one does this work for every guess.

    The first line is the secret. What follows salts it, such as the course's name: then no guess serves two courses.
    """
    secret, _, course = seed.partition("\n")
    return hashlib.scrypt(secret.encode(), salt=SALT + course.strip().encode(), n=STRETCHING, r=8, p=1, dklen=32).hex()


def _asked(exercise: Exercise) -> PlannedExercise:
    """Return a question's one case: a call without arguments."""
    call = Call(function=exercise.id, arguments=(), names=(), returns=("answer",), is_question=True)
    case = Case(id="question", exercise=exercise.id, why=exercise.title, sizes={}, arguments={}, calls=(call,))
    return PlannedExercise(exercise=exercise, operation=None, topic=Topic(), cases=(case,), expected={case.id: {}})


def _due(case: Case, operation: Operation) -> Mapping[str, Expected]:
    """Return what is due, having made sure that every order of summation gives it exactly."""
    try:
        expected = operation.expected(case.arguments, case.sizes, case.unit)
    except AuthorError:  # it names the line
        raise
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
    order: tuple[str, ...]  # the ids of all, those that are kept from another time too

    @property
    def notes(self) -> tuple[str, ...]:
        """All notes, each once."""
        return tuple(dict.fromkeys([*self.head, *(note for one in self.exercises for note in one.notes)]))


def grade(
    submission: Submission,
    plan: Plan,
    sandbox: Sandbox,
    dialect: str = dialects.AUTO,
    look: Watch = as_they_come,
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
    look: Watch = as_they_come,
    explain: bool = True,
) -> Graded:
    """Grade a submission's exercises, but for those `kept` from another time; see `grade`."""
    spoken, exercises, notes = choose_dialect(submission, plan, dialect)
    graded: list[GradedExercise] = []
    layouts: list[str] = []
    with Runner(sandbox, submission, plan.is_hidden) as runner:
        for planned in exercises:
            if planned.exercise.id in kept:
                continue
            start, known = time.perf_counter(), len(runner.notes)
            reports = [one.report for one in graded]
            with runner.exercise(planned.due_bytes):
                planned = said_without_errors(planned, plan.exercises, spoken, runner, layouts)
                runner.notes += notes_of_choice(planned, plan.exercises, spoken)
                outcomes = run_cases(planned, runner, planned.cases)
                ask, follow = asker(planned, spoken, runner), follower(planned, exercises, reports, spoken, runner)
                reach = reacher(planned, runner)
                repair = repairer(planned, runner, plan.effort, ask)
                again, pace = looker(planned, spoken, runner), pacer(planned, spoken, runner)
                watched = look(planned, outcomes)
                alone = aloner(planned, runner)
                report = grade_exercise(planned, watched, ask, follow, explain, reach, again, repair, pace, alone)
                runner.note_what_was_left_out(planned.exercise.id)
            if planned.phrase is None and report.score < planned.exercise.points:
                report = with_order(report, planned.cases, read_text(submission))
            if plan.is_hidden and planned.operation is not None:
                hidden = student_text.hide(report, planned.cases, submission)
                runner.notes += [student_text.HIDDEN_NOTE] if hidden != report else []
                report = hidden
            if plan.has_codes and any(one.status == "failed" for one in report.criteria):
                report = with_codes(report, planned.cases, MAX_CODE // len(exercises))
            report = replace(report, excerpts=excerpts_of(report, submission))
            report = student_text.bound(report, student_text.MAX_TEXT // len(exercises))
            seconds = time.perf_counter() - start
            graded.append(GradedExercise(report=report, notes=tuple(runner.notes[known:]), seconds=seconds))
    head = [*([runner.unreadable] if runner.unreadable else []), *notes, *submission.notes]
    order = tuple(planned.exercise.id for planned in exercises)
    return Graded(dialect=spoken, head=tuple(head), exercises=tuple(graded), order=order)


def choose_dialect(submission: Submission, plan: Plan, dialect: str) -> tuple[str, list[PlannedExercise], list[str]]:
    """Return the dialect that a submission is graded in, the plan's exercises as it says them, and notes."""
    is_named = dialect != dialects.AUTO
    own = [one.exercise.id for one in plan.exercises]
    spoken = dialect if is_named else dialects.recognise_dialect(submission, beside_of(plan), own)
    exercises, notes = translate_exercises(plan, spoken, is_named, submission)
    if exercises and (spoken == dialects.NATIVE or has_exercise_of(plan, spoken)):
        return spoken, exercises, notes
    note = f"{plan.assignment.id} has no exercise that {spoken} has; graded by our own names"
    return dialects.NATIVE, list(plan.exercises), [note]


def has_exercise_of(plan: Plan, dialect: str) -> bool:
    """Whether a dialect has any of a plan's exercises."""
    beside = beside_of(plan)
    found = (dialects.find_phrase(dialect, one.exercise.id, one.topic, None, beside) for one in plan.exercises)
    return any(phrase is not None for phrase in found)


def beside_of(plan: Plan) -> Path | None:
    """Return the folder that the assignment's folder stands in: an instructor's own dialects may lie there."""
    folder = plan.assignment.folder.parent
    return folder if folder != assignments_folder() and (folder / dialects.FOLDER).is_dir() else None


def translate_exercises(
    plan: Plan, dialect: str, is_named: bool, submission: Submission | None = None
) -> tuple[list[PlannedExercise], list[str]]:
    """Return a plan's exercises in a dialect's words, and notes.

    Parameters
    ----------
    plan : Plan
    dialect : str
    is_named : bool
        Whether the operator chose the dialect, for everyone. Then what it has not is left out. Otherwise the
        submission's own text chose it, and no text may choose the exam: what it has not is asked by our own names,
        and there are as many points as in the assignment.
    submission : Submission, optional
        Whose names are taken where a dialect leaves a choice.
    """
    if dialect == dialects.NATIVE:
        return list(plan.exercises), dialects.of_no_exercise(submission, [one.exercise.id for one in plan.exercises])
    beside = beside_of(plan)
    exercises, notes, left_out = [], [], []
    for planned in plan.exercises:
        phrase = dialects.find_phrase(dialect, planned.exercise.id, planned.topic, submission, beside)
        found = translated(planned, dialect, phrase)
        if found is None and dialects.is_in_our_form(dialect, planned.exercise.id, submission, beside):
            exercises.append(planned)
            continue
        if found is None:
            left_out.append(planned.exercise.id)
            exercises += [] if is_named else [planned]
            continue
        exercises.append(in_words(planned, found, phrase, is_whole=not is_named))
        nameless = dialects.unknown_weights(dialect, planned.exercise.id, submission, beside)
        notes += [nameless] if nameless and nameless not in notes else []
        notes += [found[2]] if found[2] and not (phrase is not None and (phrase.instead or phrase.layout)) else []
    return exercises, [*dialects.describe_dialect(dialect, left_out, is_named, beside), *notes]


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
