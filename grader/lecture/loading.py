"""A folder to its Lecture: texts, views and scripts of the pages, and the exercises that they lead to.

lecture/pages.toml    for each slide: what it says, its views, and each view's exercise
lecture/XX.toml       the sentences in another language, by the English ones
lecture/stills.py     STILLS: what stands in the page where no script runs, by the kind of view
lecture/*.js          the views; start.js is the first, and imports the others
lecture/*.json        what views need beside their settings, by the file's name
lecture/style.css
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from grader.authoring.assignment import all_examples, assignment_ids, load_contents
from grader.errors import AuthorError
from grader.languages import ENGLISH, LANGUAGES
from grader.languages.catalogue import Catalogue
from grader.toml import converted, read_table
from grader.topics.loading import folder_of, module_of

FOLDER, FIRST_SCRIPT = "lecture", "start.js"
IMPORT = re.compile(r'^import [^;]*? from "\./([\w.]+)";\n', re.MULTILINE)
Still = Callable[[Mapping[str, Any], Callable[[str], str]], str]


class View(msgspec.Struct, forbid_unknown_fields=True):
    """A view of a page: what is to be seen, and the exercise that asks for it."""

    kind: str
    title: str
    say: str
    exercise: str  # assignment/exercise
    settings: dict[str, Any] = {}
    needs: str = ""  # the name of a .json file


class Page(msgspec.Struct, forbid_unknown_fields=True):
    """What one heading of the slides says, in sentences of ours."""

    slide: str
    says: list[str]
    view: list[View] = []


class _Pages(msgspec.Struct, forbid_unknown_fields=True):
    page: list[Page]


@dataclass(frozen=True, kw_only=True)
class Lecture:
    """All that the pages of a lecture are made of."""

    pages: tuple[Page, ...]
    stills: Mapping[str, Still]
    script: str
    style: str
    data: Mapping[str, str]
    catalogues: Mapping[str, Mapping[str, str]]
    exercises: Mapping[str, tuple[str, ...]]  # slide → assignment/exercise
    examples: Mapping[str, tuple[str, ...]]  # slide → names of worked examples


def load_lecture(assignments: Path) -> Lecture:
    """Read the lecture of a folder of assignments.

    Raises
    ------
    AuthorError
        If there is none, or a view names an exercise that no assignment has.
    """
    folder = assignments / FOLDER
    if not (folder / "pages.toml").is_file():
        raise AuthorError([f"{folder}: there is no pages.toml, so this folder has no lecture"])
    problems: list[str] = []
    read = converted("pages.toml", read_table(folder / "pages.toml", problems), _Pages, problems)
    if read is None or problems:
        raise AuthorError(problems)
    pages = read.page
    stills: Mapping[str, Still] = module_of(folder, "stills").STILLS
    exercises, known = _exercises(assignments)
    lecture = Lecture(
        pages=tuple(pages),
        stills=stills,
        script=script_of(folder),
        style=(folder / "style.css").read_text(encoding="utf-8"),
        data={path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.json"))},
        catalogues={
            language: read_table(folder / f"{language}.toml", problems)
            for language in LANGUAGES
            if language != ENGLISH and (folder / f"{language}.toml").is_file()
        },
        exercises=exercises,
        examples=_examples(assignments),
    )
    problems += [problem for page in pages for view in page.view for problem in _problems(page, view, lecture, known)]
    if problems:
        raise AuthorError(problems)
    return lecture


def catalogue(lecture: Lecture, language: str) -> Catalogue:
    """Return the sentences of a language."""
    return Catalogue(language, lecture.catalogues.get(language, {}))


def script_of(folder: Path) -> str:
    """Return the scripts as one, each after those that it imports; a page from a file may import nothing."""
    parts: dict[str, str] = {}

    def add(name: str) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        for needed in IMPORT.findall(text):
            if needed not in parts:
                add(needed)
        parts[name] = IMPORT.sub("", text)

    add(FIRST_SCRIPT)
    return "".join(parts.values())


def _problems(page: Page, view: View, lecture: Lecture, known: set[str]) -> list[str]:
    where = f"pages.toml: {page.slide}: {view.title}"
    found = []
    if view.exercise not in known:
        found.append(f"{where}: there is no exercise {view.exercise!r}")
    if view.kind not in lecture.stills:
        found.append(f"{where}: there is no view {view.kind!r}")
    if view.needs and view.needs not in lecture.data:
        found.append(f"{where}: there is no {view.needs}.json")
    return found


def _exercises(assignments: Path) -> tuple[dict[str, tuple[str, ...]], set[str]]:
    by_slide: dict[str, tuple[str, ...]] = {}
    known = set()
    for id in assignment_ids(assignments):
        for exercise in load_contents(folder_of(assignments, id)).exercises:
            name = f"{id}/{exercise.id}"
            known.add(name)
            for slide in (exercise.slide, *exercise.also):
                by_slide[slide] = (*by_slide.get(slide, ()), name)
    return by_slide, known


def _examples(assignments: Path) -> dict[str, tuple[str, ...]]:
    by_slide: dict[str, tuple[str, ...]] = {}
    for name, example in all_examples(assignments).items():
        by_slide[example.slide] = (*by_slide.get(example.slide, ()), name)
    return by_slide
