"""The pages of docs/ that list things of the code or the folder: beliefs, the reference, decisions."""

import importlib
import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

from grader.authoring.installing import installing
from grader.topics import Topic
from grader.topics.loading import id_of, shipped_topics

DOCS = Path(__file__).parent
ASSIGNMENTS = DOCS.parent / "assignments"
REFERENCE = {  # the pages of docs/reference, and the module of each
    "convref": ("convref", "the lecture's operations, as their slides have them"),
    "shapes": ("convref.shapes", "sizes, counts, receptive fields, and which arguments are legal"),
    "bounds": ("convref.bounds", "the same operations with a proven bound on rounding"),
    "gradcheck": ("convref.gradcheck", "gradients of any function, to compare with"),
    "fast": ("convref.fast", "the layers at the speed of the machine"),
    "topics": ("grader.topics", "what an author's topic brings: operations, beliefs, explanations"),
    "model": ("grader.model", "the nouns: what an exercise, a case, a call and a report are"),
    "notebook": ("grader.notebook", "`check`, in a notebook"),
}


def lists() -> Mapping[str, str]:
    """Return these pages by file name."""
    return {
        "beliefs.md": beliefs(),
        "install.md": install(),
        "decisions/README.md": decisions(),
        "reference/README.md": reference(),
        **{f"reference/{name}.md": reference_page(name) for name in REFERENCE},
    }


# ------------------------------------------------------------------------------ install.md


def install() -> str:
    """Return the page that says what to type on each system."""
    lines = [
        "# Install it",
        "",
        "You need Python 3.11 or newer. A compiler is not needed where there is a wheel for your system; pip finds it.",
        "The lines below end with an assignment's files in a folder `mine`. What your machine lacks is said then.",
        "",
        *installing("a-folder-of-yours", "start conv-layer mine"),
        "## Try it without installing",
        "",
        "[uv](https://docs.astral.sh/uv/) and [pipx](https://pipx.pypa.io/) start it from a place of their own:",
        "",
        "```sh",
        "uvx convgrader list",
        "pipx run convgrader list",
        "```",
        "",
        "`convgrader` is another name of the command `grader`. Notebooks need it installed beside Jupyter.",
        "",
        "## Where there is no wheel",
        "",
        "pip builds the kernels then, and needs a C compiler. On Windows and macOS student code runs in the",
        "[portable worker](submissions.md#on-windows-and-macos), which is for your own code.",
        "",
    ]
    return "\n".join(lines)


# ------------------------------------------------------------------------------ beliefs.md


def beliefs() -> str:
    """Return the page of all beliefs, topic by topic."""
    lines = [
        "# Every belief that is found",
        "",
        "A wrong answer is evidence of a belief. These are the beliefs that the assignments know, and with them the",
        "slips: wrong formulas at one place, which nobody believes and many write.",
        "[What a wrong answer says](diagnosis.md) tells how one is found. This page is made of the code by",
        "`python docs/generate.py`.",
        "",
    ]
    for topic, name in zip(shipped_topics(), topic_names(), strict=True):
        lines += [
            f"## {name}",
            "",
            "| Belief or slip | What its holder takes for true | In | Slide |",
            "|---|---|---|---|",
        ]
        lines += [*belief_rows(topic), ""]
    return "\n".join(lines)


def topic_names() -> list[str]:
    """Return the topics' ids, in the order of `shipped_topics`."""
    return [id_of(folder) for folder in sorted(path.parent for path in ASSIGNMENTS.glob("*/assignment.toml"))]


def belief_rows(topic: Topic) -> Iterator[str]:
    """Yield a row for each belief of a topic, with the exercises in which it is looked for."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for family in topic.beliefs().families:
        for one in (*family.misconceptions, *family.without_model):
            found.setdefault((one.id, one.belief, one.slide), []).extend(family.exercises)
    for (id, belief, slide), exercises in found.items():
        yield f"| `{id}` | {in_a_cell(belief)} | {', '.join(f'`{exercise}`' for exercise in exercises)} | {slide} |"


def in_a_cell(text: str) -> str:
    """Return a text as a cell of a table shows it."""
    return re.sub(r"([|*_<\[])", r"\\\1", text)


# ------------------------------------------------------------------- decisions and reference


def decisions() -> str:
    """Return the list of decisions, by number."""
    lines = ["# Decisions", "", "Why it is built this way: a page for each decision that was not obvious.", ""]
    for path in sorted((DOCS / "decisions").glob("[0-9]*.md")):
        title = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        lines.append(f"- [{title}]({path.name})")
    return "\n".join([*lines, ""])


def reference() -> str:
    """Return the list of the reference's pages."""
    lines = [
        "# Reference",
        "",
        "Every public function and class, from its docstring. On the site each page has the docstrings; elsewhere",
        "it lists names, and `help(name)` shows the rest. The pages are made of the code by `python docs/generate.py`.",
        "",
        *(f"- [`{module}`]({page}.md): {meaning}" for page, (module, meaning) in REFERENCE.items()),
        "",
    ]
    return "\n".join(lines)


def reference_page(page: str) -> str:
    """Return the list of what a module offers."""
    module, meaning = REFERENCE[page]
    rows = [f"| `{name}` | {in_a_cell(summary(thing))} |" for name, thing in public(importlib.import_module(module))]
    opening = f"{meaning[0].upper()}{meaning[1:]}."
    return "\n".join([f"# `{module}`", "", opening, "", "| Name | What it does |", "|---|---|", *rows, ""])


def public(module: ModuleType) -> Iterator[tuple[str, object]]:
    """Yield the functions and classes that a module offers; a type by another name is none."""
    for name in module.__all__:
        thing = getattr(module, name)
        if callable(thing) and getattr(thing, "__module__", "").startswith(("convref", "grader")):
            yield name, thing


def summary(thing: object) -> str:
    """Return the first sentence of a docstring."""
    return " ".join((inspect.getdoc(thing) or "").partition("\n\n")[0].split())
