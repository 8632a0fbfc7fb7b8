"""course.toml to Settings: read once, every mistake at once, and passed down.

In: a file.  Out: Settings, with all paths resolved against the file's folder and all times in a zone.
The seed itself is not among them: it is read where cases are drawn, and nowhere else.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from grader.classroom.deadlines import place_deadlines
from grader.classroom.extensions import Extension, not_on, read_extensions, unknown_people
from grader.classroom.roster import read as read_roster
from grader.classroom.totals import Missing, TotalRule
from grader.errors import OperatorError, say_unknown
from grader.languages import ENGLISH
from grader.model import Effort, Student
from grader.model.numbers import number_in
from grader.toml import converted, read_rows, read_table, right_part

GRADEBOOK = "gradebook.db"
CLASS_EFFORT = Effort(single_edits=200, pairs=0)  # some 0.3 s for each function that no belief explains
MOST_EDITS = 20_000
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
    free_days: Annotated[int, msgspec.Meta(ge=0)] = 0
    free_days_each: Annotated[int, msgspec.Meta(ge=0)] | None = None


class TotalTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[total]`` of course.toml."""

    out_of: Number = 100
    weights: dict[str, Number] = {}
    extra: dict[str, Number] = {}
    drop_lowest: Annotated[int, msgspec.Meta(ge=0)] = 0
    missing: Missing = "zero"


class RepairTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[repair]`` of course.toml."""

    single_edits: Annotated[int, msgspec.Meta(ge=0, le=MOST_EDITS)] = CLASS_EFFORT.single_edits
    pairs: Annotated[int, msgspec.Meta(ge=0, le=MOST_EDITS)] = CLASS_EFFORT.pairs


class CourseFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """course.toml."""

    name: str = ""
    seed_file: str | None = None
    gradebook: str = GRADEBOOK
    roster: str | None = None
    overrides: str | None = None
    extensions: str | None = None
    groups: str | None = None
    timezone: str | None = None
    language: Literal["en", "de"] = "en"
    contact: str = ""
    attempts: Attempts = "last"
    deadlines: dict[str, Any] = {}
    late: LateTable = LateTable()
    total: TotalTable = TotalTable()
    repair: RepairTable = RepairTable()


class OverrideRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[[override]]`` of the file of overrides."""

    student: Annotated[str, msgspec.Meta(min_length=1)]
    assignment: Annotated[str, msgspec.Meta(min_length=1)]
    grade: Number
    reason: str
    who: str
    extra: bool = False


# --------------------------------------------------------------------------- what is passed on


@dataclass(frozen=True, kw_only=True)
class Late:
    """What lateness costs. Without a deadline nothing is late."""

    grace: dt.timedelta = dt.timedelta()
    deduction: Fraction = Fraction(0)  # for every day that has begun
    of: Share = "possible"  # what it is a share of
    cap: Fraction = Fraction(1)  # the most that is deducted
    days: int | None = None  # what comes later than so many days earns nothing; None: whenever it comes
    free_days: int = 0  # days of lateness that cost nothing, of each student over the whole course
    free_days_each: int | None = None  # at most so many of them for one assignment


@dataclass(frozen=True, kw_only=True)
class Override:
    """A grade that a person gave, and why."""

    student: str
    assignment: str
    grade: Fraction
    reason: str
    who: str
    may_exceed: bool = False  # the points that there are
    place: str = ""  # in its file, for messages


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a course's settings speak of, and can be held against."""

    points: Mapping[str, Fraction]  # of each assignment there is
    roster: Path | None = None  # that is used instead of theirs
    groups: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Settings:
    """A course's settings."""

    name: str = ""
    seed_file: Path | None = None
    gradebook: str | None = None  # a path or URL
    roster: Path | None = None
    groups: Path | None = None
    language: str = ENGLISH  # of the reports for students
    contact: str = ""  # whom students ask about their grades
    attempts: Attempts = "last"
    deadlines: Mapping[str, dt.datetime] = field(default_factory=dict)  # by assignment
    late: Late = Late()
    effort: Effort = CLASS_EFFORT  # of the search for a repair of a wrong function
    overrides: tuple[Override, ...] = ()
    extensions: tuple[Extension, ...] = ()
    total: TotalRule = field(default_factory=TotalRule)

    def override(self, student: str, assignment: str) -> Override | None:
        """Return the override of one grade."""
        found = (one for one in self.overrides if (one.student, one.assignment) == (student, assignment))
        return next(found, None)

    def extension(self, student: str, assignment: str) -> Extension | None:
        """Return the extension of one deadline; of a student's own and a group's, the later."""
        found = [one for one in self.extensions if (one.student, one.assignment) == (student, assignment)]
        return max(found, key=lambda one: one.until, default=None)


# --------------------------------------------------------------------------------- reading


def load_settings(path: Path, known: Known | None = None) -> Settings:
    """Read course.toml, and the overrides that it names.

    Parameters
    ----------
    path : Path
    known : Known, optional
        The assignments there are; then what the settings say of others, and of students of no roster, is a mistake too.

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
    course = converted(where, table, CourseFile, problems) or right_part(table, CourseFile)
    folder = path.resolve().parent
    deadlines = (
        place_deadlines(where, course.deadlines, course.timezone, problems)
        if course.timezone == table.get("timezone")
        else {}
    )
    extended = _existing(f"{where}: extensions", folder, course.extensions, problems)
    settings = Settings(
        name=" ".join(course.name.split()),
        seed_file=_seed_file(where, folder, course.seed_file, problems),
        gradebook=course.gradebook if "://" in course.gradebook else str(folder / course.gradebook),
        roster=_existing(f"{where}: roster", folder, course.roster, problems),
        groups=_existing(f"{where}: groups", folder, course.groups, problems),
        language=course.language,
        contact=" ".join(course.contact.split()),
        attempts=course.attempts,
        deadlines=deadlines,
        late=_late(f"{where}: late", course.late, problems),
        effort=Effort(single_edits=course.repair.single_edits, pairs=course.repair.pairs),
        overrides=_overrides(_existing(f"{where}: overrides", folder, course.overrides, problems), problems),
        extensions=read_extensions(extended, deadlines, course.timezone, problems)
        if extended is not None and extended.is_file()
        else (),
        total=_total(f"{where}: total", course.total, problems),
    )
    if known is not None:
        problems += _unknown(where, course, settings, known, extended)
    if problems:
        raise _unusable(path, problems)
    return settings


def _unknown(
    where: str, course: CourseFile, settings: Settings, known: Known, extended: Path | None = None
) -> list[str]:
    """Return what the settings say of assignments and students that there are not, a sentence each."""
    problems = [
        f"{where}: {table}.{name}: {say_unknown('there is no assignment', name, known.points)}"
        for table, names in (
            ("deadlines", course.deadlines),
            ("total.weights", course.total.weights),
            ("total.extra", course.total.extra),
        )
        for name in names
        if name not in known.points
    ]
    people: tuple[Student, ...] | None = None
    students: set[str] | None = None
    roster = known.roster or settings.roster
    if roster is not None and roster.is_file():
        try:
            people = read_roster(roster)
            students = {student.id for student in people}
        except OperatorError as error:
            problems.append(str(error))
    for override in settings.overrides:
        points = known.points.get(override.assignment)
        if points is None:
            what = say_unknown("there is no assignment", override.assignment, known.points)
            problems.append(f"{override.place}.assignment: {what}")
        elif override.grade > points and not override.may_exceed:
            problems.append(
                f"{override.place}.grade: {float(override.grade):g} is more than the {float(points):g} points there "
                "are; write extra = true where it is meant"
            )
        if students is not None and override.student not in students:
            problems.append(f"{override.place}.student: {not_on(roster, override.student, students)}")
    if people is not None and extended is not None and extended.is_file():
        problems += unknown_people(extended, people, known.groups or settings.groups, roster)
    return problems


def _unusable(path: Path, problems: list[str]) -> OperatorError:
    lines = "".join(f"\n  {problem}" for problem in problems)
    return OperatorError(f"the course's settings {path} cannot be used:{lines}")


def _existing(where: str, folder: Path, name: str | None, problems: list[str]) -> Path | None:
    if name is None:
        return None
    path = folder / name
    if not path.is_file():
        said = str(path) if name.isprintable() else f"{name!r}; write a path with / in the place of \\"
        problems.append(f"{where}: there is no file {said}")
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


def _late(where: str, late: LateTable, problems: list[str]) -> Late:
    return Late(
        grace=dt.timedelta(minutes=late.grace_minutes),
        deduction=_share(f"{where}.deduction", late.deduction, problems),
        of=late.of,
        cap=_share(f"{where}.cap", late.cap, problems),
        days=late.days,
        free_days=late.free_days,
        free_days_each=late.free_days_each,
    )


def _total(where: str, total: TotalTable, problems: list[str]) -> TotalRule:
    def positive(key: str, value: Number) -> Fraction:
        before = len(problems)
        found = _fraction(f"{where}.{key}", value, problems)
        if found <= 0 and len(problems) == before:
            problems.append(f"{where}.{key}: {value} is not above 0")
        return found

    problems += [
        f"{where}: {assignment} is in weights and in extra; it either counts or adds to what counts"
        for assignment in sorted(total.weights.keys() & total.extra.keys())
    ]
    return TotalRule(
        out_of=positive("out_of", total.out_of),
        weights={name: positive(f"weights.{name}", value) for name, value in total.weights.items()},
        extra={name: positive(f"extra.{name}", value) for name, value in total.extra.items()},
        drop_lowest=total.drop_lowest,
        missing=total.missing,
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
        number = text.strip().removesuffix("%")
        return (number_in(number) if isinstance(value, str) else Fraction(text)) / (100 if percent else 1)
    except (ValueError, ArithmeticError):
        problems.append(f'{where}: {text!r} is no number; write 0.1, "1/10" or "10 %"')
        return Fraction(0)


def _overrides(path: Path | None, problems: list[str]) -> tuple[Override, ...]:
    if path is None or not path.is_file():
        return ()
    overrides = []
    for where, row in read_rows(path, "override", OverrideRow, problems):
        grade = _fraction(f"{where}.grade", row.grade, problems)
        if grade < 0:
            problems.append(f"{where}.grade: {row.grade} is below 0")
        problems += [f"{where}.{key}: it is blank" for key in ("reason", "who") if not getattr(row, key).strip()]
        overrides.append(
            Override(
                student=row.student,
                assignment=row.assignment,
                grade=grade,
                reason=row.reason,
                who=row.who,
                may_exceed=row.extra,
                place=where,
            )
        )
    keys = [(one.student, one.assignment) for one in overrides]
    problems += [
        f"{path.name}: {student} has more than one override for {assignment}"
        for student, assignment in sorted({key for key in keys if keys.count(key) > 1})
    ]
    return tuple(overrides)


SHORTEST = 6  # characters of a seed


def salted(seed: str, course: str) -> str:
    """Return a seed with a course's name on its second line, which salts it; one that has its salt as it is."""
    return f"{seed}\n{course}" if course and "\n" not in seed else seed


def read_seed(file: Path) -> str:
    """Return the text of a seed file, without blanks at both ends.

    Raises
    ------
    OperatorError
        If it cannot be read, is no text, or is so short that all seeds of its length are soon tried.
    """
    try:
        seed = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise OperatorError(
            f"cannot read {file}: {error.strerror}; name the file that holds the course's seed"
        ) from None
    except UnicodeDecodeError:
        raise OperatorError(
            f"{file} is not a file of text in UTF-8; name the file that holds the course's seed"
        ) from None
    secret = seed.partition("\n")[0]
    if len(secret) < SHORTEST:
        what = f"holds only {len(secret)} characters on its first line" if secret else "is empty"
        raise OperatorError(f"{file} {what}: anyone could guess that seed; write a long random line into it")
    return seed
