"""Grade what arrives in a folder, until stopped. It looks again and again: that works on every file system."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from grader.classroom.class_work import ClassWork
from grader.classroom.run import Performer, decide_other_grades, grade_entries, write_summary
from grader.classroom.session import Session
from grader.submissions.opening import read_plain
from grader.submissions.reading import MAX_ZIP_BYTES

PAUSE = 1.0  # seconds between two looks; a file of which both see the same is whole

Signature = tuple[tuple[str, int, str], ...]


def watch(
    session: Session,
    performer: Performer,
    scan: Callable[[], ClassWork],
    work: Path,
    say: Callable[[str], None],
    pause: float = PAUSE,
) -> None:
    """Grade what is there, and then whatever arrives or changes; ends with KeyboardInterrupt.

    Parameters
    ----------
    session : Session
    performer : Performer
    scan : callable
        Returns what is there.
    work : Path
        Below it lie copies that every scan makes anew: they are told apart by what they hold, not by their times.
    say : callable
        Told every line that someone should look at, once.
    pause : float
        Seconds between two looks.
    """
    seen: dict[Path, Signature] = {}
    graded: dict[Path, Signature] = {}
    said: set[str] = set()
    while True:
        handed_in = scan()
        for line in handed_in.listed:
            if line not in said:
                said.add(line)
                say(line)
        now = {entry.path: signature(entry.path, work) for _, entry in handed_in.entries}
        settled = {path for path, one in now.items() if seen.get(path) == one}
        arrived = [pair for pair in handed_in.entries if (p := pair[1].path) in settled and graded.get(p) != now[p]]
        if arrived or not seen:
            grade_entries(session, performer, replace(handed_in, entries=arrived))
            graded.update((entry.path, now[entry.path]) for _, entry in arrived)
            decide_other_grades(session, handed_in)
            write_summary(session, handed_in)
        seen = now
        time.sleep(pause)


def signature(path: Path, work: Path) -> Signature:
    """Return what tells a state of a file or folder from another: names, sizes, times; of copies, what they hold."""
    is_copy = path.is_relative_to(work)
    try:
        paths = sorted(path.rglob("*")) if path.is_dir() and not path.is_symlink() else [path]
        return tuple((str(one), one.lstat().st_size, _state(one, is_copy)) for one in paths)
    except OSError:  # it is being moved
        return (("", 0, str(time.monotonic_ns())),)


def _state(path: Path, is_copy: bool) -> str:
    if is_copy and path.is_file():
        return hashlib.sha256(read_plain(path, MAX_ZIP_BYTES)).hexdigest()
    return "" if is_copy else str(path.lstat().st_mtime_ns)
