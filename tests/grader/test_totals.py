"""``grader course``: totals by the course's own rule, against the same computed another way."""

import csv
import itertools
import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from grader.classroom.totals import TotalRule, counted_assignments, total_row, totals
from grader.cli import course_command, export_command, off_roster
from grader.model import GradeRow, Student
from tests.classroom.course import RIGHT, WRONG, Course, course_in

POINTS = {"a": Fraction(50), "b": Fraction(40), "c": Fraction(10)}


def row(assignment: str, grade: Fraction | int | None, student: str = "ada", status: str = "graded") -> GradeRow:
    given = None if grade is None else Fraction(grade)
    return GradeRow(
        student=Student(id=student),
        assignment=assignment,
        status=status,  # type: ignore[arg-type]
        possible=POINTS[assignment],
        score=given,
        grade=given,
    )


def total(rows: list[GradeRow], **rule: object) -> Fraction | None:
    (made,) = totals(rows, TotalRule(**rule))  # type: ignore[arg-type]
    return made.value


def test_without_weights_an_assignment_weighs_its_points() -> None:
    assert total([row("a", 50), row("b", 20), row("c", 0)]) == 70


def test_with_weights_only_what_is_named_counts() -> None:
    weights = {"a": Fraction(3), "c": Fraction(1)}
    assert total([row("a", 25), row("b", 40), row("c", 10)], weights=weights) == Fraction(125, 2)


def test_extra_credit_adds_and_takes_nothing_away() -> None:
    rows = [row("a", 50), row("c", 5)]
    assert total(rows, extra={"c": Fraction(1, 10)}) == 105
    assert total([row("a", 50), row("c", None, status="missing")], extra={"c": Fraction(1, 10)}) == 100


def test_what_is_missing_is_zero_or_is_left_out_as_the_course_says() -> None:
    rows = [row("a", 50), row("b", None, status="missing")]
    assert total(rows) == Fraction(500, 9)
    assert total(rows, missing="left out") == 100


def test_work_that_waits_for_a_grade_costs_nothing_and_is_named() -> None:
    (made,) = totals([row("a", 25), row("b", None, status="broken")], TotalRule(drop_lowest=0))
    assert (made.value, made.waiting) == (50, ("b",))


def test_one_assignment_always_counts() -> None:
    assert total([row("a", 25)], drop_lowest=3) == 50


def test_nobody_has_a_total_before_anything_counts() -> None:
    (made,) = totals([row("a", 25)], TotalRule(weights={"b": Fraction(1)}))
    assert made.value is None
    assert total_row(made, TotalRule()).status == "missing"


GRADES = st.dictionaries(st.sampled_from("abc"), st.fractions(0, 60, max_denominator=8), min_size=1)


@given(
    GRADES,
    st.dictionaries(st.sampled_from("abc"), st.fractions(Fraction(1, 4), 9, max_denominator=4)),
    st.integers(0, 3),
)
def test_a_total_is_the_weighted_mean_of_what_is_left(
    grades: dict[str, Fraction], weights: Mapping[str, Fraction], dropped: int
) -> None:
    """Written anew: of all ways to leave out `dropped` shares, the one that leaves the largest shares out of reach."""
    rule = TotalRule(weights=weights, drop_lowest=dropped)
    (made,) = totals([row(name, grade) for name, grade in grades.items()], rule)
    weight = {name: weights[name] if weights else POINTS[name] for name in grades if not weights or name in weights}
    if not weight:
        assert made.value is None
        return
    share = {name: grades[name] / POINTS[name] for name in weight}
    left = max(1, len(weight) - dropped)
    best = max(itertools.combinations(sorted(weight), left), key=lambda kept: sorted(share[name] for name in kept))
    assert sorted(share[name] for name in weight if name not in made.dropped) == sorted(share[name] for name in best)
    kept = [name for name in weight if name not in made.dropped]
    assert made.value == 100 * sum(weight[n] * share[n] for n in kept) / sum(weight[n] for n in kept)
    assert min(share[n] for n in kept) * 100 <= made.value <= max(share[n] for n in kept) * 100


def test_assignments_stand_in_the_courses_order() -> None:
    rows = [row("a", 1), row("b", 1), row("c", 1)]
    assert counted_assignments(rows, TotalRule(extra={"a": Fraction(1)})) == ["b", "c", "a"]
    assert counted_assignments(rows, TotalRule(weights={"c": Fraction(1), "z": Fraction(1), "b": Fraction(1)})) == [
        "c",
        "b",
    ]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with a gradebook, in which the one assignment was graded."""
    course = course_in(tmp_path_factory.mktemp("course"))
    course.hand_in([("ada", RIGHT), ("bob", WRONG)])
    (course.folder / "roster.csv").write_text("id,name\nada,Ada Lovelace\nbob,Bob\ncleo,Cleo\n")
    course.run("out", course.book, "--roster", course.folder / "roster.csv")
    (course.folder / "course.toml").write_text("[total]\nout_of = 10\n[total.weights]\nlater = 1\ntwo = 2\n")
    return course


@pytest.mark.confined
def test_the_command_shows_everyone_and_says_what_is_not_graded_yet(course: Course, tmp_path: Path) -> None:
    places = {name: tmp_path / name for name in ("totals.csv", "totals.html", "totals.json")}
    options = [f"--out={places['totals.csv']}", f"--html={places['totals.html']}", f"--json={places['totals.json']}"]
    done = CliRunner().invoke(course_command.command, [str(course.folder / "course.toml"), *options])
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "student  name          two  total of 10",
        "ada      Ada Lovelace    5           10",
        "bob      Bob             1            2",
        "cleo     Cleo            –            0",
        "3 students; the mean of their totals is 4.",
    ]
    assert done.stderr == "Not graded yet: later\n"
    with places["totals.csv"].open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert [(line["student"], line["two"], line["total"]) for line in lines] == [
        ("ada", "5", "10"),
        ("bob", "1", "2"),
        ("cleo", "", "0"),
    ]
    document = json.loads(places["totals.json"].read_text())
    assert [student["total"] for student in document["students"]] == [10, 2, 0]
    assert "Ada Lovelace" in places["totals.html"].read_text(encoding="utf-8")


@pytest.mark.confined
def test_the_totals_fill_a_column_of_canvas(course: Course, tmp_path: Path) -> None:
    mine = tmp_path / "canvas.csv"
    mine.write_text("Student,ID,SIS User ID,SIS Login ID,Section,Total (99)\n    Points Possible,,,,,10\nBob,bob,,,,\n")
    out = tmp_path / "filled.csv"
    arguments = [str(course.book), "--total", str(course.folder / "course.toml"), "--format", "canvas"]
    done = CliRunner().invoke(export_command.command, [*arguments, "--into", str(mine), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert out.read_text().endswith("Bob,bob,,,,2\n")
    done = CliRunner().invoke(export_command.command, [*arguments, "-a", "two", "--out", str(out)])
    assert done.exit_code == 2
    assert "exclude each other" in done.output


@pytest.mark.confined
@pytest.mark.parametrize("table", ["weights", "extra"])
def test_a_misspelt_assignment_of_the_total_is_no_assignment_that_is_not_graded_yet(course: Course, table: str) -> None:
    settings = course.folder / f"{table}.toml"
    settings.write_text(f'gradebook = "gradebook.db"\n[total.{table}]\npoolin = 1\n')
    for command, options in ((course_command.command, []), (export_command.command, ["--format=csv", "--out=t.csv"])):
        arguments = [str(course.book), "--total", str(settings)] if options else [str(settings)]
        done = CliRunner().invoke(command, [*arguments, *options])
        assert done.exit_code != 0
        assert "[total] names poolin, and there is no such assignment. Did you mean pooling?" in str(done.exception)


@pytest.mark.confined
def test_who_left_the_course_is_said_and_is_not_in_the_mean(course: Course, tmp_path: Path) -> None:
    settings = course.folder / "left.toml"
    settings.write_text('gradebook = "gradebook.db"\nroster = "left.csv"\n')
    (course.folder / "left.csv").write_text("id,name\nada,Ada Lovelace\ncleo,Cleo\n")
    done = CliRunner().invoke(course_command.command, [str(settings)])
    assert done.stdout.splitlines()[1:] == [
        "ada      Ada Lovelace    5           100",
        "bob      Bob             1            20",
        "cleo     Cleo            –             0",
        "3 students; the mean of 2 totals is 50.",
    ]
    assert done.stderr == f"Not on the roster {course.folder / 'left.csv'}, so not in the mean: bob\n"
    out = ["--total", str(settings), "--format", "csv", "--out", str(tmp_path / "totals.csv")]
    exported = CliRunner().invoke(export_command.command, [str(course.book), *out])
    assert "Not on the roster" in exported.stderr


def test_a_student_whose_id_changed_is_known_by_the_address() -> None:
    old = Student(id="1003", email="Kim@x.edu")
    roster = [Student(id="2003", email="kim@x.edu"), Student(id="1004", email="lea@x.edu")]
    assert off_roster.same_people([old], roster)[0].startswith("1003 has the address of 2003: if that is one student")
    assert off_roster.same_people([old], roster[1:]) == []
    named = Student(id="9", name="Kim, Lee", login="kim1")
    said = off_roster.same_people([named], [Student(id="10", name="Kim, Lee", login="kim1")])
    assert said[0].startswith("9 has the name and login of 10")
    assert "a column Former ID with 9 in the line of 10" in said[0]
    assert off_roster.same_people([named], [Student(id="10", name="Kim, Lee", login="kim2")]) == []
