"""The files of a submission before they are read, and those that are sources or notebooks under another ending."""

import contextlib
import functools
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from grader.submissions import archives
from grader.submissions.kinds import HEAD, Unreadable, meant_suffix, misnamed, stem_of
from grader.submissions.modules import MAX_FILE_BYTES


class Entry(NamedTuple):
    """A file of a submission that is not read yet."""

    name: str
    size: int
    read: Callable[[], bytes]
    modified: float | None = None  # seconds, to compare with those of the same submission


def under_other_endings(others: Iterable[Entry], notes: list[str]) -> Iterator[Entry]:
    """Yield sources and notebooks under other endings, with a note each: for where there is nothing else to grade."""
    taken: set[str] = set()
    for entry in others:
        data = b""
        if entry.size <= MAX_FILE_BYTES:
            with contextlib.suppress(Unreadable, OSError):
                data = entry.read()
        real = meant_suffix(data[:HEAD])
        path = PurePosixPath(entry.name)
        name = str(path.with_name(f"{stem_of(path.name)}{real}"))
        if real and archives.plain_form(name) not in taken:
            taken.add(archives.plain_form(name))
            notes.append(misnamed(printable(entry.name), real))
            yield entry._replace(name=name, read=functools.partial(bytes, data))


def printable(name: str) -> str:
    """Return a file's name as text that can be written anywhere: bytes that are no UTF-8 are spelled out."""
    return name.encode("utf-8", "backslashreplace").decode()
