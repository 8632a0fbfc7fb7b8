"""When submissions came, where their archive does not say: by a sheet, or by the times of the files in the archive.

In: entries matched with students, a sheet's texts.  Out: the same entries with times, and what there is to say of it.
A deadline without times does nothing. So it is said, for the class and for each submission.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.classroom.entry import Entry
from grader.classroom.sheet import participant_of, read_sheet
from grader.model import Student

MONTHS = (  # how the names of a month begin: in English, German, French, Spanish, Italian, Dutch, Portuguese, Catalan
    ("jan", "jän", "ene", "gen"),
    ("feb", "fev", "fév"),
    ("mar", "mär", "mrz", "maa", "març"),
    ("apr", "abr", "avr"),
    ("may", "mai", "mag", "mei", "maig"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "aou", "aoû", "ago"),
    ("sep", "set"),
    ("oct", "okt", "ott", "out"),
    ("nov",),
    ("dec", "dez", "dic", "déc", "des"),
)
CLOCK = re.compile(r"(\d{1,2})[:h.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*([ap])?\.?\s*(?:m\b)?", re.IGNORECASE)
NAMED = re.compile(
    r"(\d{1,2})\.?\s*(?:de\s+)?([^\W\d_]{3,})\.?,?\s*(?:de\s+)?(\d{4})|([^\W\d_]{3,})\.?\s+(\d{1,2}),?\s+(\d{4})"
)
ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
KEYS = ("id", "sis_id", "login", "email", "github", "name")
MOST = 5  # students named in a sentence
UNKNOWN = "nobody knows when it came, so the deadline was not applied to it"


@dataclass(frozen=True, kw_only=True)
class Times:
    """What a sheet says of when students handed in, by whatever it calls them; and what is odd about the sheet."""

    submitted: Mapping[str, dt.datetime] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    def of(self, student: Student, entry: Entry) -> dt.datetime | None:
        """Return when a student's entry came, where the sheet says it."""
        own = (student.id, student.sis_id, student.login, student.email, student.github, student.name)
        keys = map(_key, (*own, entry.student, *entry.also))
        return next((self.submitted[key] for key in keys if key and key in self.submitted), None)


def read_time(text: str, zone: dt.tzinfo | None) -> dt.datetime | None:
    """Return the time that a text names, in any of several languages; None for one that names none for certain.

    Parameters
    ----------
    text : str
        ``Friday, 20 November 2026, 5:59 PM``, ``20. November 2026, 17:59``, ``2026-11-20T17:59:00Z``.
    zone : tzinfo, optional
        Of a time that names none.
    """
    try:
        exact = dt.datetime.fromisoformat(text.strip().replace(" UTC", "+00:00"))
        return exact if exact.tzinfo else exact.replace(tzinfo=zone)
    except ValueError:
        pass
    day = _day(text)
    clock = next((found for found in CLOCK.finditer(_without_day(text))), None)
    if day is None or clock is None:
        return None
    hour, half = int(clock[1]), (clock[4] or "").lower()
    if half and hour <= 12:  # Dutch sites write 17:59 PM
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return dt.datetime(*day, hour, int(clock[2]), int(clock[3] or 0), tzinfo=zone)
    except ValueError:
        return None


def read_times(path: Path, zone: dt.tzinfo | None, is_worksheet: bool = False) -> Times:
    """Read a sheet of times: a column that tells students apart, and one that says when each handed in.

    Parameters
    ----------
    path : Path
        A CSV.
    zone : tzinfo, optional
        Of times that name none.
    is_worksheet : bool
        Whether it counts only as Moodle's grading worksheet, for the numbers in it; they are of one assignment.

    Raises
    ------
    OperatorError
        If it cannot be used.
    """
    found: dict[str, dt.datetime] = {}
    problems: list[str] = []
    twice: set[str] = set()
    for number, line in read_sheet(path, "sheet of times"):
        text = line.get("submitted", "")
        keys = [line[one] for one in KEYS if line.get(one)]
        participant = participant_of(line.get("id", ""))
        keys = [f"Participant {participant}"] if is_worksheet and participant else [] if is_worksheet else keys
        if text in ("", "-") or not keys:
            continue
        time = read_time(text, zone)
        if time is None:
            problems.append(f"{path.name} line {number}: {text!r} is no time that is known here")
            continue
        again = found.keys() & {_key(one) for one in keys}
        if any(_key(line[one]) in again and found[_key(line[one])] != time for one in KEYS[:-1] if line.get(one)):
            problems.append(f"{path.name} line {number}: a second time for {keys[0]}; neither of the two is taken")
        twice |= again
        found |= {_key(one): time for one in keys}
    return Times(submitted={key: time for key, time in found.items() if key not in twice}, problems=tuple(problems))


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def with_times(
    entries: Sequence[tuple[Student, Entry]],
    times: Times,
    source: str,
    due: dt.datetime | None,
    extended: Collection[str] = (),
) -> tuple[list[tuple[Student, Entry]], list[str]]:
    """Return entries with the times that are known, and what there is to say where a deadline needs more.

    A sheet says it first, then the archive itself, then the times of its files. What has none is marked. `extended` are
    the students with a later deadline, of which no mark in an archive knows.
    """
    by_files, unknown, marked, unlisted = 0, [], [], []
    timed: list[tuple[Student, Entry]] = []
    for student, entry in entries:
        time = times.of(student, entry) if due is not None else None
        if time is not None:
            entry = replace(entry, submitted=time)
        elif (
            due is not None and entry.submitted is None and entry.changed is not None and source in ("moodle", "plain")
        ):
            by_files += 1
            entry = replace(entry, submitted=entry.changed.replace(tzinfo=due.tzinfo))
        elif due is not None and entry.submitted is None and source == "canvas":
            marked += [student.id] if entry.late else []
            unlisted += [student.id] if times.submitted and not entry.late else []
        elif due is not None and entry.submitted is None:
            unknown.append(student.id)
            entry = replace(entry, notes=(*entry.notes, UNKNOWN))
        timed.append((student, entry))
    said = list(times.problems)
    if by_files:
        said.append(
            f"when {by_files} of {len(entries)} submissions came is taken from the times of the files in the archive; "
            "a sheet with times is surer (--times)"
        )
    if unknown:
        said.append(
            f"there is a deadline, and nobody knows when {len(unknown)} of {len(entries)} submissions came: it is not "
            f"applied to {_listed(unknown)}. A sheet with times says it (--times)"
        )
    doubtful = [student for student in marked if student in extended]
    marked = [student for student in marked if student not in extended]
    if marked:
        said.append(
            f"Canvas marks {len(marked)} of {len(entries)} submissions as late and does not say by how many days: each "
            f"counts as one day, {_listed(marked)}. A sheet with times says it (--times)"
        )
    if doubtful:
        said.append(
            f"Canvas marks submissions as late, and does not know that there is an extension: {_listed(doubtful)}. "
            "They count as in time. A sheet with times says it (--times)"
        )
    if unlisted:
        said.append(
            f"the sheet of times does not say when {len(unlisted)} of {len(entries)} submissions came, and Canvas does "
            f"not mark them as late, so they are in time: {_listed(unlisted)}"
        )
    return timed, said


def _listed(students: Sequence[str]) -> str:
    more = f" and {len(students) - MOST} more" if len(students) > MOST else ""
    return ", ".join(students[:MOST]) + more


# ------------------------------------------------------------------------------------------ dates


def _day(text: str) -> tuple[int, int, int] | None:
    """Return year, month and day."""
    if found := ISO.search(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := NAMED.search(text):
        month = _month(found[2] or found[4])
        return (int(found[3] or found[6]), month, int(found[1] or found[5])) if month else None
    if found := NUMBERS.search(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if found[2] == "." or first > 12:  # with dots the day comes first everywhere
            return year, second, first
        return (year, first, second) if second > 12 or first == second else None
    return None


def _without_day(text: str) -> str:
    for pattern in (ISO, NAMED, NUMBERS):
        text = pattern.sub(" ", text, count=1)
    return text


def _month(name: str) -> int:
    """Return the number of a month by its name, 0 for none."""
    written = unicodedata.normalize("NFC", name.casefold())
    found = [number for number, begins in enumerate(MONTHS, 1) if any(written.startswith(begin) for begin in begins)]
    return found[0] if len(found) == 1 else 0
