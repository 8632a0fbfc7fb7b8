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
from grader.grading.grade import Plan, broken_report, grade_exercises, report_of, translate_exercises
from grader.model import Level, Submission
from grader.report import document, text
from grader.sandbox.sandbox import Sandbox


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
        if work.facts is not None and is_whole(self.plan, work.facts.dialect, work.kept):
            exercises = translate_exercises(self.plan, work.facts.dialect)[0]
            parts = tuple(work.kept[planned.exercise.id] for planned in exercises)
            return done(work, self.plan, work.facts.dialect, work.facts.head, parts, 0.0)
        graded = grade_exercises(work.submission, self.plan, self.sandbox, self.dialect, work.kept.keys())
        level = self.sandbox.level
        fresh = {
            one.report.exercise.id: part_of(
                one.report, self.digests[one.report.exercise.id], level, one.seconds, one.notes
            )
            for one in graded.exercises
        }
        found = {**work.kept, **fresh}
        exercises = translate_exercises(self.plan, graded.dialect)[0]
        parts = tuple(found[planned.exercise.id] for planned in exercises)
        return done(work, self.plan, graded.dialect, graded.head, parts, time.perf_counter() - start)


def is_whole(plan: Plan, dialect: str, kept: Mapping[str, Part]) -> bool:
    """Whether every exercise that a dialect has is kept from another time."""
    return all(planned.exercise.id in kept for planned in translate_exercises(plan, dialect)[0])


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


def broken(work: Work, plan: Plan, digests: Mapping[str, str], level: Level, error: Exception) -> Done:
    """Return a submission that the grader itself failed on: what is not kept is broken, and nothing lost."""
    report = broken_report(work.submission, plan, level, error)
    parts = tuple(
        work.kept.get(one.exercise.id) or part_of(one, digests[one.exercise.id], level) for one in report.exercises
    )
    return done(work, plan, "native", report.notes, parts, 0.0)
