"""Results, a report of one submission, and a student's grade."""

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from grader.model.assignment import Criterion, Exercise
from grader.model.outcome import OutcomeStatus, Raised, Reason
from grader.model.repair import Repair, Searched

Status = Literal["passed", "failed", "skipped", "broken"]
Level = Literal["A", "B", "C", "D"]

PUBLIC_SEED = "public"  # of the cases that `grader check` draws, and everybody with it


def digest_of_seed(assignment: str, seed: str) -> str:
    """Return what stands in reports for a seed: who has the seed has the cases, so it tells nothing of it."""
    return hashlib.sha256(f"{assignment}/{seed}".encode()).hexdigest()[:16]


# ---------------------------------------------------------------------------------- result


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The facts inside a result that is not passed. Prose is made of them in `grader.report`."""

    reason: Reason
    function: str | None = None  # whose call
    call: str | None = None  # the call, written out
    why: str | None = None  # what the case is for
    output: str | None = None  # which returned value: "out", "dx"
    at: tuple[int, ...] | None = None
    got: object = None  # a number, a shape, a type's name
    want: object = None
    wrong: int | None = None  # how many entries disagree …
    entries: int | None = None  # … of how many
    terms: tuple[str, ...] = ()  # the sum that gives `want`, as the slide writes it
    raised: Raised | None = None
    detail: str | None = None
    printed: str | None = None


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one check says of one case. *broken* is our fault and costs the student nothing."""

    case: str
    status: Status
    outcome: OutcomeStatus | None
    evidence: Evidence | None = None
    notes: tuple[str, ...] = ()
    share: Fraction = Fraction(0)  # of what the case is worth, that is earned although it is not passed


# ---------------------------------------------------------------------------------- report


@dataclass(frozen=True, kw_only=True)
class CriterionReport:
    """A criterion's score and the results behind it."""

    criterion: Criterion
    score: Fraction
    status: Status
    results: tuple[Result, ...]


@dataclass(frozen=True, kw_only=True)
class Smallest:
    """A small input that shows what is wrong: the student's number, the right one, and both sums."""

    call: str  # written out, arrays by their shapes
    output: str
    at: tuple[int, ...]
    got: float
    want: float
    terms: tuple[str, ...]  # that add up to `want`
    own_terms: tuple[str, ...] = ()  # that add up to `got`, where an explanation tells
    code: str = ""  # that runs it and prints the number, where that is short
    case: str = ""  # whose input it is: a case of the assignment, or one that was made to be shown
    view: str = ""  # where the code is short: a view of the lecture with this input, its kind and settings as JSON


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """Misconceptions that reproduce every answer of an exercise, or a fact about them, and the one hint to give."""

    misconceptions: tuple[str, ...]  # held together; none: the hint is a fact
    equivalent: tuple[str, ...]  # other explanations that no case tells apart, those held together with a plus
    hint: str
    slide: str
    output: str = ""  # the returned value that it explains
    belief: str = ""
    is_slip: bool = False  # a wrong formula at one place, which nobody believes
    smallest: Smallest | None = None
    repair: Repair | None = None  # a change that is enough, where no belief explains the answers


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """Lines of a student's own source."""

    file: str
    first: int  # the number of the first line
    lines: tuple[str, ...]
    marked: tuple[int, ...] = ()  # the numbers of those that something is wrong with


@dataclass(frozen=True, kw_only=True)
class ExerciseReport:
    """One exercise, graded."""

    exercise: Exercise
    criteria: tuple[CriterionReport, ...]
    notes: tuple[str, ...] = ()
    diagnosis: tuple[Diagnosis, ...] = ()
    searched: Searched | None = None  # the search for a repair, where there was one
    codes: tuple[tuple[str, str], ...] = ()  # of failed cases that are public: the id, and code that runs it
    excerpts: tuple[Excerpt, ...] = ()  # of the student's own source, for their page

    @property
    def score(self) -> Fraction:
        """Points earned."""
        return sum((criterion.score for criterion in self.criteria), Fraction(0))

    @property
    def status(self) -> Status:
        """The worst status of its criteria; broken only if nothing else went wrong."""
        statuses = {criterion.status for criterion in self.criteria}
        for status in ("failed", "skipped", "broken"):
            if status in statuses:
                return status
        return "passed"


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything known about one graded submission."""

    assignment: str
    assignment_digest: str
    seed_digest: str
    submission: str
    submission_digest: str
    dialect: str
    isolation: Level
    exercises: tuple[ExerciseReport, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_public(self) -> bool:
        """Whether its cases are the public ones, which everybody can draw."""
        return self.seed_digest == digest_of_seed(self.assignment, PUBLIC_SEED)

    @property
    def score(self) -> Fraction:
        """Points earned."""
        return sum((exercise.score for exercise in self.exercises), Fraction(0))

    @property
    def possible(self) -> Fraction:
        """Points there were to earn."""
        return sum((exercise.exercise.points for exercise in self.exercises), Fraction(0))

    @property
    def has_broken(self) -> bool:
        """Whether the grader itself failed on some case."""
        criteria = [criterion for exercise in self.exercises for criterion in exercise.criteria]
        return any(result.status == "broken" for criterion in criteria for result in criterion.results)

    @property
    def all_passed(self) -> bool:
        """Whether every exercise passed."""
        return all(exercise.status == "passed" for exercise in self.exercises)


# ---------------------------------------------------------------------------------- course

RowStatus = Literal["graded", "missing", "unreadable", "broken", "unmarked"]


@dataclass(frozen=True, kw_only=True)
class Student:
    """A line of the roster."""

    id: str  # the course's own key
    name: str = ""  # as the roster writes it: "Lovelace, Ada"
    email: str = ""
    login: str = ""
    sis_id: str = ""  # the registrar's number
    section: str = ""
    github: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What a person gave a student for a manual part."""

    student: str
    part: str  # exercise and part: "conv_forward.style"
    points: Fraction
    possible: Fraction
    comment: str
    who: str
    at: str  # ISO 8601, in UTC
    about: str = ""  # what was looked at


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a student asks to be looked at again, and what was answered."""

    number: int = 0  # in the gradebook
    id: str  # of what is asked: asking the same twice is one request
    student: str
    assignment: str
    exercise: str = ""  # "" for all of it
    text: str
    at: str = ""
    is_granted: bool | None = None  # None where it is open
    reason: str = ""
    answered_by: str = ""
    answered_at: str = ""


@dataclass(frozen=True, kw_only=True)
class GradeRow:
    """One student's grade of one assignment: what reports and exports are made of.

    Every student of the roster has one: with a report, or with the reason why there is none.
    """

    student: Student
    assignment: str
    status: RowStatus
    reason: str = ""  # for people: why there is no grade, or what the policy made of the score
    submission: str = ""  # what was handed in, by its file's name
    submitted: str = ""  # when, ISO 8601 with its offset; "" where nobody knows
    late_days: int = 0  # begun days after the deadline, less the grace
    score: Fraction | None = None
    possible: Fraction
    grade: Fraction | None = None  # the score after lateness and override
    is_overridden: bool = False
    seconds: float | None = None  # that grading took
    report: Report | None = None
    marks: tuple[Mark, ...] = ()  # what people gave
    requests: tuple[Request, ...] = ()  # what the student asked to be looked at again, with the answers
    contact: str = ""  # whom students ask, as the course says it
