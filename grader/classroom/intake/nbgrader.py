"""nbgrader's ``submitted/STUDENT/ASSIGNMENT/`` with ``timestamp.txt``; the folder itself, or the course around it."""

import re
from datetime import datetime, tzinfo
from pathlib import PurePosixPath

from grader.classroom.intake.hand_in import HandIn
from grader.classroom.intake.tree import Item, Tree
from grader.classroom.zones import zone_named
from grader.errors import OperatorError
from grader.report.escape import one_line

SUBMITTED, TIMESTAMP = "submitted", "timestamp.txt"
INBOUND = re.compile(  # in which its exchange keeps each hand-in, with something random behind it
    r"(?P<student>[^+]+)\+(?P<assignment>[^+]+)\+(?P<when>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [^+]+)(?:\+.*)?"
)
WHEN = re.compile(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,6})?)\s*(\S+)?")


def is_one(tree: Tree) -> bool:
    """Whether a tree has the layout, judging by its folders."""
    if (SUBMITTED in tree.top() and tree.is_folder(SUBMITTED)) or _is_inbound(tree):
        return True
    stamped = {item.path.parts[0] for item in tree.items if len(item.path.parts) == 3 and item.path.name == TIMESTAMP}
    return len(stamped) > len(tree.top()) / 2  # one may be a student's own file of that name


def read(tree: Tree, assignment: str | None, home: tzinfo | None = None) -> tuple[list[HandIn], list[tuple[str, str]]]:
    """Return a hand-in for each student with a folder of the assignment, and the other students, with the reason.

    The assignment is the one that was asked for, where there are several. Names of time zones are those of `home`.

    Raises
    ------
    OperatorError
        If there are several assignments, and none, or another, was asked for.
    """
    if _is_inbound(tree):
        return _inbound(tree, assignment, home), []
    tree = tree.below(SUBMITTED) if SUBMITTED in tree.top() and tree.is_folder(SUBMITTED) else tree
    chosen = _chosen(tree, assignment)
    students = tree.by_top()
    absent = {
        student: f"nothing was handed in: there is no {chosen} in the folder {student}"
        for student in students
        if tree.is_folder(student) and PurePosixPath(student, chosen) not in tree.folders
    }
    for student, items in students.items():
        inside = [item for item in items if PurePosixPath(student, chosen) in item.path.parents]
        if tree.is_folder(student) and all(item.path.name == TIMESTAMP for item in inside):
            absent.setdefault(student, f"nothing was handed in: the folder {student}/{chosen} is empty")
    handed = [_handed(tree, one, items, chosen, home) for one, items in students.items() if one not in absent]
    return handed, [*absent.items()]


def _chosen(tree: Tree, assignment: str | None) -> str:
    names = sorted({folder.parts[1] for folder in tree.folders if len(folder.parts) > 1})
    if assignment in names:
        return str(assignment)
    if len(names) != 1:
        found = ", ".join(map(one_line, names)) or "no assignment"
        asked = f": there is no {assignment}" if assignment else ""
        raise OperatorError(
            f"{tree.name} is an nbgrader tree with {found} in it; which of them is to be graded is not clear{asked}."
            " Name its folder as the assignment is called here, or keep only that one."
        )
    return names[0]


def _handed(tree: Tree, student: str, items: list[Item], assignment: str, home: tzinfo | None) -> HandIn:
    root = PurePosixPath(student, assignment)
    inside = [item for item in items if root in item.path.parents]
    stamps = [item for item in inside if item.path == root / TIMESTAMP and not item.refusal and item.size < 200]
    files = tuple((item.path.relative_to(root), item) for item in inside if item.path.name != TIMESTAMP)
    submitted, problem = _when(stamps[0].read(), home) if stamps else (None, "")
    problems = [problem] if problem else []
    if not tree.is_folder(student):
        problems.append(f"{student} is a file where nbgrader has a folder per student")
        files = tuple((item.path, item) for item in items)
    is_there = tree.place is not None and root in tree.folders and (tree.place / root).is_dir()
    return HandIn(
        student=student,
        name=f"{student}/{assignment}",
        files=files,
        place=tree.place / root if tree.place and is_there else None,
        submitted=submitted,
        is_whole=True,
        problems=tuple(problems),
    )


def _is_inbound(tree: Tree) -> bool:
    """Whether a tree is what nbgrader's exchange took in: a folder for each time that somebody handed in."""
    return sum(INBOUND.fullmatch(name) is not None for name in tree.top()) > len(tree.top()) / 2


def _inbound(tree: Tree, assignment: str | None, home: tzinfo | None) -> list[HandIn]:
    """Return a hand-in for each folder of the assignment; of others too, where none is called as it is."""
    found = {name: INBOUND.fullmatch(name) for name in tree.top()}
    known = {parts["assignment"] for parts in found.values() if parts}
    if len(known) > 1 and assignment not in known:
        raise OperatorError(
            f"{tree.name} holds {', '.join(map(one_line, sorted(known)))}; which of them is to be graded is not clear: "
            f"there is no {assignment}."
        )
    handed = []
    for name, items in tree.by_top().items():
        parts = found[name]
        if parts and len(known) > 1 and parts["assignment"] != assignment:
            continue
        submitted, problem = _when(parts["when"].encode(), home) if parts else (None, f"{name} is not nbgrader's")
        is_folder = tree.is_folder(name)
        files = [(item.path.relative_to(name) if is_folder else item.path, item) for item in items]
        handed.append(
            HandIn(
                student=parts["student"] if parts else name,
                name=name,
                files=tuple((path, item) for path, item in files if path.name != TIMESTAMP),
                place=tree.place / name if tree.place and is_folder else None,
                submitted=submitted,
                is_whole=True,
                problems=(problem,) if problem else (),
            )
        )
    return handed


def _when(data: bytes, home: tzinfo | None = None) -> tuple[datetime | None, str]:
    """Return the moment that a timestamp file names: ``2026-11-20 18:00:00.000000 UTC``; or what is wrong with it."""
    text = data.decode("utf-8", "replace").strip()
    found = WHEN.fullmatch(text)
    try:
        if found and (zone := zone_named(found[2] or "UTC", datetime.fromisoformat(found[1]), home)):
            return datetime.fromisoformat(found[1]).replace(tzinfo=zone), ""
    except ValueError:
        pass
    return None, f"timestamp.txt says {text[:60]!a}, which is no time with a time zone that is known here"
