"""The names that a shell completes because of what stands before them: of a gradebook, of a course, of a class.

A name that cannot be found out is none: while a command is typed, nobody reads what is wrong with it.
"""

import functools
import itertools
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.cli.kinds import Listed

if TYPE_CHECKING:
    from grader.classroom.settings import Settings

Listing = Callable[[Path | None, Mapping[str, Any]], Iterable[str]]
LOOKED_AT = 2000  # files and folders of a class; to look at more takes longer than to type a name


def quietly(listing: Listing) -> Listing:
    """Return a listing that has no names where it fails."""

    @functools.wraps(listing)
    def listed(folder: Path | None, given: Mapping[str, Any]) -> list[str]:
        try:
            return sorted(set(listing(folder, given)))
        except Exception:
            return []

    return listed


@quietly
def students_of_gradebook(folder: Path | None, given: Mapping[str, Any]) -> Iterable[str]:
    """Return the students of the gradebook that was named, or of the course's."""
    from grader.gradebook import Gradebook

    with Gradebook.open(_place(given)) as book:
        return [student.id for student in book.students()]


@quietly
def assignments_of_gradebook(folder: Path | None, given: Mapping[str, Any]) -> Iterable[str]:
    """Return the assignments of the gradebook that was named."""
    from grader.gradebook import Gradebook

    with Gradebook.open(_place(given)) as book:
        return [row.assignment for row in book.each_grade_row(with_reports=False)]


@quietly
def students_of_class(folder: Path | None, given: Mapping[str, Any]) -> Iterable[str]:
    """Return the students of the roster that was named, and those who a class's folder says have handed in."""
    from grader.classroom import roster
    from grader.classroom.class_work import gather_class
    from grader.classroom.intake import take_in
    from grader.files import scratch_folder

    settings = _settings(given)
    listed = given.get("roster") or (settings.roster if settings else None)
    if listed:
        return [student.id for student in roster.read(Path(listed))]
    directory = Path(given["directory"])
    if sum(1 for _ in itertools.islice(directory.iterdir(), LOOKED_AT)) == LOOKED_AT:  # an archive is no folder: none
        return []
    with scratch_folder() as work:
        taken = take_in(directory, work, source=given.get("source") or "auto")
        return [student.id for student, _ in gather_class(taken, None).entries]


@quietly
def parts_of_assignment(folder: Path | None, given: Mapping[str, Any]) -> Iterable[str]:
    """Return what people grade of the assignment that was named."""
    from grader.authoring.assignment import load_contents
    from grader.topics.loading import assignments_folder, folder_of

    where = folder or assignments_folder()
    return [part.name for part in load_contents(folder_of(where, given["name"])).manual]


def _settings(given: Mapping[str, Any]) -> "Settings | None":
    from grader.classroom.settings import load_settings

    return load_settings(Path(given["course"])) if given.get("course") else None


def _place(given: Mapping[str, Any]) -> str:
    """Return where the gradebook is: as it was named, or as the course's settings say."""
    settings = _settings(given)
    place = str(settings.gradebook if settings else given["gradebook"])
    if "://" in place or not Path(place).is_file():
        raise LookupError(place)  # a server may not answer at once
    return place


GRADED = Listed("id", assignments_of_gradebook)
GRADED_STUDENT = Listed("student", students_of_gradebook)
CLASS_STUDENT = Listed("student", students_of_class)
PART = Listed("part", parts_of_assignment)
