"""A data folder as one file while the portal runs, and back.

In: a data folder.  Out: a tar archive. Its order makes it whole: first the database, then gradebooks, then blobs.
What a gradebook has and the older database still calls a job is graded again, which changes nothing; the other way
round a result would be lost. A blob is there before the row that names it.
"""

import contextlib
import os
import sqlite3
import tarfile
from collections.abc import Iterator
from pathlib import Path

from grader.errors import OperatorError
from grader.files import scratch_folder
from portal.config import SECRET, make_folder, require

DATABASE, COURSES, BLOBS = "portal.db", "courses", "blobs"
OF_LMS = ("lti-key.pem", "lti.toml")


def back_up(data: Path, target: Path) -> int:
    """Write a data folder into an archive; return how many files it has.

    Raises
    ------
    OperatorError
        If the folder is none of the portal's, or the archive cannot be written.
    """
    require(data)
    if not (data / DATABASE).is_file():
        raise OperatorError(f"{data} has no {DATABASE}; name another folder with --data")
    partial = target.with_name(f".{target.name}.partial")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream, tarfile.open(fileobj=stream, mode="w:gz") as archive:
            count = 0
            for path in _files(data):
                count += 1
                _add(archive, data, path)
            archive.close()
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(partial, target)
    except OSError as error:
        raise OperatorError(f"cannot write {target}: {error.strerror}; check that place") from None
    finally:
        with contextlib.suppress(FileNotFoundError):
            partial.unlink()
    return count


def _files(data: Path) -> Iterator[Path]:
    yield data / DATABASE
    yield data / SECRET
    yield from (data / name for name in OF_LMS if (data / name).is_file())
    yield from (path for path in sorted((data / COURSES).rglob("*")) if path.is_file() and _is_kept(path))
    yield from (path for path in sorted((data / BLOBS).glob("??/*")) if path.is_file())


def _is_kept(path: Path) -> bool:
    return not path.name.endswith((".writer", "-wal", "-shm", "-journal"))


def _add(archive: tarfile.TarFile, data: Path, path: Path) -> None:
    """Add a file; a database as it is at one moment, whoever writes to it."""
    name = path.relative_to(data).as_posix()
    if path.suffix != ".db":
        archive.add(path, name)
        return
    with scratch_folder() as folder:
        copy = Path(folder) / "copy.db"
        with (
            contextlib.closing(sqlite3.connect(path, timeout=60)) as source,
            contextlib.closing(sqlite3.connect(copy)) as kept,
        ):
            source.backup(kept)
            (state,) = kept.execute("PRAGMA integrity_check").fetchone()
        if state != "ok":
            raise OperatorError(f"{path} is damaged: {state}; nothing was backed up")
        archive.add(copy, name)


def restore(source: Path, data: Path) -> int:
    """Make a data folder from an archive; return how many files it has.

    Raises
    ------
    OperatorError
        If there is something in the folder, or the archive is none of ours or damaged.
    """
    if data.exists() and any(data.iterdir()):
        raise OperatorError(f"there is something in {data}; name an empty folder, or a new one, with --data")
    make_folder(data)
    try:
        with tarfile.open(source, "r:gz") as archive:
            members = archive.getmembers()
            if DATABASE not in {one.name for one in members}:
                raise OperatorError(f"{source} is no backup of a portal: it has no {DATABASE}")
            archive.extractall(data, members, filter="data")
    except (tarfile.TarError, EOFError, OSError) as error:
        raise OperatorError(f"{source} cannot be restored: {error}") from None
    for path in [data, *data.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    return sum(one.isfile() for one in members)
