"""A semester of 300 students and eight assignments: its table is what the same facts give, worked out here once more.

Every distinct submission of an assignment is graded once; all students who handed it in have that result. Everything
else is real: four layouts of archives, groups, extensions, free days, overrides, marks, a regrade, a run that stops.
"""

import contextlib
import dataclasses
import datetime as dt
import json
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from grader.classroom.work import Bench, Done, Work
from grader.cli import run_setup
from tests.classroom.course import ASSIGNMENT, RIGHT, WRONG, Course
from tests.classroom.test_semester import CRITERION, call

STUDENTS = range(300)
NAMES = tuple(f"a{n}" for n in range(8))
KINDS = ("moodle", "canvas", "gradescope", "nbgrader")
ORDER = (3, 0, 7, 1, 5, 2, 6, 4)  # in which they are graded
BERLIN = ZoneInfo("Europe/Berlin")
DUE = tuple(dt.datetime(2026, 10, 3, 20) + dt.timedelta(days=7 * a) for a in range(8))  # clocks go back on 25 October
SOURCES = (RIGHT, WRONG, "def conv_map(: pass")
FREE, KILLED, REGRADED, MARKED = 3, 5, 6, 7
KILLED_AFTER = 100


def group(s: int) -> str:
    return f"Group {s // 2}"


def is_by_group(a: int) -> bool:
    return KINDS[a % 4] == "moodle"


def facts(s: int, a: int) -> tuple[str, int] | None:
    """Return what a student, or their group, hands in, and how many days late; None for nothing."""
    s = s - s % 2 if is_by_group(a) else s
    return (SOURCES[(s * s + a) % 3], (s + a) % 5) if (7 * s + 3 * a) % 11 else None


def extended(s: int, a: int) -> int:
    """Return by how many days a deadline is moved."""
    return 2 if (a == 1 and s % 17 == 0) else 1 if (a == 4 and s // 2 == 3) else 0


def overridden(s: int, a: int) -> bool:
    return a == 2 and s % 23 == 0


# ------------------------------------------------------------------------------------------ by hand


def grades_by_hand(s: int) -> list[tuple[Fraction, int]]:
    """Return grade and possible points of each assignment: a late day costs a fifth, and some are free."""
    free, found = FREE, []
    for a in range(8):
        possible = {REGRADED: 6, MARKED: 8}.get(a, 5)
        handed = facts(s, a)
        if overridden(s, a):
            found.append((Fraction(4), possible))
            continue
        if handed is None:
            found.append((Fraction(0), possible))
            continue
        source, late = handed
        score = {RIGHT: possible if a == REGRADED else 5, WRONG: 1}.get(source, 0) + (s % 4 if a == MARKED else 0)
        late = max(0, late - extended(s, a))
        tries = [max(Fraction(0), score - Fraction(possible * (late - n), 5)) for n in range(min(free, late) + 1)]
        free -= tries.index(max(tries))
        found.append((max(tries), possible))
    return found


def total_by_hand(s: int) -> Fraction:
    """Return a total: a1 to a7 weigh their number, the lowest of them is left out, a0 adds up to 5 points."""
    shares = [grade / possible for grade, possible in grades_by_hand(s)]
    counted = sorted(range(1, 8), key=lambda a: (shares[a], -a))[1:]  # of equal ones the heavier is left out
    return 100 * sum(a * shares[a] for a in counted) / sum(counted) + 5 * shares[0]


# ------------------------------------------------------------------------------------------ as it arrives


def when(s: int, a: int, days: int) -> dt.datetime:
    """Return when somebody hands in, by the clock on the wall: an hour before the deadline, or so many days later."""
    return DUE[a] + dt.timedelta(days=days, hours=-1)


def moodle(place: Path, a: int) -> list[str]:
    with zipfile.ZipFile(place / f"a{a}.zip", "w") as archive:
        for s in STUDENTS[::2]:
            if handed := facts(s, a):
                name = f"{group(s)}_{10_000 + s // 2}_assignsubmission_file/conv.py"  # the number is a student's too
                archive.writestr(zipfile.ZipInfo(name, when(s, a, handed[1]).timetuple()[:6]), handed[0])
    return []


def canvas(place: Path, a: int) -> list[str]:
    lines = ["id,submitted"]
    with zipfile.ZipFile(place / f"a{a}.zip", "w") as archive:
        for s in STUDENTS:
            if handed := facts(s, a):
                mark = "LATE_" if handed[1] else ""
                archive.writestr(f"student{s:03}_{mark}{10_000 + s}_{70_000 + s}_conv.py", handed[0])
                lines.append(f"{10_000 + s},{when(s, a, handed[1]):%Y-%m-%d %H:%M}")
    (place / f"a{a}.csv").write_text("\n".join(lines))
    return ["--times", str(place / f"a{a}.csv")]


def gradescope(place: Path, a: int) -> list[str]:
    lines = []
    with zipfile.ZipFile(place / f"a{a}.zip", "w") as archive:
        for s in STUDENTS:
            if handed := facts(s, a):
                time = when(s, a, handed[1]).replace(tzinfo=BERLIN).astimezone(dt.UTC)
                lines += [f"submission_{s}:", "  :submitters:", f"  - :email: s{s:03}@x.edu"]
                lines.append(f"  :created_at: {time:%Y-%m-%d %H:%M:%S}.000000000 Z")
                archive.writestr(f"submission_{s}/conv.py", handed[0])
        archive.writestr("submission_metadata.yml", "\n".join(lines))
    return []


def nbgrader(place: Path, a: int) -> list[str]:
    for s in STUDENTS:
        folder = place / f"a{a}" / "submitted" / f"login{s:03}"
        folder.mkdir(parents=True)
        if handed := facts(s, a):
            (folder / f"a{a}").mkdir()
            (folder / f"a{a}" / "conv.py").write_text(handed[0])
            zone = when(s, a, handed[1]).replace(tzinfo=BERLIN).tzname()
            (folder / f"a{a}" / "timestamp.txt").write_text(f"{when(s, a, handed[1]):%Y-%m-%d %H:%M:%S}.000000 {zone}")
    return []


ARRIVALS = {"moodle": moodle, "canvas": canvas, "gradescope": gradescope, "nbgrader": nbgrader}


def prepare(course: Course) -> None:
    """Write what an instructor writes: the course's files, and assignments."""
    folder = course.folder
    for name in NAMES:
        shutil.copytree(folder / "assignments" / "two", folder / "assignments" / name)
    manual = ASSIGNMENT.replace(CRITERION, CRITERION + 'manual = [{ id = "style", points = 3, about = "Names." }]\n', 1)
    (folder / "assignments" / NAMES[MARKED] / "assignment.toml").write_text(manual)
    lines = [f"{10_000 + s},Student {s:03},s{s:03}@x.edu,login{s:03},{group(s)}" for s in STUDENTS]
    (folder / "roster.csv").write_text("ID,Name,Email,Login,Group\n" + "\n".join(lines))
    deadlines = "".join(f"a{a} = {due.isoformat()}\n" for a, due in enumerate(DUE))
    weights = "".join(f"a{a} = {a}\n" for a in range(1, 8))
    (folder / "course.toml").write_text(
        'timezone = "Europe/Berlin"\nroster = "roster.csv"\noverrides = "o.toml"\nextensions = "e.toml"\n'
        f'[late]\ndeduction = "1/5"\nfree_days = {FREE}\n[deadlines]\n{deadlines}'
        f'[total]\ndrop_lowest = 1\n[total.extra]\na0 = "5 %"\n[total.weights]\n{weights}'
    )
    (folder / "o.toml").write_text(
        "".join(
            f'[[override]]\nstudent="{10_000 + s}"\nassignment="a2"\ngrade=4\nreason="talk"\nwho="W"\n'
            for s in STUDENTS
            if overridden(s, 2)
        )
    )
    own = (f'student="{10_000 + s}"\nassignment="a1"\ndays=2\n' for s in STUDENTS if extended(s, 1))
    rows = [*own, 'group="Group 3"\nassignment="a4"\ndays=1\n']
    (folder / "e.toml").write_text("".join(f'[[extension]]\n{row}reason="ill"\nwho="W"\n' for row in rows))


class Once:
    """Whoever performs work: each distinct submission of an assignment is graded once."""

    def __init__(self, bench: Bench, kept: dict[tuple[str, str], Done], stop_after: int | None) -> None:
        self.bench, self.kept, self.left = bench, kept, stop_after

    def perform(self, works: Iterable[Work]) -> Iterator[Done]:
        for work in works:
            if self.left == 0:
                raise KeyboardInterrupt
            self.left = None if self.left is None else self.left - 1
            if work.kept.keys() == self.bench.digests.keys():
                yield self.bench.perform(work)  # nothing of it is graded again
                continue
            key = " ".join(sorted(self.bench.digests.values())), work.submission.digest
            if key not in self.kept:
                self.kept[key] = self.bench.perform(dataclasses.replace(work, facts=None, kept={}))
            one = self.kept[key]
            parts = tuple(work.kept.get(part.exercise, part) for part in one.parts)
            facts = dataclasses.replace(one.facts, parts=tuple(part.id for part in parts))
            yield dataclasses.replace(one, number=work.number, parts=parts, facts=facts)


@pytest.mark.full
def test_the_table_of_a_large_semester_is_the_one_worked_out_by_hand(course: Course, monkeypatch) -> None:
    kept: dict[tuple[str, str], Done] = {}
    stop_after: list[int | None] = [None]

    @contextlib.contextmanager
    def performer(job, sandbox, total):
        bench = Bench(plan=job.plan, dialect=job.options.dialect, digests=job.digests, sandbox=sandbox)
        yield Once(bench, kept, stop_after[0]), 50

    monkeypatch.setattr(run_setup, "performer", performer)
    prepare(course)
    folder, place = course.folder, course.folder / "week"
    place.mkdir()
    more = {a: ARRIVALS[KINDS[a % 4]](place, a) for a in range(8)}
    given = ("--assignments", folder / "assignments")

    def run(a: int, *options: object) -> int:
        where = place / f"a{a}" if KINDS[a % 4] == "nbgrader" else place / f"a{a}.zip"
        out = ("--out", folder / "graded" / f"a{a}", "--course", folder / "course.toml")
        return call("run", where, "-a", f"a{a}", *out, *given, *more[a], *options)

    for a in ORDER:
        stop_after[0] = KILLED_AFTER if a == KILLED else None
        assert run(a) == (130 if a == KILLED else 0)
    stop_after[0] = None
    assert run(KILLED) == 0
    marks = (f"{10_000 + s},conv_single,style,{s % 4}\n" for s in STUDENTS if facts(s, MARKED))
    (folder / "marks.csv").write_text("student,exercise,part,points\n" + "".join(marks))
    assert call("mark", folder / "course.toml", "-a", NAMES[MARKED], "--from", folder / "marks.csv", *given) == 0
    corrected = ASSIGNMENT.replace('check = "values", points = 1 }]', 'check = "values", points = 2 }]', 1)
    (folder / "assignments" / NAMES[REGRADED] / "assignment.toml").write_text(corrected)
    assert run(REGRADED, "--why", "an exercise was worth too little") == 0

    assert call("course", folder / "course.toml", "--json", folder / "table.json") == 0
    table = {row["student"]: row for row in json.loads((folder / "table.json").read_text())["students"]}
    assert len(table) == len(STUDENTS)
    for s in STUDENTS:
        row = table[str(10_000 + s)]
        found = [row["grades"][name] or 0 for name in NAMES]
        assert found == [pytest.approx(float(grade), abs=0.005) for grade, _ in grades_by_hand(s)], s
        assert row["total"] == pytest.approx(float(total_by_hand(s)), abs=0.006), s
    check_feedback(folder, place)


def check_feedback(folder: Path, place: Path) -> None:
    """Every page is in the folder of its student, and names nobody but them and their group."""
    assert call("feedback", folder / "gradebook.db", "--out", folder / "feedback") == 0
    pages = {path.relative_to(folder / "feedback") for path in (folder / "feedback").rglob("*.html")}
    assert pages == {Path(f"{10_000 + s}/a{a}.html") for s in STUDENTS for a in range(8) if facts(s, a)}
    for page in pages:
        s = int(page.parts[0]) - 10_000
        together = {s, s ^ 1} if is_by_group(int(page.stem[1:])) else {s}
        assert named((folder / "feedback" / page).read_text()) == {f"{one:03}" for one in together}, page
    assert (
        call("feedback", folder / "gradebook.db", "-a", "a1", "--like", place / "a1.zip", "--out", folder / "c.zip")
        == 0
    )
    with zipfile.ZipFile(folder / "c.zip") as archive:
        sent = {name: named(archive.read(name).decode()) for name in archive.namelist()}
    assert sent == {
        f"student{s:03}_{'LATE_' if handed[1] else ''}{10_000 + s}_{70_000 + s}_feedback.html": {f"{s:03}"}
        for s in STUDENTS
        if (handed := facts(s, 1))
    }


def named(page: str) -> set[str]:
    return set(re.findall(r"Student (\d{3})", page))
