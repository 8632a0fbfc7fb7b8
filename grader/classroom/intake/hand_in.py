"""What a reader of some layout found for each student, made into entries with files of their own.

In: `HandIn`, one per student and submission.  Out: entries and problems.
What lies on disk as a submission of its own is graded where it lies. All else is written below a work folder; what
is no source is written as an empty stand-in, so that the report says what was handed in instead.
"""

import contextlib
import errno
import hashlib
import itertools
import os
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

from grader.classroom.entry import Entry, told_apart
from grader.classroom.intake.taken import Problem
from grader.classroom.intake.tree import Item
from grader.errors import OperatorError
from grader.files import FULL, write_file
from grader.submissions import archives
from grader.submissions.kinds import HEAD, READABLE, SUFFIXES, meant_suffix, what_it_is
from grader.submissions.modules import MAX_FILE_BYTES
from grader.submissions.reading import MAX_FILES, MAX_ZIP_BYTES, byte_limit, version_notes

FOLDER = "taken"  # below the work folder; all of it is made anew each time
SECONDS = 60.0  # for the files of one submission
NO_TIME = 1980  # the first year of a ZIP: programs that know no time write it
MAX_NAME_BYTES = 240  # file systems take 255, and writing adds some


@dataclass(frozen=True, kw_only=True)
class HandIn:
    """One submission of one student: the files of it, by the path they have inside it."""

    student: str
    name: str  # as the archive calls it
    files: tuple[tuple[PurePosixPath, Item], ...]
    also: tuple[str, ...] = ()
    place: Path | None = None  # where all of it lies on disk, with nothing else beside it
    submitted: datetime | None = None
    late: bool = False
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()  # what its reader has to say of it
    who: str = ""  # the full name that stands beside a number, where both come from one site
    is_whole: bool = False  # a site wrote the key: `Entry`


def make_entries(handed: Sequence[HandIn], work: Path) -> tuple[tuple[Entry, ...], list[Problem]]:
    """Return an entry for each, in alphabetical order, and what is to be said of them.

    Raises
    ------
    OperatorError
        If files cannot be written.
    """
    base = _fresh(work / FOLDER)
    made: list[Entry] = []
    problems: list[Problem] = []
    written: dict[int, tuple[Path, list[str]]] = {}  # a group's files are written once, and known by their tuple
    for one in sorted(handed, key=lambda one: (one.student, one.name)):
        path, left_out = (one.place, []) if one.place else written.get(id(one.files)) or _taken(one, base)
        if one.files:
            written[id(one.files)] = path, left_out
        has_several = path.is_dir() or path.suffix.lower() == ".zip"
        said = [*one.problems, *left_out, *_faults(one), *(version_notes(path) if has_several else ())]
        problems += [Problem(name=one.name, student=one.student, reason=reason) for reason in dict.fromkeys(said)]
        made.append(
            Entry(
                student=one.student,
                path=path,
                name=_shown_name(one, path),
                submitted=one.submitted,
                late=one.late,
                changed=_changed(one),
                who=one.who,
                is_whole=one.is_whole,
                notes=(*one.notes, *left_out),
                also=one.also,
                refused=_refused(one),
                origin=str(one.files[0][1].path) if one.files else "",
            )
        )
    return tuple(made), problems + _twice(made)


def _refused(one: HandIn) -> str:
    """Return why none of a submission's files can be read, where each breaks a rule; "" elsewhere."""
    refusals = [item.refusal for _, item in one.files]
    return "; ".join(dict.fromkeys(refusals)) if refusals and all(refusals) and one.place is None else ""


def _changed(one: HandIn) -> datetime | None:
    """Return when the newest file of a submission was changed, says the archive; None where it says nothing."""
    latest = datetime.now() + timedelta(days=2)  # in whatever zone: what is later was never handed in then
    times = [item.modified for _, item in one.files if item.modified is not None]
    return max((time for time in times if time.year > NO_TIME and time < latest), default=None)


def _shown_name(one: HandIn, path: Path) -> str:
    return path.name if one.place or path.is_file() else one.name


def _twice(made: Sequence[Entry]) -> list[Problem]:
    counts = Counter(entry.student for entry in made)
    names = {student: told_apart([e for e in made if e.student == student]) for student, n in counts.items() if n > 1}
    return [
        Problem(name=student, student=student, reason=f"{len(given)} submissions of one student: {', '.join(given)}")
        for student, given in names.items()
    ]


def _faults(one: HandIn) -> Iterator[str]:
    """Yield what is wrong with the files of a submission, a sentence each."""
    readable = [(path, item) for path, item in one.files if item.suffix in READABLE and not item.refusal]
    yield from (item.refusal for _, item in one.files if item.refusal)
    if not one.files:
        yield "nothing was handed in: the folder is empty, or has nothing but hidden files"
    elif not readable:
        others = ", ".join(str(path) for path, item in one.files if not item.refusal)
        if others:
            yield f"no .py, .ipynb or .zip was handed in, but {others[:300]}"
    for path, item in readable:
        if item.size == 0 and path.name != "__init__.py":
            yield f"{path} is empty"
        elif item.size > _cap(item):
            yield f"{path} is too large to be looked at ({item.size} bytes)"
    archives = [str(path) for path, item in readable if item.suffix == ".zip"]
    if archives and len(readable) > 1:
        yield f"{', '.join(archives)} is not looked into, because there are other files to grade beside it"


def _cap(item: Item) -> int:
    return byte_limit(item.path.name) if item.suffix in SUFFIXES else MAX_ZIP_BYTES


# --------------------------------------------------------------------------------------------- files


def _fresh(folder: Path) -> Path:
    """Make the folder anew: what an earlier run took in could otherwise be taken for a student's work of today."""
    if folder.is_symlink():
        raise OperatorError(f"{folder} is a link; remove it, or name another place for the work.")
    try:
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise OperatorError(f"cannot use {folder}: {error.strerror}; check that place.") from None
    return folder


def _taken(one: HandIn, base: Path) -> tuple[Path, list[str]]:
    """Write a submission's source files; whatever goes wrong with one submission is its own problem, and no other's.

    Raises
    ------
    OperatorError
        If there is no room, or no right, to write at all.
    """
    mark = hashlib.sha256(f"{one.student}\n{one.name}".encode("utf-8", "replace")).hexdigest()[:8]  # the same each run
    name = f"{re.sub(r'[^a-zA-Z0-9-]+', '-', one.student)[:40].strip('-') or 'student'}-{mark}"
    try:
        return _written(one, base / name)
    except Exception as error:
        if _is_ours(error):
            raise
        empty = base / f"{name}-unreadable"
        empty.mkdir(exist_ok=True)
        return empty, [f"{one.name} cannot be taken in: {str(error)[:300] or type(error).__name__}"]


def _is_ours(error: Exception) -> bool:
    """Whether an error is about the place that is written to, and not about what is written."""
    cause = error.__context__ if isinstance(error, OperatorError) else error
    return isinstance(cause, OSError) and cause.errno in (*FULL, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOENT)


def _written(one: HandIn, folder: Path) -> tuple[Path, list[str]]:
    """Write source files under the caps; return the only one, or their folder; and what was left out."""
    left_out: list[str] = []
    kept: list[Path] = []
    total, deadline = 0, time.monotonic() + SECONDS
    for path, item in one.files:
        problem = _unwritable(path, item)
        if problem:
            left_out.append(problem)
        elif item.suffix in READABLE:
            total += min(item.size, _cap(item))
            if len(kept) > MAX_FILES or total > MAX_ZIP_BYTES or time.monotonic() > deadline:
                left_out.append(f"{one.name} holds more than can be taken in: what comes from {path} on is left out")
                break
            try:
                _write(folder / path, path, item, left_out)
            except OperatorError as error:
                if _is_ours(error):
                    raise
                left_out.append(f"{path} cannot be written: another file or folder stands in its place")
                continue
            kept.append(folder / path)
    if not kept:
        return _stand_in(one, folder), left_out
    return kept[0] if len(kept) == 1 and kept[0].parent == folder else folder, left_out


def _unwritable(path: PurePosixPath, item: Item) -> str:
    """Return why a file of an archive must not be written, "" if it may."""
    rule = archives.name_rule(str(path))
    if any(len(part.encode()) > MAX_NAME_BYTES for part in path.parts):
        rule = "long name"
    return item.refusal or (str(archives.Refusal(str(path), rule)) if rule and rule not in archives.LEFT_OUT else "")


def _write(to: Path, path: PurePosixPath, item: Item, left_out: list[str]) -> None:
    if item.size > _cap(item):
        write_file(to, b"", is_private=True)
        os.truncate(to, item.size)  # a hole of that size: whoever grades it sees how large it was, and reads nothing
        return
    try:
        data = item.read()
    except Exception as error:  # it is in a stranger's archive or clone: any reason is this file's own
        what = f"{path}: {error.strerror}" if isinstance(error, OSError) else str(error) or type(error).__name__
        left_out.append(what)
        data = b""
    write_file(to, data[: _cap(item) + 1], is_private=True)
    if item.modified is not None:  # of two versions of a file the newer counts
        seconds = item.modified.replace(tzinfo=UTC).timestamp()
        with contextlib.suppress(OSError, OverflowError):
            os.utime(to, (seconds, seconds))


def _stand_in(one: HandIn, folder: Path) -> Path:
    """Write what was handed in instead of source: what may be source under another ending, and else an empty file."""
    others = [path for path, item in one.files if not _unwritable(path, item) and item.suffix not in READABLE]
    if not others:
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    small = {path: item for path, item in one.files if path in others and 0 < item.size <= MAX_FILE_BYTES}
    for path, item in itertools.islice(small.items(), MAX_FILES):
        data = b""
        with contextlib.suppress(Exception):  # it is in a stranger's archive or clone: any reason is this file's own
            data = item.read()
        if meant_suffix(data[:HEAD]) or (len(others) == 1 and what_it_is(data[:HEAD])):
            write_file(folder / path, data, is_private=True)
    if folder.is_dir():
        return folder / others[0] if len(others) == 1 and len(others[0].parts) == 1 else folder
    write_file(folder / others[0].name, b"", is_private=True)
    return folder / others[0].name
