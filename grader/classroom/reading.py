"""An entry of a class, read: as any submission, but that a link leads nowhere."""

from grader.classroom.entry import Entry
from grader.model import Submission
from grader.submissions.reading import load_submission, unreadable


def read_entry(entry: Entry) -> Submission:
    """Read an entry of a class; a link could lead to anyone's work, or to any file, and is refused."""
    if entry.path.is_symlink():
        return unreadable(entry.name, f"{entry.path.name} is a link; submit the file itself")
    if entry.refused:
        return unreadable(entry.name, entry.refused)
    return load_submission(entry.path, entry.name)
