"""Hand-ins that attack who takes them in: a class of them beside an honest student, and what an observer sees.

In: the files of ``handed_in/``, each of which puts something into a class's folder.  Out: harms, as in `harness`.
All of them are graded as one class, by the commands that an instructor types. `naive_class.py` shows what each does to
an instructor's script without a defence.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from .harness import FOLDER, HARMS, Misfit, shows
from .scene import PLACEHOLDERS, Scene

FAMILIES = ("links", "names", "notebooks", "beside", "archives")
ROOT = FOLDER.parent.parent
HONEST = ROOT / "examples" / "class" / "ada.py"
SECONDS = 900.0  # a busy machine is no find
NAIVE_SECONDS = 20.0
OURS = re.compile(  # of pages that the grader makes, every element stands in its templates
    r"<(script|iframe|object|embed|img(?! alt=\"[^\"]*\" src=\"data:image/png)|svg[^>]* on|[a-z]+[^>]* on[a-z]+ *=)",
    re.I,
)


@dataclass(frozen=True)
class HandIn:
    """One hostile hand-in, and what its docstring says of it."""

    family: str
    name: str
    sentence: str
    harm: str
    text: str

    def __str__(self) -> str:
        return f"{self.family}/{self.name}"

    def put_into(self, place: Path, scene: Scene) -> None:
        """Put it into a class's folder."""
        namespace: dict[str, object] = {}
        exec(compile(scene.fill(self.text), str(self), "exec"), namespace)  # the suite's own code makes the files
        namespace["make"](place)  # type: ignore[operator]


def read_hand_in(path: Path) -> HandIn:
    """Read a file of the suite."""
    source = path.read_text()
    tree = ast.parse(source)
    sentence, _, facts = (ast.get_docstring(tree) or "").partition("\n\n")
    said = dict(line.split(": ", 1) for line in facts.splitlines() if ": " in line)
    problems = []
    if not sentence.strip().endswith(".") or len(sentence.split()) < 5:
        problems.append("the docstring begins with no sentence")
    if said.keys() != {"harm"} or said["harm"] not in HARMS:
        problems.append("after the sentence stands one line, `harm: …`, with a word of the list")
    if unknown := set(re.findall(r"@([A-Z_]{3,})@", source)) - set(PLACEHOLDERS):
        problems.append(f"unknown placeholders {sorted(unknown)}")
    if not any(isinstance(node, ast.FunctionDef) and node.name == "make" for node in tree.body):
        problems.append("there is no function make")
    if problems:
        raise Misfit(f"{path.relative_to(FOLDER)}: {'; '.join(problems)}")
    return HandIn(path.parent.name, path.stem, " ".join(sentence.split()), said["harm"], source)


def hand_in_files() -> list[Path]:
    """Return the files of the suite."""
    return [path for family in FAMILIES for path in sorted((FOLDER / "handed_in" / family).glob("*.py"))]


@dataclass(frozen=True)
class Seen:
    """What came of a class."""

    harms: frozenset[str]
    story: str


def make_class(place: Path, hand_ins: list[HandIn], scene: Scene) -> None:
    """Make a class of an honest student and those that are given."""
    place.mkdir(parents=True)
    (place / "ada").mkdir()
    shutil.copyfile(HONEST, place / "ada" / "conv.py")
    for hand_in in hand_ins:
        hand_in.put_into(place, scene)


def grade_class(place: Path, out: Path) -> "subprocess.CompletedProcess[bytes]":
    """Grade a class, write its pages and a table of grades, as an instructor does."""
    grader = [sys.executable, "-m", "grader"]
    book = str(out / "gradebook.db")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    steps = [
        ["run", str(place), "-a", "conv-layer", "--out", str(out / "reports"), "--gradebook", book, "--anyway"],
        ["report", book, "--out", str(out / "pages")],
        ["export", book, "--format", "csv", "--out", str(out / "grades.csv")],
    ]
    said = b""
    for step in steps:
        done = subprocess.run([*grader, *step], env=environment, capture_output=True, timeout=SECONDS, cwd=out.parent)
        said += done.stdout + done.stderr
        if done.returncode:
            return subprocess.CompletedProcess(done.args, done.returncode, said)
    return subprocess.CompletedProcess(steps, 0, said)


def observe_class(hand_ins: list[HandIn], scene: Scene, folder: Path, honest: bytes) -> Seen:
    """Grade a class of these and an honest student; return the harms seen. `honest` is the report there should be."""
    place, out = folder / "class", folder / "out"
    out.mkdir(parents=True)
    make_class(place, hand_ins, scene)
    try:
        done = grade_class(place, out)
    except subprocess.TimeoutExpired as late:
        return Seen(frozenset({"hung"}), str(late))
    said = done.stdout.decode("utf-8", "replace")
    harms = {"crashed"} if done.returncode or "Traceback" in said else set()
    ada = out / "reports" / "ada" / "report.json"
    if not ada.is_file() or ada.read_bytes() != honest:
        harms.add("changed")
    story = [said[-3000:]]
    for name, content in outputs(out):
        found = set()
        if scene.leaked(content):
            found.add("read")
        if not name.endswith(".db") and is_shown(name, content):
            found.add("shown")
        if name.endswith("/report.json") and name != "reports/ada/report.json" and points(content) > 0:
            found.add("forged")
        if found:
            story.append(f"{name!r}: {sorted(found)}")
        harms |= found
    if is_shown("said.txt", done.stdout):
        harms.add("shown")
        story.append("what the commands print")
    return Seen(frozenset(harms | scene.harms()), "\n".join(story))


def outputs(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files that commands have written; the name of each is looked at as well."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def is_shown(name: str, content: bytes) -> bool:
    """Whether an output holds, or is called, what a terminal, a browser or a spreadsheet would obey."""
    if any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") and c != "\t" for c in name):
        return True
    if name.endswith(".html"):
        return OURS.search(content.decode("utf-8", "replace")) is not None
    return shows(name, content)


def points(report: bytes) -> float:
    """Return what a report says was earned."""
    return float(msgspec.json.decode(report)["score"])


def honest_report(scene: Scene, folder: Path) -> bytes:
    """Return the report of the honest student in a class of one."""
    (folder / "out").mkdir(parents=True)
    make_class(folder / "class", [], scene)
    done = grade_class(folder / "class", folder / "out")
    assert done.returncode == 0, done.stdout.decode()
    return (folder / "out" / "reports" / "ada" / "report.json").read_bytes()


def observe_naively_taken(hand_in: HandIn, scene: Scene, folder: Path) -> frozenset[str]:
    """Have an instructor's script without a defence take one hand-in, after an honest one; return the harms seen."""
    place, out = folder / "class", folder / "out"
    out.mkdir(parents=True)
    make_class(place, [hand_in], scene)
    command = [sys.executable, "-P", str(FOLDER / "naive_class.py"), str(place), str(out)]
    harms = set()
    try:
        done = subprocess.run(command, capture_output=True, timeout=NAIVE_SECONDS, cwd=folder)
    except subprocess.TimeoutExpired:
        return frozenset({"hung"} | scene.harms())
    if done.returncode:
        harms.add("crashed")
    ada = out / "reports" / "ada.txt"
    if not ada.is_file() or ada.read_text(errors="replace") != "earned 50\n":
        harms.add("changed")
    for name, content in [*outputs(out), ("said.txt", done.stdout)]:
        if scene.leaked(content):
            harms.add("read")
        if is_shown(name, content):
            harms.add("shown")
        if name.startswith("reports/") and name != "reports/ada.txt" and content.startswith(b"earned 50"):
            harms.add("forged")
    return frozenset(harms | scene.harms())
