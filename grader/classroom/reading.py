"""A submission of a class, read: as any other, but that a link leads nowhere."""

from pathlib import Path

from grader.model import Submission
from grader.submission import load_submission, unreadable


def read(path: Path, name: str | None = None) -> Submission:
    """Read a submission; a link could lead to anyone's work, or to any file, and is refused.

    Parameters
    ----------
    path : Path
    name : str, optional
        What the report calls it; the file's name if not given.
    """
    if path.is_symlink():
        return unreadable(name or path.name, f"{path.name} is a link; submit the file itself")
    return load_submission(path, name)
