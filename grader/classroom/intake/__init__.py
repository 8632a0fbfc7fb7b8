"""A class as it was handed in, in any layout, made into one entry per submission; nothing is dropped in silence.

In: a folder or an archive, and whose layout it has.  Out: `Taken`.
Everything here comes from students or passed through their hands: it is named, weighed and copied, never run.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from grader.classroom.intake import canvas, gradescope, moodle, nbgrader, plain, sites
from grader.classroom.intake.detect import source_of
from grader.classroom.intake.hand_in import HandIn, make_entries
from grader.classroom.intake.taken import Problem, Taken
from grader.classroom.intake.tree import Tree, read_tree
from grader.errors import OperatorError, say_unknown
from grader.report.escape import one_line

__all__ = ["AUTO", "SOURCES", "Problem", "Taken", "take_in"]

AUTO = "auto"
SOURCES = ("plain", "canvas", "moodle", "gradescope", "github", "nbgrader", *sites.FORMS)


def take_in(
    folder_or_archive: Path,
    work: Path,
    *,
    source: str = AUTO,
    deadline: datetime | None = None,
    assignment: str | None = None,
    extended: Mapping[str, datetime] | None = None,
) -> Taken:
    """Take in a class.

    Parameters
    ----------
    folder_or_archive : Path
        A folder, or a ``.zip`` as a course's site hands it out.
    work : Path
        A folder of ours. What cannot be graded where it lies is written below ``work/taken``, which is made anew.
    source : str
        One of `SOURCES`, or "auto" to judge by the names.
    deadline : datetime, optional
        Of clones, the last commit before it counts. Without a time zone it is in that of this machine.
    assignment : str, optional
        Of an nbgrader tree with several assignments, which one.
    extended : mapping of str to datetime, optional
        Later deadlines of single clones, by the login or group in their name, in small letters.

    Returns
    -------
    taken : Taken
        Entries in alphabetical order of their students.

    Raises
    ------
    OperatorError
        If the class cannot be read, or has not the layout that was asked for.
    """
    if source not in (AUTO, *SOURCES):
        raise OperatorError(say_unknown("there is no source", source, (AUTO, *SOURCES)))
    tree, found, detected = _seen(read_tree(folder_or_archive), source)
    problems: list[Problem] = []
    problems += [Problem(name=tree.name, reason=sentence) for sentence in tree.said]
    absent: list[tuple[str, str]] = []
    if found == "nbgrader":
        handed, absent = nbgrader.read(tree, assignment, deadline.tzinfo if deadline else None)
    elif found in sites.FORMS:
        handed = sites.read(tree, found, deadline.tzinfo if deadline else None)
    else:
        handed = _read(tree, found, work, (deadline, extended or {}), problems)
    entries, said = make_entries(handed, work)
    return Taken(
        source=found, detected=detected, entries=entries, problems=(*problems, *said), absent=tuple(sorted(absent))
    )


def _seen(tree: Tree, source: str) -> tuple[Tree, str, str]:
    """Return the tree to read, its source, and how it was found; a folder around everything is looked into."""
    inner = _inside(tree)
    if source != AUTO:
        is_wrapped = source in ("gradescope", "canvas", "moodle", *sites.FORMS) and source_of(tree)[0] != source
        return (
            inner if inner and is_wrapped else tree,
            source,
            f"read as {source}, as told",
        )
    found, detected = source_of(tree)
    if found in ("plain", "nbgrader") and inner:
        within, seen = source_of(inner)
        if within in sites.FORMS or (found == "plain" and (within != "plain" or tree.place is None)):
            return inner, within, f"{seen} (in {one_line(inner.name)}/)"
    return tree, found, detected


def _inside(tree: Tree) -> Tree | None:
    """Return the only folder of a tree, with more than one name in it, in which archives often wrap all there is.

    Of several folders around each other, where all in the innermost are folders: else it may be one student's.
    """
    names = tree.top()
    if len(names) != 1 or not tree.is_folder(names[0]):
        return None
    inner = tree.below(names[0])
    if len(inner.top()) > 1:
        return inner
    deeper = _inside(inner)
    return deeper if deeper and all(map(deeper.is_folder, deeper.top())) else None


def _read(
    tree: Tree,
    source: str,
    work: Path,
    due: tuple[datetime | None, Mapping[str, datetime]],
    problems: list[Problem],
) -> list[HandIn]:
    if source == "github":
        from grader.classroom.intake import github

        if tree.place is None:
            raise OperatorError(f"{tree.name} is an archive; clones are read from a folder: unpack it first.")
        return github.read(tree, _made(work), *due)
    if source == "gradescope":
        return gradescope.read(tree, problems)
    return {"plain": plain.read, "canvas": canvas.read, "moodle": moodle.read}[source](tree)


def _made(work: Path) -> Path:
    try:
        work.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OperatorError(f"cannot use {work}: {error.strerror}; name another place.") from None
    return work
