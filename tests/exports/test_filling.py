"""A file of another system: one column filled, every other byte as it was; in doubt nothing is written."""

import csv
import dataclasses
import io
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.errors import OperatorError
from grader.export import FORMATS, Options
from grader.export import cells as cells_of_files
from grader.export.line_matching import words
from grader.model import GradeRow, Student

from .sample import INTO, ROWS

CANVAS = (INTO / "canvas.csv").read_bytes()
WORKSHEET = (INTO / "worksheet.csv").read_bytes()
HEAD = b"Student,ID,SIS User ID,SIS Login ID,Section,conv-layer (1)\n"


def fill(name: str, data: bytes, rows: list[GradeRow] = ROWS, **more: object) -> tuple[bytes, tuple[str, ...]]:
    found = FORMATS[name].export(rows, Options(into=data, **more))  # type: ignore[arg-type]
    return found.files[""], found.notes


def table(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_canvas_gets_its_column_and_keeps_every_other_byte() -> None:
    filled, notes = fill("canvas", CANVAS)
    before, after = table(CANVAS), table(filled)
    assert [row[6] for row in after] == ["Conv Layer (4711)", "", "10", "10", "4.27", "", "7", ""]
    assert [row[:6] + row[7:] for row in before] == [row[:6] + row[7:] for row in after]
    changed = CANVAS.replace(b"4.5,,88.1", b"4.5,10,88.1").replace(b'"3,5",1,', b'"3,5",4.27,')
    assert filled == changed
    assert "104: not in that file" in notes
    assert any(note.startswith("103: no grade, nothing was handed in") for note in notes)


def test_filling_twice_is_filling_once() -> None:
    for name, data in (("canvas", CANVAS), ("moodle", WORKSHEET)):
        once, _ = fill(name, data)
        assert fill(name, once)[0] == once


def test_a_worksheet_gets_grades_and_feedback_only_where_there_is_none() -> None:
    rows = table(fill("moodle", WORKSHEET)[0])
    assert [row[4] for row in rows] == ["Grade", "10", "4.27", "", ""]
    assert [row[9] for row in rows][1:3] == ["conv_map 5 of 5; conv_forward 5 of 5", "See me, please."]


CELLS = st.text(st.sampled_from('ab",;\n \u00e9='), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_cells_are_read_as_by_pythons_own_reader(lines: list[list[str]], end: str) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows([["Student", "x"], *lines])
    data = text.getvalue().encode()
    found = cells_of_files.read(data, "Student")
    assert [[cell.text for cell in line] for line in found] == table(data)
    assert cells_of_files.replaced(data, {}) == data
    for line in found:
        for cell in line:
            assert cells_of_files.replaced(data, {cell: "new"}) == data[: cell.start] + b"new" + data[cell.end :]


@pytest.mark.parametrize("after", [b"", b" ", b" x"])
@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
@pytest.mark.parametrize("is_ended", [True, False])
def test_what_stands_after_a_cell_in_quotes_belongs_to_the_cell(after: bytes, end: bytes, is_ended: bool) -> None:
    head, last = b"Student,x" + end, end * is_ended
    data = head + b'"Lovelace, Ada"' + after + b',"b"' + after + last
    line = cells_of_files.read(data, "Student")[1]
    assert [cell.text for cell in line] == ["Lovelace, Ada", "b"]
    assert cells_of_files.replaced(data, {line[0]: "c", line[1]: "d"}) == head + b"c,d" + last


def test_a_file_without_the_column_is_known_by_its_beginning() -> None:
    with pytest.raises(OperatorError) as caught:
        cells_of_files.read(b"1234567890" * 7, "Student")
    assert str(caught.value).endswith("no column 'Student'; it begins: " + repr("1234567890" * 6))


@given(CELLS)
def test_what_is_written_is_read_back(text: str) -> None:
    data = cells_of_files.replaced(b"Student,x\na,b\n", {cells_of_files.read(b"Student,x\na,b\n", "x")[1][1]: text})
    assert table(data)[1][1] == text


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_delimiter_of_canvas_is_read(delimiter: str) -> None:
    data = HEAD.replace(b",", delimiter.encode()) + delimiter.join(["Ada", "101", "", "", "", ""]).encode()
    assert fill("canvas", data)[0].endswith(delimiter.encode() + b"10")


@pytest.mark.parametrize(
    ("line", "filled"),
    [
        (b"x,101,,,,\n", True),
        (b"x,,S1,,,\n", True),
        (b"x,,,ADA,,\n", True),
        (b"x,,,ada@example.edu,,\n", True),
        (b'"Lovelace, Ada",,,,,\n', True),
        (b"Ada Lovelace,7,,,,\n", True),
        (b"Ada,,,,,\n", False),
        (b"x,101,S2,,,\n", False),  # two keys of two students
        (b"x,101,,,,\ny,101,,,,\n", False),  # two lines of one
        (b'"Lovelace, Ada",,,,,\nAda Lovelace,,,,,\n', False),
    ],
)
def test_a_line_is_filled_only_where_it_is_certain_whose_it_is(line: bytes, filled: bool) -> None:
    result, notes = fill("canvas", HEAD + line)
    assert (result != HEAD + line) == filled
    assert filled or any("101" in note for note in notes)


def test_a_name_that_two_students_have_tells_neither() -> None:
    twin = dataclasses.replace(ROWS[0], student=Student(id="900", name="Ada Lovelace"))
    data = HEAD + b'"Lovelace, Ada",,,,,\n'
    assert fill("canvas", data, [*ROWS, twin])[0] == data


@given(st.text(st.characters(categories=["Lu", "Ll"]), min_size=1, max_size=8), st.text("abc", min_size=1))
def test_last_first_and_first_last_are_one_name(first: str, last: str) -> None:
    assert words(f"{last}, {first}") == words(f"{first} {last}")


def test_points_that_differ_are_not_filled_in_silently() -> None:
    data = HEAD + b"    Points Possible,,,,,20\nx,101,,,,\n"
    with pytest.raises(OperatorError, match=r"out of 20 points there, conv-layer out of 10 here.*--scale"):
        fill("canvas", data)
    assert fill("canvas", data, scale=True)[0].endswith(b"x,101,,,,20\n")


def test_each_grade_is_weighed_by_what_was_possible_for_itself() -> None:
    """One row with other points than the rest stops nobody's export, and moves nobody's grade."""
    odd = dataclasses.replace(
        ROWS[0], student=Student(id="900", name="Odd One"), possible=Fraction(5), grade=Fraction(5)
    )
    data = HEAD + b"    Points Possible,,,,,10\ny,900,,,,\nx,101,,,,\n"
    filled, notes = fill("canvas", data, [odd, *ROWS])
    assert filled.endswith(b"y,900,,,,\nx,101,,,,10\n")
    assert any(note.startswith("900: not written") and "--scale" in note for note in notes)
    assert fill("canvas", data, [odd, *ROWS], scale=True)[0].endswith(b"y,900,,,,10\nx,101,,,,10\n")


def test_the_column_is_found_by_the_assignments_name_or_the_one_given() -> None:
    data = HEAD.replace(b"\n", b",Lab 3 (77)\n") + b"x,101,,,,,\n"
    assert fill("canvas", data)[0].endswith(b"x,101,,,,10,\n")
    for column in ("Lab 3", "Lab 3 (77)", "lab3"):
        assert fill("canvas", data, column=column)[0].endswith(b"x,101,,,,,10\n")
    with pytest.raises(
        OperatorError, match=r"no column of that file is 'Lab 4'.*one of: conv-layer \(1\), Lab 3 \(77\)"
    ):
        fill("canvas", data, column="Lab 4")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no column 'Student'"),
        (b"a,b\n1,2\n", "no column 'Student'"),
        ("Student,ID\n".encode("utf-16"), "UTF-16"),
        (b"Student,ID\n\xff,1\n", "not in UTF-8"),
        (b'Student,ID\n"cut', "cut off"),
    ],
)
def test_a_file_that_is_no_such_csv_is_said_plainly(data: bytes, message: str) -> None:
    with pytest.raises(OperatorError, match=message):
        fill("canvas", data)


def test_canvas_without_a_file_asks_for_one() -> None:
    with pytest.raises(OperatorError, match="--into FILE"):
        FORMATS["canvas"].export(ROWS, Options())


def test_two_assignments_do_not_fit_one_column() -> None:
    other = dataclasses.replace(ROWS[0], assignment="pooling")
    with pytest.raises(OperatorError, match="choose with -a one of conv-layer, pooling"):
        fill("canvas", CANVAS, [*ROWS, other])


@given(st.fractions(0, 10, max_denominator=1000))
def test_a_grade_is_written_with_two_places_at_most(grade: Fraction) -> None:
    row = dataclasses.replace(ROWS[0], grade=grade)
    written = fill("canvas", HEAD + b"x,101,,,,\n", [row])[0].decode().strip().rsplit(",", 1)[1]
    assume(written)
    assert abs(Fraction(written) - grade) <= Fraction(1, 200)
