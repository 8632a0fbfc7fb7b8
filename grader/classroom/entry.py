"""What an archive holds of one student: who, where the file is, when it came. Data; readers of archives make it."""

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
    origin: str = ""  # where its first file is in the archive, as the archive names it
