"""course.toml to Settings: read once, every mistake at once, and passed down.

In: a file.  Out: Settings, with all paths resolved against the file's folder and all times in a zone.
The seed itself is not among them: it is read where cases are drawn, and nowhere else.
"""

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from grader.errors import OperatorError
from grader.toml import converted, read_table

GRADEBOOK = "gradebook.db"
Attempts = Literal["best", "last"]
Share = Literal["possible", "score"]
Number = int | float | str


# ------------------------------------------------------------------------------ what is read


class LateTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[late]`` of course.toml."""

    grace_minutes: Annotated[float, msgspec.Meta(ge=0)] = 0.0
    deduction: Number = 0
    of: Share = "possible"
    cap: Number = 1
    days: Annotated[int, msgspec.Meta(ge=0)] | None = None


class CourseFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """course.toml."""

    seed_file: str | None = None
    gradebook: str = GRADEBOOK
    roster: str | None = None
    overrides: str | None = None
    timezone: str | None = None
    attempts: Attempts = "last"
    deadlines: dict[str, dt.datetime] = {}
    late: LateTable = LateTable()


class OverrideRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[[override]]`` of the file of overrides."""

    student: Annotated[str, msgspec.Meta(min_length=1)]
    assignment: Annotated[str, msgspec.Meta(min_length=1)]
    grade: Number
    reason: Annotated[str, msgspec.Meta(min_length=1)]
    who: Annotated[str, msgspec.Meta(min_length=1)]


# --------------------------------------------------------------------------- what is passed on


@dataclass(frozen=True, kw_only=True)
class Late:
    """What lateness costs. Without a deadline nothing is late."""

    grace: dt.timedelta = dt.timedelta()
    deduction: Fraction = Fraction(0)  # for every day that has begun
    of: Share = "possible"  # what it is a share of
    cap: Fraction = Fraction(1)  # the most that is deducted
    days: int | None = None  # what comes later than so many days earns nothing; None: whenever it comes


@dataclass(frozen=True, kw_only=True)
class Override:
    """A grade that a person gave, and why."""

    student: str
    assignment: str
    grade: Fraction
    reason: str
    who: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    """A course's settings."""

    seed_file: Path | None = None
    gradebook: str | None = None  # a path or URL
    roster: Path | None = None
    attempts: Attempts = "last"
    deadlines: Mapping[str, dt.datetime] = field(default_factory=dict)  # by assignment
    late: Late = Late()
    overrides: tuple[Override, ...] = ()

    def override(self, student: str, assignment: str) -> Override | None:
        """Return the override of one grade."""
        found = (one for one in self.overrides if (one.student, one.assignment) == (student, assignment))
        return next(found, None)


# --------------------------------------------------------------------------------- reading


def load_settings(path: Path) -> Settings:
    """Read course.toml, and the overrides that it names.

    Raises
    ------
    OperatorError
        With everything that is wrong, a line each.
    """
    problems: list[str] = []
    table = read_table(path, problems)
    if problems:
        raise _unusable(path, problems)
    where = path.name
    course = converted(where, table, CourseFile, problems) or _right_keys(table)
    folder = path.resolve().parent
    settings = Settings(
        seed_file=_seed_file(where, folder, course.seed_file, problems),
        gradebook=course.gradebook if "://" in course.gradebook else str(folder / course.gradebook),
        roster=_existing(f"{where}: roster", folder, course.roster, problems),
        attempts=course.attempts,
        deadlines=_deadlines(where, course, problems) if course.timezone == table.get("timezone") else {},
        late=_late(f"{where}: late", course.late, problems),
        overrides=_overrides(_existing(f"{where}: overrides", folder, course.overrides, problems), problems),
    )
    if problems:
        raise _unusable(path, problems)
    return settings


def _right_keys(table: Mapping[str, object]) -> CourseFile:
    """Return what is right in a file with mistakes, so that its other mistakes are reported with them."""
    kinds = {field.name: field.type for field in msgspec.structs.fields(CourseFile)}
    values = {key: converted("", table[key], kinds[key], []) for key in table.keys() & kinds.keys()}
    return CourseFile(**{key: value for key, value in values.items() if value is not None})


def _unusable(path: Path, problems: list[str]) -> OperatorError:
    lines = "".join(f"\n  {problem}" for problem in problems)
    return OperatorError(f"the course's settings {path} cannot be used:{lines}")


def _existing(where: str, folder: Path, name: str | None, problems: list[str]) -> Path | None:
    if name is None:
        return None
    path = folder / name
    if not path.is_file():
        problems.append(f"{where}: there is no file {path}")
    return path


def _seed_file(where: str, folder: Path, name: str | None, problems: list[str]) -> Path | None:
    """Return the seed's path; one that lies in a repository will be pushed one day."""
    path = _existing(f"{where}: seed_file", folder, name, problems)
    if path is not None:
        repository = next((parent for parent in path.resolve().parents if (parent / ".git").exists()), None)
        if repository is not None:
            problems.append(
                f"{where}: seed_file: {path} lies in the repository {repository}; who has it has the hidden cases, "
                "so keep it elsewhere"
            )
    return path


def _deadlines(where: str, course: CourseFile, problems: list[str]) -> dict[str, dt.datetime]:
    zone = None
    if course.timezone is not None:
        try:
            zone = zoneinfo.ZoneInfo(course.timezone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            problems.append(
                f"{where}: timezone: this machine knows no time zone {course.timezone!r}; names are like "
                "Europe/Berlin, and `pip install tzdata` brings them all"
            )
            return {}
    deadlines = {}
    for assignment, due in course.deadlines.items():
        key = f"{where}: deadlines.{assignment}"
        if due.tzinfo is None and zone is None:
            problems.append(f"{key}: no time zone: set timezone, or write an offset, as in 2026-05-04T23:59:00+02:00")
            continue
        placed = due if due.tzinfo is not None else due.replace(tzinfo=zone)
        if due.tzinfo is None and placed.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != due:
            problems.append(f"{key}: {due} does not exist in {course.timezone}: clocks are put forward over it")
            continue
        deadlines[assignment] = placed
    return deadlines


def _late(where: str, late: LateTable, problems: list[str]) -> Late:
    return Late(
        grace=dt.timedelta(minutes=late.grace_minutes),
        deduction=_share(f"{where}.deduction", late.deduction, problems),
        of=late.of,
        cap=_share(f"{where}.cap", late.cap, problems),
        days=late.days,
    )


def _share(where: str, value: Number, problems: list[str]) -> Fraction:
    found = _fraction(where, value, problems)
    if not 0 <= found <= 1:
        problems.append(f'{where}: {value} is not from 0 to 1; write "1/10" or "10 %"')
    return found


def _fraction(where: str, value: Number, problems: list[str]) -> Fraction:
    """Return a number as an exact fraction: 0.1 is a tenth, as it stands there."""
    text = value if isinstance(value, str) else repr(value)
    percent = text.strip().endswith("%")
    try:
        return Fraction(text.strip().removesuffix("%").strip()) / (100 if percent else 1)
    except (ValueError, ArithmeticError):
        problems.append(f'{where}: {text!r} is no number; write 0.1, "1/10" or "10 %"')
        return Fraction(0)


def _overrides(path: Path | None, problems: list[str]) -> tuple[Override, ...]:
    if path is None or not path.is_file():
        return ()
    table = read_table(path, problems)
    problems += [f"{path.name}: unknown key {key}" for key in table.keys() - {"override"}]
    rows = table.get("override", [])
    if not isinstance(rows, list):
        problems.append(f"{path.name}: write [[override]], not [override]")
        return ()
    overrides = []
    for number, value in enumerate(rows):
        where = f"{path.name}: override[{number}]"
        row = converted(where, value, OverrideRow, problems)
        if row is None:
            continue
        grade = _fraction(f"{where}.grade", row.grade, problems)
        if grade < 0:
            problems.append(f"{where}.grade: {row.grade} is below 0")
        problems += [f"{where}.{key}: it is blank" for key in ("reason", "who") if not getattr(row, key).strip()]
        overrides.append(
            Override(student=row.student, assignment=row.assignment, grade=grade, reason=row.reason, who=row.who)
        )
    keys = [(one.student, one.assignment) for one in overrides]
    problems += [
        f"{path.name}: {student} has more than one override for {assignment}"
        for student, assignment in sorted({key for key in keys if keys.count(key) > 1})
    ]
    return tuple(overrides)


def read_seed(file: Path) -> str:
    """Return the text of a seed file, without blanks at both ends."""
    try:
        seed = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise OperatorError(
            f"{file} is not a file of text in UTF-8; name the file that holds the course's seed"
        ) from None
    if not seed:
        raise OperatorError(f"{file} is empty: anyone could guess that seed; write a long random line into it")
    return seed
