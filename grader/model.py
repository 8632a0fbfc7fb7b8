"""The nouns of grading: frozen dataclasses, no behaviour beyond sums of their own parts.

Data flows one way. A file becomes a `Submission`, a folder an `Assignment`; its `Exercise`s are
tried on `Case`s; running one gives an `Outcome`; comparing that with the `Expected` gives `Result`s;
results and points give a `Report`. Expected values never travel with a case: the sandbox sees only
`Case.calls`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:  # `grader list` and `grader start` need no arrays: importing numpy costs 0.1 s
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]

Status = Literal["passed", "failed", "skipped", "broken"]
OutcomeStatus = Literal["returned", "raised", "timed-out", "killed", "refused"]
CheckName = Literal["shape", "values", "gradient", "raises", "answer", "accuracy"]
Layout = Literal["C", "F", "strided", "reversed"]
Level = Literal["A", "B", "C", "D"]

# ------------------------------------------------------------------------------------ values


@dataclass(frozen=True)
class Kept:
    """A value that stayed in the worker: what call number `call` returned at `position`."""

    call: int
    position: int


@dataclass(frozen=True)
class Opaque:
    """Something a student returned that is no array and no number; `kind` names its type."""

    kind: str


@dataclass(frozen=True, eq=False)
class Laid:
    """An array argument and how its memory is to be laid out in the worker."""

    array: "Array"
    layout: Layout = "C"


# -------------------------------------------------------------------------------- assignment


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one call, and one exercise, may use."""

    wall_seconds: float = 2.0  # per call
    exercise_seconds: float = 10.0  # all calls of one exercise, restarts included
    cpu_seconds: int = 20  # processor time of one process, which serves an exercise's calls until one fails
    memory_mib: int = 512  # above what the worker needed before it saw the submission
    output_kib: int = 64  # printed text kept per call; the rest is thrown away
    result_mib: int = 64  # one call's answer
    time_outs: int = 2  # after so many, the rest of an exercise is skipped


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """A rubric line: a check and its points."""

    id: str
    check: CheckName
    points: Fraction
    of: str | None = None  # which returned array; None: all of them


@dataclass(frozen=True, kw_only=True)
class Choice:
    """An answer to a question, and what is to be said of it."""

    answer: object  # text, a number, or a tuple of numbers
    why: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question whose answer is stated, not computed."""

    answer: object
    accepted: tuple[Choice, ...] = ()  # right too, with a note
    wrong: tuple[Choice, ...] = ()  # each with the reason for that wrong choice
    otherwise: str = ""  # for every other wrong answer


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One function to write; one without arguments where there is a question."""

    id: str  # the function's name
    title: str
    slide: str
    criteria: tuple[Criterion, ...]
    question: Question | None = None
    also: tuple[str, ...] = ()  # titles of further slides that it practises
    forbidden: tuple[str, ...] = ()  # functions that would solve it outright: "numpy.convolve"

    @property
    def points(self) -> Fraction:
        """Points of all criteria."""
        return sum((criterion.points for criterion in self.criteria), Fraction(0))


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """One folder under ``assignments/``, validated."""

    id: str
    title: str
    slides: tuple[str, ...]
    exercises: tuple[Exercise, ...]
    limits: Limits
    imports: tuple[str, ...]  # modules a submission may import beyond the ordinary ones
    cases: "tuple[CaseSpec, ...]"
    folder: Path
    digest: str
    operations: Mapping[str, Any] = field(default_factory=dict)  # its own, by id; see grader.operations, above this

    @property
    def points(self) -> Fraction:
        """Points of all exercises."""
        return sum((exercise.points for exercise in self.exercises), Fraction(0))


@dataclass(frozen=True, kw_only=True)
class Example:
    """A worked example: inputs and answer printed on a slide, as exact fractions."""

    id: str
    slide: str
    title: str
    call: str  # a public function of convref
    arguments: Mapping[str, object]
    expect: Mapping[str, object]  # output name -> value; empty where the call must raise
    raises: str | None = None
    note: str | None = None


# --------------------------------------------------------------------------------- cases


@dataclass(frozen=True, kw_only=True)
class CaseSpec:
    """An entry of cases.toml: sizes from which a seed draws one case, or `count` random ones."""

    id: str
    exercises: tuple[str, ...]
    why: str
    sizes: Mapping[str, int | tuple[int, int]]  # (lowest, highest) for a random case
    count: int | None = None  # of random cases
    dtype: str = "float64"
    layout: Layout = "C"
    arrays: Mapping[str, object] = field(default_factory=dict)  # given values; a number fills
    shapes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # an illegal case's own shapes
    raises: str | None = None
    unit: float = 1.0  # every value is a multiple of it
    ranges: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # lowest and highest drawn, in units


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of a student's function: positional arguments, and what is expected of its form."""

    function: str
    arguments: tuple[object, ...]
    names: tuple[str, ...]  # parameter names, for messages
    returns: tuple[str, ...]  # names of the returned values, in order
    keep: tuple[str, ...] = ()  # of these, what stays in the worker: the student's cache
    is_question: bool = False  # text and short sequences are answers too


@dataclass(frozen=True, kw_only=True)
class Case:
    """One set of inputs for one exercise. The last call is graded; those before prepare it."""

    id: str
    exercise: str
    why: str
    sizes: Mapping[str, int]
    arguments: "Mapping[str, Array]"  # the inputs of the mathematics, by name
    calls: tuple[Call, ...]
    raises: str | None = None  # the error type due, for an illegal case
    unit: float = 1.0  # every input is a multiple of it


@dataclass(frozen=True, eq=False, kw_only=True)
class Convention:
    """Another answer that is right, where the field has more than one: at a tie, at ReLU's corner.

    Every entry lies between `lowest` and `highest`. Entries with the same number in `groups`, from 0, share
    one gradient: they add up to the sum of `total` over the group. -1 is no group.
    """

    note: str
    lowest: "NDArray[np.float64]"
    highest: "NDArray[np.float64]"
    groups: "NDArray[np.intp] | None" = None
    total: "NDArray[np.float64] | None" = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Expected:
    """The reference's answer for one returned array.

    Any correct order of evaluation in a precision with unit roundoff u stays within
    ``gamma(count, u) * absolute`` of `value`; algorithms that take sums and differences of inputs
    first (FFT, Winograd) stay within a small multiple of ``u * norm``.
    """

    value: "NDArray[np.float64]"
    absolute: "NDArray[np.float64]"  # sum of the absolute terms, per entry
    count: int  # roundings per entry
    norm: float  # product of the operands' Euclidean norms
    exact: bool  # every term is a multiple of `grid`, and `absolute / grid` stays below 2**24
    grid: float = 1.0  # two different answers are at least so far apart, where they are exact; 0: no grid
    conventions: tuple[Convention, ...] = ()
    at_least: float = 1.0  # share of entries that have to agree where accuracy is checked


# ------------------------------------------------------------------------------ submission


@dataclass(frozen=True)
class Cell:
    """A piece of source that stands or falls on its own: a module's text, or a notebook's cell."""

    label: str  # what a traceback calls it: "conv.py", "conv.ipynb cell 3"
    source: str


@dataclass(frozen=True, kw_only=True)
class Module:
    """One importable file of a submission."""

    name: str  # dotted
    file: str
    cells: tuple[Cell, ...]
    is_package: bool = False
    is_notebook: bool = False


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One student's source for one assignment, unexecuted."""

    name: str
    digest: str
    modules: tuple[Module, ...] = ()
    problem: str | None = None  # why nothing of it can be graded
    notes: tuple[str, ...] = ()  # what was passed over while reading it


# --------------------------------------------------------------------------------- outcome


@dataclass(frozen=True)
class Frame:
    """One line of a student's own traceback."""

    file: str
    line: int
    function: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Raised:
    """An exception that left a student's function."""

    type: str
    bases: tuple[str, ...]  # names of its base classes: an IndexError is a LookupError too
    message: str
    trace: tuple[Frame, ...] = ()
    errno: int = 0  # of an OSError; 0: none


@dataclass(frozen=True, eq=False, kw_only=True)
class Outcome:
    """What running a case did."""

    status: OutcomeStatus
    function: str  # whose call ended it: the graded function, or one that prepares
    answers: Mapping[str, object] = field(default_factory=dict)  # returned values by name
    returned: int = 0  # how many values came back
    raised: Raised | None = None
    detail: str = ""  # for people: what stopped it, with the numbers
    limit: "Reason | None" = None  # the limit that stopped it, where it was one with a reason of its own
    modified: tuple[str, ...] = ()  # arguments the call changed in place
    printed: str = ""
    tried: bool = True  # False: the exercise's time or its time-outs were used up before


# ---------------------------------------------------------------------------------- result

Reason = Literal[
    "wrong-value",
    "wrong-answer",
    "inaccurate",
    "forbidden",
    "wrong-shape",
    "wrong-type",
    "wrong-count",
    "input-modified",
    "raised",
    "not-written",
    "refused",
    "timed-out",
    "cpu-time",
    "out-of-memory",
    "too-large",
    "open-files",
    "file-size",
    "confined",
    "killed",
    "wrong-error",
    "no-error",
    "no-legal-case",
    "shape-first",
    "time-outs",
    "grader-error",
]


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

    call: str  # written out, all numbers given
    output: str
    at: tuple[int, ...]
    got: float
    want: float
    terms: tuple[str, ...]  # that add up to `want`
    own_terms: tuple[str, ...] = ()  # that add up to `got`, where an explanation tells


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


@dataclass(frozen=True, kw_only=True)
class ExerciseReport:
    """One exercise, graded."""

    exercise: Exercise
    criteria: tuple[CriterionReport, ...]
    notes: tuple[str, ...] = ()
    diagnosis: tuple[Diagnosis, ...] = ()

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

RowStatus = Literal["graded", "missing", "unreadable", "broken"]


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
