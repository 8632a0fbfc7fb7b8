"""A plain class: every file or folder is one student's submission, and its name is the student's.

What all names share is the assignment's: of ``ada_hw3.py`` and ``bob_hw3.py`` the students are ada and bob.
``ada (1).py`` beside ``ada.py`` is what a browser or a drive calls a second file of one name, so it is ada's too.
"""

import itertools
import re
from collections import Counter
from pathlib import Path, PurePosixPath

from grader.classroom.intake.hand_in import HandIn
from grader.classroom.intake.tree import Item, Tree
from grader.submissions.kinds import READABLE, stem_of, suffix_of

AGAIN = re.compile(r"(?P<of>.+?)\s*(?:\(\d{1,3}\)|- copy|\(copy\))", re.IGNORECASE)  # what systems call a second file


def read(tree: Tree) -> list[HandIn]:
    """Return one per name of the first level; ``ada.py`` and ``ada.ipynb`` keep their endings, to be told apart."""
    groups = tree.by_top()
    stems = Counter(_stem(tree, name) for name in groups)
    start, end = _shared([*stems])
    return [_handed(tree, name, items, stems, (start, end)) for name, items in groups.items()]


def _shared(stems: list[str]) -> tuple[int, int]:
    """Return how many characters all names have in common at their start and end, in whole words with their mark."""
    if len(stems) < 2:
        return 0, 0
    words = [re.findall(r"[^_\-\s]+[_\-\s]*|[_\-\s]+", stem) for stem in stems]
    ends = [re.findall(r"[_\-\s]*[^_\-\s]+", stem)[::-1] for stem in stems]
    start, end = (
        sum(len(column[0]) for column in itertools.takewhile(lambda c: len(set(c)) == 1, zip(*rows, strict=False)))
        for rows in (words, ends)
    )
    return (start, end) if start + end < min(map(len, stems)) else (0, 0)


def _stem(tree: Tree, name: str) -> str:
    return name if tree.is_folder(name) else stem_of(name)


def _handed(tree: Tree, name: str, items: list[Item], stems: Counter[str], shared: tuple[int, int]) -> HandIn:
    stem = _stem(tree, name)
    also = [stem[shared[0] : len(stem) - shared[1]]] if any(shared) else []
    copy = AGAIN.fullmatch(stem)
    problems = [f"{stems[stem]} files of the name {stem}: two submissions of one student?"] if stems[stem] > 1 else []
    if copy and copy["of"] in stems:
        also.append(copy["of"])
        problems.append(f"{name} is named as another file of {copy['of']}")
    is_shared = stems[stem] > 1
    if tree.is_folder(name):
        files = tuple((item.path.relative_to(name), item) for item in items)
    else:
        files = tuple((item.path, item) for item in items)
    other = stem if is_shared else name  # "ada.lovelace" may be a name with a dot, and no ending
    is_telling = other == stem or suffix_of(PurePosixPath(name)) not in READABLE
    return HandIn(
        student=name if is_shared else stem,
        name=name,
        files=files,
        also=(*((other,) if is_telling and stem != name else ()), *also),
        place=_place(tree, name, items),
        problems=tuple(problems),
    )


def _place(tree: Tree, name: str, items: list[Item]) -> Path | None:
    """Return where it lies on disk. A name that is no text is spelled out in items, but not there."""
    if tree.place is None:
        return None
    if tree.is_folder(name):
        return tree.place / name if (tree.place / name).exists() else (items[0].place or tree.place).parent
    return items[0].place
