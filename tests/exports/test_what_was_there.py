"""Another system's file that people have already written in, and grades that it cannot hold: nothing is lost unsaid."""

import dataclasses
from collections.abc import Sequence
from fractions import Fraction

import pytest

from grader.errors import OperatorError
from grader.export import FORMATS, Options
from grader.export.canvas import replaced_grades
from grader.model import GradeRow, Student

from .sample import ROWS

ADA = dataclasses.replace(ROWS[0], student=Student(id="101", name="Ada Lovelace"), grade=Fraction(10))
ALAN = dataclasses.replace(ADA, student=Student(id="102", name="Alan Turing"), grade=Fraction(7))
ABOVE = dataclasses.replace(ADA, grade=Fraction(11))
NONE = dataclasses.replace(ADA, student=Student(id="103"), status="missing", grade=None, report=None, reason="nothing")


def canvas(*cells: str, points: str = "10") -> bytes:
    lines = ["Student,ID,SIS User ID,SIS Login ID,Section,conv-layer (4711)", f"    Points Possible,,,,,{points}"]
    lines += [f"Somebody,{number},,,A,{cell}" for number, cell in enumerate(cells, 101)]
    return "\n".join(lines).encode()


def moodle(*cells: tuple[str, str]) -> bytes:
    lines = ["Identifier,Full name,Status,Grade,Maximum Grade,Grade can be changed,Feedback comments"]
    lines += [f"Participant {n},Somebody,-,{cell},10.00,{can},See me" for n, (cell, can) in enumerate(cells, 101)]
    return "\n".join(lines).encode()


def fill(name: str, data: bytes, *rows: GradeRow, scale: bool = False) -> tuple[bytes, Sequence[str]]:
    exported = FORMATS[name].export(list(rows), Options(into=data, scale=scale))
    return exported.files[""], exported.notes


@pytest.mark.parametrize("mark", ["EX", "ex", " Excused "])
def test_who_is_excused_in_canvas_stays_so_and_is_named(mark: str) -> None:
    filled, notes = fill("canvas", canvas(mark, "3.00", "EX"), ADA, ALAN, NONE)
    assert filled == canvas(mark, "7", "EX")
    assert notes == (
        "101: excused there, so the grade 10 is not written",
        "other grades were there: 102 had 3.00 and has 7",
        "103: no grade, nothing",
    )


def test_a_grade_that_was_there_and_is_the_same_is_not_named() -> None:
    assert fill("canvas", canvas("10.00", "7"), ADA, ALAN)[1] == ()


def test_nothing_is_converted_to_a_column_of_no_points() -> None:
    with pytest.raises(OperatorError, match="out of 0 points there, and every grade would become 0"):
        fill("canvas", canvas("", points="0"), ADA, scale=True)


def test_that_a_file_does_not_say_its_points_is_said() -> None:
    filled, (note,) = fill("canvas", canvas("", points=""), ADA)
    assert filled == canvas("10", points="")
    assert note.startswith("conv-layer (4711) of that file does not say how many points there are")


def test_of_a_worksheet_it_is_said_what_moodle_may_refuse_and_what_was_there() -> None:
    data = moodle(("5.00", "Yes"), ("", "No"), ("8", "Yes"), ("", "Yes"))
    filled, notes = fill("moodle", data, ABOVE, ALAN, NONE)
    assert filled == moodle(("11", "Yes"), ("7", "No"), ("8", "Yes"), ("", "Yes"))
    assert notes == (
        "no student here is certainly theirs, so lines are left as they are: Participant 104 (line 5)",
        "103: no grade, nothing",
        "101: 11 is more than the 10 there are, and Moodle takes it only where its setting unlimitedgrades is on",
        "102: the grade is locked there, so Moodle will not take 7",
        "other grades were there: 101 had 5.00 and has 11",
    )


HEAD = "Identifier,Status,Grade,Maximum Grade"


@pytest.mark.parametrize(
    ("head", "line", "locked"),
    [
        (f"{HEAD},Grade can be changed", "101,-,,10,No", True),
        ("Identifier,Grade,Maximum Grade,Grade can be changed", "101,,10,No", True),
        (f"{HEAD},Feedback comments", "101,-,,10,No", False),  # what a person wrote is no setting
        ("Identifier,Grade,Maximum Grade,Feedback comments", "101,,10,No", False),
    ],
)
def test_whether_a_grade_can_be_changed_stands_behind_the_maximum(head: str, line: str, locked: bool) -> None:
    _, notes = fill("moodle", f"{head}\n{line}\n".encode(), ADA)
    assert notes == (("101: the grade is locked there, so Moodle will not take 10",) if locked else ())


def test_a_grade_that_is_scaled_above_the_maximum_is_said_and_full_marks_are_not() -> None:
    data = f"{HEAD}\n101,-,,20\n102,-,,20\n".encode()
    above = dataclasses.replace(ABOVE, possible=Fraction(10))
    filled, notes = fill("moodle", data, above, dataclasses.replace(ADA, student=ALAN.student), scale=True)
    assert filled == f"{HEAD}\n101,-,22,20\n102,-,20,20\n".encode()
    assert [note for note in notes if "more than" in note] == [
        "101: 22 is more than the 20 there are, and Moodle takes it only where its setting unlimitedgrades is on"
    ]


def test_a_line_of_other_points_costs_no_other_line_its_grade() -> None:
    filled, _ = fill("moodle", f"{HEAD}\n101,-,,20\n102,-,,10\n".encode(), ADA, ALAN)
    assert filled == f"{HEAD}\n101,-,,20\n102,-,7,10\n".encode()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("otter", "101: this format holds scores, so 10 is written, and not the grade 11"),
        ("classroom50", "101: this format holds scores, so 10 is written, and not the grade 11"),
        ("autolab", "101: this format holds scores, so 10 is written, and not the grade 11"),
        ("prairielearn", "101: this format holds no more than all points, so the grade 11 counts as 10"),
        ("csv", None),
        ("nbgrader", None),
        ("gradescope", None),
    ],
)
def test_what_a_format_cannot_hold_is_said(name: str, said: str | None) -> None:
    notes = FORMATS[name].export([ABOVE, dataclasses.replace(ADA, student=ALAN.student)], Options()).notes
    assert notes == (() if said is None else (said,))


@pytest.mark.parametrize(("count", "more"), [(1, ""), (4, ""), (5, ""), (6, ", and 1 more"), (9, ", and 4 more")])
def test_five_other_grades_are_named_and_the_rest_counted(count: int, more: str) -> None:
    grades = {f"s{n}": (f" {n}.5 ", f"{n}") for n in range(count)}
    named = ", ".join(f"s{n} had {n}.5 and has {n}" for n in range(min(count, 5)))
    alike = {"same": ("7.0", "7"), "none": (" ", "3")}
    assert replaced_grades({**alike, **grades}) == (f"other grades were there: {named}{more}",)
    assert replaced_grades({"more": ("3", "4")}) == ("other grades were there: more had 3 and has 4",)
    assert replaced_grades(alike) == ()
