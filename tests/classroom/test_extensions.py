"""Later deadlines of students and groups, and free days: who has how many, and where they are used."""

import csv
import datetime as dt
import itertools
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.classroom.extensions import Extension, for_students
from grader.classroom.groups import groups_of
from grader.classroom.policy import Candidate, decide_grade, graded, graded_freely
from grader.classroom.settings import Known, Late, load_settings
from grader.cli import main
from grader.errors import OperatorError
from grader.gradebook import Gradebook
from grader.model import Student
from tests.classroom.course import RIGHT, Course

DUE = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
ROSTER = "id,name,group\nada,Ada,Team 1\nbob,Bob,Team 1\neve,Eve,Team 2\n"


def settings_of(folder: Path, extensions: str, course: str = "") -> object:
    (folder / "extensions.toml").write_text(extensions)
    (folder / "roster.csv").write_text(ROSTER)
    text = 'extensions = "extensions.toml"\ntimezone = "Europe/Berlin"\nroster = "roster.csv"\n'
    (folder / "course.toml").write_text(f"{text}{course}\n[deadlines]\ntwo = 2026-10-24T12:00:00\n")
    return load_settings(folder / "course.toml")


def extension(who: str = 'student = "ada"', when: str = "days = 2", more: str = "") -> str:
    return f'[[extension]]\n{who}\nassignment = "two"\n{when}\nreason = "ill"\nwho = "Weiß"\n{more}\n'


def test_days_of_an_extension_are_days_of_the_calendar(tmp_path: Path) -> None:
    (one,) = settings_of(tmp_path, extension()).extensions  # clocks are put back in the night of the 25th
    assert one.until.isoformat() == "2026-10-26T12:00:00+01:00"


def test_every_mistake_of_extensions_is_said_at_once(tmp_path: Path) -> None:
    text = "".join(
        [
            extension(when="until = 2026-10-20T12:00:00"),
            extension(who='student = "bob"\ngroup = "Team 1"'),
            extension(who='student = "eve"', when=""),
            extension(who='student = "eve"', when='until = "tomorrow"'),
            extension(who='student = "bob"') * 2,
            extension().replace('"two"', '"three"'),
        ]
    )
    with pytest.raises(OperatorError) as raised:
        settings_of(tmp_path, text)
    said = str(raised.value)
    for part in (
        "extension[0].until: 2026-10-20 12:00:00+02:00 for ada is not after the deadline of two",
        "extension[1]: it needs either student or group",
        "extension[2]: it needs either until or days",
        "extension[3]: until: 'tomorrow' is a text and no time",
        "bob has more than one extension for two",
        "three has no deadline that could be extended",
    ):
        assert part in said


def test_a_groups_extension_is_everybodys_in_it_and_the_later_one_counts(tmp_path: Path) -> None:
    found = settings_of(tmp_path, extension(who='group = "team 1"') + extension(when="days = 3"))
    roster = [Student(id="ada", section="Team 1"), Student(id="bob", section="Team 1"), Student(id="eve")]
    spread = for_students(found.extensions, groups_of(roster))
    assert sorted((one.student, one.until.day) for one in spread) == [("ada", 26), ("ada", 27), ("bob", 26)]
    with pytest.raises(OperatorError, match=r"extension\[0\]\.group: nobody is known to be in the group 'team 1'"):
        for_students(found.extensions, groups_of([Student(id="x", section="Team 9")]))


def test_an_extension_moves_the_deadline_and_is_told() -> None:
    later = Extension(student="ada", assignment="two", until=DUE + dt.timedelta(days=2), reason="ill", who="Weiß")
    late = Late(deduction=Fraction(1, 10))
    handed = [Candidate(score=Fraction(10), possible=Fraction(10), submitted=DUE + dt.timedelta(days=3))]
    verdict = decide_grade(handed, due=DUE, late=late, extension=later)
    assert (verdict.late_days, verdict.grade) == (1, 9)
    assert verdict.reason == "deadline moved to 2026-05-06 12:00 by Weiß: ill; 1 day late"


SHARES = st.fractions(0, 1)


@given(st.fractions(0, 50), st.integers(0, 9), st.integers(0, 9), SHARES, SHARES, st.none() | st.integers(0, 9))
def test_free_days_never_cost_points_and_none_is_wasted(score, days, free, deduction, cap, limit) -> None:
    late = Late(deduction=deduction, cap=cap, days=limit)
    grade, spent = graded_freely(score, Fraction(50), days, late, free)
    assert graded(score, Fraction(50), days, late) <= grade <= score
    assert 0 <= spent <= min(days, free)
    assert grade == graded(score, Fraction(50), days - spent, late)
    assert all(graded(score, Fraction(50), days - used, late) < grade for used in range(spent))
    assert grade == graded(score, Fraction(50), days - min(days, free), late)


def grade_twice(course: Course, order: tuple[str, str]) -> dict[tuple[str, str], tuple[Fraction, str]]:
    """Grade two assignments in an order; return everyone's grades and reasons."""
    for name in order:
        arguments = ["run", course.folder / name, "-a", name, "--course", course.folder / "course.toml"]
        arguments += ["--assignments", course.folder / "assignments", "--out", course.folder / "out" / name]
        arguments += ["--times", course.folder / f"{name}.csv"]
        with pytest.raises(SystemExit) as stopped:
            main([str(one) for one in arguments])
        assert not stopped.value.code
    with Gradebook.open(course.book) as book:
        return {(row.student.id, row.assignment): (row.grade, row.reason) for row in book.grade_rows()}


@pytest.mark.parametrize("order", list(itertools.permutations(("two", "zwei"))))
def test_the_assignment_that_was_due_first_uses_free_days_first_in_any_order_of_grading(course, order) -> None:
    shutil.copytree(course.folder / "assignments" / "two", course.folder / "assignments" / "zwei")
    (course.folder / "roster.csv").write_text("id,name\nada,Ada\nbob,Bob\n")
    (course.folder / "course.toml").write_text(
        'roster = "roster.csv"\n[late]\ndeduction = "1/5"\nfree_days = 3\nfree_days_each = 2\n'
        "[deadlines]\ntwo = 2026-05-04T12:00:00Z\nzwei = 2026-05-11T12:00:00Z\n"
    )
    classes = {
        "two": ("07", {"ada": RIGHT, "bob": "def conv_map(: pass"}),
        "zwei": ("13", {"ada": RIGHT, "bob": RIGHT}),
    }
    for name, (days, work) in classes.items():
        folder = course.folder / name
        folder.mkdir()
        for student, source in work.items():
            (folder / f"{student}.py").write_text(source)
        lines = [f"{student},2026-05-{days}T11:00:00+00:00\n" for student in work]
        (course.folder / f"{name}.csv").write_text("id,submitted\n" + "".join(lines))
    found = grade_twice(course, order)
    # ada: 3 days late, 2 of them free, then 2 days late with one free day left
    assert found["ada", "two"] == (4, "3 days late; 2 free days are used for it, 1 is left")
    assert found["ada", "zwei"] == (4, "2 days late; 1 free day is used for it, 0 are left")
    for name in order:  # whichever was graded last, both summaries have the grades of now
        lines = csv.DictReader((course.folder / "out" / name / "summary.csv").open(newline=""))
        grades = {line["student"]: Fraction(line["grade"]) for line in lines}
        assert grades == {student: found[student, name][0] for student in grades}
    # bob's first work has no points, so no free day is used on it
    assert found["bob", "two"][0] == 0
    assert found["bob", "zwei"] == (5, "2 days late; 2 free days are used for it, 1 is left")


def test_a_grade_that_a_person_set_uses_no_free_days(course) -> None:
    from grader.classroom.settings import Override

    handed = [Candidate(score=Fraction(5), possible=Fraction(5), submitted=DUE + dt.timedelta(days=2))]
    given = Override(student="ada", assignment="two", grade=Fraction(3), reason="talk", who="Weiß")
    late = Late(deduction=Fraction(1, 5), free_days=4)
    assert decide_grade(handed, due=DUE, late=late, override=given, free_days_left=4).spent == 0
    assert decide_grade(handed, due=DUE, late=late, free_days_left=4).spent == 2


def test_mistakes_in_names_of_extensions_are_said_with_all_others(tmp_path: Path) -> None:
    text = extension(who='group = "Tem 1"') + extension(who='student = "adda"').replace('"two"', '"twoo"')
    (tmp_path / "extensions.toml").write_text(text)
    (tmp_path / "roster.csv").write_text(ROSTER)
    (tmp_path / "groups.csv").write_text("group,id\nTeam 1,ada\n")
    course = (
        'extensions = "extensions.toml"\nroster = "roster.csv"\ngroups = "groups.csv"\ntimezone = "Europe/Berlin"\n'
    )
    (tmp_path / "course.toml").write_text(f"{course}[deadlines]\ntwo = 2026-10-24T12:00:00\n")
    with pytest.raises(OperatorError) as raised:
        load_settings(tmp_path / "course.toml", Known(points={"two": Fraction(5)}))
    said = str(raised.value)
    assert "extension[0].group: nobody is known to be in the group 'Tem 1'. Did you mean Team 1?" in said
    assert "extension[1].assignment: twoo has no deadline that could be extended. Did you mean two?" in said
    assert "extension[1].student: 'adda' is not on the roster" in said
