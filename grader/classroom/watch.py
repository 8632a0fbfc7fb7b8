"""Grade what arrives in a folder, until stopped. It looks again and again: that works on every file system."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from grader.classroom.handed_in import HandedIn
from grader.classroom.run import Performer, grade_entries, settle_others, write_summary
from grader.classroom.session import Session

PAUSE = 1.0  # seconds between two looks; a file of which both see the same is whole

Signature = tuple[tuple[str, int, int], ...]


def watch(session: Session, performer: Performer, scan: Callable[[], HandedIn], pause: float = PAUSE) -> None:
    """Grade what is there, and then whatever arrives or changes; ends with KeyboardInterrupt.

    Parameters
    ----------
    session : Session
    performer : Performer
    scan : callable
        Returns what is there.
    pause : float
        Seconds between two looks.
    """
    seen: dict[Path, Signature] = {}
    graded: dict[Path, Signature] = {}
    while True:
        handed_in = scan()
        now = {entry.path: signature(entry.path) for _, entry in handed_in.entries}
        settled = {path for path, one in now.items() if seen.get(path) == one}
        arrived = [pair for pair in handed_in.entries if (p := pair[1].path) in settled and graded.get(p) != now[p]]
        if arrived or not seen:
            grade_entries(session, performer, replace(handed_in, entries=arrived))
            graded.update((entry.path, now[entry.path]) for _, entry in arrived)
            settle_others(session, handed_in)
            write_summary(session, handed_in)
        seen = now
        time.sleep(pause)


def signature(path: Path) -> Signature:
    """Return names, sizes and times of a file, or of all that is in a folder."""
    try:
        paths = sorted(path.rglob("*")) if path.is_dir() and not path.is_symlink() else [path]
        found = [(str(one), one.lstat()) for one in paths]
    except OSError:  # it is being moved
        return (("", time.monotonic_ns(), 0),)
    return tuple((name, status.st_size, status.st_mtime_ns) for name, status in found)
