"""What an archive holds of one student: who, where the file is, when it came. Data; readers of archives make it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One submission as it lies in a folder or archive, not read yet."""

    student: str  # the key, as found in the archive
    path: Path
    name: str  # what the report calls the submission
    submitted: datetime | None = None  # None: nobody knows
    late: bool = False  # the archive says so; for where it does not say when
    changed: datetime | None = None  # the newest time of its files in the archive, which names no time zone
    notes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()  # what else the archive calls this student: a number, a name, an address
    who: str = ""  # the full name that stands beside a number, where both come from one site
    is_whole: bool = False  # a site wrote the key, so it is a whole one: no word of it is somebody else's login
    refused: str = ""  # why there is nothing of it to read: its files break the rules for archives
    origin: str = ""  # where its first file is in the archive, as the archive names it


def told_apart(entries: Sequence[Entry]) -> list[str]:
    """Return the names of entries; those of the same name with their time, or with what the archive calls them."""
    names = [entry.name for entry in entries]
    if len(set(names)) == len(names):
        return names
    if all(entry.submitted is not None for entry in entries):
        return [f"{entry.name} of {entry.submitted:%Y-%m-%d %H:%M:%S}" for entry in entries]
    if len({entry.student for entry in entries}) == len(entries):
        return [f"{entry.name} of {entry.student}" for entry in entries]
    return [f"{entry.name} ({entry.origin})" if entry.origin else entry.name for entry in entries]


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries of a student by the numbers in their names, where nothing else differs: 9 before 10."""
    if len({re.sub(r"\d+", "0", entry.name) for entry in entries}) > 1:
        return list(entries)
    return sorted(entries, key=lambda entry: [int(number) for number in re.findall(r"\d+", entry.name)])
