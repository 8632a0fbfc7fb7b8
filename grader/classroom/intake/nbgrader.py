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
WHEN = re.compile(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,6})?)\s*(\S+)?")


def is_one(tree: Tree) -> bool:
    """Whether a tree has the layout, judging by its folders."""
    if SUBMITTED in tree.top() and tree.is_folder(SUBMITTED):
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
