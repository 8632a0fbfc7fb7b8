"""Look into a built wheel: no answer as source, in a question or in a line of a lesson, and what students need.

Run by ``.ci/run``: ``python tests/wheel_contents.py convgrader-….whl``.
"""

import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
ASSIGNMENTS = ROOT / "assignments"
ANSWER_KEYS = ("convref/", "grader/assignments/")
LARGEST = 10_000_000  # bytes of a wheel
OPEN = ("/__init__.py", "/topic.py", "/starter.py")  # hold no answers


def problems(wheel: zipfile.ZipFile) -> list[str]:
    """Return everything that should not be in a wheel, or should be and is not."""
    names = wheel.namelist()
    found = [
        f"source of the answer key: {name}"
        for name in names
        if name.endswith((".pyx", ".pxd", ".pxi", ".c", ".h", ".cpp"))
    ]
    for name in names:
        is_key = name.startswith(ANSWER_KEYS) and name.endswith(".py") and not name.endswith(OPEN)
        if is_key or name.endswith(("wrong.toml", "facts.toml")) or "/wrong/" in name:
            found.append(f"an answer: {name}")
    found += plain_answers(wheel)
    texts = {n: wheel.read(n).decode() for n in names if n.endswith((".py", ".pyi", ".ipynb", ".toml"))}
    for lesson in ASSIGNMENTS.glob("*/lesson.py"):
        for line in solution_lines(lesson.read_text(encoding="utf-8")):
            found += [
                f"a solution line of {lesson.parent.name} in {name}: {line}" for name, t in texts.items() if line in t
            ]
        for part in ("assignment.toml", "cases.toml", "examples.toml", "starter.py", "starter.ipynb"):
            if f"grader/assignments/{lesson.parent.name}/{part}" not in names:
                found.append(f"missing: {lesson.parent.name}/{part}")
    for path in (
        path for path in (ASSIGNMENTS / "lecture").iterdir() if path.suffix in (".toml", ".js", ".json", ".css")
    ):
        if f"grader/assignments/lecture/{path.name}" not in names:
            found.append(f"missing: lecture/{path.name}")
    folders = [f"grader/{part}/templates" for part in ("report", "lecture", "export", "authoring")]
    for folder in (*folders, "portal/templates", "portal/look", "portal/demo"):
        for path in (path for path in (ROOT / folder).rglob("*") if path.is_file()):
            if path.relative_to(ROOT).as_posix() not in names:
                found.append(f"missing: {path.relative_to(ROOT)}")
    for module in ("convref/layer", "convref/fast/layer", "convref/fast/processor", "convref/fast/_baseline"):
        if not any(name.startswith(f"{module}.") and name.endswith((".so", ".pyd")) for name in names):
            found.append(f"missing: the compiled {module}")
    return found


def plain_answers(wheel: zipfile.ZipFile) -> list[str]:
    """Return the questions whose answers, or what is said of an answer, can be read in a wheel."""
    tables = {n: tomllib.loads(wheel.read(n).decode()) for n in wheel.namelist() if n.endswith("/assignment.toml")}
    found = [
        f"a plain answer: {name}: {row['id']}: {key}"
        for name, table in tables.items()
        for row in table.get("exercise", [])
        for key in ("answer", "accepted", "wrong")
        if key in row
    ]
    readable = (".py", ".pyi", ".ipynb", ".toml", ".json", ".js", ".html", ".md")
    texts = {name: wheel.read(name).decode() for name in wheel.namelist() if name.endswith(readable)}
    for reason in reasons():
        found += [f"what is said of an answer, in {name}: {reason}" for name, text in texts.items() if reason in text]
    return found


def reasons() -> Iterator[str]:
    """Yield what the checkout's assignments say of each answer, in English and in each other language."""
    for path in sorted(ASSIGNMENTS.glob("*/??.toml")):
        yield from tomllib.loads(path.read_text(encoding="utf-8")).get("choices", {}).values()
    for path in sorted(ASSIGNMENTS.glob("*/assignment.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["exercise"]:
            yield from (choice["why"] for key in ("accepted", "wrong") for choice in row.get(key, ()))


def too_large(path: Path) -> list[str]:
    """Return a sentence if a wheel is larger than anybody should have to wait for."""
    size = path.stat().st_size
    return [f"{size / 1e6:.1f} MB; {LARGEST / 1e6:g} MB is the most"] if size > LARGEST else []


def solution_lines(lesson: str) -> set[str]:
    """Return the lines of code between solution markers that are long enough to give something away."""
    inside, lines = False, set()
    for line in map(str.strip, lesson.splitlines()):
        if line == "# end solution":
            inside = False
        elif inside and len(line) > 30 and not line.startswith("#"):
            lines.add(line)
        if line == "# begin solution":
            inside = True
    assert inside is False
    assert lines
    return lines


if __name__ == "__main__":
    wrong = []
    for path in map(Path, sys.argv[1:]):
        with zipfile.ZipFile(path) as opened:
            found = [*problems(opened), *too_large(path)]
            size = path.stat().st_size / 1e6
            print(f"{path.name}: {len(opened.namelist())} files, {size:.1f} MB, {len(found)} problems")
        wrong += found
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)
