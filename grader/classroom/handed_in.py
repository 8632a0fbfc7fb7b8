"""A class as it was handed in: what a run grades, and what it has to say of the rest. Data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.classroom.entry import Entry
from grader.classroom.folder import students
from grader.model import Student


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """Whose submissions there are. Several of one student are attempts; the course's policy picks one."""

    entries: Sequence[tuple[Student, Entry]]
    reasons: Mapping[str, str] = field(default_factory=dict)  # why there is nothing of a student, by id
    listed: Sequence[str] = ()  # what belongs to nobody, and why: for people


def plain_folder(folder: Path) -> HandedIn:
    """Return a folder with one file or folder per student, whose name is the student's."""
    return HandedIn(
        entries=[(Student(id=name), Entry(student=name, path=path, name=path.name)) for name, path in students(folder)]
    )
