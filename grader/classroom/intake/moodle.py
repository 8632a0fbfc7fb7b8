"""Moodle, "Download all submissions": ``Full Name_NUMBER_assignsubmission_file/conv.py``, or flat with the file's name.

The number is the participant's within the assignment; Moodle's grading worksheet calls it ``Participant NUMBER``.
"""

import re
from collections import defaultdict
from pathlib import PurePosixPath

from grader.classroom.intake.hand_in import HandIn
from grader.classroom.intake.tree import Item, Tree

NAME = re.compile(
    r"(?P<who>[^/]+?)_(?P<number>\d+)_assignsubmission_(?P<kind>file|onlinetext)(?:_(?P<rest>.*))?", re.DOTALL
)


def parse(name: str) -> re.Match[str] | None:
    """Return the parts of a name of the first level; None for one that Moodle did not make."""
    return NAME.fullmatch(name)


def read(tree: Tree) -> list[HandIn]:
    """Return one per participant."""
    students: dict[tuple[str, str], list[tuple[PurePosixPath, Item]]] = defaultdict(list)
    typed: set[tuple[str, str]] = set()
    strange: list[HandIn] = []
    for name, items in tree.by_top().items():
        parts = parse(name)
        if parts is None:
            strange.append(_strange(tree, name, items))
            continue
        student = parts["who"], parts["number"]
        files = students[student]  # made, also for an empty folder
        if parts["kind"] == "onlinetext":
            typed.add(student)
        files += [(_inside(tree, name, parts, item), item) for item in items]
    return [_handed(who, n, files, (who, n) in typed) for (who, n), files in students.items()] + strange


def _inside(tree: Tree, name: str, parts: re.Match[str], item: Item) -> PurePosixPath:
    return item.path.relative_to(name) if tree.is_folder(name) else PurePosixPath(parts["rest"] or "file")


def _strange(tree: Tree, name: str, items: list[Item]) -> HandIn:
    files = [(item.path.relative_to(name) if tree.is_folder(name) else item.path, item) for item in items]
    said = f"{name} is not named as Moodle names what it hands out, so it is taken for a student's work as it is"
    return HandIn(student=name, name=name, files=tuple(files), also=(PurePosixPath(name).stem,), problems=(said,))


def _handed(who: str, number: str, files: list[tuple[PurePosixPath, Item]], has_text: bool) -> HandIn:
    key = f"{who}_{number}"
    return HandIn(
        student=key,
        name=str(files[0][0]) if len(files) == 1 else key,
        files=tuple(files),
        also=(f"Participant {number}",) if who == "Participant" else (who, f"Participant {number}"),
        problems=("text was typed into Moodle; only files are graded",) if has_text else (),
    )
