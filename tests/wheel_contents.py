"""Look into a built wheel: no source of an answer, no solution line of a lesson, and what students need.

Run by ``.ci/run``: ``python tests/wheel_contents.py convgrader-….whl``.
"""

import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
ASSIGNMENTS = ROOT / "assignments"
ANSWER_KEYS = ("convref/", "grader/assignments/")
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
    texts = {n: wheel.read(n).decode() for n in names if n.endswith((".py", ".pyi", ".ipynb", ".toml"))}
    for lesson in ASSIGNMENTS.glob("*/lesson.py"):
        for line in solution_lines(lesson.read_text(encoding="utf-8")):
            found += [
                f"a solution line of {lesson.parent.name} in {name}: {line}" for name, t in texts.items() if line in t
            ]
        for part in ("assignment.toml", "cases.toml", "examples.toml", "starter.py", "starter.ipynb"):
            if f"grader/assignments/{lesson.parent.name}/{part}" not in names:
                found.append(f"missing: {lesson.parent.name}/{part}")
    for folder in ("grader/report/templates", "grader/export/templates"):
        for path in (path for path in (ROOT / folder).rglob("*") if path.is_file()):
            if path.relative_to(ROOT).as_posix() not in names:
                found.append(f"missing: {path.relative_to(ROOT)}")
    for module in ("convref/layer", "convref/fast/layer", "convref/fast/processor", "convref/fast/_baseline"):
        if not any(name.startswith(f"{module}.") and name.endswith((".so", ".pyd")) for name in names):
            found.append(f"missing: the compiled {module}")
    return found


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
    with zipfile.ZipFile(sys.argv[1]) as opened:
        wrong = problems(opened)
        print(f"{Path(sys.argv[1]).name}: {len(opened.namelist())} files, {len(wrong)} problems")
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)
