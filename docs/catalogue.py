"""What a language's catalogues have to hold: python docs/catalogue.py de conv_layer prints what is missing there.

The English sentences are taken from where they stand: the code's own texts (by `ast`), a topic's tables and beliefs,
the lesson. What is printed is TOML to fill in, for assignments/<topic>/de.toml; `grader` for a topic is the engine.
"""

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from grader.authoring.assignment import load_assignment, own_examples
from grader.authoring.lesson import starter_module, starter_notebook
from grader.authoring.lesson_language import said_module, said_notebook, said_page
from grader.authoring.starters import readme
from grader.languages.loading import load_catalogue, load_lesson
from grader.toml import read_table
from grader.topics.loading import assignments_folder, load_topic

ROOT = Path(__file__).parents[1]
PROSE = re.compile(r"^(?!grader check |H_out = ).*[A-Za-z]{2}")
PLACE = re.compile(r"\{[^{}]*\}")
OF_CLICK = {"Options", "Show this message and exit."}  # what the library that reads command lines says
SPOKEN = ("report", "grading", "submissions", "sandbox", "classroom", "cli", "authoring", "export")  # for students too
FIELDS = {
    "assignment.toml": ("title", "otherwise", "about"),
    "cases.toml": ("why",),
    "examples.toml": ("title", "note"),
}


def form_of(sentence: str) -> str:
    """Return a sentence with its places emptied, so that a key and a text in the code can be compared."""
    return PLACE.sub("{}", sentence).strip()


def texts_in(path: Path) -> Iterator[str]:
    """Yield the texts in a module, f-strings with empty places."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield node.value
            yield from (" ".join(part.split()) for part in node.value.split("\n\n"))  # of a command's help


def said_by_engine() -> set[str]:
    """Return the form of every text of the engine that a student might read, and of the pages' templates."""
    folders = [ROOT / "grader" / name for name in SPOKEN]
    modules = [ROOT / "grader" / name for name in ("errors.py", "notebook.py")]
    modules += [path for folder in folders for path in folder.rglob("*.py")]
    texts = {form_of(text) for path in modules for text in texts_in(path)}
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "grader/report/templates").glob("*.html"))
    written = {form_of(text) for text in re.findall(r'say\("((?:[^"\\]|\\.)*)"', pages)}
    return texts | written | _pieces_of_readme() | OF_CLICK


def _pieces_of_readme() -> set[str]:
    """Return the pieces of the page that a student reads first, with places where an assignment's own words stand."""
    found: set[str] = set()
    for name in ("conv_layer", "statements"):  # of numbers, and of questions alone
        assignment = load_assignment(assignments_folder() / name)

        def note(text: str, name: str = name) -> str:
            found.add(form_of(text.replace(f"`{name}.ipynb`", "`{}`").replace(f"`{name}.py`", "`{}`")))
            return text

        said_page(readme(assignment, [f"{name}.ipynb", f"{name}.py"], own_examples(assignment.folder)), note)
    return found


def said_by_modules(folder: Path) -> set[str]:
    """Return the form of every text in the modules of a folder of assignments."""
    return {form_of(text) for path in folder.glob("*.py") if path.name != "lesson.py" for text in texts_in(path)}


def sentences_of(folder: Path) -> list[str]:
    """Return what a topic says in its tables, and its beliefs with the questions about them."""
    found: dict[str, None] = {}
    for file, fields in FIELDS.items():
        found |= dict.fromkeys(_values(read_table(folder / file, []), fields))
    for family in load_topic(folder).beliefs().families:
        for one in (*family.misconceptions, *family.without_model):
            found |= dict.fromkeys((one.belief, one.hint))
    return [text for text in (*found, *said_of_choices(folder)) if text]


def said_of_choices(folder: Path) -> list[str]:
    """Return what is said of the answers to a topic's questions: a catalogue has it under ``[choices]``."""
    return list(dict.fromkeys(_values(read_table(folder / "assignment.toml", []), ("why",))))


def _values(table: object, fields: tuple[str, ...]) -> Iterator[str]:
    if isinstance(table, dict):
        for key, value in table.items():
            if key in fields and isinstance(value, str):
                yield value
            else:
                yield from _values(value, fields)
    elif isinstance(table, list):
        for value in table:
            yield from _values(value, fields)


def lesson_of(folder: Path) -> list[str]:
    """Return the pieces of a lesson's prose, in the order of the notebook."""
    found: dict[str, None] = {}

    def note(text: str) -> str:
        found[text] = None
        return text

    lesson = (folder / "lesson.py").read_text(encoding="utf-8")
    said_notebook(starter_notebook(lesson), note)
    said_module(starter_module(lesson), note)
    return list(found)


def missing(language: str, topic: str) -> tuple[list[str], list[str]]:
    """Return the sentences that a language lacks of a topic, and the pieces of its lesson."""
    folder = assignments_folder() / topic
    words, lesson = load_catalogue(language, [folder]), load_lesson(language, folder)
    for sentence in sentences_of(folder):
        words.say(sentence)
    slides = {slide["title"] for slide in read_table(folder.parent / "slides.toml", [])["slide"]}
    pieces = [piece for piece in lesson_of(folder) if PROSE.search(piece) and piece not in {*lesson, *slides}]
    return [sentence for sentence in sentences_of(folder) if sentence in words.missing], pieces


if __name__ == "__main__":
    sentences, pieces = missing(sys.argv[1], sys.argv[2])
    for heading, texts in (("", sentences), ("\n[lesson]", pieces)):
        print(heading)
        for text in texts:
            print(f'{json.dumps(text, ensure_ascii=False)} = ""')
