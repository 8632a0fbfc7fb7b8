"""An entry of a class, read: as any submission, but that a link leads nowhere."""

from grader.classroom.entry import Entry
from grader.model import Submission
from grader.submissions.kinds import READABLE, meant_suffix, suffix_of
from grader.submissions.opening import read_head
from grader.submissions.reading import load_submission, unreadable


def read_entry(entry: Entry) -> Submission:
    """Read an entry of a class; a link could lead to anyone's work, or to any file, and is refused."""
    if entry.path.is_symlink():
        return unreadable(entry.name, f"{entry.path.name} is a link; submit the file itself")
    if entry.refused:
        return unreadable(entry.name, entry.refused)
    return load_submission(entry.path, entry.name)


def may_be_source(entry: Entry) -> bool:
    """Whether an entry may hold source: all do but files of another kind, such as a PDF beside the work."""
    if entry.path.is_symlink() or not entry.path.is_file() or suffix_of(entry.path) in READABLE:
        return True
    try:
        return meant_suffix(read_head(entry.path)) != ""
    except OSError:  # its report says what is wrong with it
        return True
