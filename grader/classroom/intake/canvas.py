"""Canvas, "Download Submissions": flat files, ``lastfirst_[LATE_]ID_ID_file.py``, the first number being the student's.

A file that a student uploads again under the same name comes as ``file-1.py``. Typed text and links come as
``lastfirst_ID_text.html`` and ``lastfirst_ID_link.html``. An anonymous assignment has ``anon_CODE_ID_file.py``.
"""

import re
from collections import defaultdict
from pathlib import PurePosixPath

from grader.classroom.intake.hand_in import HandIn
from grader.classroom.intake.tree import Item, Tree

NAME = re.compile(r"(?P<who>[^_/]+)_(?P<late>LATE_)?(?P<user>\d+)_(?:(?P<file>\d+)_(?P<rest>.+)|(?P<typed>\w+\.html))")
ANONYMOUS = re.compile(r"(?P<who>anon)_(?P<late>LATE_)?(?P<user>[a-zA-Z0-9]{4,8})_(?P<file>\d+)_(?P<rest>.+)")
AGAIN = re.compile(r"(?P<stem>.+)-(?P<number>\d{1,3})(?P<suffix>\.\w+)")


def parse(name: str) -> re.Match[str] | None:
    """Return the parts of a file's name; None for one that Canvas did not make."""
    return NAME.fullmatch(name) or ANONYMOUS.fullmatch(name)


def read(tree: Tree) -> list[HandIn]:
    """Return one per student: all the files with the same number."""
    students: dict[tuple[str, str], list[tuple[re.Match[str], Item]]] = defaultdict(list)
    strange: list[HandIn] = []
    for name, items in tree.by_top().items():
        parts = parse(name)
        if parts is None or tree.is_folder(name):
            strange.append(_strange(tree, name, items))
        else:
            students[parts["who"], parts["user"]] += [(parts, item) for item in items]
    return [_handed(who, user, found) for (who, user), found in students.items()] + strange


def _strange(tree: Tree, name: str, items: list[Item]) -> HandIn:
    files = [(item.path.relative_to(name) if tree.is_folder(name) else item.path, item) for item in items]
    said = f"{name} is not named as Canvas names what it hands out, so it is taken for a student's work as it is"
    return HandIn(student=name, name=name, files=tuple(files), also=(PurePosixPath(name).stem,), problems=(said,))


def _handed(who: str, user: str, found: list[tuple[re.Match[str], Item]]) -> HandIn:
    problems: list[str] = []
    uploaded = [(PurePosixPath(parts["rest"]), int(parts["file"]), item) for parts, item in found if parts["file"]]
    typed = [(PurePosixPath(parts["typed"]), item) for parts, item in found if parts["typed"]]
    if typed:
        problems.append(f"{', '.join(str(path) for path, _ in typed)}: typed into Canvas, or a link, and no file")
    is_anonymous = who == "anon" and not user.isdecimal()
    files = _latest(uploaded, problems)
    return HandIn(
        student=f"{who}_{user}",
        name=str(files[0][0]) if len(files) == 1 else f"{who}_{user}",
        files=(*files, *typed),
        also=() if is_anonymous else (user, who),
        late=any(parts["late"] for parts, _ in found),
        problems=tuple(problems),
    )


def _latest(
    uploaded: list[tuple[PurePosixPath, int, Item]], problems: list[str]
) -> tuple[tuple[PurePosixPath, Item], ...]:
    """Return the files as their author named them; of several versions of one file, the last.

    ``conv-1.py`` beside ``conv.py`` is a version if Canvas got it later. Alone it is one as well, or the author's own
    name; it is called ``conv.py`` in either case, because no module can be imported by a name with a hyphen.
    """
    versions: dict[PurePosixPath, list[tuple[int, int, PurePosixPath, Item]]] = defaultdict(list)
    for path, file, item in uploaded:
        again = AGAIN.fullmatch(path.name)
        plain = PurePosixPath(again["stem"] + again["suffix"]) if again else path
        versions[plain].append((int(again["number"]) if again else 0, file, path, item))
    kept: list[tuple[PurePosixPath, Item]] = []
    for plain, found in sorted(versions.items()):
        found.sort(key=lambda version: version[:2])
        names = ", ".join(str(path) for _, _, path, _ in found)
        in_order = [file for _, file, _, _ in found] == sorted(file for _, file, _, _ in found)
        if len(found) == 1 or (found[0][0] == 0 and in_order):
            kept.append((plain, found[-1][3]))
            if len(found) > 1:
                problems.append(f"{names}: versions of one file; the last, {found[-1][2]}, is graded")
        else:
            kept += [(path, item) for _, _, path, item in found]
            problems.append(f"{names}: parts, or versions of one file? They are graded as parts of one submission")
    return tuple(kept)
