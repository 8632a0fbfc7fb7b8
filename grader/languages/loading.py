"""Files to a Catalogue.

grader/languages/XX.toml           what the grader itself says, of any topic
assignments/<topic>/XX.toml        titles, beliefs, hints, purposes of cases; ``[lesson]``: the text of the lesson;
                                   ``also``: other topics whose beliefs this one speaks of, by their folders
assignments/shared/XX.toml         what several topics say
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from grader.errors import AuthorError
from grader.languages import ENGLISH
from grader.languages.catalogue import Catalogue
from grader.toml import read_table

LESSON, ALSO, SHARED = "lesson", "also", "shared"  # two keys of a topic's file; a folder beside the topics
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
    if language != ENGLISH:
        folders = list(topics)
        shared = dict.fromkeys(folder.parent / SHARED for folder in folders)
        others = dict.fromkeys(folder.parent / name for folder in folders for name in _table(folder, language)[ALSO])
        for folder in (OURS, *shared, *others, *folders):
            sentences.update(_read(folder, language)[0])
    return Catalogue(language, sentences)


def load_lesson(language: str, topic: Path) -> dict[str, str]:
    """Return the pieces of a topic's lesson in a language: what stands around it, the titles, the text."""
    if language == ENGLISH:
        return {}
    sentences, lesson = _read(topic, language)
    titles = {f"{title}.": f"{said}." for title, said in sentences.items()}  # a module's first line ends in a full stop
    return {**_read(OURS, language)[0], **titles, **sentences, **lesson}


def has_catalogue(language: str, topic: Path) -> bool:
    """Whether a topic speaks a language."""
    return language == ENGLISH or (topic / f"{language}.toml").is_file()


def _read(folder: Path, language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the sentences of a file, and those of its lesson."""
    table = _table(folder, language)
    table.pop(ALSO)
    lesson = table.pop(LESSON)
    wrong = [key for part in (table, lesson) for key, said in part.items() if not isinstance(said, str)]
    if wrong:
        raise AuthorError([f"{language}.toml: {key!r} must be a sentence" for key in wrong])
    return table, lesson


def _table(folder: Path, language: str) -> dict[str, Any]:
    """Return a folder's file, which need not be there; with its lesson and the other topics, even if there are none."""
    path, problems = folder / f"{language}.toml", list[str]()
    table = read_table(path, problems) if path.is_file() else {}
    table = {ALSO: [], LESSON: {}, **table}
    if not isinstance(table[ALSO], list) or not all(isinstance(name, str) for name in table[ALSO]):
        problems.append(f"{path.name}: {ALSO} must be a list of folders")
    if problems:
        raise AuthorError(problems)
    return table
