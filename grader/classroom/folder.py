"""A folder of submissions to (student, path) pairs: nothing in it is passed over in silence."""

from collections import Counter
from pathlib import Path

from grader.errors import OperatorError

SUMMARY = "summary.csv"
LITTER = frozenset({"__pycache__", "Thumbs.db", "desktop.ini"})  # what systems leave behind, besides hidden files


def students(folder: Path) -> list[tuple[str, Path]]:
    """Return one entry per student, in alphabetical order.

    One file or one sub-folder each; its name is the student's. Two files of one name (``ada.py`` and
    ``ada.ipynb``) keep their endings, so that neither hides the other.

    Raises
    ------
    OperatorError
        If there is nothing in the folder.
    """
    entries = sorted(path for path in folder.iterdir() if not path.name.startswith(".") and path.name not in LITTER)
    if not entries:
        raise OperatorError(f"{folder} is empty: it should hold one file or one folder per student")
    full_names = {path.name for path in entries}
    stems = Counter(path.stem for path in entries)
    taken = full_names | {SUMMARY}  # a name is a folder of results, beside the summary

    def name(path: Path) -> str:
        is_short = stems[path.stem] == 1 and path.stem not in taken and not path.is_dir()
        return path.stem if is_short else path.name

    return [(f"{name(path)}_" if name(path) == SUMMARY else name(path), path) for path in entries]
