"""Whole files: a digest that tells sets of them apart, writing that leaves no half of one, and folders for a while."""

import contextlib
import errno
import fcntl
import hashlib
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from grader.errors import OperatorError

SCRATCH = "grader-scratch-"
OWNED, NOT_YET_OWNED = "owned", "owned.new"  # a file in it that its owner has locked
DAY = 86400.0  # seconds; a folder that has had no owner for so long never had one
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_file(path: Path, data: bytes) -> None:
    """Write a whole file or none of it, even when this process is killed meanwhile.

    The bytes go to ``.NAME.partial`` beside it, which then takes its place. Nobody takes that for a result, and
    the next writer of the same file takes over one that was left behind.
    """
    with _said_plainly("write", path):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.partial")
        with os.fdopen(_open_alone(partial), "wb") as stream:
            try:
                stream.truncate()
                stream.write(data)
                stream.flush()
                os.replace(partial, path)  # while it is locked: no one else writes to it before it has its name
            except BaseException:
                partial.unlink(missing_ok=True)
                raise


def remove_file(path: Path) -> None:
    """Remove a file that need not be there."""
    with _said_plainly("remove", path):
        path.unlink(missing_ok=True)


def _open_alone(path: Path) -> int:
    """Open a file to write, alone: wait for another writer, which then has renamed or removed it."""
    while True:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
        with contextlib.suppress(OSError):  # some network file systems have no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
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
            fcntl.flock(owned, fcntl.LOCK_EX)
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
                if stat.S_ISDIR(about.st_mode) and about.st_uid == os.geteuid():
                    _remove_unless_owned(path, about.st_mtime)


def _remove_unless_owned(path: Path, changed: float) -> None:
    try:
        descriptor = os.open(path / OWNED, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:  # being made, or killed while it was
        if time.time() - changed > DAY:
            shutil.rmtree(path)
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails while there is an owner
        shutil.rmtree(path)
    finally:
        os.close(descriptor)


def digest_of(files: dict[str, bytes]) -> str:
    """Return a digest over names and contents."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file} {len(files[file])}\n".encode() + files[file])
    return digest.hexdigest()[:16]
