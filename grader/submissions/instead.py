"""What a folder or an archive without any source holds instead, in a sentence for its report."""

import contextlib
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from grader.submissions.kinds import UNKNOWN, no_source
from grader.submissions.opening import read_head, walk

NOTHING = "there is no .py or .ipynb file in it"
MOST = 5  # files that are named


def instead_of_source(path: Path, is_ignored: Callable[[tuple[str, ...]], bool]) -> str:
    """Return what a submission without any source holds.

    Parameters
    ----------
    path : Path
        A folder or a ``.zip``.
    is_ignored : callable
        Whether a file with these folders and this name is passed over.
    """
    heads: dict[str, bytes] = {}
    has_folders = False
    with contextlib.suppress(OSError, zipfile.BadZipFile, ValueError):
        if path.is_dir():
            for relative, kind, parent in walk(path, lambda name: is_ignored((name,))):
                if kind == "file":
                    heads[_shown(relative.as_posix())] = read_head(relative.name, parent) if not heads else b""
            has_folders = any(inner.is_dir() for inner in path.iterdir())
        else:
            with zipfile.ZipFile(path) as archive:
                names = [name for name in archive.namelist() if not is_ignored(PurePosixPath(name).parts)]
            has_folders = any(name.endswith("/") for name in names)
            heads = {_shown(name): b"" for name in names if not name.endswith("/")}
    if not heads:
        return f"{NOTHING}: {_hidden(path) or ('only empty folders' if has_folders else 'it is empty')}"
    if len(heads) == 1:
        said = no_source(*next(iter(heads.items())))
        return said if UNKNOWN not in said else f"{NOTHING}, but {next(iter(heads))}"
    return f"{NOTHING}, but {', '.join(sorted(heads)[:MOST])}{' and more' * (len(heads) > MOST)}"


def _hidden(path: Path) -> str:
    """Return what a submission holds besides files that anybody would look at; "" for nothing at all."""
    names: list[str] = []
    with contextlib.suppress(OSError, zipfile.BadZipFile, ValueError):
        if path.is_dir():
            names = [relative.as_posix() for relative, kind, _ in walk(path, lambda _: False) if kind == "file"]
        else:
            with zipfile.ZipFile(path) as archive:
                names = [name for name in archive.namelist() if not name.endswith("/")]
    if not names:
        return ""
    named = ", ".join(map(_shown, sorted(names)[:MOST])) + " and more" * (len(names) > MOST)
    return f"only hidden files, or such as programs keep for themselves, {named}"


def _shown(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode()
