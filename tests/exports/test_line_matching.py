"""Which line of another system's file is which student: told for certain, or left alone and named."""

from fractions import Fraction

import pytest

from grader.export.cells import Cell
from grader.export.line_matching import Match, matched
from grader.model import GradeRow, Student

HEAD = ["Name", "ID", "Login"]
COLUMNS = {"ID": "id", "Login": "login"}
ADA = Student(id="1", name="Lovelace, Ada", login="ada")
ALAN = Student(id="2", name="Turing, Alan", login="alan")
GRACE = Student(id="3", name="Hopper, Grace")


def match(lines: list[list[str]], *students: Student, name: str = "Name", first: int = 1) -> Match:
    cells = [[Cell(0, 0, text) for text in line] for line in (HEAD, *lines)]
    rows = [GradeRow(student=student, assignment="a", status="graded", possible=Fraction(1)) for student in students]
    return matched(cells, rows, COLUMNS, name, first)


def ids(match: Match) -> dict[int, str]:
    return {line: row.student.id for line, row in match.rows.items()}


def test_a_key_tells_a_line_whatever_its_name_says() -> None:
    found = match([["", "2", ""], ["Somebody Else", "", "ADA"]], ADA, ALAN)
    assert ids(found) == {1: "2", 2: "1"}
    assert found.notes == ()


def test_a_key_that_two_students_share_tells_neither() -> None:
    shared = Student(id="4", name="Byron, Ada", login="ada")
    found = match([["", "", "ada"]], ADA, shared)
    assert ids(found) == {}
    assert found.notes == (
        "no student here is certainly theirs, so lines are left as they are: ada (line 2)",
        "1: not in that file",
        "4: not in that file",
    )


def test_keys_of_two_students_on_one_line_are_named_and_fill_nothing() -> None:
    found = match([["", "9", ""], ["", "8", ""], ["", "1", "alan"]], ADA, ALAN)
    assert ids(found) == {}
    assert found.notes[0] == "line 4: left as it is, its keys belong to 1 and 2"
    assert found.notes[1:] == (
        "no student here is certainly theirs, so lines are left as they are: 9 (line 2), 8 (line 3)",
        "1: not in that file",
        "2: not in that file",
    )


def test_a_student_on_two_lines_gets_neither_and_both_are_named() -> None:
    found = match([["", "1", ""], ["", "2", ""], ["", "", "ada"]], ADA, ALAN)
    assert ids(found) == {2: "2"}
    assert found.notes == ("1: 2 lines are this student's (2, 4); left as they are",)
    found = match([["", "1", ""], ["", "2", ""], ["", "", "alan"]], ADA, ALAN)
    assert found.notes == ("2: 2 lines are this student's (3, 4); left as they are",)


@pytest.mark.parametrize("name", ["Ada Lovelace", "lovelace, ADA"])
def test_a_name_tells_a_line_without_keys(name: str) -> None:
    found = match([[name, "", ""]], ADA, ALAN)
    assert ids(found) == {1: "1"}
    assert found.notes == ("2: not in that file",)


def test_a_name_that_occurs_twice_tells_nothing_on_either_side() -> None:
    namesake = Student(id="5", name="Ada Lovelace")
    assert ids(match([["Ada Lovelace", "", ""]], ADA, namesake)) == {}
    twice = match([["Ada Lovelace", "", ""], ["Lovelace, Ada", "", ""]], ADA)
    assert (ids(twice), twice.notes) == ({}, ("1: not in that file",))
    assert ids(match([["Ada Lovelace", "", ""], ["Ada Lovelace", "1", ""]], ADA, namesake)) == {2: "1"}


def test_a_name_tells_nobody_whom_a_key_has_told() -> None:
    assert ids(match([["Lovelace, Ada", "", ""], ["", "1", ""]], ADA)) == {2: "1"}


def test_a_student_without_a_name_is_not_told_by_an_empty_cell() -> None:
    nameless = Student(id="6")
    found = match([["", "", ""]], nameless)
    assert ids(found) == {}


def test_lines_that_end_early_and_files_without_a_column_of_names_are_borne() -> None:
    assert ids(match([["Hopper, Grace"], [], ["Lovelace, Ada", "1"]], ADA, GRACE)) == {1: "3", 3: "1"}
    assert ids(match([["Hopper, Grace", "", ""], ["", "1", ""]], ADA, GRACE, name="Full name")) == {2: "1"}
    assert ids(match([[""], ["", "", "Grace Hopper"]], ADA, GRACE, name="Login")) == {2: "3"}


def test_lines_before_the_first_are_nobodys() -> None:
    assert ids(match([["Points", "1", ""], ["", "2", ""]], ADA, ALAN, first=2)) == {2: "2"}


@pytest.mark.parametrize(("count", "more"), [(4, ""), (5, ""), (6, " and 1 more"), (11, " and 6 more")])
def test_five_lines_of_nobody_are_named_and_the_rest_counted(count: int, more: str) -> None:
    named = ", ".join(f"x{n} (line {n + 2})" for n in range(min(count, 5)))
    said = f"no student here is certainly theirs, so lines are left as they are: {named}{more}"
    assert match([["", f"x{n}", ""] for n in range(count)]).notes == (said,)
