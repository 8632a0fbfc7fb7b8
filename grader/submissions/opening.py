"""Open what somebody handed in: the file itself and never a link, looked at through its descriptor, up to a bound.

A path that was checked may name another file a moment later. So nothing is checked by its path: a file is opened
without following a link at its end, the open file is asked what it is, and it is read from that descriptor.
Folders are walked by their descriptors too, so no link on the way down is followed either.

Windows has no descriptors of folders. There a path is looked at just before it is opened, and that has to do.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from grader.submissions.kinds import HEAD

MAX_DEPTH = 40  # of folders; what a submission may have is less
MAX_SEEN = 100_000  # files and folders of one submission that are looked at
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
FILE_FLAGS = os.O_RDONLY | NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)  # a pipe would wait
FOLDER_FLAGS = os.O_RDONLY | NO_LINK | getattr(os, "O_DIRECTORY", 0)
HAS_DESCRIPTORS = os.open in os.supports_dir_fd and os.scandir in os.supports_fd  # of folders

Folder = int | Path  # its descriptor; its path where folders have none


class NotPlain(OSError):
    """What is there is no plain file or folder, or too large; the message says which, for a report."""

    def __init__(self, reason: str) -> None:
        super().__init__(errno.EINVAL, reason)


def open_plain(path: Path | str, folder: Folder | None = None) -> tuple[int, int]:
    """Open a plain file to read.

    Parameters
    ----------
    path : Path or str
    folder : Folder, optional
        The folder that it is in.

    Returns
    -------
    descriptor : int
    size : int
        In bytes, when it was opened.

    Raises
    ------
    NotPlain
        If it is a link, a folder, a device, a pipe or a socket.
    OSError
        If it cannot be opened.
    """
    try:
        if isinstance(folder, Path) or not NO_LINK:
            path = path if folder is None or isinstance(folder, int) else folder / path
            _refuse_link(path)
            descriptor = os.open(path, FILE_FLAGS)
        else:
            descriptor = os.open(path, FILE_FLAGS, dir_fd=folder)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EMLINK):
            raise NotPlain("is a link; submit the file itself") from None
        if error.errno in (errno.ENXIO, errno.ENODEV):
            raise NotPlain("is no plain file; submit the file itself") from None
        raise
    about = os.fstat(descriptor)
    if not stat.S_ISREG(about.st_mode):
        os.close(descriptor)
        raise NotPlain("is no plain file; submit the file itself")
    return descriptor, about.st_size


def read_plain(path: Path | str, limit: int, folder: Folder | None = None) -> bytes:
    """Return a plain file's bytes; one that holds more than `limit` raises NotPlain, however large it says it is."""
    descriptor, size = open_plain(path, folder)
    with os.fdopen(descriptor, "rb") as stream:
        data = stream.read(limit + 1) if size <= limit else b""
    if size > limit or len(data) > limit:
        raise NotPlain(f"is too large to be source code ({size} bytes)")
    return data


def read_head(path: Path | str, folder: Folder | None = None) -> bytes:
    """Return how a plain file begins: as much as tells what it is."""
    descriptor, _ = open_plain(path, folder)
    with os.fdopen(descriptor, "rb") as stream:
        return stream.read(HEAD)


def read_below(root: Path, path: PurePosixPath, limit: int) -> bytes:
    """Return the bytes of a plain file below a folder; no link is followed on the way down, nor at the end."""
    top = _open_folder(root)
    try:
        folder = _open_below(top, path.parent.parts)
    finally:
        _close(top)
    try:
        return read_plain(path.name, limit, folder)
    finally:
        _close(folder)


def look_at(name: str, folder: Folder) -> os.stat_result:
    """Return what is known of a file in a folder; of a link, what is known of the link."""
    if isinstance(folder, Path):
        return os.lstat(folder / name)
    return os.stat(name, dir_fd=folder, follow_symlinks=False)


def walk(root: Path, is_ignored: Callable[[str], bool]) -> Iterator[tuple[PurePosixPath, str, Folder]]:
    """Yield what is below a folder, folder by folder in alphabetical order.

    Parameters
    ----------
    root : Path
    is_ignored : callable
        Whether a file or folder of this name is passed over.

    Yields
    ------
    path : PurePosixPath
        Below the folder.
    kind : str
        "file", "link" or "other"; or of a folder that is not entered, "deep" or "closed" (it may not be read).
    folder : Folder
        That it is in; open until the next step.

    Raises
    ------
    NotPlain
        If the folder is a link, or holds too much to be looked at.
    OSError
        If the folder cannot be opened.
    """
    try:
        top = _open_folder(root)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EMLINK, errno.ENOTDIR):
            raise NotPlain("is a link or no folder; submit the folder itself") from None
        raise
    seen = 0
    waiting = [PurePosixPath()]
    try:
        while waiting:
            relative = waiting.pop()
            try:
                folder = _open_below(top, relative.parts)
            except OSError:
                yield relative, "closed", top
                continue
            try:
                with os.scandir(folder) as entries:
                    found = sorted((entry.name, _kind(entry)) for entry in entries if not is_ignored(entry.name))
                seen += len(found)
                if seen > MAX_SEEN:
                    raise NotPlain(f"holds more than {MAX_SEEN} files and folders")
                folders = [relative / name for name, kind in found if kind == "folder"]
                is_deep = len(relative.parts) >= MAX_DEPTH
                waiting += [] if is_deep else reversed(folders)
                for name, kind in found:
                    if kind != "folder" or is_deep:
                        yield relative / name, "deep" if kind == "folder" else kind, folder
            finally:
                _close(folder)
    finally:
        _close(top)


def _open_below(top: Folder, parts: tuple[str, ...]) -> Folder:
    """Open a folder below another, name by name, so that no link is followed."""
    if isinstance(top, Path):
        place: Folder = top
        for depth in range(len(parts)):
            place = _open_folder(top.joinpath(*parts[: depth + 1]))
        return place
    descriptor = os.dup(top)
    for part in parts:
        try:
            below = os.open(part, FOLDER_FLAGS, dir_fd=descriptor)
        finally:
            os.close(descriptor)
        descriptor = below
    return descriptor


def _open_folder(path: Path) -> Folder:
    """Open a folder that is no link, where folders can be opened."""
    if HAS_DESCRIPTORS:
        return os.open(path, FOLDER_FLAGS)
    _refuse_link(path)
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    return path


def _refuse_link(path: Path | str) -> None:
    """Raise the error of a link that may not be followed."""
    if os.path.islink(path):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))


def _close(folder: Folder) -> None:
    if isinstance(folder, int):
        os.close(folder)


def _kind(entry: "os.DirEntry[str]") -> str:
    if entry.is_symlink():
        return "link"
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    return "file" if entry.is_file(follow_symlinks=False) else "other"
