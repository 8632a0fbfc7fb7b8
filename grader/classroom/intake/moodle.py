"""Moodle, "Download all submissions": ``Full Name_NUMBER_assignsubmission_file/conv.py``, or flat with the file's name.

The number is the participant's within the assignment; Moodle's grading worksheet calls it ``Participant NUMBER``. Where
a group hands in, the name is the group's, and the number too; those who are in no group have a name and no number.
"""

import re
from collections import Counter, defaultdict
from pathlib import PurePosixPath

from grader.classroom.intake.hand_in import HandIn
from grader.classroom.intake.tree import Item, Tree

NAME = re.compile(
    r"(?P<who>[^/]+?)(?:_(?P<number>\d+))?_assignsubmission_(?P<kind>file|onlinetext)(?:_(?P<rest>.*))?", re.DOTALL
)


GIVEN_BACK = re.compile(r"[^/]+_assignfeedback_[a-z]+(?:_.*)?", re.DOTALL)  # what a teacher wrote about the work
TYPED = "onlinetext.html"
SEPARATOR = "_assignsubmission_"
OF_FOLDER = re.compile(
    rf"(?P<who>[^/]+?)(?:_(?P<number>\d+))?{SEPARATOR}(?P<kind>file|onlinetext)(?P<rest>_)?(?!.*{SEPARATOR})", re.DOTALL
)


def parse(name: str) -> re.Match[str] | None:
    """Return the parts of a name of the first level; None for one that Moodle did not make.

    Students choose their display names, which come first, and their files' names, which come last; either may hold
    what stands between the parts. Of a folder's name the last separator counts. In a flat name with several of them
    nobody can say which is Moodle's.
    """
    if name.count(SEPARATOR) > 1:
        return OF_FOLDER.fullmatch(name)
    return NAME.fullmatch(name)


def is_given_back(name: str) -> bool:
    """Whether a name of the first level is of something that a teacher gave back."""
    return GIVEN_BACK.fullmatch(name) is not None and parse(name) is None


def read(tree: Tree) -> list[HandIn]:
    """Return one per participant."""
    students: dict[tuple[str, str | None], list[tuple[PurePosixPath, Item]]] = defaultdict(list)
    typed: set[tuple[str, str | None]] = set()
    strange: list[HandIn] = []
    for name, items in tree.by_top().items():
        parts = parse(name)
        if is_given_back(name):
            continue
        if parts is None:
            strange.append(_strange(tree, name, items))
            continue
        student = parts["who"], parts["number"]
        files = students[student]  # made, also for an empty folder
        if parts["kind"] == "onlinetext":
            typed.add(student)
        files += [(_inside(tree, name, parts, item), item) for item in items]
    names = Counter(who for who, _ in students)
    word = next(iter(names), "")
    is_blind = len(names) == 1 < len(students) and word.isalpha()  # Moodle's word for a participant hides all names
    handed = [_handed(who, n, files, (who, n) in typed, names[who], is_blind) for (who, n), files in students.items()]
    return handed + strange


def _inside(tree: Tree, name: str, parts: re.Match[str], item: Item) -> PurePosixPath:
    return item.path.relative_to(name) if tree.is_folder(name) else PurePosixPath(parts["rest"] or "file")


def _strange(tree: Tree, name: str, items: list[Item]) -> HandIn:
    files = [(item.path.relative_to(name) if tree.is_folder(name) else item.path, item) for item in items]
    said = f"{name} is not named as Moodle names what it hands out, so it is taken for a student's work as it is"
    return HandIn(student=name, name=name, files=tuple(files), also=(PurePosixPath(name).stem,), problems=(said,))


def _handed(
    who: str,
    number: str | None,
    files: list[tuple[PurePosixPath, Item]],
    has_text: bool,
    namesakes: int,
    is_blind: bool = False,
) -> HandIn:
    """Return a participant's submission; a name that several have, which anyone can take on, tells nobody."""
    key = f"{who}_{number}" if number else who
    told = (f"Participant {number}",) if number else ()
    uploaded = any(path.name != TYPED for path, _ in files)
    problems = ["text was typed into Moodle; only files are graded"] if has_text else []
    if namesakes > 1 and not is_blind:
        problems.append(f"{namesakes} participants are called {who}: only the number tells whose this is")
    return HandIn(
        student=key,
        name=str(files[0][0]) if len(files) == 1 else key,
        files=tuple(files),
        also=told if who == "Participant" or namesakes > 1 else (who, *told),
        who=who,
        notes=("text was typed into Moodle, and no file was handed in",) if has_text and not uploaded else (),
        is_whole=True,
        problems=tuple(problems),
    )
