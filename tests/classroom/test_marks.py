"""Manual parts: people give points and comments, which count, are told to the student, and stay when graded again."""

import csv
import io
import re
from fractions import Fraction

import pytest

from grader.authoring.assignment import load_assignment
from grader.classroom.marks import Marking, from_sheet, to_sheet
from grader.cli import main
from grader.errors import AuthorError, OperatorError
from grader.gradebook import Gradebook
from grader.model import ManualPart, Student
from grader.report.pages import student_page
from tests.classroom.course import ASSIGNMENT, CASES, RIGHT, WRONG, Course

CRITERIA = 'criteria = [{ id = "values", check = "values", points = 1 }]\n'
MANUAL = 'manual = [{ id = "style", points = 4, about = "Names say what they hold." }]\n'


@pytest.fixture
def marked(course: Course) -> Course:
    """A course whose first exercise has a part that people grade, and a course.toml."""
    own = course.folder / "assignments" / "two" / "assignment.toml"
    own.write_text(ASSIGNMENT.replace(CRITERIA, CRITERIA + MANUAL, 1))
    (course.folder / "course.toml").write_text('timezone = "UTC"\n')
    course.hand_in([("ada", RIGHT), ("bob", WRONG)])
    return course


def call(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stopped:
        main([str(one) for one in arguments])
    return int(stopped.value.code or 0)


def grade(course: Course, *more: object) -> int:
    folder = course.folder
    given = [course.submissions, "-a", "two", "--course", folder / "course.toml", "--out", folder / "out"]
    return call("run", *given, "--assignments", folder / "assignments", *more)


def mark(course: Course, *more: object) -> int:
    return call(
        "mark", course.folder / "course.toml", "-a", "two", "--assignments", course.folder / "assignments", *more
    )


def rows(course: Course) -> dict:
    with Gradebook.open(course.book) as book:
        return {row.student.id: row for row in book.grade_rows()}


def fill_in(course: Course, points: dict[str, tuple[str, str]]) -> None:
    sheet = course.folder / "marks.csv"
    lines = list(csv.DictReader(io.StringIO(sheet.read_text())))
    for line in lines:
        line["points"], line["comment"] = points.get(line["student"], ("", ""))
    text = io.StringIO()
    writer = csv.DictWriter(text, lines[0], delimiter=";")  # as a spreadsheet in Germany saves it
    writer.writeheader()
    writer.writerows(lines)
    sheet.write_text(text.getvalue(), encoding="utf-8-sig")


def test_until_people_have_graded_there_is_no_grade_and_then_all_points_count(marked: Course, capsys) -> None:
    assert grade(marked) == 0
    found = rows(marked)
    assert (found["ada"].status, found["ada"].grade, found["ada"].possible) == ("unmarked", None, 9)
    assert found["ada"].reason == "waits for marks: conv_single.style"
    assert re.search(r"^ada .* waits for marks", capsys.readouterr().out, re.MULTILINE)  # "passed", it once said
    assert '"waits for marks"' in (marked.folder / "out" / "summary.csv").read_text()
    sheet = marked.folder / "marks.csv"
    assert mark(marked, "--sheet", sheet, "--page", marked.folder / "marks.html") == 0
    fill_in(marked, {"ada": ("2,5", "Good; name\nthe loop")})
    assert mark(marked, "--from", sheet, "--who", "Weiß") == 0
    found = rows(marked)
    assert (found["ada"].status, found["ada"].grade) == ("graded", Fraction(15, 2))
    assert found["bob"].status == "unmarked"
    assert mark(marked) == 0
    assert "bob: conv_single.style" in capsys.readouterr().out


def test_the_comment_is_in_the_report_and_on_the_page_with_who_gave_it(marked: Course) -> None:
    grade(marked)
    assert mark(marked, "ada", "conv_single.style", "3", "--comment", "Say what <w> holds.", "--who", "Weiß") == 0
    page = student_page(rows(marked)["ada"])
    assert "Say what &lt;w&gt; holds." in page
    assert "Weiß" in page
    assert "What people graded" not in student_page(rows(marked)["bob"])
    grade(marked)
    text = (marked.folder / "out" / "ada" / "report.txt").read_text()
    assert "conv_single.style: 3 of 4  (Weiß)" in text
    assert "Say what <w> holds." in text


def test_a_regrade_and_a_new_submission_keep_what_people_gave(marked: Course) -> None:
    grade(marked)
    mark(marked, "ada", "conv_single.style", "3", "--who", "Weiß")
    cases = marked.folder / "assignments" / "two" / "cases.toml"
    cases.write_text(CASES.replace("A small map.", "A map that is small."))
    grade(marked, "--why", "a case was illegal")
    assert rows(marked)["ada"].grade == 8
    marked.hand_in([("ada", WRONG)])
    grade(marked)
    after = rows(marked)["ada"]
    assert (after.grade, after.marks[0].who) == (4, "Weiß")


def test_marks_are_in_the_history_and_a_changed_one_is_too(marked: Course, capsys) -> None:
    grade(marked)
    for points in ("3", "3", "4"):
        mark(marked, "ada", "conv_single.style", points, "--who", "Weiß", "--comment", "see me")
    with Gradebook.open(marked.book) as book:
        events = [event for event in book.history("ada") if event.what == "mark"]
    assert [(event.score, event.who, event.cause) for event in events] == [(3, "Weiß", "see me"), (4, "Weiß", "see me")]
    assert rows(marked)["ada"].grade == 9
    call("history", marked.book, "ada")
    assert "mark for conv_single.style: 3.00 of 4; by Weiß (see me)" in capsys.readouterr().out


def test_an_override_stands_without_marks(marked: Course) -> None:
    (marked.folder / "overrides.toml").write_text(
        '[[override]]\nstudent = "bob"\nassignment = "two"\ngrade = 6\nreason = "talk"\nwho = "Weiß"\n'
    )
    (marked.folder / "course.toml").write_text('overrides = "overrides.toml"\n')
    grade(marked, "--anyway")
    assert (rows(marked)["bob"].status, rows(marked)["bob"].grade) == ("graded", 6)


PART = ManualPart(exercise="f", id="style", points=Fraction(4), about="Names.")
MARKING = Marking(parts=(PART,), students=(Student(id="=ada"), Student(id="bob", name="Bob")), given={})


def test_a_sheet_goes_out_and_comes_back(tmp_path) -> None:
    data = to_sheet(MARKING).replace(b"f,style,,4", b"f,style,4,4")
    marks = from_sheet(data, MARKING, "w", "2026-05-05T10:00:00+00:00")
    assert [(one.student, one.points) for one in marks] == [("=ada", 4), ("bob", 4)]
    again = Marking(parts=MARKING.parts, students=MARKING.students, given={one.student: (one,) for one in marks})
    assert from_sheet(to_sheet(again), again, "w", marks[0].at) == marks


def test_every_mistake_of_a_sheet_is_said_and_nothing_of_it_is_kept() -> None:
    lines = [
        "student,exercise,part,points,comment",
        "bob,f,style,5,",
        "bob,f,stile,1,",
        "eve,f,style,1,",
        "bob,f,style,many,",
        "bob,f,style,,oh",
        "bob,f,style,1,",
        "bob,f,style,2,",
    ]
    with pytest.raises(OperatorError) as raised:
        from_sheet("\n".join(lines).encode(), MARKING, "w", "")
    said = str(raised.value)
    for part in (
        "line 2: 5 points; from 0 to 4 can be given",
        "line 3: nobody grades 'f.stile'. Did you mean f.style?",
        "line 4: nothing of 'eve' was graded",
        "line 5: 'many' is no number of points",
        "line 6: a comment without points",
        "lines 7, 8: two marks of bob for f.style",
    ):
        assert part in said


def test_manual_parts_count_where_points_are_stated_and_have_names_of_their_own(marked: Course) -> None:
    folder = marked.folder / "assignments" / "two"
    text = (folder / "assignment.toml").read_text()
    assert load_assignment(folder).points == 9
    twice = MANUAL.replace("]", ', { id = "style", points = 1, about = "x" }]')
    (folder / "assignment.toml").write_text(f"points = 5\n{text}".replace(MANUAL, twice))
    with pytest.raises(AuthorError) as raised:
        load_assignment(folder)
    assert "points: 5 are stated; the criteria add up to 10" in str(raised.value.problems)
    assert "conv_single.style" in str(raised.value.problems)


SHEET = "student;name;exercise;part;points;of;comment\nada;Ada;conv_map;style;2,5;4;größer\n"


@pytest.mark.parametrize(
    "data", [SHEET.encode("utf-16"), f"sep=;\n{SHEET}".encode(), SHEET.replace("\n", "\r").encode()]
)
def test_a_sheet_is_read_as_a_german_excel_saves_it(data: bytes) -> None:
    part = ManualPart(exercise="conv_map", id="style", points=Fraction(4), about="Names.")
    marking = Marking(parts=(part,), students=(Student(id="ada", name="Ada"),), given={})
    (mark,) = from_sheet(data, marking, "Weiß", "2026-05-04T10:00:00+00:00")
    assert (mark.points, mark.comment) == (Fraction(5, 2), "größer")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("0077", "0077"), ("77", "0077"), ("77.0", "0077"), ('="""0077"""', None), ('"=""0077"""', "0077"), ("5", "5")],
)
def test_an_id_that_a_spreadsheet_changed_is_the_student_s(written: str, meant: str | None) -> None:
    """Excel takes the zeros of 0077 away as soon as it opens the sheet; nothing of 77 was graded, it then said."""
    part = ManualPart(exercise="f", id="style", points=Fraction(4), about="Names.")
    students = tuple(Student(id=one, name="") for one in ("0077", "5", "05"))
    sheet = f"student,exercise,part,points\n{written},f,style,3\n".encode()
    if meant is None:
        with pytest.raises(OperatorError):
            from_sheet(sheet, Marking(parts=(part,), students=students, given={}), "w", "")
        return
    (mark,) = from_sheet(sheet, Marking(parts=(part,), students=students, given={}), "w", "")
    assert mark.student == meant


@pytest.mark.parametrize("written", ["005", "5.00123E+11", "78", "0"])
def test_an_id_that_may_be_two_students_or_nobody_is_refused(written: str) -> None:
    part = ManualPart(exercise="f", id="style", points=Fraction(4), about="Names.")
    students = tuple(Student(id=one, name="") for one in ("0077", "5", "05"))
    with pytest.raises(OperatorError, match="nothing of"):
        from_sheet(
            f"student,exercise,part,points\n{written},f,style,3\n".encode(),
            Marking(parts=(part,), students=students, given={}),
            "w",
            "",
        )


def test_a_sheet_in_a_code_page_is_refused_with_the_line_and_the_word() -> None:
    part = ManualPart(exercise="conv_map", id="style", points=Fraction(4), about="Names.")
    marking = Marking(parts=(part,), students=(Student(id="ada", name="Ada"),), given={})
    with pytest.raises(OperatorError, match="the sheet of marks, line 2: 'größer' is not in UTF-8"):
        from_sheet(SHEET.encode("cp1252"), marking, "Weiß", "2026-05-04T10:00:00+00:00")
