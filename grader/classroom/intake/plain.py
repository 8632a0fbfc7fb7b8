"""A plain class: every file or folder is one student's submission, and its name is the student's."""

from collections import Counter
from pathlib import Path, PurePosixPath

from grader.classroom.intake.hand_in import HandIn
from grader.classroom.intake.tree import Item, Tree
from grader.submissions.reading import READABLE


def read(tree: Tree) -> list[HandIn]:
    """Return one per name of the first level; ``ada.py`` and ``ada.ipynb`` keep their endings, to be told apart."""
    groups = tree.by_top()
    stems = Counter(_stem(tree, name) for name in groups)
    return [_handed(tree, name, items, stems) for name, items in groups.items()]


def _stem(tree: Tree, name: str) -> str:
    return name if tree.is_folder(name) else PurePosixPath(name).stem


def _handed(tree: Tree, name: str, items: list[Item], stems: Counter[str]) -> HandIn:
    stem = _stem(tree, name)
    is_shared = stems[stem] > 1
    if tree.is_folder(name):
        files = tuple((item.path.relative_to(name), item) for item in items)
    else:
        files = tuple((item.path, item) for item in items)
    other = stem if is_shared else name  # "ada.lovelace" may be a name with a dot, and no ending
    is_telling = other == stem or PurePosixPath(name).suffix.lower() not in READABLE
    return HandIn(
        student=name if is_shared else stem,
        name=name,
        files=files,
        also=(other,) if is_telling and stem != name else (),
        place=_place(tree, name, items),
        problems=(f"{stems[stem]} files of the name {stem}: two submissions of one student?",) if is_shared else (),
    )


def _place(tree: Tree, name: str, items: list[Item]) -> Path | None:
    """Return where it lies on disk. A name that is no text is spelled out in items, but not there."""
    if tree.place is None:
        return None
    if tree.is_folder(name):
        return tree.place / name if (tree.place / name).exists() else (items[0].place or tree.place).parent
    return items[0].place
