"""A new assignment's folder that works as it is: an author replaces its example by their own function.

In: the assignment's id.  Out: files by name.
"""

import keyword
import re
from importlib import resources

from grader.errors import AuthorError

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
MOST = 40  # characters of an id
FILES = ("operations.py", "assignment.toml", "cases.toml", "lesson.py", "wrong.toml")


def folder_name(id: str) -> str:
    """Return the name of an assignment's folder, which its modules can be imported by.

    Raises
    ------
    AuthorError
        If the id is none.
    """
    name = id.replace("-", "_")
    if not ID.fullmatch(id) or len(id) > MOST or keyword.iskeyword(name):
        raise AuthorError(
            [f"{id!r} is no id of an assignment: write small letters, digits and hyphens, as in box-filter"]
        )
    return name


def new_assignment(id: str) -> dict[str, bytes]:
    """Return the files of a new assignment with one exercise, its cases, its lesson and an example of a wrong answer.

    Raises
    ------
    AuthorError
        If the id is none.
    """
    words = {"NAME": folder_name(id), "ID": id, "TITLE": id.replace("-", " ").capitalize()}
    templates = resources.files("grader.authoring") / "templates"
    texts = {name: (templates / f"{name}.txt").read_text(encoding="utf-8") for name in FILES}
    return {
        name: re.sub(r"\b(NAME|ID|TITLE)\b", lambda found: words[found[0]], text).encode()
        for name, text in texts.items()
    }
