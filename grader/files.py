"""Whole files: a digest that tells sets of them apart, writing that leaves no half of one, and folders for a while."""

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from grader.errors import OperatorError

STDOUT = "-"
SCRATCH = "grader-scratch-"
OWNED, NOT_YET_OWNED = "owned", "owned.new"  # a file in it that its owner has locked
DAY = 86400.0  # seconds; a folder that has had no owner for so long never had one
FULL = tuple(getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name))
# What each system has of this: no links are followed, bytes stay as they are
PLAINLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
MOVES_OPEN_FILES = os.name == "posix"  # Windows gives no new name to a file that is open


def write_file(path: Path, data: bytes, is_private: bool = False) -> None:
    """Write a whole file or none of it, even when this process is killed meanwhile.

    The bytes go to ``.NAME.partial`` beside it, which then takes its place. Nobody takes that for a result, and
    the next writer of the same file takes over one that was left behind. A private file, and a folder that has to be
    made for it, is its owner's alone.
    """
    with _said_plainly("write", path):
        path.parent.mkdir(mode=0o700 if is_private else 0o777, parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.partial")
        stream = os.fdopen(_open_alone(partial, 0o600 if is_private else 0o666), "wb")
        try:
            stream.truncate()
            if is_private and hasattr(os, "fchmod"):
                os.fchmod(stream.fileno(), 0o600)  # it may have been left behind by a run that was killed
            stream.write(data)
            stream.flush()
            if MOVES_OPEN_FILES:
                os.replace(partial, path)  # while it is locked: no one else writes to it before it has its name
            stream.close()
            if not MOVES_OPEN_FILES:
                os.replace(partial, path)
        except BaseException:
            with contextlib.suppress(OSError):  # a full disk: what is not written yet cannot be
                stream.close()
            partial.unlink(missing_ok=True)
            raise


def write_output(path: Path, data: bytes, is_private: bool = False) -> None:
    """Write what an operator asked for, where they asked for it: through a link, a device or a pipe, never over it.

    ``-`` is standard output.

    A plain file is written whole or not at all. What has other names, or leads elsewhere, keeps doing so.
    """
    with _said_plainly("write", path):
        if str(path) == STDOUT:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
            return
        try:
            about = os.stat(path)
        except FileNotFoundError:
            write_file(
                Path(os.path.realpath(path)), data, is_private
            )  # a link may lead to a file that is not there yet
            return
        for stream in (sys.stdout, sys.stderr):
            if _is_stream(about, stream):
                stream.flush()
                stream.buffer.write(data)
                stream.buffer.flush()
                return
        if stat.S_ISREG(about.st_mode) and about.st_nlink == 1:
            write_file(Path(os.path.realpath(path)), data, is_private)
            return
        with open(path, "r+b" if stat.S_ISREG(about.st_mode) else "wb", buffering=0) as file:
            view = memoryview(data)
            while view:
                view = view[file.write(view) or 0 :]
            if stat.S_ISREG(about.st_mode):
                file.truncate()


def _is_stream(about: os.stat_result, stream: TextIO) -> bool:
    """Whether a file is the one that a standard stream leads to: ``/dev/stdout``, or what it was redirected to."""
    try:
        return os.path.samestat(about, os.fstat(stream.fileno()))
    except (OSError, ValueError, AttributeError):  # under a test, or closed
        return False


def remove_file(path: Path) -> None:
    """Remove a file that need not be there."""
    with _said_plainly("remove", path):
        path.unlink(missing_ok=True)


def open_to_lock(path: Path, mode: int) -> int:
    """Open a file to write, and make it, of this mode, if it is not there; never through a link."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | PLAINLY, mode)


def lock(descriptor: int, *, wait: bool = True) -> bool:
    """Lock a file that is open until it is closed, however this process ends; return whether nobody else has it.

    Raises
    ------
    OSError
        If there are no locks here: some network file systems have none.
    """
    from filelock import lock_descriptor  # loading it takes longer than most commands, which lock nothing

    return lock_descriptor(descriptor, blocking=wait)


def _open_alone(path: Path, mode: int) -> int:
    """Open a file to write, alone: wait for another writer, which then has renamed or removed it."""
    while True:
        descriptor = open_to_lock(path, mode)
        with contextlib.suppress(OSError):  # some network file systems have no locks
            lock(descriptor)
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), os.stat(path)):
                return descriptor
        os.close(descriptor)


@contextlib.contextmanager
def _said_plainly(verb: str, path: Path) -> Iterator[None]:
    """Turn an error of the system into one for the operator."""
    try:
        yield
    except OSError as error:
        hint = "free some space there" if error.errno in FULL else "check that place"
        raise OperatorError(f"cannot {verb} {path}: {error.strerror}; {hint}, or name another.") from None


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder that is gone afterwards, and remove those whose owners were killed before they could.

    A folder is somebody's as long as a file in it is locked, and the kernel lets go of a lock however a process ends.
    """
    remove_left_behind()
    with tempfile.TemporaryDirectory(prefix=SCRATCH) as name, open(Path(name, NOT_YET_OWNED), "wb") as owned:
        with contextlib.suppress(OSError):  # a file system without locks: then nobody removes it but its owner
            lock(owned.fileno())
            os.rename(Path(name, NOT_YET_OWNED), Path(name, OWNED))  # only now may others try the lock
        folder = Path(name, "files")
        folder.mkdir()
        yield folder


def remove_left_behind() -> None:
    """Remove folders of `scratch_folder` whose owner is gone; only this user's, and none that might be in use."""
    with contextlib.suppress(OSError):
        for path in Path(tempfile.gettempdir()).glob(f"{SCRATCH}*"):
            with contextlib.suppress(OSError):
                about = path.lstat()
                if stat.S_ISDIR(about.st_mode) and (not hasattr(os, "geteuid") or about.st_uid == os.geteuid()):
                    _remove_unless_owned(path, about.st_mtime)


def _remove_unless_owned(path: Path, changed: float) -> None:
    try:
        descriptor = os.open(path / OWNED, os.O_RDWR | PLAINLY)
    except FileNotFoundError:  # being made, or killed while it was
        if time.time() - changed > DAY:
            shutil.rmtree(path)
        return
    try:
        has_owner = not lock(descriptor, wait=False)
    finally:
        os.close(descriptor)
    if not has_owner:  # nor will it have one again
        shutil.rmtree(path)


def digest_of(files: dict[str, bytes]) -> str:
    """Return a digest over names and contents."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file} {len(files[file])}\n".encode() + files[file])
    return digest.hexdigest()[:16]
