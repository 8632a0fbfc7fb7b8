"""The student's files of an assignment: a wheel holds them ready, a checkout makes them from the lesson."""

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.authoring.assignment import own_examples
from grader.authoring.explanation import explain
from grader.authoring.installing import installing
from grader.authoring.lesson import starter_module, starter_notebook
from grader.authoring.lesson_language import said_module, said_notebook, said_page
from grader.errors import OperatorError
from grader.grading.sealed.file import ENDING
from grader.grading.sealed.making import seal_assignment
from grader.languages import ENGLISH, Say, as_it_is
from grader.languages.loading import load_catalogue, load_lesson
from grader.model import Assignment, Example
from grader.topics.loading import assignments_folder, load_topic
from grader.topics.topic import Topic

MODULE, NOTEBOOK = "starter.py", "starter.ipynb"  # their names inside a wheel


def starters(folder: Path) -> dict[str, bytes]:
    """Return a student's files by name: ``conv_layer.py`` and ``conv_layer.ipynb`` for conv-layer.

    Parameters
    ----------
    folder : Path
        The assignment's folder.

    Raises
    ------
    AuthorError
        If the lesson's solution markers are malformed.
    """
    stem = folder.name.replace("-", "_")
    ready = {f"{stem}.py": folder / MODULE, f"{stem}.ipynb": folder / NOTEBOOK}
    if all(path.is_file() for path in ready.values()):
        return {name: path.read_bytes() for name, path in ready.items()}
    lesson = read_lesson(folder)
    return {f"{stem}.py": starter_module(lesson).encode(), f"{stem}.ipynb": starter_notebook(lesson).encode()}


def read_lesson(folder: Path) -> str:
    """Return the text of lesson.py; it holds the answers, so a wheel has none."""
    try:
        return (folder / "lesson.py").read_text(encoding="utf-8")
    except OSError:
        raise OperatorError(
            f"{folder.name} has no lesson.py here: lessons and wrong answers stay in the project's checkout. "
            "Point --assignments at the assignments folder of one."
        ) from None


def handout(assignment: Assignment, language: str = ENGLISH) -> dict[str, bytes]:
    """Return all that students get of an assignment: module, notebook, README, worked examples, and a sealed file.

    The last is for an assignment of an author's own: who installs the grader has the others.

    Parameters
    ----------
    assignment : Assignment
    language : str
        The language of their text; code and names are the same in all.

    Raises
    ------
    AuthorError
        If the lesson's solution markers are malformed, or a worked example cannot be explained.
    """
    files = starters(assignment.folder)
    examples = own_examples(assignment.folder)
    pages = {"README.md": readme(assignment, sorted(files), examples)}
    words = load_catalogue(language, [assignment.folder])
    if examples:
        topic = load_topic(assignment.folder)
        pages["examples.md"] = examples_page(assignment.title, examples, topic, words.known)
    files |= {name: text.encode() for name, text in pages.items()}
    if language != ENGLISH:
        lesson = load_lesson(language, assignment.folder)
        files = {name: said(name, data.decode(), words.say, lesson).encode() for name, data in files.items()}
    if not is_shipped(assignment):
        files |= {f"{assignment.id}{ENDING}": seal_assignment(assignment)}
    return files


def said(name: str, text: str, say: Say, lesson: Mapping[str, str]) -> str:
    """Return a student's file in another language; what it lacks stays English."""
    if name.endswith(".md"):
        return said_page(text, say)

    def piece(sentence: str) -> str:
        return lesson.get(sentence, sentence)

    return said_notebook(text, piece) if name.endswith(".ipynb") else said_module(text, piece)


def is_shipped(assignment: Assignment) -> bool:
    """Whether whoever installs the grader has the assignment."""
    return assignment.folder.parent.resolve() == assignments_folder().resolve()


def readme(assignment: Assignment, files: Sequence[str], examples: Sequence[Example]) -> str:
    """Return what a student reads first: what to write, where, and how to see how far it is."""
    module = next(file for file in files if file.endswith(".py"))
    notebook = next(file for file in files if file.endswith(".ipynb"))
    rows = [
        f"| `{exercise.id}` | {exercise.title} | {float(exercise.points):g} | {exercise.slide} |"
        for exercise in assignment.exercises
    ]
    lines = [
        f"# {assignment.title}",
        "",
        f"Write the functions below in `{notebook}`, which explains each of them, or in `{module}`.",
        "Hand in either one.",
        "",
        "| Function | What it is about | Points | Slide |",
        "|---|---|---|---|",
        *rows,
        "",
        "See how far you are, as often as you like:",
        "",
        "```sh",
        f"grader check {notebook} -a {assignment.id}",
        "```",
        "",
        "In the notebook, `from grader.notebook import check` and `check(…)` with a function's name show the same",
        "below the cell, with pictures. Each wrong number comes with the sum that gives the right one.",
        "",
    ]
    if not any(criterion.check == "values" for one in assignment.exercises for criterion in one.criteria):
        lines[-2] = "below the cell."
    if not is_shipped(assignment):
        file = f"{assignment.id}{ENDING}"
        lines[-3:] = [
            "In the notebook, `from grader.notebook import check` and `check(…)` with a function's name show the same",
            f"below the cell. Keep `{file}` in the folder of your work: it has the public cases. What is due in them",
            "is sealed: it says which number is wrong, and the number itself only your own right answer can open.",
            "",
        ]
    lines += ["## If you do not have `grader` yet", "", "You need Python 3.11 or newer; no compiler.", ""]
    lines += installing("the-folder-of-this-file", f"check {notebook} -a {assignment.id}")
    if examples:
        lines += ["## Worked examples", ""]
        here = "The worked examples of the slides are in [examples.md](examples.md)."
        shown = [f"{here} Each can be shown by itself:", "", "```sh", f"grader explain {examples[0].id}", "```", ""]
        lines += shown if is_shipped(assignment) else [here, ""]
    return "\n".join(lines)


def examples_page(title: str, examples: Sequence[Example], topic: Topic, say: Say = as_it_is) -> str:
    """Return the worked examples of an assignment, term by term; what stands in their lines is said by ``say``."""
    parts = [f"# {title}: worked examples", ""]
    for example in examples:
        parts += [f"## {example.title}", "", f"Slide: {example.slide}", "", "```text"]
        parts += [*map(say, explain(dataclasses.asdict(example), [topic])), "```", ""]
        parts += [example.note, ""] if example.note else []
    return "\n".join(parts)
