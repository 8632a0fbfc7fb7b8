"""Files that a rerun would write again as they are: it looks at what they hold, and reads no report.

In: what the gradebook says of a report's files.  Out: whether they still are what would be written.
"""

import hashlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path

import msgspec

from grader.classroom.summary import Line
from grader.files import PLAINLY
from grader.gradebook import Written
from grader.grading.grade import Plan

JSON, TEXT = "report.json", "report.txt"


def basis(plan: Plan, digests: Mapping[str, str], language: str, version: str) -> str:
    """Return a digest of what the files of a report depend on beside the report itself.

    Parameters
    ----------
    plan : Plan
    digests : mapping of str to str
        Of the exercises.
    language : str
        In which the text is written.
    version : str
        The grader's: another one may write the same report in other words.
    """
    facts = [plan.assignment.digest, plan.seed_digest, sorted(digests.items()), language, version]
    return hashlib.sha256(msgspec.json.encode(facts)).hexdigest()[:32]


def written_as(report: str, basis: str, json: bytes, text: bytes, line: Line) -> Written:
    """Return what to keep of a report's files."""
    return Written(report=report, basis=basis, json=_digest(json), text=_digest(text), line=msgspec.json.encode(line))


def line_as_written(written: Written) -> Line:
    """Return the report's line of the summary."""
    return msgspec.json.decode(written.line, type=Line)


def is_as_written(folder: Path, written: Written) -> bool:
    """Whether the files in a student's folder are what was written then, and their owner's alone."""
    return _held(folder / JSON) == written.json and _held(folder / TEXT) == written.text


def _held(path: Path) -> str:
    """Return the digest of a plain file that is its owner's alone; "" for anything else."""
    try:
        descriptor = os.open(path, os.O_RDONLY | PLAINLY | getattr(os, "O_NONBLOCK", 0))  # a pipe keeps nobody waiting
    except OSError:
        return ""
    with open(descriptor, "rb") as stream:
        mode = os.fstat(descriptor).st_mode
        is_open_to_others = os.name == "posix" and mode & 0o077
        return _digest(stream.read()) if stat.S_ISREG(mode) and not is_open_to_others else ""


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
