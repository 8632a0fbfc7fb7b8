"""How a student's page must be named so that the course's site gives it back to its author. Pure: names in, names out.

Canvas (*Upload Submissions*) and Moodle (*Upload multiple feedback files in a zip*) find the student of a file by the
numbers in its name. These numbers stand in the names of the archive that the class was downloaded as, so that archive
is read once more.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.classroom.entry import Entry
from grader.classroom.groups import groups_of
from grader.classroom.intake import Taken, canvas
from grader.classroom.roster_matching import match
from grader.errors import OperatorError
from grader.model import Student

PAGE = "feedback.html"


@dataclass(frozen=True, kw_only=True)
class FeedbackNames:
    """Where the pages go: for each student, by id, the names of their page inside the archive."""

    names: Mapping[str, Sequence[str]]
    notes: Sequence[str]  # who gets no page, and why, a sentence each


def name_feedback(taken: Taken, students: Sequence[Student], groups: Path | None = None) -> FeedbackNames:
    """Return where the students' pages go in an archive that the course's site takes.

    Parameters
    ----------
    taken : Taken
        The class as it was downloaded from that site.
    students : sequence of Student
        Those who have a page.
    groups : Path, optional
        A file that says who is in which group.

    Raises
    ------
    OperatorError
        If it is no archive of Canvas or Moodle.
    """
    if taken.source not in NAMED:
        raise OperatorError(
            f"{taken.source} takes no archive of feedback. --like is for what Canvas or Moodle handed out; without "
            "it, each student's page goes into a folder of its own."
        )
    names: dict[str, list[str]] = {}
    notes: list[str] = []
    matched = match(taken.entries, students, groups=groups_of(students, groups))
    for student, entries in matched.entries:
        own = [name for entry in entries if (name := NAMED[taken.source](entry))]
        if own:
            names[student.id] = own
        else:
            notes.append(f"{student.id}: the site has no file that the page could be given back with")
    notes += _keep_apart(names)
    notes += [f"{student.id}: not in the archive" for student, _ in matched.missing]
    notes += [f"{entry.student}: {reason}" for entry, reason in matched.unmatched]
    return FeedbackNames(names=names, notes=notes)


def _keep_apart(names: dict[str, list[str]]) -> list[str]:
    """Take away places that several students share, and say whose: a page has one student's grade and marks."""
    owners: dict[str, list[str]] = defaultdict(list)
    for student, own in names.items():
        for name in own:
            owners[name].append(student)
    said = []
    for name, students in owners.items():
        if len(students) > 1:
            said.append(
                f"{', '.join(students)}: the archive has one place for all of them, {name}; each has a page of their "
                "own, so give these out without --like"
            )
            for student in students:
                names[student].remove(name)
    for student in [student for student, own in names.items() if not own]:
        del names[student]
    return said


def _canvas(entry: Entry) -> str:
    """Return the student's and the file's number as Canvas wrote them; "" where there is no file, only typed text."""
    parts = canvas.parse(PurePosixPath(entry.origin).name)
    return f"{parts.string[: parts.start('rest')]}{PAGE}" if parts and parts["file"] else ""


def _moodle(entry: Entry) -> str:
    return f"{entry.student}_assignsubmission_file/{PAGE}"


NAMED = {"canvas": _canvas, "moodle": _moodle}
