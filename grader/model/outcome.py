"""A submission, and what running its functions did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

OutcomeStatus = Literal["returned", "raised", "timed-out", "killed", "refused"]
Reason = Literal[
    "wrong-value",
    "wrong-answer",
    "inaccurate",
    "judged",
    "forbidden",
    "wrong-shape",
    "wrong-type",
    "wrong-count",
    "input-modified",
    "input-returned",
    "cache-used-up",
    "result-overwritten",
    "call-remembered",
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
    "nothing-right",
    "shape-first",
    "not-reached",
    "time-outs",
    "grader-error",
]

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
    limit: Reason | None = None  # the limit that stopped it, where it was one with a reason of its own
    modified: tuple[str, ...] = ()  # arguments the call changed in place
    extended: tuple[str, ...] = ()  # dictionaries among them that gained keys, and changed in nothing else
    shared: tuple[str, ...] = ()  # arguments that a returned array is, or is a part of
    modified_before: tuple[str, ...] = ()  # arguments that the calls before it changed
    containers: Mapping[str, str] = field(default_factory=dict)  # "list" or "tuple", where an answer came in one
    printed: str = ""
    seconds: float = 0.0  # of the last call, as the host measures it; of processor time, where somebody asked for that
    is_known: bool = False  # this very object stands for every equal outcome of its call: what it leads to may be kept
    tried: bool = True  # False: the exercise's time or its time-outs were used up before
