"""Assignments: exercises, criteria, cases, and what is expected."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # `grader list` and `grader start` need no arrays: importing numpy costs 0.1 s
    import numpy as np
    from numpy.typing import NDArray

    from grader.topics.topic import Topic

    Array = NDArray[np.generic]

CheckName = Literal["shape", "values", "gradient", "raises", "answer", "accuracy", "inputs", "judged", "speed"]
Layout = Literal["C", "F", "strided", "reversed"]
ORDINARY = "ordinary"  # the kind of a case that its author gives none

# ------------------------------------------------------------------------------------ values


@dataclass(frozen=True)
class Kept:
    """A value that stayed in the worker: what call number `call` returned at `position`."""

    call: int
    position: int


@dataclass(frozen=True)
class Read:
    """A value that is looked up after a call: what came back or stayed in the worker, or an attribute of it."""

    source: Kept | int  # a number: the position of what the call returned
    path: str = ""  # of attributes: "weight.grad"
    before: "Laid | None" = None  # what it was given: by how much it became smaller is handed back


@dataclass(frozen=True)
class Unchanged:
    """An argument that is a function: it returns what it is given."""


@dataclass(frozen=True)
class Random:
    """An argument that is a generator of random numbers, of NumPy, the same each time."""


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


SUBMISSION_SHARE = 4  # times an exercise's time, for a submission with any number of exercises


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

    @property
    def submission_seconds(self) -> float:
        """All exercises of one submission, whatever is run for them: few take long, or none."""
        return SUBMISSION_SHARE * self.exercise_seconds


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """A rubric line: a check and its points."""

    id: str
    check: CheckName
    points: Fraction
    of: str | None = None  # which returned array; None: all of them
    cases: tuple[str, ...] = ()  # entries of cases.toml that it is about; none: all that no other criterion names
    others: tuple[str, ...] = ()  # entries that another criterion with the same check is about

    def looks_at(self, case: "Case") -> bool:
        """Whether this criterion is about a case: errors are about illegal ones, everything else about legal ones."""
        named = self.cases or self.others
        is_named = bool(named) and (case.id in named or re.sub(r"-\d+$", "", case.id) in named)
        return (case.raises is not None) == (self.check == "raises") and is_named == bool(self.cases)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """An answer to a question, and what is to be said of it."""

    answer: object  # text, a number, or a tuple of numbers
    why: str


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """The answers that a question lists, each in a box that only the answer itself opens."""

    of: str  # a digest of the question as it was written
    boxes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question whose answer is stated, not computed."""

    answer: object = None
    accepted: tuple[Choice, ...] = ()  # right too, with a note
    wrong: tuple[Choice, ...] = ()  # each with the reason for that wrong choice
    otherwise: str = ""  # for every other wrong answer
    sealed: Sealed | None = None  # instead of the answers above, where they cannot be read


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
    function: str = ""  # its name in the submission's dialect, where that is another

    @property
    def function_name(self) -> str:
        """What the submission calls it."""
        return self.function or self.id

    @property
    def points(self) -> Fraction:
        """Points of all criteria."""
        return sum((criterion.points for criterion in self.criteria), Fraction(0))


@dataclass(frozen=True, kw_only=True)
class ManualPart:
    """What people grade of an exercise: a line of the rubric without a check."""

    exercise: str
    id: str
    points: Fraction
    about: str  # what to look at; students read it too

    @property
    def name(self) -> str:
        """What a mark calls it."""
        return f"{self.exercise}.{self.id}"


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
    topics: "Mapping[str, Topic]" = field(default_factory=dict)  # by exercise; a question has none
    manual: tuple[ManualPart, ...] = ()  # what people grade

    @property
    def points(self) -> Fraction:
        """Points of all exercises, with what people grade."""
        parts = sum((part.points for part in self.manual), Fraction(0))
        return sum((exercise.points for exercise in self.exercises), parts)


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
    dtypes: Mapping[str, str] = field(default_factory=dict)  # of single arrays, where they differ from `dtype`
    layout: Layout = "C"
    layouts: Mapping[str, Layout] = field(default_factory=dict)  # of single arrays, where they differ from `layout`
    arrays: Mapping[str, object] = field(default_factory=dict)  # given values; a number fills
    shapes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # where they are not those of the sizes
    raises: str | None = None
    unit: float = 1.0  # every value is a multiple of it
    ranges: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # lowest and highest drawn, in units
    needed: bool = False  # `grader verify` fails if no wrong answer is caught by it alone
    kind: str = ORDINARY  # of input: a criterion's points are shared out among the kinds of its cases


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of a student's function, class or method, and what is expected of its form."""

    function: str
    arguments: tuple[object, ...]
    names: tuple[str, ...]  # parameter names, for messages
    returns: tuple[str, ...]  # names of the returned values, in order
    keep: tuple[str, ...] = ()  # of these, what stays in the worker: the student's cache
    is_question: bool = False  # text and short sequences are answers too
    member: str = ""  # of the first argument, an object that stayed in the worker: what is called
    is_set: bool = False  # the member is no method: it is given the second argument as its value
    keywords: tuple[str, ...] = ()  # the last arguments are given by these names
    reads: tuple[Read, ...] = ()  # what is handed back instead of what was returned
    results: int = 0  # how many values are returned where there are reads
    views: Mapping[str, str] = field(default_factory=dict)  # how a returned value comes into our shape: ".reshape(-1)"
    is_given_away: bool = False  # an attribute that the object may change: its own weights
    is_judged: bool = False  # it only prepares, but no exercise is about it: arguments that it changes count


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
    kind: str = ORDINARY


@dataclass(frozen=True, eq=False, kw_only=True)
class Convention:
    """Another answer that is right, where the field has more than one: at a tie, at ReLU's corner.

    Every entry lies between `lowest` and `highest`. Where there are `shares`, the answer is their sum besides: each
    is one gradient and the places, counted in C order, that it may be divided among in any way.
    """

    note: str
    lowest: "NDArray[np.float64]"
    highest: "NDArray[np.float64]"
    shares: "tuple[tuple[float, tuple[int, ...]], ...]" = ()
    is_guard: bool = False  # how far a guard may move the answer; who has none has no choice


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
    apart: float = 0.0  # two different answers are at least so far apart, where terms round; 0: nothing is known
    conventions: tuple[Convention, ...] = ()
    at_least: float = 1.0  # share of entries that have to agree where accuracy is checked
    worth_from: float = 1.0  # from this share on a part of the points is earned; from `at_least` on all of them

    @property
    def has_choice(self) -> bool:
        """Whether there are several right answers, so that one of them says nothing of what is believed."""
        return any(not convention.is_guard for convention in self.conventions)
