"""Write the pages of docs/ that are made of the code: ``python docs/generate.py``. A test fails when they are old."""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from grader.grading.checking import FOLLOWED
from grader.grading.checks.values import (
    CHANGED,
    EXTENDED,
    IN_CONTAINER,
    ROUNDS_DIFFERENTLY,
    SINGLE_PRECISION,
    WHOLE_AS_FLOAT,
)
from grader.grading.plain_cache import NOTE
from grader.topics import Operation
from grader.topics.loading import id_of, shipped_topics
from grader.topics.operation import DERIVED

DOCS = Path(__file__).parent
sys.path.append(str(DOCS))
from generate_lists import lists  # noqa: E402

ASSIGNMENTS = DOCS.parent / "assignments"


def main() -> None:
    """Write every page."""
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")


def pages() -> Mapping[str, str]:
    """Return all generated pages by file name."""
    return {"exercises.md": exercises(), "lecture.md": lecture(), "conventions.md": conventions(), **lists()}


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


# -------------------------------------------------------------------------- conventions.md


def conventions() -> str:
    """Return the page of what is accepted beside the one expected answer, and what it costs."""
    tuple(shipped_topics())  # puts the assignments where they can be imported from
    from grader.assignments.fully_connected.operations import AT_ZERO
    from grader.assignments.fully_connected.softmax import GUARDED, LARGEST_GUARD
    from grader.assignments.pooling.operations import OTHER_TIE, SHARED_TIE, TO_EVERY_TIE

    nothing = "nothing; a note"
    accepted = [
        ("An array among the arguments is changed by the call", CHANGED.format(name="x"), "the criterion `inputs`"),
        (
            "A value in a dictionary among the arguments is changed",
            CHANGED.format(name="conv_param"),
            "the criterion `inputs`",
        ),
        ("A dictionary among the arguments gains a key", EXTENDED.format(name="conv_param"), nothing),
        ("A returned array is an argument, or a part of one", "", "the criterion `inputs`"),
        (
            "A backward pass that changes its cache: right once, and not when it is called again",
            "",
            "a case of the criterion `inputs`",
        ),
        (
            "A list or tuple of the right numbers, where an array is due",
            IN_CONTAINER.format(name="out", kind="list"),
            "the criterion `shape`; a note where there is none",
        ),
        ("An array for several numbers, where a tuple is due", "", "nothing"),
        ("A NumPy scalar, an array without axes, a Fraction or a Decimal, where a number is due", "", "nothing"),
        ("A float for a whole number, where the answer follows from sizes", WHOLE_AS_FLOAT, nothing),
        ("float32, in the result or on the way", SINGLE_PRECISION, nothing),
        ("An FFT, Winograd, running sums", ROUNDS_DIFFERENTLY, nothing),
        ("Max pooling, a tie: any share of each window's gradient", SHARED_TIE, nothing),
        ("Max pooling, a tie: another entry than the first", OTHER_TIE, nothing),
        ("Max pooling, a tie: the whole gradient to every tied entry", TO_EVERY_TIE, nothing),
        ("ReLU at 0: any part of the gradient", AT_ZERO, nothing),
        ("Softmax: a guard of the logarithm, 1e-7 at most", GUARDED, "the criterion `far-apart`"),
        ("A gradient that is right for one's own wrong forward pass", f"dx {FOLLOWED}", "a tenth of the criterion"),
        (
            "A forward pass that gives no cache, before a right backward pass that reads its arguments from the cache",
            f"conv_backward {NOTE.format(forward='conv_forward')}",
            nothing,
        ),
        (
            "A forward pass that raises in some cases",
            "",
            "nothing in the backward pass, as long as it is reached in half of the cases",
        ),
    ]
    return "\n".join(
        [
            "# What is accepted, and what it costs",
            "",
            "One answer is expected; many ways of giving it are right. This page says which are accepted beside it,",
            "what a report notes of them, and what they cost. It is made of the code by `python docs/generate.py`.",
            "",
            "| What | The note | It costs |",
            "|---|---|---|",
            *(f"| {what} | {note or '–'} | {cost} |" for what, note, cost in accepted),
            "",
            "A number that is wrong because an argument was changed is wrong: the note never excuses it. A guard moves",
            f"the loss by log(1 + g/p), p the probability of the right class and g {LARGEST_GUARD:g} at most.",
            "Where a p is 0 in floating point, a guarded loss is another number, and `-log(p)` is infinite.",
            "",
            "That arguments stay as they are counts only in an exercise in which some number is right: a function that",
            "does nothing changes nothing.",
            "",
            "## Types",
            "",
            "| What | Its type |",
            "|---|---|",
            "| A size, a stride, a padding that your function is given | `int` |",
            "| A label | an entry of an array of `int` |",
            "| Any other array that is given | floats of 32 or 64 bits, integers of 8 to 64, each its own |",
            "| An array that is due | any that holds its numbers: of floats where there are fractions, whatever x is |",
            "| A whole number that is due | `int`; a NumPy integer, or a float such as 5.0, is accepted |",
            "| A number that is due otherwise | `float`; an `int` or a NumPy number is accepted |",
            "| Several numbers that are due | a tuple; a list or an array is accepted |",
            "",
            "## The points of these criteria",
            "",
            "| Exercise | `inputs` | `shape` | of |",
            "|---|---|---|---|",
            *points_of_manners(),
            "",
        ]
    )


def points_of_manners() -> Iterator[str]:
    """Yield a row for each exercise that looks at its arguments or at shapes."""
    for folder, exercise in rows("assignment.toml", "exercise"):
        points = {criterion["check"]: criterion["points"] for criterion in exercise["criteria"]}
        if points.keys() & {"inputs", "shape"}:
            total = sum(criterion["points"] for criterion in exercise["criteria"])
            cells = [f"{points[check]:g}" if check in points else "–" for check in ("inputs", "shape")]
            yield f"| `{exercise['id']}` ({folder}) | {cells[0]} | {cells[1]} | {total:g} |"


# ------------------------------------------------------------------------------ lecture.md


def lecture() -> str:
    """Return the page that maps every statement of the lecture, and every heading, to lessons and exercises."""
    found = coverage()
    lines = [
        "# The lecture, slide by slide",
        "",
        "Where each statement of the slides is shown, practised and graded, and then, slide by slide, which exercises",
        "and worked examples belong to it. `grader explain NAME` writes an example out. This page is made of",
        "`assignments/slides.toml` and the assignments by `python docs/generate.py`.",
        "",
        "## What the slides state",
        "",
        "| Slide | It states | It is shown in | It is practised and graded by |",
        "|---|---|---|---|",
        *statements(),
        "",
        "## Exercises, worked examples and views",
        "",
        "The views stand in the page of `grader lecture` that has the slide's title. Each ends in an exercise.",
        "",
        "| Slide | Exercises | Worked examples | Views |",
        "|---|---|---|---|",
    ]
    seen = views()
    for title, (asked, examples, reason) in found.items():
        if reason:
            lines.append(f"| {title} | {reason} | | none: {reason} has nothing to try |")
        else:
            named = ", ".join(f"`{name}`" for name in examples)
            lines.append(f"| {title} | {', '.join(asked)} | {named} | {seen[title]} |")
    return "\n".join([*lines, ""])


def statements() -> Iterator[str]:
    """Yield a row for each statement of a slide; the slide's title stands in its first row."""
    named = headings()
    where = {exercise["id"]: folder for folder, exercise in rows("assignment.toml", "exercise")}
    for slide in slides():
        for number, statement in enumerate(slide.get("states", [])):
            lesson, _, section = statement["shown"].partition(" ")
            shown = f"{lesson}, {f'{section}. ' * (section != '0')}{named[lesson, section]}"
            asked = ", ".join(f"`{exercise}` ({where[exercise]})" for exercise in statement["exercises"])
            yield f"| {slide['title'] if number == 0 else ''} | {statement['says']} | {shown} | {asked} |"


def views() -> dict[str, str]:
    """Return the views of each slide's page, each with its exercise, or why there is none."""
    pages = tomllib.loads((ASSIGNMENTS / "lecture" / "pages.toml").read_text(encoding="utf-8"))["page"]
    shown = {
        page["slide"]: ", ".join(f"`{view['kind']}` → `{view['exercise']}`" for view in page.get("view", []))
        for page in pages
    }
    reasons = {slide["title"]: slide.get("no_view", "") for slide in slides()}
    return {
        title: " ".join(filter(None, [one, f"none: {why}" if (why := reasons[title]) else ""]))
        for title, one in shown.items()
    }


def headings() -> dict[tuple[str, str], str]:
    """Return the title of each numbered section of the lessons, by assignment and number; 0 is what stands before."""
    found = {(id_of(path.parent), "0"): "at the beginning" for path in ASSIGNMENTS.glob("*/lesson.py")}
    return found | {
        (id_of(path.parent), number): title
        for path in sorted(ASSIGNMENTS.glob("*/lesson.py"))
        for number, title in re.findall(r"^# ## (\d+)\. (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }


def slides() -> list[dict[str, Any]]:
    """Return the slides of the lecture, in order."""
    return list(tomllib.loads((ASSIGNMENTS / "slides.toml").read_text(encoding="utf-8"))["slide"])


def coverage() -> dict[str, tuple[list[str], list[str], str]]:
    """Return exercises, examples, and for a slide that states nothing why, by the slide's title."""
    found: dict[str, tuple[list[str], list[str], str]] = {
        slide["title"]: ([], [], slide.get("states_nothing", "")) for slide in slides()
    }
    for folder, exercise in rows("assignment.toml", "exercise"):
        for title in [exercise["slide"], *exercise.get("also", [])]:
            found[title][0].append(f"`{exercise['id']}` ({folder})")
    for _, example in rows("examples.toml", "example"):
        found[example["slide"]][1].append(example["id"])
    return found


def rows(file: str, key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the assignment's id and each table of a key, over all assignments."""
    for path in sorted(ASSIGNMENTS.glob(f"*/{file}")):
        for table in tomllib.loads(path.read_text(encoding="utf-8")).get(key, []):
            yield id_of(path.parent), table


if __name__ == "__main__":
    sys.exit(main())
