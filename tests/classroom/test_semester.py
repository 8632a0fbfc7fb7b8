"""A small semester: the table at its end is what the same facts give when they are worked out here once more."""

import datetime as dt
import json
import shutil
from fractions import Fraction

import pytest

from grader.cli import main
from tests.classroom.course import ASSIGNMENT, CASES, RIGHT, WRONG, Course

NAMES = ("eins", "zwei", "drei")
STUDENTS = tuple(f"s{n:02}" for n in range(9))
WORK = {RIGHT: 5, WRONG: 1, "def conv_map(: pass": 0}
DUE = {name: dt.datetime(2026, 5, 4 + 7 * n, 12, tzinfo=dt.UTC) for n, name in enumerate(NAMES)}
FREE, EXTENDED, OVERRIDDEN = 3, ("s03", "zwei", 2), ("s04", "eins", Fraction(4))
MARKS = {student: Fraction(n % 4) for n, student in enumerate(STUDENTS)}  # of the last assignment, out of 3
CRITERION = '[{ id = "values", check = "values", points = 1 }]\n'


def call(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stopped:
        main([str(one) for one in arguments])
    return int(stopped.value.code or 0)


def facts() -> dict[tuple[str, str], tuple[str, int]]:
    """Return what each student hands in, and how many days late; of some nothing."""
    found = {}
    for s, student in enumerate(STUDENTS):
        for a, name in enumerate(NAMES):
            if (s + 2 * a) % 7:
                found[student, name] = (list(WORK)[(s * s + a) % 3], (s + a) % 4)
    return found


def by_hand(student: str) -> Fraction:
    """Return a student's total of 100: every assignment weighs its points, a late day costs a fifth of them."""
    free, earned = FREE, Fraction(0)
    for name in NAMES:
        possible = 8 if name == "drei" else 5
        source, late = facts().get((student, name), ("", 0))
        if (student, name) == OVERRIDDEN[:2]:
            earned += OVERRIDDEN[2]
            continue
        if not source:
            continue
        if (student, name) == EXTENDED[:2]:
            late = max(0, late - EXTENDED[2])
        score = WORK[source] + (MARKS[student] if name == "drei" else 0)
        tries = [max(Fraction(0), score - Fraction(possible * (late - used), 5)) for used in range(min(free, late) + 1)]
        free -= tries.index(max(tries))
        earned += max(tries)
    return earned * 100 / 18


def prepare(course: Course) -> None:
    folder = course.folder
    two = folder / "assignments" / "two"
    for name in NAMES:
        shutil.copytree(two, folder / "assignments" / name)
    part = 'manual = [{ id = "style", points = 3, about = "Names." }]\n'
    manual = ASSIGNMENT.replace(CRITERION, CRITERION + part, 1)
    (folder / "assignments" / "drei" / "assignment.toml").write_text(manual)
    for (student, name), (source, days) in facts().items():
        place = folder / "submitted" / student / name
        place.mkdir(parents=True)
        (place / "conv.py").write_text(source)
        when = DUE[name] + dt.timedelta(days=days, hours=-1)
        (place / "timestamp.txt").write_text(f"{when:%Y-%m-%d %H:%M:%S}.000000 UTC")
    (folder / "roster.csv").write_text("id,name\n" + "".join(f"{one},Name {one}\n" for one in STUDENTS))
    deadlines = "".join(f"{name} = {due.isoformat()}\n" for name, due in DUE.items())
    (folder / "course.toml").write_text(
        'roster = "roster.csv"\noverrides = "o.toml"\nextensions = "e.toml"\n'
        f'[late]\ndeduction = "1/5"\nfree_days = {FREE}\n[deadlines]\n{deadlines}'
    )
    student, name, value = OVERRIDDEN
    (folder / "o.toml").write_text(
        f'[[override]]\nstudent="{student}"\nassignment="{name}"\ngrade="{value}"\nreason="talk"\nwho="W"\n'
    )
    student, name, days = EXTENDED
    (folder / "e.toml").write_text(
        f'[[extension]]\nstudent="{student}"\nassignment="{name}"\ndays={days}\nreason="ill"\nwho="W"\n'
    )


@pytest.mark.slow
def test_the_table_at_the_end_is_the_one_worked_out_by_hand(course: Course) -> None:
    prepare(course)
    folder = course.folder
    course_file, given = folder / "course.toml", ("--assignments", folder / "assignments")
    run = ("run", folder, "--course", course_file, "--out", folder.parent / "graded", "--source", "nbgrader", *given)
    assert call(*run, "-a", "zwei") == 0  # not in the order of the deadlines
    assert call(*run) == 0
    lines = "".join(f"{student},conv_single,style,{points}\n" for student, points in MARKS.items())
    handed = [student for student in STUDENTS if (student, "drei") in facts()]
    lines = "".join(line + "\n" for line in lines.splitlines() if line.partition(",")[0] in handed)
    (folder / "marks.csv").write_text(f"student,exercise,part,points\n{lines}")
    assert call("mark", course_file, "-a", "drei", "--from", folder / "marks.csv", *given) == 0
    corrected = CASES.replace("A small map.", "A map that is small.")
    (folder / "assignments" / "drei" / "cases.toml").write_text(corrected)
    assert call(*run, "-a", "drei", "--why", "a case was corrected") == 0
    assert call("course", course_file, "--json", folder / "table.json") == 0
    table = json.loads((folder / "table.json").read_text())
    totals = {row["student"]: row["total"] for row in table["students"]}
    assert totals == {student: pytest.approx(float(by_hand(student)), abs=0.005) for student in STUDENTS}
    assert call("feedback", folder / "gradebook.db", "--out", folder / "feedback") == 0
    for student, name in facts():
        page = (folder / "feedback" / student / f"{name}.html").read_text()
        assert [one for one in STUDENTS if f"Name {one}" in page] == [student]
