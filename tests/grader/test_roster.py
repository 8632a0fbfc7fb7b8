"""The roster and whose submission is whose: certain, or listed."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.classroom import roster
from grader.classroom.entry import Entry
from grader.classroom.intake import Problem
from grader.classroom.roster_matching import match
from grader.errors import OperatorError
from grader.model import Student

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,CNN lab (4711)
    Points Possible,,,,,10
"Lovelace, Ada",101,S1,ada1,CS-1,
"Turing, Alan",102,S2,alan2,CS-1,
"Student, Test",999,,f1e2,CS-1,
"""
MOODLE = """First name,Last name,ID number,Email address,Groups
Ada,Lovelace,S1,Ada@example.edu,CS-1
Alan,Turing,S2,alan@example.edu,CS-1
"""
WORKSHEET = """Identifier,Full name,Email address,Status,Grade
Participant 5001,Ada Lovelace,ada@example.edu,Submitted,
Participant 5002,Alan Turing,alan@example.edu,No submission,
"""
GRADESCOPE = "Name,SID,Email,Sections\nAda Lovelace,S1,ada@example.edu,CS-1\nAlan Turing,,alan@example.edu,CS-1\n"
CLASSROOM = '"identifier","github_username","github_id","name"\n"ada1","adal","77",""\n"alan2","","",""\n'
NBGRADER = "id,first_name,last_name,email,lms_user_id\nada1,Ada,Lovelace,ada@example.edu,7\nalan2,Alan,Turing,,8\n"


def students(tmp_path: Path, text: str | bytes) -> tuple[Student, ...]:
    path = tmp_path / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return roster.read(path)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            CANVAS,
            Student(id="101", name="Lovelace, Ada", login="ada1", sis_id="S1", section="CS-1"),
            Student(id="102", name="Turing, Alan", login="alan2", sis_id="S2", section="CS-1"),
        ),
        (
            MOODLE,
            Student(id="S1", name="Lovelace, Ada", email="Ada@example.edu", sis_id="S1", section="CS-1"),
            Student(id="S2", name="Turing, Alan", email="alan@example.edu", sis_id="S2", section="CS-1"),
        ),
        (
            WORKSHEET,
            Student(id="Participant 5001", name="Ada Lovelace", email="ada@example.edu"),
            Student(id="Participant 5002", name="Alan Turing", email="alan@example.edu"),
        ),
        (
            GRADESCOPE,
            Student(id="ada@example.edu", name="Ada Lovelace", email="ada@example.edu", sis_id="S1", section="CS-1"),
            Student(id="alan@example.edu", name="Alan Turing", email="alan@example.edu", section="CS-1"),
        ),
        (CLASSROOM, Student(id="ada1", github="adal"), Student(id="alan2")),
        (
            NBGRADER,
            Student(id="ada1", name="Lovelace, Ada", email="ada@example.edu", login="7"),
            Student(id="alan2", name="Turing, Alan", login="8"),
        ),
    ],
    ids=["Canvas", "Moodle", "Moodle's worksheet", "Gradescope", "a host of git", "nbgrader"],
)
def test_a_roster_of_any_system_is_read(text: str, first: Student, second: Student, tmp_path: Path) -> None:
    assert students(tmp_path, text) == (first, second)


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: (text + "\n,,,\n").encode(),
        lambda text: text.replace("李 雷,\n", "李 雷\n").encode(),
        lambda text: text.replace("z@x.edu", "z@x.edu,A remark").encode(),
    ],
    ids=["mark", "utf-16", "semicolons", "tabs", "Windows", "empty lines", "short line", "long line"],
)
def test_a_roster_as_spreadsheets_save_it_is_the_same(encode, tmp_path: Path) -> None:
    text = "Id,Name,E-mail\n1,Zoë Müller,z@x.edu\n2,李 雷,\n"
    assert students(tmp_path, encode(text)) == (
        Student(id="1", name="Zoë Müller", email="z@x.edu"),
        Student(id="2", name="李 雷"),
    )


def test_all_mistakes_of_a_roster_are_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(OperatorError) as caught:
        students(tmp_path, "ID,Name,Email\n1,Ada,a@x.edu\n1,Alan,A@x.edu\n,Grace,g@x.edu\n4,Paul,a@x.edu\n")
    assert str(caught.value).splitlines()[1:] == [
        "  lines 2, 3: the same id, 1",
        "  lines 2, 3, 5: the same email, a@x.edu",
    ]


def test_a_line_without_a_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(OperatorError) as caught:
        students(tmp_path, "ID,Name\n1,Ada\n,Alan\n,\n3,\n")
    assert str(caught.value).splitlines()[1:] == ["  line 3: no id for Alan"]


def test_a_student_of_two_sections_and_groups_is_one_student_in_all_of_them(tmp_path: Path) -> None:
    lines = ["1,Ada,A,blue", "2,Alan,B,", "1,Ada,B,", "1,Ada,A,red"]
    ada, alan = students(tmp_path, "\n".join(["id,name,section,group", *lines]))
    assert (ada.id, ada.section) == ("1", "A; B; blue; red")
    assert (alan.id, alan.section) == ("2", "B")


def test_two_of_one_name_and_without_a_key_are_not_taken_for_one(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="no column tells students apart"):
        students(tmp_path, "name,section\nAda Lovelace,A\nAda Lovelace,B\n")


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("id,name,group\n1,Ada,blue\n2,Alan,\n3,Grace,Default group\n", {"1": "blue", "2": "", "3": ""}),
        ("id,name,group\n1,Ada,\n2,Alan,\n", {}),
        ("id,name\n1,Ada\n", {}),
    ],
)
def test_a_roster_says_who_is_in_which_group_if_it_names_any(text: str, groups: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(text, encoding="utf-8")
    assert roster.read_groups(path) == groups


def test_a_roster_without_any_key_says_so_once(tmp_path: Path) -> None:
    with pytest.raises(OperatorError) as caught:
        students(tmp_path, "Name\nAda\nAlan\n")
    assert str(caught.value).splitlines()[1:] == [
        "  no column tells students apart; name one of them id, sis_id, login, email, github"
    ]


def test_a_roster_is_read_up_to_32_mib_and_must_be_there(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    with pytest.raises(OperatorError, match=r"cannot read .*: No such file"):
        roster.read(path)
    path.touch()
    os.truncate(path, 32 * 1024**2)  # zeros without a place on the disk
    with pytest.raises(OperatorError, match="is no CSV"):
        roster.read(path)
    os.truncate(path, 32 * 1024**2 + 1)
    with pytest.raises(OperatorError, match="is too large"):
        roster.read(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "lists no student|no heading"),
        (b"ID,Name\n", "lists no student"),
        (b"a,b\n1,2\n", "no heading that is known"),
        (b"Name\nAda\n", "no column tells students apart"),
        (b"ID,ID\n1,2\n", "several columns that mean id"),
        ("ID,Name\n1,Zoë\n".encode("latin-1"), "line 2: 'Zoë' is not in UTF-8"),
        (b"ID,Name\n1,\0\n", "no CSV"),
        (b'ID,Name\n1,"Ada\n', "line"),
        (b"PK\x03\x04\xff", "spreadsheet's own file"),
    ],
)
def test_what_is_no_roster_is_said_to_be_none(text: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=message):
        students(tmp_path, text)


# --------------------------------------------------------------------------------------------- matching

ADA = Student(id="101", name="Lovelace, Ada", login="ada1", sis_id="S1", email="Ada@Example.edu", github="adal")
ALAN = Student(id="102", name="Turing, Alan", login="alan2", sis_id="S2", email="alan@example.edu")
ZOE = Student(id="103", name="O'Neill-Müller, Zoë")
CLASS = (ADA, ALAN, ZOE)


def entry(student: str, *also: str) -> Entry:
    return Entry(student=student, also=also, path=Path(student), name=f"{student}.py")


@pytest.mark.parametrize(
    ("student", "also", "who"),
    [
        ("101", (), ADA),
        ("s1", (), ADA),
        ("ADA1", (), ADA),
        ("ada@example.EDU", (), ADA),
        ("conv-layer-adal", ("adal",), ADA),
        ("Ada Lovelace", (), ADA),
        ("Lovelace, Ada", (), ADA),
        ("lovelace ada", (), ADA),
        ("lovelaceada_101", ("101", "lovelaceada"), ADA),
        ("Ada Lovelace_5001", ("Ada Lovelace", "Participant 5001"), ADA),
        ("oneillmullerzoe_103", ("103", "oneillmullerzoe"), ZOE),
        ("Zoe\u0308 O'Neill-Mu\u0308ller", (), ZOE),
        ("Zoe O'Neill-Muller", (), ZOE),
        ("ada.py", ("ada",), None),
        ("Ada", (), None),
        ("1", (), None),
    ],
)
def test_an_entry_is_a_students_by_what_is_certain(student: str, also: tuple[str, ...], who: Student | None) -> None:
    matched = match([entry(student, *also)], CLASS)
    assert [one for one, _ in matched.entries] == ([who] if who else [])
    assert len(matched.unmatched) == (who is None)
    assert {one.id for one, _ in matched.missing} == {s.id for s in CLASS} - ({who.id} if who else set())


def test_two_of_one_name_are_not_guessed() -> None:
    twins = (Student(id="1", name="Li, Wei"), Student(id="2", name="Wei, Li"))
    matched = match([entry("Wei Li")], twins)
    assert not matched.entries
    assert "may be of Li, Wei (1) or Wei, Li (2)" in matched.unmatched[0][1]
    assert [reason for _, reason in matched.missing] == [
        "not certain whose Wei Li.py is; nothing else was handed in"
    ] * 2


def test_a_number_tells_two_of_one_name_apart() -> None:
    twins = (Student(id="1", name="Li, Wei"), Student(id="2", name="Wei, Li"))
    assert [student.id for student, _ in match([entry("weili_2", "2", "weili")], twins).entries] == ["2"]


def test_a_name_and_a_number_that_leave_two_students_name_these_two() -> None:
    three = [Student(id=number, name="Li, Wei", login="weili" if number != "3" else "") for number in "123"]
    ((_, reason),) = match([entry("Wei Li", "weili")], three).unmatched
    assert reason == "may be of Li, Wei (1) or Li, Wei (2): rename it after the id of the right one"


def test_of_many_that_fit_five_are_named() -> None:
    namesakes = [Student(id=str(number), name="Li, Wei") for number in range(7)]
    matched = match([entry("Wei Li", str(number)) for number in range(7, 14)], namesakes)
    assert matched.unmatched[0][1].count(" or ") == 4
    assert {reason.count("Wei Li.py") for _, reason in matched.missing} == {5}


@pytest.mark.parametrize(
    ("name", "known_as", "unknown_as"),
    [
        ("Ada Maria Lovelace", ["Lovelace, Ada Maria", "lovelaceadamaria"], ["Maria Lovelace Ada", "Lovelace Ada"]),
        (
            "Cruz Díaz, Ana Luz",
            ["Ana Luz Cruz Díaz", "cruz diaz ana luz"],
            ["Díaz, Ana Luz Cruz", "Luz Cruz Diaz, Ana"],
        ),
        ("Plato", ["plato"], ["plato plato", ""]),
        ("", [], ["", "-", ","]),
    ],
)
def test_a_name_is_known_with_the_last_name_first_or_last(
    name: str, known_as: list[str], unknown_as: list[str]
) -> None:
    student = Student(id="77", name=name)
    assert all(match([entry(written)], [student]).entries for written in known_as)
    assert not any(match([entry(written)], [student]).entries for written in unknown_as)


def test_a_number_of_one_and_the_name_of_another_are_not_guessed() -> None:
    matched = match([entry("turingalan_101", "101", "turingalan")], CLASS)
    assert not matched.entries
    assert "Lovelace, Ada (101) or Turing, Alan (102)" in matched.unmatched[0][1]


def test_accents_tell_two_students_apart_where_they_are_written() -> None:
    pair = (Student(id="1", name="Muller, Jo"), Student(id="2", name="Müller, Jo"))
    assert [s.id for s, _ in match([entry("Jo Müller")], pair).entries] == ["2"]
    assert len(match([entry("mullerjo_7", "mullerjo")], pair).unmatched) == 1


def test_two_submissions_of_a_student_are_both_there() -> None:
    matched = match([entry("101"), entry("102"), entry("ada1")], CLASS)
    assert matched.twice == ((ADA, (entry("101"), entry("ada1"))),)


def test_what_intake_said_is_the_reason_of_who_has_no_entry() -> None:
    problem = Problem(name="submission_13", student="Alan Turing", reason="submission_13 is not there")
    others = [
        Problem(name="x", student="Nobody", reason="nobody's"),
        Problem(name="y", student="Alan Turing", reason="y is empty"),
        Problem(name="z", student="Zoe O'Neill", reason="of two"),
    ]
    namesakes = (Student(id="104", name="Zoe O'Neill"), Student(id="105", name="Zoë O'Neill"))
    found = match([], [*CLASS, *namesakes], [problem, *others, replace(others[2], student="zoeoneill")])
    assert {student.id: reason for student, reason in found.missing} == {
        "101": "nothing was handed in",
        "102": "submission_13 is not there; y is empty",
        "103": "nothing was handed in",
        "104": "of two",  # written without the accent, it is the one without
        "105": "nothing was handed in",
    }


WORDS = st.text(st.sampled_from("abÄø 李,'-"), max_size=6)
STUDENTS = st.builds(Student, id=WORDS.filter(str.strip), name=WORDS, login=WORDS, email=WORDS, sis_id=WORDS)
ENTRIES = st.builds(entry, WORDS, WORDS)


@given(st.lists(ENTRIES, max_size=8), st.lists(STUDENTS, max_size=8, unique_by=lambda student: student.id))
def test_every_line_and_every_entry_is_accounted_for(entries: list[Entry], lines: list[Student]) -> None:
    matched = match(entries, lines)
    assert sorted(student.id for student, _ in (*matched.entries, *matched.missing)) == sorted(s.id for s in lines)
    placed = [one for _, ones in matched.entries for one in ones] + [one for one, _ in matched.unmatched]
    assert sorted(map(str, placed)) == sorted(map(str, entries))
    assert all(reason for _, reason in (*matched.missing, *matched.unmatched))


def test_a_roster_whose_lines_end_by_a_carriage_return_alone_is_read(tmp_path: Path) -> None:
    place = tmp_path / "roster.csv"
    place.write_bytes(b"id;name\rs1;Ada\rs2;Alan\r")
    assert [student.id for student in roster.read(place)] == ["s1", "s2"]


def test_a_heading_that_is_too_long_for_a_table_is_refused_with_a_sentence(tmp_path: Path) -> None:
    place = tmp_path / "roster.csv"
    place.write_text("id," + "x" * 200_000 + "\ns1,Ada\n")
    with pytest.raises(OperatorError, match="Save it as CSV again"):
        roster.read(place)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", ",;\t")
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_list_is_read_as_excel_and_others_write_it(tmp_path: Path, encoding: str, delimiter: str, end: str) -> None:
    lines = [
        "ID;Nachname;Vorname;E-Mail-Adresse",
        "",
        "S1;Müller;Zoë;zoe@x.edu",
        ";;;",
        "S2;Straße;Ümit;umit@x.edu",
        "",
    ]
    found = students(tmp_path, end.join(lines).replace(";", delimiter).encode(encoding))
    assert [(one.id, one.name) for one in found] == [("S1", "Müller, Zoë"), ("S2", "Straße, Ümit")]


@pytest.mark.parametrize(
    ("encoding", "line", "word"), [("cp1252", 3, "Müller"), ("latin-1", 3, "Müller"), ("cp1250", 3, "Müller")]
)
def test_a_list_in_a_code_page_is_refused_with_the_line_and_the_name(
    tmp_path: Path, encoding: str, line: int, word: str
) -> None:
    text = "ID;Name\r\nS1;Ada\r\nS2;Zoe Müller\r\n".encode(encoding)
    with pytest.raises(OperatorError, match=f"line {line}: '{word}' is not in UTF-8.*Save it as “CSV UTF-8”"):
        students(tmp_path, text)


HIDDEN = {
    "a space without width before a number": "\u200b5001",
    "a mark of direction behind it": "5001\u200e",
    "thousands parted by a comma": '"5,001"',
}


@pytest.mark.parametrize("written", HIDDEN.values(), ids=HIDDEN)
def test_what_nobody_typed_is_no_part_of_a_number(tmp_path: Path, written: str) -> None:
    assert [one.id for one in students(tmp_path, f"ID,Name\n{written},Ada\n77,Alan\n")] == ["5001", "77"]


@pytest.mark.parametrize("ids", [('"5,001"', "5002"), ('"5,000"', '"6,000"'), ('"12,34"', '"5,001"')])
def test_a_comma_that_does_not_part_thousands_everywhere_stays(tmp_path: Path, ids: tuple[str, str]) -> None:
    found = [one.id for one in students(tmp_path, f"ID,Name\n{ids[0]},Ada\n{ids[1]},Alan\n")]
    assert found == [one.strip('"') for one in ids] or found == ["5", "6"]  # 5,000 is what pandas makes of a 5 too


@pytest.mark.parametrize("line", ['101,"Lovelace, Ada",ada@x.edu', "ada@x.edu", "Lovelace;Ada;ada@x.edu"])
def test_a_roster_without_headings_loses_nobody(tmp_path: Path, line: str) -> None:
    with pytest.raises(OperatorError, match=r"line 1: ada@x\.edu is an address and no heading"):
        students(tmp_path, f"{line}\n{line.replace('ada', 'alan')}\n")


def test_brightspaces_marks_are_no_part_of_numbers_and_logins(tmp_path: Path) -> None:
    text = "OrgDefinedId,Username,Last Name,First Name,Email,Lab Points Grade,End-of-Line Indicator\n"
    (found,) = students(tmp_path, f"{text}#S1,#ada1,Lovelace,Ada,ada@x.edu,,#\n")
    assert found == Student(id="S1", sis_id="S1", login="ada1", name="Lovelace, Ada", email="ada@x.edu")
