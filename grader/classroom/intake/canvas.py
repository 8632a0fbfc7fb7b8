"""Canvas, "Download Submissions": flat files, ``lastfirst_[LATE_]ID_ID_file.py``, the first number being the student's.

A file that a student uploads again under the same name comes as ``file-1.py``. Typed text and links come as
``lastfirst_ID_text.html`` and ``lastfirst_ID_link.html``. An anonymous assignment has ``anon_CODE_ID_file.py``, and
``LATE_anon_CODE_ID_file.py`` of what came late.
"""

import re
from collections import Counter, defaultdict
from pathlib import PurePosixPath

from grader.classroom.intake.hand_in import HandIn
from grader.classroom.intake.tree import Item, Tree
from grader.submissions import versions
from grader.submissions.reading import byte_limit, glance

NAME = re.compile(r"(?P<who>[^_/]+)_(?:LATE_)?(?P<user>\d+)_(?:(?P<file>\d+)_(?P<rest>.+)|(?P<typed>\w+\.html))")
ANONYMOUS = re.compile(
    r"(?:LATE_)?(?P<who>anon)_(?:LATE_)?(?P<user>[a-zA-Z0-9]{4,10})_(?:(?P<file>\d+)_(?P<rest>.+)|(?P<typed>\w+\.html))"
)
LATE = "LATE_"
AGAIN = re.compile(r"(?P<stem>.+)-(?P<number>\d{1,3})(?P<suffix>\.\w+)")


def parse(name: str) -> re.Match[str] | None:
    """Return the parts of a file's name; None for one that Canvas did not make."""
    return ANONYMOUS.fullmatch(name) or NAME.fullmatch(name)  # a code of digits alone is no student's number


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
    is_anonymous = found[0][0].re is ANONYMOUS
    files = _latest(uploaded, problems)
    return HandIn(
        student=f"{who}_{user}",
        name=str(files[0][0]) if len(files) == 1 else f"{who}_{user}",
        files=(*files, *typed),
        also=() if is_anonymous else (user, who),
        notes=("text or a link was given to Canvas, and no file was handed in",) if typed and not uploaded else (),
        late=any(LATE in parts[0][: parts.end("user")] for parts, _ in found),
        problems=tuple(problems),
    )


def _latest(
    uploaded: list[tuple[PurePosixPath, int, Item]], problems: list[str]
) -> tuple[tuple[PurePosixPath, Item], ...]:
    """Return the files as their author named them; of several versions of one file, the last.

    ``conv-1.py`` beside ``conv.py`` is a version if Canvas got it later. Without a ``conv.py``, files are versions if
    they write the same functions, and parts of one work if not. One that is alone is called ``conv.py``: no module can
    be imported by a name with a hyphen.
    """
    uploaded = _once(uploaded, problems)
    seen = [versions.File(name=str(path), text=_text(path, item), arrived=file) for path, file, item in uploaded]
    older = versions.older_versions(seen) if len(seen) > 1 else {}
    problems += older.values()
    again: dict[PurePosixPath, list[tuple[int, int, PurePosixPath, Item]]] = defaultdict(list)
    for path, file, item in uploaded:
        if str(path) in older:
            continue
        match = AGAIN.fullmatch(path.name)
        plain = PurePosixPath(match["stem"] + match["suffix"]) if match else path
        again[plain].append((int(match["number"]) if match else 0, file, path, item))
    kept: list[tuple[PurePosixPath, Item]] = []
    for plain, found in sorted(again.items()):
        found.sort(key=lambda version: version[:2])
        names = ", ".join(str(path) for _, _, path, _ in found)
        in_order = [file for _, file, _, _ in found] == sorted(file for _, file, _, _ in found)
        if len(found) == 1 or (found[0][0] == 0 and in_order):
            kept.append((plain, found[-1][3]))
            if len(found) > 1:
                problems.append(f"{names}: versions of one file; the last, {found[-1][2]}, is graded")
        else:
            problems.append(f"{names}: parts of one submission, graded together")
            kept += [(path, item) for _, _, path, item in found]
    return tuple(kept)


def _once(
    uploaded: list[tuple[PurePosixPath, int, Item]], problems: list[str]
) -> list[tuple[PurePosixPath, int, Item]]:
    """Return files of which no two have the same name: of those that do, what Canvas got last."""
    last = {path: (path, file, item) for path, file, item in sorted(uploaded, key=lambda one: one[1])}
    counts = Counter(path for path, _, _ in uploaded)
    problems += [f"{path} came {n} times; what Canvas got last is graded" for path, n in counts.items() if n > 1]
    return [one for one in uploaded if last[one[0]] == one]


def _text(path: PurePosixPath, item: Item) -> str:
    """Return what a file says at a glance; "" where it must not, or cannot, be read."""
    if item.refusal or item.size > byte_limit(path.name):
        return ""
    try:
        return glance(str(path), item.read())
    except (ValueError, OSError):
        return ""
