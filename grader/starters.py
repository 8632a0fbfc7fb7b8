"""The student's files of an assignment: a wheel holds them ready, a checkout makes them from the lesson."""

from pathlib import Path

from grader.errors import OperatorError
from grader.release import starter_module, starter_notebook

MODULE, NOTEBOOK = "starter.py", "starter.ipynb"  # their names inside a wheel


def starters(folder: Path) -> dict[str, bytes]:
    """Return a student's files by name: ``conv_layer.py`` and ``conv_layer.ipynb`` for conv-layer.

    Parameters
    ----------
    folder : Path
        The assignment's folder.

    Raises
    ------
    AuthorError
        If the lesson's solution markers are malformed.
    """
    stem = folder.name.replace("-", "_")
    ready = {f"{stem}.py": folder / MODULE, f"{stem}.ipynb": folder / NOTEBOOK}
    if all(path.is_file() for path in ready.values()):
        return {name: path.read_bytes() for name, path in ready.items()}
    lesson = read_lesson(folder)
    return {f"{stem}.py": starter_module(lesson).encode(), f"{stem}.ipynb": starter_notebook(lesson).encode()}


def read_lesson(folder: Path) -> str:
    """Return the text of lesson.py; it holds the answers, so a wheel has none."""
    try:
        return (folder / "lesson.py").read_text(encoding="utf-8")
    except OSError:
        raise OperatorError(
            f"{folder.name} has no lesson.py here: lessons and wrong answers stay in the project's checkout. "
            "Point --assignments at the assignments folder of one."
        ) from None
