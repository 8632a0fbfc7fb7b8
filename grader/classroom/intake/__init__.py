"""A class as it was handed in, in any layout, made into one entry per submission; nothing is dropped in silence.

In: a folder or an archive, and whose layout it has.  Out: `Taken`.
Everything here comes from students or passed through their hands: it is named, weighed and copied, never run.
"""

from datetime import datetime
from pathlib import Path

from grader.classroom.intake import canvas, gradescope, moodle, nbgrader, plain
from grader.classroom.intake.detect import source_of
from grader.classroom.intake.hand_in import HandIn, make_entries
from grader.classroom.intake.taken import Problem, Taken
from grader.classroom.intake.tree import Tree, read_tree
from grader.errors import OperatorError
from grader.report.escape import one_line

__all__ = ["AUTO", "SOURCES", "Problem", "Taken", "take_in"]

AUTO = "auto"
SOURCES = ("plain", "canvas", "moodle", "gradescope", "github", "nbgrader")


def take_in(
    folder_or_archive: Path,
    work: Path,
    *,
    source: str = AUTO,
    deadline: datetime | None = None,
    assignment: str | None = None,
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
        raise OperatorError(f"there is no source {source!r}; there are: {', '.join((AUTO, *SOURCES))}")
    tree, found, detected = _seen(read_tree(folder_or_archive), source)
    problems: list[Problem] = []
    entries, said = make_entries(_read(tree, found, work, deadline, assignment, problems), work)
    return Taken(source=found, detected=detected, entries=entries, problems=(*problems, *said))


def _seen(tree: Tree, source: str) -> tuple[Tree, str, str]:
    """Return the tree to read, its source, and how it was found; a folder around everything is looked into."""
    inner = _inside(tree)
    if source != AUTO:
        return (
            inner if inner and source in ("gradescope", "canvas", "moodle") else tree,
            source,
            f"read as {source}, as told",
        )
    found, detected = source_of(tree)
    if found == "plain" and inner:
        within, seen = source_of(inner)
        if within != "plain" or tree.place is None:
            return inner, within, f"{seen} (in {one_line(inner.name)}/)"
    return tree, found, detected


def _inside(tree: Tree) -> Tree | None:
    """Return the only folder of a tree, with more than one name in it, in which archives often wrap all there is."""
    names = tree.top()
    if len(names) != 1 or not tree.is_folder(names[0]):
        return None
    inner = tree.below(names[0])
    return inner if len(inner.top()) > 1 else None


def _read(
    tree: Tree,
    source: str,
    work: Path,
    deadline: datetime | None,
    assignment: str | None,
    problems: list[Problem],
) -> list[HandIn]:
    if source == "github":
        from grader.classroom.intake import github

        if tree.place is None:
            raise OperatorError(f"{tree.name} is an archive; clones are read from a folder: unpack it first.")
        return github.read(tree, _made(work), deadline)
    if source == "gradescope":
        return gradescope.read(tree, problems)
    if source == "nbgrader":
        return nbgrader.read(tree, assignment)
    return {"plain": plain.read, "canvas": canvas.read, "moodle": moodle.read}[source](tree)


def _made(work: Path) -> Path:
    try:
        work.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OperatorError(f"cannot use {work}: {error.strerror}; name another place.") from None
    return work
