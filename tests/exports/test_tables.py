"""The tables for other systems, cell by cell: what stands where something is missing, and who is left out."""

import csv
import dataclasses
import io
import json
from fractions import Fraction

import pytest

from grader.errors import OperatorError
from grader.export import FORMATS, Options
from grader.export.canvas import stretched
from grader.export.format import cases_of
from grader.export.nbgrader import names, rounded, stamp
from grader.export.table import number, to_csv
from grader.model import GradeRow, Student

from .sample import ADA, BORIS, CHEN, HURT, PARTLY, RIGHT, ROWS, exercise, report, row

ABSENT = GradeRow(student=CHEN, assignment="conv-layer", status="missing", possible=Fraction(10))
BROKEN = row(BORIS, HURT, status="broken", score=None, grade=None)


def table(name: str, *rows: GradeRow, **more: object) -> list[dict[str, str]]:
    """Return the lines of an export of rows, by the columns' names."""
    data = FORMATS[name].export(rows, Options(**more)).files[""]  # type: ignore[arg-type]
    return list(csv.DictReader(io.StringIO(data.decode())))


def notes(name: str, *rows: GradeRow) -> tuple[str, ...]:
    return FORMATS[name].export(rows, Options()).notes


# ------------------------------------------------------------------------------------------------ csv


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (Fraction(0), "0"),
        (Fraction(1, 3), "0.33"),
        (Fraction(1, 200), "0.01"),
        (Fraction(10**8), "100000000"),
    ],
)
def test_a_number_has_two_places_at_most_and_nothing_is_no_number(value: Fraction | None, written: str) -> None:
    assert number(value) == written


def test_lines_end_as_they_are_told_to() -> None:
    assert to_csv([["a", "b"], ["c"]]) == b'"a","b"\n"c"\n'
    assert to_csv([["ä"]], "\r\n") == '"ä"\r\n'.encode()


def test_an_exercise_that_a_row_does_not_have_is_an_empty_cell() -> None:
    other = dataclasses.replace(row(BORIS, report("p.py", exercise("pool", "Pooling"))), assignment="pooling")
    first, second, third = table("csv", row(ADA, RIGHT, is_overridden=True), other, ABSENT)
    assert (first["conv_map"], first["pool"], first["overridden"]) == ("5", "", "yes")
    assert (second["conv_map"], second["pool"], second["overridden"]) == ("", "0", "")
    assert (third["conv_map"], third["pool"], third["grade"]) == ("", "", "")


def test_a_long_reason_is_cut_to_a_thousand_characters() -> None:
    (line,) = table("csv", row(ADA, RIGHT, reason="x" * 1001))
    assert line["reason"] == "x" * 1000 + "…"


# ------------------------------------------------------------------------------------------- nbgrader


@pytest.mark.parametrize(
    ("value", "hundredths"), [("0.004", 0), ("0.005", 1), ("0.125", 13), ("7", 700), ("-0.25", -25)]
)
def test_nbgraders_numbers_are_whole_hundredths_halves_up(value: str, hundredths: int) -> None:
    assert rounded(Fraction(value)) == Fraction(hundredths, 100)


@pytest.mark.parametrize(
    ("score", "grade", "numbers"),
    [
        (Fraction(8), Fraction(6), ("8.0", "2.0", "6.0")),  # late
        (Fraction(8), Fraction(9), ("8.0", "-1.0", "9.0")),  # an override above the score
        (None, Fraction(9), ("9.0", "0.0", "9.0")),  # an override where nothing was handed in
        (Fraction(0), Fraction(0), ("0.0", "0.0", "0.0")),
        (None, None, ("0.0", "0.0", "0.0")),  # nothing was handed in
    ],
)
def test_nbgraders_penalty_lies_between_score_and_grade(
    score: Fraction | None, grade: Fraction | None, numbers: tuple[str, ...]
) -> None:
    (line,) = table("nbgrader", dataclasses.replace(ABSENT, score=score, grade=grade))
    assert tuple(line[name] for name in ("raw_score", "late_submission_penalty", "score")) == numbers
    assert line["max_score"] == "10.0"


def test_nbgrader_keeps_names_in_two_and_times_in_utc() -> None:
    assert names("Lovelace, Ada") == names("Ada Lovelace") == ("Lovelace", "Ada")
    assert names("Ada") == ("Ada", "")
    assert stamp("2026-10-30T17:05:11+01:00") == "2026-10-30 16:05:11"
    assert stamp("2026-10-30T17:05:11") == "2026-10-30 17:05:11"
    assert stamp("") == stamp("yesterday") == ""


def test_nbgrader_has_no_line_for_who_waits_for_a_grade() -> None:
    assert [line["student_id"] for line in table("nbgrader", BROKEN, row(ADA, RIGHT), ABSENT)] == ["101", "103"]
    assert notes("nbgrader", BROKEN, row(ADA, RIGHT), ABSENT) == ("102: left out, broken",)


# ---------------------------------------------------------------------------------------------- otter


def test_otters_lines_are_submissions_in_the_order_of_their_students() -> None:
    empty = row(CHEN, report("", exercise("conv_map", "One map")))
    lines = table("otter", BROKEN, empty, row(ADA, RIGHT), dataclasses.replace(ABSENT, student=Student(id="200")))
    assert [line["file"] for line in lines] == ["points-per-question", "101/conv.py", "102/conv.py", "103"]
    assert [line["grading_status"] for line in lines] == ["--", "Completed", "broken", "Completed"]
    assert [line["percent_correct"] for line in lines] == ["1", "1", "0.7", "0"]
    assert [line["conv_forward"] for line in lines] == ["5", "5", "5", "0"]
    assert [line["total_points_earned"] for line in lines] == ["10", "10", "7", "0"]


def test_otter_names_whom_it_leaves_out() -> None:
    assert notes("otter", row(ADA, RIGHT), ABSENT) == ("103: nothing written, missing",)


def test_otter_reads_every_case_with_its_points_and_what_there_is_to_say() -> None:
    format_ = FORMATS["otter"]
    assert format_.single is not None
    found = json.loads(format_.single(row(ADA, HURT), Options())["otter.json"])["test_file_results"]
    assert [file["filename"] for file in found] == ["conv_map.py", "conv_forward.py"]
    results = [result for file in found for result in file["test_case_results"]]
    due = cases_of(HURT)
    assert [result["test_case"]["name"] for result in results] == [case.name for case in due]
    assert [result["test_case"]["points"] for result in results] == [float(case.points) for case in due]
    assert [result["passed"] for result in results] == [False, True, False, False, True, True, True]
    raised, passed, broken = results[0], results[1], results[5]
    assert raised["error"].splitlines()[0] == "Case rgb: Color."
    assert raised["test_case"] == {
        "name": "conv_map/shape/rgb",
        "code": "conv_map(x (3, 4, 4), w (3, 2, 2), b=1)",
        "hidden": False,
        "points": 1.0,
        "success_message": None,
        "failure_message": raised["error"],
    }
    assert (passed["error"], passed["test_case"]["code"], passed["test_case"]["failure_message"]) == (None, "", None)
    assert "A fault of ours" in broken["error"]
    assert broken["test_case"]["failure_message"] is None


# --------------------------------------------------------------------------------------------- moodle


def test_moodle_knows_a_student_by_address_or_number_and_else_by_the_id() -> None:
    plain, numbered = Student(id="7"), Student(id="8", sis_id="S8")
    addressed = Student(id="9", email="nine@example.edu")
    rows = [row(student, RIGHT) for student in (plain, numbered, addressed)]
    assert [(line["Email address"], line["ID number"]) for line in table("moodle", ABSENT, *rows)] == [
        ("", "7"),
        ("", "S8"),
        ("nine@example.edu", "9"),
    ]
    assert notes("moodle", *rows, ABSENT) == (
        "103: no grade, missing",
        "7: the roster has no e-mail address and no registrar's number; id used",
    )


def test_moodles_feedback_is_points_policy_and_questions_in_sentences() -> None:
    right, wrong, bare = table(
        "moodle",
        row(ADA, RIGHT, grade=Fraction(8), reason="1 day late"),
        row(BORIS, PARTLY),
        dataclasses.replace(ABSENT, grade=Fraction(9), reason="set to 9 by Prof. Weiß: was ill"),
    )
    assert right["conv-layer feedback"] == "conv_map 5 of 5; conv_forward 5 of 5. 1 day late"
    assert wrong["conv-layer feedback"] == (
        "conv_map 2 of 5; conv_forward 3.33 of 5. "
        "conv_map: Think: Which end of the kernel meets which value? Slides: Convolution Layer; Images."
    )
    assert bare["conv-layer feedback"] == "set to 9 by Prof. Weiß: was ill"
    assert [line["conv-layer"] for line in (right, wrong, bare)] == ["8.00", "5.33", "9.00"]


def test_a_feedback_is_cut_where_moodle_would_not_take_it() -> None:
    (line,) = table("moodle", row(ADA, RIGHT, reason="x" * 5000))
    feedback = line["conv-layer feedback"]
    assert (len(feedback), feedback[-2:]) == (4001, "x…")


def filled(data: str, *rows: GradeRow, name: str = "moodle", **more: object) -> str:
    found = FORMATS[name].export(rows, Options(into=data.encode(), **more))  # type: ignore[arg-type]
    return found.files[""].decode()


SHEET = "Identifier,Grade,Maximum Grade,Feedback comments\n"


def test_a_worksheets_maximum_is_that_of_the_assignment_or_the_grades_are_converted() -> None:
    assert filled(SHEET + "Teilnehmer 101,,10.00,ok\n", row(ADA, RIGHT)) == SHEET + "Teilnehmer 101,10,10.00,ok\n"
    with pytest.raises(OperatorError, match=r"Maximum Grade is out of 20 points there"):
        filled(SHEET + "Participant 101,,20,ok\n", row(ADA, RIGHT))
    assert (
        filled(SHEET + "Participant 101,,20,ok\n", row(ADA, RIGHT), scale=True) == SHEET + "Participant 101,20,20,ok\n"
    )
    assert filled("Identifier,Grade\n101,\n", row(ADA, RIGHT)) == "Identifier,Grade\n101,10\n"


def test_a_worksheet_without_room_for_feedback_gets_none() -> None:
    assert filled(SHEET + "101,,10\n", row(ADA, RIGHT)) == SHEET + "101,10,10\n"
    assert filled(SHEET + "101,\n", row(ADA, RIGHT)) == SHEET + "101,10\n"
    assert filled(SHEET + "101\n", row(ADA, RIGHT)) == SHEET + "101\n"
    feedback = '"conv_map 5 of 5; conv_forward 5 of 5"'
    assert filled(SHEET + "101,,10, \n", row(ADA, RIGHT)) == SHEET + f"101,10,10,{feedback}\n"
    assert filled("Identifier,Grade\n103,\n", ABSENT) == "Identifier,Grade\n103,\n"


def test_who_gets_nothing_in_a_worksheet_is_named() -> None:
    found = FORMATS["moodle"].export([ABSENT, row(ADA, RIGHT)], Options(into=b"Identifier,Grade\n103,\n"))
    assert found.notes == ("101: not in that file", "103: no grade, missing")


# --------------------------------------------------------------------------------------------- canvas

HEAD = "Student,ID,conv-layer (1),Conv Layer (2),Quiz (30),Notes\n"


def test_of_two_columns_with_one_name_the_operator_chooses() -> None:
    line = "x,101,,,,\n"
    choice = r"Choose with --column one of: conv-layer \(1\), Conv Layer \(2\), Quiz \(30\)$"
    with pytest.raises(OperatorError, match=f"more than one column of that file is 'conv-layer'. {choice}"):
        filled(HEAD + line, row(ADA, RIGHT), name="canvas")
    with pytest.raises(OperatorError, match=f"no column of that file is 'Exam'. {choice}"):
        filled(HEAD + line, row(ADA, RIGHT), name="canvas", column="Exam")
    with pytest.raises(OperatorError, match=r"no column of that file is 'Quizz'. Did you mean 'Quiz'\? Choose"):
        filled(HEAD + line, row(ADA, RIGHT), name="canvas", column="Quizz")
    with pytest.raises(OperatorError, match=r"one of: none$"):
        filled("Student,ID\nx,101\n", row(ADA, RIGHT), name="canvas")
    for column, cells in (("Conv Layer (2)", "x,101,,10,,"), ("quiz", "x,101,,,10,"), ("Notes", "x,101,,,,10")):
        assert filled(HEAD + line, row(ADA, RIGHT), name="canvas", column=column) == HEAD + cells + "\n"
    twice = HEAD.replace("Notes", "Quiz (30)")
    for column, problem in (("Quiz", "more than one column"), ("Quiz (30)", "no column")):
        with pytest.raises(OperatorError, match=problem):
            filled(twice + line, row(ADA, RIGHT), name="canvas", column=column)


def test_a_class_without_a_row_fills_no_column() -> None:
    with pytest.raises(OperatorError, match="one column holds one assignment"):
        filled(HEAD, name="canvas")


@pytest.mark.parametrize("lines_above", range(5))
def test_points_possible_are_found_among_the_first_lines(lines_above: int) -> None:
    """Nobody in that line or above it is a student, whatever is written there."""
    head = "Student,ID,conv-layer (1)\n" + "x,101,\n" * lines_above + " Points Possible ,101,20\n"
    assert filled(head + "x,101,\n", row(ADA, RIGHT), name="canvas", scale=True) == head + "x,101,20\n"


def test_points_possible_further_down_or_in_a_line_that_ends_early_say_nothing() -> None:
    far = "Student,ID,conv-layer (1)\n" + "y,7,\n" * 5 + "Points Possible,,20\n"
    assert filled(far + "x,101,\n", row(ADA, RIGHT), name="canvas") == far + "x,101,10\n"
    for possible in ("Points Possible", "Points Possible,,"):
        short = f"Student,ID,Section,conv-layer (1)\n{possible}\n"
        assert filled(short + "x,101,,\n", row(ADA, RIGHT), name="canvas") == short + "x,101,,10\n"
        for line in ("x,101\n", "x,101,\n"):
            assert filled(short + line, row(ADA, RIGHT), name="canvas") == short + line


def test_canvas_says_who_has_no_grade_and_keeps_what_is_there() -> None:
    data = "Student,ID,conv-layer (1)\nx,103,7\n"
    found = FORMATS["canvas"].export([ABSENT], Options(into=data.encode()))
    assert (found.files[""].decode(), found.notes) == (data, ("103: no grade, missing",))


@pytest.mark.parametrize(
    ("text", "possible", "factor"),
    [
        ("10", 10, Fraction(1)),
        (" 10.0 ", 10, Fraction(1)),
        ("", 10, Fraction(1)),
        ("(read only)", 10, Fraction(1)),
        ("2,5", 10, Fraction(1, 4)),
        ("100", 10, Fraction(10)),
        ("100", 0, Fraction(1)),
    ],
)
def test_grades_are_stretched_to_the_columns_own_points(text: str, possible: int, factor: Fraction) -> None:
    found = dataclasses.replace(ROWS[0], possible=Fraction(possible))
    unknown = ("Lab of that file does not say how many points there are, so grades are written as they are here",)
    said = unknown if text in ("", "(read only)") else ()
    assert stretched([(text, found)], True, "Lab") == ([factor], said)
    if factor != 1:
        problem = f"^Lab is out of {text.strip()} points there, conv-layer out of 10 here"
        with pytest.raises(OperatorError, match=problem):
            stretched([(text, found), ("7", found)], False, " Lab ")


def test_a_row_out_of_other_points_than_the_rest_is_left_out_or_converted() -> None:
    other = dataclasses.replace(ROWS[1], possible=Fraction(20))
    nothing = dataclasses.replace(ROWS[2], possible=Fraction(0))
    pairs = [("20", ROWS[0]), ("20", other), ("20", nothing)]
    factors, notes = stretched(pairs, False, " Lab ")
    assert factors == [None, 1, 1]
    assert notes == ("101: not written, because the grade is out of 10 points and Lab out of 20; --scale converts it",)
    assert stretched(pairs, True, "Lab") == ([Fraction(2), 1, 1], ())
    assert stretched([], False, "Lab") == ([], ())
