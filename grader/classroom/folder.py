"""A folder of submissions to (student, path) pairs: nothing in it is passed over in silence."""

from collections import Counter
from pathlib import Path

from grader.errors import OperatorError


def students(folder: Path) -> list[tuple[str, Path]]:
    """Return one entry per student, in alphabetical order.

    One file or one sub-folder each; its name is the student's. Two files of one name (``ada.py`` and
    ``ada.ipynb``) keep their endings, so that neither hides the other.

    Raises
    ------
    OperatorError
        If there is nothing in the folder.
    """
    entries = sorted(path for path in folder.iterdir() if not path.name.startswith(".") and path.name != "__pycache__")
    if not entries:
        raise OperatorError(f"{folder} is empty: it should hold one file or one folder per student")
    stems = Counter(_name(path) for path in entries)
    return [(_name(path) if stems[_name(path)] == 1 else path.name, path) for path in entries]


def _name(path: Path) -> str:
    return path.name if path.is_dir() else path.stem
