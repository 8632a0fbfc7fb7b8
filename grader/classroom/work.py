"""One piece of work: a submission in, its report in every form out. What a pool and a cluster share.

In: Work.  Out: Done. Whoever performs it has a bench: the planned cases, and a sandbox of its own.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.classroom.summary import Line, line_of
from grader.errors import OperatorError
from grader.gradebook.codec import unpack
from grader.gradebook.records import Facts, Part, part_of
from grader.grading.checking import PlannedExercise
from grader.grading.grade import Plan, broken_report, grade_exercises, report_of, translate_exercises
from grader.model import Level, Submission
from grader.report import document, text
from grader.sandbox.sandbox import Sandbox
from grader.submissions.dialects import AUTO


@dataclass(frozen=True, kw_only=True)
class Work:
    """A submission to be graded, but for parts of it that are kept from another time."""

    number: int
    submission: Submission
    facts: Facts | None = None  # of its last report, where all parts are kept
    kept: Mapping[str, Part] = field(default_factory=dict)  # by exercise


@dataclass(frozen=True, kw_only=True)
class Done:
    """A piece of work, done: what the gradebook keeps, what goes into files, and a line of the summary."""

    number: int
    facts: Facts
    parts: tuple[Part, ...]
    problem: str
    seconds: float
    json: bytes
    text: bytes
    line: Line

    @property
    def is_broken(self) -> bool:
        """Whether the grader itself failed on some of it."""
        return any(part.is_broken for part in self.parts)


@dataclass(frozen=True, eq=False, kw_only=True)
class Bench:
    """What it takes to perform work."""

    plan: Plan
    dialect: str
    digests: Mapping[str, str]
    sandbox: Sandbox

    def perform(self, work: Work) -> Done:
        """Grade what is not kept; a bug of ours costs this submission its result, and no other anything.

        Raises
        ------
        OperatorError
            If the sandbox cannot start, or is weaker than wanted: then nothing can be graded.
        """
        try:
            return self._perform(work)
        except OperatorError:
            raise
        except Exception as error:
            return broken(work, self.plan, self.digests, self.sandbox.level, error)

    def _perform(self, work: Work) -> Done:
        start = time.perf_counter()
        if (kept := as_kept(work, self.plan, self.dialect)) is not None:
            return kept
        graded = grade_exercises(work.submission, self.plan, self.sandbox, self.dialect, work.kept.keys())
        level = self.sandbox.level
        fresh = {
            exercise.report.exercise.id: part_of(
                exercise.report, self.digests[exercise.report.exercise.id], level, exercise.seconds, exercise.notes
            )
            for exercise in graded.exercises
        }
        by_exercise = {**work.kept, **fresh}
        parts = tuple(by_exercise[name] for name in graded.order)
        return done(work, self.plan, graded.dialect, graded.head, parts, time.perf_counter() - start)


def spoken_exercises(plan: Plan, dialect: str, asked: str) -> list[PlannedExercise]:
    """Return the exercises that a submission in a dialect was graded on; `asked` is what the operator chose."""
    return translate_exercises(plan, dialect, asked != AUTO)[0]


def is_whole(plan: Plan, dialect: str, asked: str, kept: Mapping[str, Part]) -> bool:
    """Whether every exercise that a submission in a dialect is graded on is kept from another time."""
    return all(planned.exercise.id in kept for planned in spoken_exercises(plan, dialect, asked))


def as_kept(work: Work, plan: Plan, asked: str) -> Done | None:
    """Return work of which everything is kept from another time; None where something has to be graded."""
    if work.facts is None or not is_whole(plan, work.facts.dialect, asked, work.kept):
        return None
    parts = tuple(work.kept[planned.exercise.id] for planned in spoken_exercises(plan, work.facts.dialect, asked))
    return done(work, plan, work.facts.dialect, work.facts.head, parts, 0.0)


def done(work: Work, plan: Plan, dialect: str, head: tuple[str, ...], parts: tuple[Part, ...], seconds: float) -> Done:
    """Return work that is done, given its parts in order; its level is that of the weakest."""
    level: Level = max(part.level for part in parts)
    notes = dict.fromkeys([*head, *(note for part in parts for note in part.notes)])
    reports = [unpack(part.packed) for part in parts]
    report = report_of(work.submission, plan, level, reports, [*notes], dialect)
    facts = Facts(
        name=report.submission,
        dialect=dialect,
        level=level,
        head=head,
        notes=report.notes,
        assignment_digest=report.assignment_digest,
        seed_digest=report.seed_digest,
        parts=tuple(part.id for part in parts),
    )
    return Done(
        number=work.number,
        facts=facts,
        parts=parts,
        problem=work.submission.problem or "",
        seconds=seconds,
        json=document.to_json(report),
        text=text.render(report).encode(),
        line=line_of(report),
    )


def as_it_was(number: int, facts: Facts) -> Done:
    """Return work that nobody had to do, without the reports that were written before."""
    line = Line(score=None, possible=0, status="")
    return Done(number=number, facts=facts, parts=(), problem="", seconds=0.0, json=b"", text=b"", line=line)


def broken(work: Work, plan: Plan, digests: Mapping[str, str], level: Level, error: Exception) -> Done:
    """Return a submission that the grader itself failed on: what is not kept is broken, and nothing lost."""
    report = broken_report(work.submission, plan, level, error)
    parts = tuple(
        work.kept.get(exercise.exercise.id) or part_of(exercise, digests[exercise.exercise.id], level)
        for exercise in report.exercises
    )
    return done(work, plan, "native", report.notes, parts, 0.0)
