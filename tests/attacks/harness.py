"""Run an attack against a sandbox, or against the naive grader, and say which harms an observer sees.

In: a file of the suite.  Out: words, such as ``read`` or ``survived``; README.md says what each one means.
"""

import ast
import contextlib
import csv
import html.parser
import io
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import time
import unicodedata
import weakref
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

from grader.classroom import summary
from grader.grading.checking import PlannedExercise, grade_exercise
from grader.model import Assignment, Call, Case, Criterion, Exercise, Expected, Limits, Outcome, Report
from grader.report import document, text
from grader.sandbox.levels import LAYERS
from grader.sandbox.runner import Runner
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from grader.topics.operation import Operation

from .scene import PLACEHOLDERS, Scene, descendants, processes, survivors

FOLDER = Path(__file__).parent
FAMILIES = (
    *("time", "processes", "memory", "disk", "reading"),
    *("network", "protocol", "values", "messages", "patches", "pickles"),
)
HARMS = (
    *("hung", "survived", "read", "wrote", "connected"),
    *("took", "forged", "changed", "shown", "crashed"),
)
LEVEL_B = frozenset(LAYERS) - {"bubblewrap"}
SHORT = Limits(
    wall_seconds=0.3, exercise_seconds=1.2, cpu_seconds=2, memory_mib=128, output_kib=16, result_mib=8, time_outs=1
)
PATIENT = Limits(
    wall_seconds=8, exercise_seconds=16, cpu_seconds=20, memory_mib=128, output_kib=16, result_mib=8, time_outs=1
)
HUNG_AFTER = 5.0  # seconds beyond the last deadline of the sandbox
NAIVE_SECONDS = 1.5  # for what takes a millisecond; the naive grader has no deadline of its own

HONEST = """
import numpy as np
seen = []
def f(x):
    seen.append(len(x))
    print("called", len(seen), "times, for", x.shape)
    return np.where(np.abs(x) > 3, x + np.ones_like(x), sorted(map(float, x[0]))) * sum(x.shape)
"""


# -------------------------------------------------------------------------------------- the suite


@dataclass(frozen=True)
class Attack:
    """One hostile submission, and what its docstring says of it."""

    family: str
    name: str
    sentence: str
    harm: str
    stopped_by: str  # "kernel": a layer of the sandbox; "host": what the grader does itself
    bound: float
    machine: str  # the only one it is written for; empty: any
    needs: str  # "root" where an ordinary user could not do it on an unprotected machine either
    text: str

    def __str__(self) -> str:
        return f"{self.family}/{self.name}"


class Misfit(Exception):
    """A file that is not of the suite's format."""


def read_attack(path: Path) -> Attack:
    """Read a file of the suite."""
    source = path.read_text()
    tree = ast.parse(source)
    sentence, _, facts = (ast.get_docstring(tree) or "").partition("\n\n")
    lines = [line.partition(": ") for line in facts.splitlines() if line.strip()]
    said = {key.strip(): value.strip() for key, _, value in lines}
    problems = [f"unknown line {key!r}" for key in said.keys() - {"harm", "stopped by", "bound", "machine", "needs"}]
    if not sentence.strip().endswith(".") or len(sentence.split()) < 5:
        problems.append("the docstring begins with no sentence")
    if said.get("harm") not in HARMS or said.get("stopped by") not in ("kernel", "host"):
        problems.append("`harm` or `stopped by` is missing, or an unknown word")
    if said.get("needs", "root") != "root" or said.get("machine", "x86_64") != "x86_64":
        problems.append("`needs` is root, `machine` is x86_64, or neither is there")
    if unknown := set(re.findall(r"@([A-Z_]{3,})@", source)) - set(PLACEHOLDERS):
        problems.append(f"unknown placeholders {sorted(unknown)}")
    if not any(isinstance(node, ast.FunctionDef) and node.name == "f" for node in ast.walk(tree)):
        problems.append("there is no function f")
    if problems:
        raise Misfit(f"{path.relative_to(FOLDER)}: {'; '.join(problems)}")
    return Attack(
        family=path.parent.name,
        name=path.stem,
        sentence=" ".join(sentence.split()),
        harm=said["harm"],
        stopped_by=said["stopped by"],
        bound=float(said.get("bound", 0)),
        machine=said.get("machine", ""),
        needs=said.get("needs", ""),
        text=source,
    )


def files() -> list[Path]:
    """Return the files of the suite."""
    return [path for family in FAMILIES for path in sorted((FOLDER / family).glob("*.py")) if path.stem != "__init__"]


@cache
def attacks() -> list[Attack]:
    """Return the suite: what this machine can run of it."""
    suite = [read_attack(path) for path in files()]
    return [attack for attack in suite if attack.machine in ("", platform.machine())]


# ------------------------------------------------------------------------------------ what is due


def random_case(name: str) -> tuple[Case, dict[str, Expected]]:
    """Return a case whose answer follows from nothing: only a leak or a forgery gives it."""
    x, due = np.random.default_rng().normal(size=(2, 4, 4))
    call = Call(function="f", arguments=(x,), names=("x",), returns=("out",))
    case = Case(id=name, exercise="f", why="any array", sizes={"H": 4, "W": 4}, arguments={"x": x}, calls=(call,))
    return case, {"out": Expected(value=due, absolute=np.zeros((4, 4)), count=1, norm=0.0, exact=True)}


def secret_exercise() -> PlannedExercise:
    """Return an exercise of two such cases."""
    operation = Operation(
        id="f",
        shapes={"x": ("H", "W")},
        kernels=frozenset(),
        options={},
        returns=("out",),
        derive=lambda sizes: sizes,
        problem=lambda *_: None,
        calls=lambda *_: (),
        reference=lambda *_: {},
        terms=lambda *_: (),
    )
    criterion = Criterion(id="values", check="values", points=Fraction(2))
    exercise = Exercise(id="f", title="A secret", slide="none", criteria=(criterion,))
    drawn = [random_case(name) for name in ("first", "second")]
    expected = {case.id: due for case, due in drawn}
    return PlannedExercise(exercise=exercise, operation=operation, cases=tuple(c for c, _ in drawn), expected=expected)


SECRET = secret_exercise()
ASSIGNMENT = Assignment(
    id="secret",
    title="Secret",
    slides=(),
    exercises=(SECRET.exercise,),
    limits=SHORT,
    imports=(),
    cases=(),
    folder=FOLDER,
    digest="0" * 16,
)


@dataclass
class Graded:
    """A submission's outcomes, and the outputs that people and programs read."""

    outcomes: list[Outcome] = field(default_factory=list)
    passed: bool = False
    outputs: dict[str, bytes] = field(default_factory=dict)  # by file name
    problem: BaseException | None = None  # what the grader itself failed with

    def answers(self) -> list[Any]:
        """Return every value that came back."""
        return [value for outcome in self.outcomes for value in outcome.answers.values()]


class Hung(BaseException):
    """The grader did not come back in time."""


@contextlib.contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Interrupt whatever runs inside after so many seconds."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise Hung

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def grade(source: str, sandbox: Sandbox, limits: Limits) -> Graded:
    """Grade a submission as `grader.grading.grade` does, under limits of wall time of its own; keep the outcomes."""
    graded = Graded()
    try:
        with alarm(limits.exercise_seconds + HUNG_AFTER):
            submission = from_files("student.py", {"student.py": source.encode("utf-8", "surrogatepass")})
            runner = Runner(sandbox, submission)
            runner.limits = limits
            runner.loading_seconds = limits.exercise_seconds / 2
            graded.outcomes = list(runner.run(SECRET.cases))
            exercise = grade_exercise(SECRET, graded.outcomes)
            notes = [*([runner.unreadable] if runner.unreadable else []), *runner.notes]
            report = Report(
                assignment="secret",
                assignment_digest="",
                seed_digest="",
                submission=submission.name,
                submission_digest=submission.digest,
                dialect="native",
                isolation=sandbox.level,
                exercises=(exercise,),
                notes=tuple(notes),
            )
            graded.passed = any(r.status == "passed" for c in exercise.criteria for r in c.results)
            graded.outputs = {
                "report.json": document.to_json(report),
                "report.txt": text.render(report).encode(),
                "summary.csv": summary.to_csv(ASSIGNMENT, [("student", report)]),
            }
    except (Exception, Hung) as problem:
        graded.problem = problem
    return graded


# --------------------------------------------------------------------------------- the observers

_honest: weakref.WeakKeyDictionary[Sandbox, dict[str, bytes]] = weakref.WeakKeyDictionary()


@dataclass
class Sighting:
    """What an attack came to."""

    harms: frozenset[str]
    graded: Graded
    seconds: float

    @property
    def is_blunt(self) -> bool:
        """Whether it only met the stand-in for a module that may not be imported, which is no protection."""
        return any(o.raised is not None and "was used, but" in o.raised.message for o in self.graded.outcomes)

    def __str__(self) -> str:
        told = [f"{o.status} {o.detail} {o.raised.type + ': ' + o.raised.message if o.raised else ''}".strip()
                for o in self.graded.outcomes]  # fmt: skip
        return f"{sorted(self.harms)} after {self.seconds:.2f} s; {told or self.graded.problem!r}"


def configured(layers: Collection[str] = LEVEL_B, abi: int | None = None) -> Sandbox:
    """Return a sandbox as the suite uses it."""
    sandbox = Sandbox(layers, abi)
    sandbox.configure(PATIENT)  # a call's deadline is the host's, see `grade`; processor time is the kernel's
    return sandbox


def observe(attack: Attack, sandbox: Sandbox, scene: Scene, limits: Limits = SHORT) -> frozenset[str]:
    """Run an attack in a sandbox; return the harms seen."""
    return watch(attack, sandbox, scene, limits).harms


def watch(attack: Attack, sandbox: Sandbox, scene: Scene, limits: Limits = SHORT) -> Sighting:
    """Run an attack in a sandbox between two honest submissions; return what came of it."""
    if sandbox not in _honest:
        _honest[sandbox] = grade(HONEST, sandbox, PATIENT).outputs
    others = descendants(os.getpid()) - zygotes(sandbox)
    before = sandbox.zygote
    start = time.monotonic()
    graded = grade(scene.fill(attack.text), sandbox, limits)
    seconds = time.monotonic() - start
    harms = seen_in(graded, attack, scene)
    if isinstance(graded.problem, Hung):
        sandbox.restart()
    if survivors(others | {scene.double.pid} | zygotes(sandbox)):
        harms.add("survived")
    harms |= scene.harms()
    if grade(HONEST, sandbox, PATIENT).outputs != _honest[sandbox]:
        harms.add("changed")
    if sandbox.zygote is not before or sandbox.zygote.process.poll() is not None:
        harms.add("crashed")
    return Sighting(frozenset(harms), graded, seconds)


def zygotes(sandbox: Sandbox) -> set[int]:
    """Return the processes that belong to the sandbox itself: the zygote, or bubblewrap, its init and the zygote."""
    first = sandbox.zygote.process.pid
    family = {first}
    while sandbox.confinement.bwrap and len(family) < 3 and (inner := children_of(family) - family):
        family.add(min(inner))
    return family


def children_of(parents: set[int]) -> set[int]:
    """Return the processes that these have started."""
    return {pid for pid, (parent, _, _) in processes().items() if parent in parents}


def seen_in(graded: Graded, attack: Attack, scene: Scene) -> set[str]:
    """Return the harms that show in what came back."""
    harms = set()
    if isinstance(graded.problem, Hung):
        harms.add("hung")
    elif graded.problem is not None:
        harms.add("crashed")
    arrays = [array for answer in graded.answers() if (array := numbers(answer)) is not None]
    if any(map(scene.leaked, [*graded.outputs.values(), repr(graded.outcomes).encode(), *map(raw, arrays)])):
        harms.add("read")
    if attack.harm == "took" and any((array > attack.bound).any() for array in arrays):
        harms.add("took")
    if graded.passed or any((array == scene.forged).any() for array in arrays):
        harms.add("forged")
    if any(shows(name, content) for name, content in graded.outputs.items()):
        harms.add("shown")
    return harms


def numbers(answer: object) -> np.ndarray | None:
    """Return an answer as an array of numbers, None where it is none."""
    array = np.asarray(answer)
    return array if array.dtype.kind in "biuf" else None


def raw(array: np.ndarray) -> bytes:
    """Return the bytes of an array, then its numbers each as a byte: a token may travel either way."""
    with np.errstate(all="ignore"):
        return array.tobytes() + array.astype(np.uint8).tobytes()


# ------------------------------------------------------------------------------ harm by showing

COMMAND = re.compile(r"^\s*(::|##\[|##vso\[|##teamcity\[|section_(start|end):)", re.MULTILINE)
OURS = frozenset({"table", "tr", "td", "html", "body"})


def shows(name: str, content: bytes) -> bool:
    """Whether an output holds what a terminal, a browser, a spreadsheet or a CI server would obey."""
    shown = content.decode("utf-8", "replace")
    if any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") and c != "\n" for c in shown):
        return True
    if name.endswith(".txt"):
        return COMMAND.search(shown) is not None
    if name.endswith(".csv"):
        cells = [cell for row in csv.reader(io.StringIO(shown)) for cell in row]
        return any(cell.lstrip()[:1] in ("=", "+", "-", "@") and not is_number(cell) for cell in cells)
    return name.endswith(".html") and has_foreign_tags(shown)


def is_number(cell: str) -> bool:
    """Whether a cell is a plain number, which may have a sign."""
    return re.fullmatch(r"[+-]?\d+(\.\d+)?", cell) is not None


def has_foreign_tags(page: str) -> bool:
    """Whether a page has an element, or an attribute, that its template has not."""
    foreign = []

    class Tags(html.parser.HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in OURS or attrs:
                foreign.append(tag)

    Tags().feed(page)
    return bool(foreign)


# ----------------------------------------------------------------------------- the naive grader


def observe_naively(attack: Attack, scene: Scene) -> frozenset[str]:
    """Run an attack in the naive grader, between two honest submissions of its class; return the harms seen."""
    folder = scene.workplace
    shutil.rmtree(folder)
    folder.mkdir()
    submissions = [("before", HONEST), ("attack", scene.fill(attack.text)), ("after", HONEST)]
    inputs = [case.arguments["x"].tolist() for case in SECRET.cases]
    expected = [SECRET.expected[case.id]["out"].value.tolist() for case in SECRET.cases]
    (folder / "task.json").write_text(json.dumps({"inputs": inputs, "expected": expected, "submissions": submissions}))
    others = descendants(os.getpid())
    os.lseek(scene.descriptor, 0, os.SEEK_SET)
    lines, harms = folder / "lines.jsonl", set()
    process = subprocess.Popen(
        [sys.executable, "-P", str(FOLDER / "naive.py"), str(folder / "task.json"), str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        close_fds=False,
    )
    waits_until(lambda: process.poll() is not None or (lines.exists() and bool(lines.stat().st_size)), 10.0)
    if not waits_until(lambda: process.poll() is not None, NAIVE_SECONDS):
        harms.add("hung")
    graded, after = naively_graded(folder)
    known = others | {scene.double.pid}
    is_over = "hung" not in harms or after is not None  # a survivor that holds the pipe makes its reader wait
    if survivors(known | {process.pid}, 0.5 if is_over else 0) and is_over:
        harms.add("survived")
    process.kill()
    process.wait()
    before = graded.get("before")
    if "hung" not in harms and (process.returncode != 0 or "attack" not in graded or after is None):
        harms.add("crashed")
    if after is not None and before is not None and {**after, "name": ""} != {**before, "name": ""}:
        harms.add("changed")
    came = graded.get("attack", {})
    names = ("report.txt", "report.html", "summary.csv")
    outputs = {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}
    outcome = [Outcome(status="returned", function="f", answers={"out": a}) for a in naive_answers(came)]
    harms |= seen_in(Graded(outcome, bool(came.get("passed")), outputs), attack, scene)
    return frozenset(harms | scene.harms())


def naively_graded(folder: Path) -> tuple[dict[str, dict[str, Any]], dict[str, Any] | None]:
    """Return the lines by name, and that of the last submission, as far as they are there."""
    found: dict[str, dict[str, Any]] = {}
    for line in (folder / "lines.jsonl").read_text(errors="replace").splitlines():
        with contextlib.suppress(ValueError, TypeError, KeyError):
            found[json.loads(line)["name"]] = json.loads(line)
    return found, found.get("after")


def naive_answers(came: dict[str, Any]) -> list[np.ndarray]:
    """Return the answers of a line as arrays."""
    found = []
    for answer in came.get("answers") or []:
        with contextlib.suppress(ValueError):
            found.append(np.array(answer))
    return found


def waits_until(condition: Any, seconds: float) -> bool:
    """Wait for a condition; return whether it came true."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
