"""Write the pages of docs/ that are made of the code: ``python docs/generate.py``. A test fails when they are old."""

import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.topics import Operation
from grader.topics.loading import id_of, shipped_topics
from grader.topics.operation import DERIVED

DOCS = Path(__file__).parent
ASSIGNMENTS = DOCS.parent / "assignments"


def main() -> None:
    """Write every page."""
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")


def pages() -> Mapping[str, str]:
    """Return all generated pages by file name."""
    return {"exercises.md": exercises(), "lecture.md": lecture()}


# ---------------------------------------------------------------------------- exercises.md


def exercises() -> str:
    """Return the page of the operations: sizes, arrays, calls."""
    lines = [
        "# Exercises and their sizes",
        "",
        "An exercise is an operation the grader knows: how it is called, which arrays it takes, and what is due. They",
        "live in each topic's `operations.py`; an assignment may bring [its own](authoring.md).",
        "This page is made of the code by `python docs/generate.py`.",
        "",
        "| Exercise | How it is called | Sizes a case gives | Arrays to draw | Graded |",
        "|---|---|---|---|---|",
        *(row(operation) for topic in shipped_topics() for operation in topic.operations),
        "",
        f"The shape () is a plain number. {', '.join(sorted(DERIVED))} follow from the other sizes. The symbols",
        "are those of the [glossary](glossary.md#mathematics). An array marked with ≠ holds no number twice, and one",
        "marked with # holds whole numbers whatever the case's type and unit; a kernel, marked with \\*, equals",
        "itself neither flipped nor transposed, and holds no 0.",
        "",
    ]
    return "\n".join(lines)


def row(operation: Operation) -> str:
    """Return an operation's row of the table."""
    arrays = ", ".join(
        f"{name}{mark(operation, name)} ({', '.join(shape)})" for name, shape in operation.shapes.items()
    )
    call = " ".join((operation.calls.__doc__ or "").split()).replace("``", "`")
    cells = [f"`{operation.id}`", call, ", ".join(symbols(operation)), arrays, ", ".join(operation.returns)]
    return f"| {' | '.join(cell or '–' for cell in cells)} |"


def mark(operation: Operation, name: str) -> str:
    """Return how an array is drawn, as a mark."""
    marks = {"≠": operation.distinct, "#": operation.whole, "\\*": operation.kernels}
    return "".join(sign for sign, names in marks.items() if name in names)


def symbols(operation: Operation) -> list[str]:
    """Return the sizes that a case gives, in the order in which arrays and options name them."""
    named = [symbol for shape in operation.shapes.values() for symbol in shape]
    return [symbol for symbol in dict.fromkeys([*named, *operation.options]) if symbol in operation.symbols]


# ------------------------------------------------------------------------------ lecture.md


def lecture() -> str:
    """Return the page that maps every heading of the lecture to exercises and worked examples."""
    found = coverage()
    lines = [
        "# The lecture, slide by slide",
        "",
        "Where each slide of the lecture is practised and which worked examples stand on it. `grader explain NAME`",
        "writes an example out. This page is made of the assignments by `python docs/generate.py`; the slides'",
        "titles are those of `assignments/slides.toml`.",
        "",
        "| Slide | Exercises | Worked examples |",
        "|---|---|---|",
    ]
    for title, (asked, examples, reason) in found.items():
        if reason:
            lines.append(f"| {title} | {reason} | |")
        else:
            lines.append(f"| {title} | {', '.join(asked)} | {', '.join(f'`{name}`' for name in examples)} |")
    return "\n".join([*lines, ""])


def coverage() -> dict[str, tuple[list[str], list[str], str]]:
    """Return exercises, examples, and for a slide that states nothing why, by the slide's title."""
    slides = tomllib.loads((ASSIGNMENTS / "slides.toml").read_text(encoding="utf-8"))["slide"]
    found: dict[str, tuple[list[str], list[str], str]] = {
        slide["title"]: ([], [], slide.get("states_nothing", "")) for slide in slides
    }
    for folder, exercise in rows("assignment.toml", "exercise"):
        for title in [exercise["slide"], *exercise.get("also", [])]:
            found[title][0].append(f"`{exercise['id']}` ({folder})")
    for _, example in rows("examples.toml", "example"):
        found[example["slide"]][1].append(example["id"])
    return found


def rows(file: str, key: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the assignment's id and each table of a key, over all assignments."""
    for path in sorted(ASSIGNMENTS.glob(f"*/{file}")):
        for table in tomllib.loads(path.read_text(encoding="utf-8")).get(key, []):
            yield id_of(path.parent), table


if __name__ == "__main__":
    sys.exit(main())
