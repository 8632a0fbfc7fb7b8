"""Files to a Catalogue.

grader/languages/XX.toml           what the grader itself says, of any topic
assignments/<topic>/XX.toml        titles, beliefs, hints, purposes of cases; ``[lesson]``: the text of the lesson;
                                   ``[choices]``: what is said of a choice in a question, sealed in an installed grader;
                                   ``also``: other topics whose beliefs this one speaks of, by their folders
assignments/shared/XX.toml         what several topics say
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from grader.errors import AuthorError
from grader.languages import ENGLISH
from grader.languages.catalogue import Catalogue
from grader.languages.choices import CHOICES, SEALED, boxes_of
from grader.toml import read_table

LESSON, ALSO, SHARED = "lesson", "also", "shared"  # two keys of a topic's file; a folder beside the topics
TABLES, LISTS = (LESSON, CHOICES), (ALSO, SEALED)
OURS = Path(__file__).parent


def load_catalogue(language: str, topics: Iterable[Path]) -> Catalogue:
    """Return what there is in a language for some topics' reports; nothing is read for English.

    Parameters
    ----------
    language : str
    topics : iterable of Path
        The folders of assignments, as ``assignments/conv_layer``.

    Raises
    ------
    AuthorError
        If a file is no TOML.
    """
    sentences: dict[str, str] = {}
    boxes: dict[bytes, bytes] = {}
    if language != ENGLISH:
        folders = list(topics)
        shared = dict.fromkeys(folder.parent / SHARED for folder in folders)
        others = dict.fromkeys(folder.parent / name for folder in folders for name in _table(folder, language)[ALSO])
        for folder in (OURS, *shared, *others, *folders):
            table = _table(folder, language)
            sentences |= _plain(table) | table[CHOICES]
            boxes |= boxes_of(table[SEALED])
    return Catalogue(language, sentences, boxes=boxes)


def load_lesson(language: str, topic: Path) -> dict[str, str]:
    """Return the pieces of a topic's lesson in a language: what stands around it, the titles, the text."""
    if language == ENGLISH:
        return {}
    table = _table(topic, language)
    sentences, ours = _plain(table), _plain(_table(OURS, language))
    titles = {f"{title}.": f"{said}." for title, said in sentences.items()}  # a module's first line ends in a full stop
    lesson: dict[str, str] = table[LESSON]
    return ours | titles | sentences | lesson


def has_catalogue(language: str, topic: Path) -> bool:
    """Whether a topic speaks a language."""
    return language == ENGLISH or (topic / f"{language}.toml").is_file()


def _plain(table: dict[str, Any]) -> dict[str, str]:
    """Return the sentences of a file that stand above its tables."""
    return {key: said for key, said in table.items() if key not in (*TABLES, *LISTS)}


def _table(folder: Path, language: str) -> dict[str, Any]:
    """Return a folder's file, which need not be there; with its tables and lists, even if there are none."""
    path, problems = folder / f"{language}.toml", list[str]()
    table = read_table(path, problems) if path.is_file() else {}
    table = {LESSON: {}, CHOICES: {}, ALSO: [], SEALED: [], **table}
    for name, what in ((ALSO, "folders"), (SEALED, "boxes")):
        if not isinstance(table[name], list) or not all(isinstance(one, str) for one in table[name]):
            problems.append(f"{path.name}: {name} must be a list of {what}")
    for name in TABLES:
        if not isinstance(table[name], dict):
            problems.append(f"{path.name}: {name} must be a table")
    if not problems:
        sentences = [_plain(table), *(table[name] for name in TABLES)]
        wrong = [key for part in sentences for key, said in part.items() if not isinstance(said, str)]
        problems += [f"{path.name}: {key!r} must be a sentence" for key in wrong]
    if problems:
        raise AuthorError(problems)
    return table
