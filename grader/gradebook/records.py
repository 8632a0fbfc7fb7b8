"""What goes into a gradebook and comes out of it, besides grade rows. Data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from grader.gradebook.codec import Packed, pack
from grader.model import ExerciseReport, Level, Report, RowStatus, Status


@dataclass(frozen=True, kw_only=True)
class Run:
    """One time that an assignment is graded: who, when, why, and with what."""

    id: str
    number: int
    assignment: str
    assignment_digest: str
    seed_digest: str
    started: datetime
    who: str
    why: str
    version: str  # the grader's


@dataclass(frozen=True, kw_only=True)
class Part:
    """One exercise of one submission, graded."""

    exercise: str
    exercise_digest: str
    packed: Packed
    level: Level
    status: Status
    is_broken: bool
    score: Fraction
    possible: Fraction
    seconds: float
    notes: tuple[str, ...] = ()  # what grading it adds to the report's
    id: str = ""  # in the gradebook; "" where it is not there yet


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a report says beside its exercises."""

    name: str
    dialect: str
    level: Level
    head: tuple[str, ...]  # notes that no exercise gave
    notes: tuple[str, ...]  # all notes
    assignment_digest: str
    seed_digest: str
    parts: tuple[str, ...] = ()  # their ids, in order


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a gradebook holds of one submission: its last report's facts, and parts that may be used again."""

    facts: Facts | None = None
    parts: Mapping[str, Part] = field(default_factory=dict)  # by exercise


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a report's files held when they were last written."""

    report: str  # its id
    basis: str  # a digest of what the files depend on beside the report
    json: str  # digests of the files
    text: str
    line: bytes  # of the summary, as JSON


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """A submission that was found, and where."""

    student: str
    digest: str
    name: str
    submitted: datetime | None = None
    is_late: bool = False
    notes: tuple[str, ...] = ()
    place: int = 0  # among all that were found


@dataclass(frozen=True, kw_only=True)
class Record:
    """A submission and its report, to be kept; no facts where the gradebook holds all of it already."""

    sighting: Sighting
    facts: Facts | None = None
    parts: tuple[Part, ...] = ()
    problem: str = ""
    cause: str = ""  # what made this run grade it: "new submission"
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """A submission that a student handed in once, and what its last report says."""

    student: str
    digest: str
    name: str
    submitted: datetime | None
    is_late: bool
    notes: tuple[str, ...]
    found: tuple[int, int]  # the last run that found it, and its place there: later is greater
    report: str  # its id
    problem: str
    is_broken: bool
    score: Fraction
    possible: Fraction


@dataclass(frozen=True, kw_only=True)
class DecidedGrade:
    """What the course's policy made of a student's attempts."""

    student: str
    status: RowStatus
    reason: str
    possible: Fraction
    submission: str = ""
    submitted: str = ""
    late_days: int = 0
    score: Fraction | None = None
    grade: Fraction | None = None
    is_overridden: bool = False
    report: str | None = None  # its id


@dataclass(frozen=True, kw_only=True)
class Event:
    """A line of the history: a submission that was graded, or a grade that became another."""

    at: datetime
    student: str
    assignment: str
    what: str  # "graded" or "grade"; what people said: "mark", "request", "granted" or "declined"
    submission: str
    exercises: tuple[str, ...]  # graded then; the others were as before
    score: Fraction | None
    possible: Fraction
    grade: Fraction | None
    cause: str
    who: str
    why: str
    version: str
    level: str


def part_of(
    report: ExerciseReport, exercise_digest: str, level: Level, seconds: float = 0.0, notes: Sequence[str] = ()
) -> Part:
    """Return a graded exercise as it is kept."""
    results = [result for criterion in report.criteria for result in criterion.results]
    return Part(
        exercise=report.exercise.id,
        exercise_digest=exercise_digest,
        packed=pack(report),
        level=level,
        status=report.status,
        is_broken=any(result.status == "broken" for result in results),
        score=report.score,
        possible=report.exercise.points,
        seconds=seconds,
        notes=tuple(notes),
    )


def record_of(report: Report, sighting: Sighting, digests: Mapping[str, str], seconds: float = 0.0) -> Record:
    """Return a whole report as it is kept, given its exercises' digests."""
    parts = tuple(part_of(one, digests[one.exercise.id], report.isolation) for one in report.exercises)
    facts = Facts(
        name=report.submission,
        dialect=report.dialect,
        level=report.isolation,
        head=report.notes,
        notes=report.notes,
        assignment_digest=report.assignment_digest,
        seed_digest=report.seed_digest,
    )
    return Record(sighting=sighting, facts=facts, parts=parts, cause="new submission", seconds=seconds)
