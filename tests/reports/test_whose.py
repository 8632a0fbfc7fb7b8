"""Nobody gets another one's grade: groups, anonymous work, lists that spreadsheets and other languages changed."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.classroom import roster
from grader.classroom.class_work import ClassWork, gather_class
from grader.classroom.groups import groups_of
from grader.classroom.intake import take_in
from grader.classroom.intake.canvas import parse
from grader.errors import OperatorError
from grader.model import Student

from .conftest import zipped

SOURCE = "def conv_single(x, w, b):\n    return 1\n"
WORKSHEET = """Identifier,"Full name","Email address",Status,{group}Grade,"Maximum Grade"
"Participant 77","Alan Turing",alan@x.edu,"No submission",{alan},50.00
"Participant 90","Ada Lovelace",ada@x.edu,"Submitted for grading",{ada},50.00
"""
TEAMS = {
    "Team 1_77_assignsubmission_file/conv.py": SOURCE,
    "Team 2_78_assignsubmission_file/conv.py": SOURCE,
    "Default group_assignsubmission_file/conv.py": SOURCE,
}


def gathered(
    tmp_path: Path, files: dict[str, str], listed: str, groups: str = "", source: str = "auto"
) -> tuple[ClassWork, Sequence[Student]]:
    """Take in a class with a roster, and a file of groups if there is one."""
    (tmp_path / "class.zip").write_bytes(zipped(files))
    (tmp_path / "roster.csv").write_text(listed, encoding="utf-8")
    (tmp_path / "groups.csv").write_text(groups, encoding="utf-8")
    students = roster.read(tmp_path / "roster.csv")
    known = groups_of(students, tmp_path / "groups.csv" if groups else None)
    return gather_class(take_in(tmp_path / "class.zip", tmp_path / "work", source=source), students, known), students


def owners(work: ClassWork) -> dict[str, str]:
    return {student.id: entry.student for student, entry in work.entries}


# ------------------------------------------------------------------------------------------ groups


def test_the_number_of_a_group_is_no_participants_number(tmp_path: Path) -> None:
    work, _ = gathered(tmp_path, TEAMS, WORKSHEET.format(group="", alan="", ada=""))
    assert "Participant 77" not in owners(work)
    assert {"Participant 77", "Participant 90"} == set(work.reasons)
    assert any("no line of the roster is called Team 1. If that is a group" in line for line in work.listed)
    assert any("handed in by those who are in no group" in line for line in work.listed)


def test_everyone_in_a_group_has_its_work_and_a_note_says_so(tmp_path: Path) -> None:
    groups = "group,email\nTeam 1,ada@x.edu\nTeam 1,alan@x.edu\n"
    work, _ = gathered(tmp_path, TEAMS, WORKSHEET.format(group="", alan="", ada=""), groups)
    assert owners(work)["Participant 77"] == owners(work)["Participant 90"] == "Team 1_77"
    notes = [note for student, entry in work.entries if student.id == "Participant 77" for note in entry.notes]
    assert "handed in by the group Team 1: Ada Lovelace, Alan Turing" in notes
    assert any("of the group Team 1, so it is graded for" in line for line in work.listed)


def test_a_column_of_the_worksheet_says_who_is_in_a_group(tmp_path: Path) -> None:
    sheet = WORKSHEET.format(group="Group,", alan="Team 2,", ada=",")
    work, _ = gathered(tmp_path, TEAMS, sheet)
    assert owners(work)["Participant 77"] == "Team 2_78"
    assert owners(work)["Participant 90"] == "Default group"  # in none, so in Moodle's own


def test_a_member_named_after_the_group_is_found(tmp_path: Path) -> None:
    files = {
        "Team 2-Alan Turing_77_assignsubmission_file/conv.py": SOURCE,
        "Ada Lovelace_90_assignsubmission_file/c.py": "",
    }
    work, _ = gathered(tmp_path, files, WORKSHEET.format(group="", alan="", ada=""))
    assert owners(work)["Participant 77"] == "Team 2-Alan Turing_77"
    listed = "name,group\nAlan Turing,Team 2\nAda Lovelace,\n".replace("name", "ID,name", 1)
    listed = "ID,name,group\n1,Alan Turing,Team 2\n2,Ada Lovelace,\n"
    assert owners(gathered(tmp_path, files, listed)[0])["1"] == "Team 2-Alan Turing_77"


def test_the_teams_of_other_sites_are_groups_too(tmp_path: Path) -> None:
    files = {"lab-team-rocket/conv.py": SOURCE, "lab-ada/conv.py": SOURCE}
    work, _ = gathered(
        tmp_path,
        {"team-rocket/conv.py": SOURCE, "ada/conv.py": SOURCE},
        "ID,name,team\nada,Ada,\nbob,Bob,Team Rocket\ncy,Cy,Team Rocket\n",
    )
    assert files
    assert owners(work) == {"ada": "ada", "bob": "team-rocket", "cy": "team-rocket"}


def test_a_name_of_a_group_and_of_a_student_is_nobodys(tmp_path: Path) -> None:
    listed = "ID,name,group\n1,Alpha,\n2,Ada,Alpha\n"
    work, _ = gathered(tmp_path, {"alpha/conv.py": SOURCE, "x/conv.py": SOURCE}, listed)
    assert not {"1", "2"} & {student for student, key in owners(work).items() if key == "alpha"}
    assert any("or of the group Alpha" in line for line in work.listed)


def test_who_is_called_like_those_in_no_group_hands_in_for_nobody_else(tmp_path: Path) -> None:
    """Moodle's own group has no number. A display name is a student's choice; all once were graded by it."""
    sheet = WORKSHEET.format(group="Group,", alan="Team 2,", ada=",")
    files = {name: SOURCE for name in TEAMS if "Default" not in name}
    files |= {"Ada Lovelace_90_assignsubmission_file/conv.py": SOURCE}
    files |= {"Default group_91_assignsubmission_file/conv.py": "x = 1\n"}
    work, _ = gathered(tmp_path, files, sheet)
    assert owners(work)["Participant 77"] == "Team 2_78"
    assert owners(work)["Participant 90"] == "Ada Lovelace_90"
    assert any("no line of the roster is called Default group" in line for line in work.listed)


def test_two_that_are_called_like_one_group_are_nobodys(tmp_path: Path) -> None:
    sheet = WORKSHEET.format(group="Group,", alan="Team 2,", ada=",")
    work, _ = gathered(tmp_path, TEAMS | {"Team 2_90_assignsubmission_file/conv.py": "x = 1\n"}, sheet)
    assert "Participant 77" not in owners(work)
    said = [line for line in work.listed if "2 entries are called Team 2, and a group has one" in line]
    assert [line.partition(":")[0] for line in said] == ["Team 2_78", "Team 2_90"]
    assert "not certain whose" in work.reasons["Participant 77"]


def test_all_mistakes_of_a_file_of_groups_are_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(OperatorError) as caught:
        gathered(tmp_path, TEAMS, "ID,name\n1,Ada\n", "group,id\nTeam 1,9\n,1\n")
    assert str(caught.value).splitlines()[1:] == ["  line 2: 9 is not on the roster", "  line 3: no group for 1"]


# ------------------------------------------------------------------------------------------ names of files


@pytest.mark.parametrize(
    ("ada", "alan"),
    [
        ("Lovelace_Ada_hw3.py", "Turing_Alan_hw3.py"),
        ("hw3_1001_v1.py", "hw3_1002_v1.py"),
        ("lab 2 - Ada Lovelace/conv.py", "lab 2 - Alan Turing/conv.py"),
    ],
)
def test_what_all_names_share_is_the_assignments(ada: str, alan: str, tmp_path: Path) -> None:
    listed = "ID,Name\n1001,Ada Lovelace\n1002,Alan Turing\n"
    work, _ = gathered(tmp_path, {ada: SOURCE, alan: SOURCE}, listed)
    assert owners(work) == {
        "1001": ada.split("/")[0].removesuffix(".py"),
        "1002": alan.split("/")[0].removesuffix(".py"),
    }


def test_a_second_file_of_a_name_is_the_same_students_and_comes_after_it(tmp_path: Path) -> None:
    files = {"ada (1).py": SOURCE, "ada.py": SOURCE, "bob2.py": SOURCE, "bob.py": SOURCE}
    work, _ = gathered(tmp_path, files, "ID,Name\nada,Ada\nbob,Bob\nbob2,Bobby\n")
    assert [(student.id, entry.name) for student, entry in work.entries] == [
        ("ada", "ada.py"),
        ("ada", "ada (1).py"),
        ("bob", "bob.py"),
        ("bob2", "bob2.py"),
    ]
    assert "ada (1): ada (1).py is named as another file of ada" in work.listed


def test_what_is_said_of_the_whole_class_is_nobodys(tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(zipped({"Müller.py": SOURCE}, "cp850"))
    listed = gather_class(take_in(tmp_path / "class.zip", tmp_path / "work"), None).listed
    assert list(listed) == ["class.zip does not say how its names are written; they are read as cp850, the likeliest"]


# ------------------------------------------------------------------------------------------ anonymous


def test_names_that_moodle_hides_are_no_question_for_every_student(tmp_path: Path) -> None:
    files = {f"Participant_{n}_assignsubmission_file/conv.py": SOURCE for n in (77, 90)}
    work, _ = gathered(tmp_path, files, WORKSHEET.format(group="", alan="", ada=""))
    assert owners(work) == {"Participant 77": "Participant_77", "Participant 90": "Participant_90"}
    assert work.listed == []


def test_a_hidden_name_behind_a_group_is_the_participants(tmp_path: Path) -> None:
    files = {"Team 1-Participant_77_assignsubmission_file/conv.py": SOURCE}
    files["Default group-Participant_90_assignsubmission_file/conv.py"] = SOURCE
    work, _ = gathered(tmp_path, files, WORKSHEET.format(group="", alan="", ada=""))
    assert owners(work) == {"Participant 77": "Team 1-Participant_77", "Participant 90": "Default group-Participant_90"}


@pytest.mark.parametrize(
    "name",
    ["anon_aB3dE_9001_conv.py", "LATE_anon_aB3dE_9001_conv.py", "anon_LATE_aB3dE_9001_conv.py", "anon_aB3dE_text.html",
     "anon_12345_9001_conv.py"],
)  # fmt: skip
def test_an_anonymous_class_is_graded_by_its_codes(name: str, tmp_path: Path) -> None:
    assert parse(name) is not None
    (tmp_path / "class.zip").write_bytes(zipped({name: SOURCE, "anon_Zz3dE_9002_conv.py": SOURCE}))
    taken = take_in(tmp_path / "class.zip", tmp_path / "work")
    found = next(entry for entry in taken.entries if entry.student != "anon_Zz3dE")
    assert taken.source == "canvas"
    assert found.student in ("anon_aB3dE", "anon_12345")
    assert found.also == ()
    assert found.late == ("LATE" in name)


# ------------------------------------------------------------------------------------------ lists


@pytest.mark.parametrize(
    "text",
    [
        'ID,Name\n"=""5001""",Ada\n"=""5002""",Zoe\n',
        "ID,Name\n5001.0,Ada\n5002.0,Zoe\n",
        "ID;Name\n5001,0;Ada\n5002,0;Zoe\n",
        "sep=;\nID;Name\n5001;Ada\n5002;Zoe\n",
        "sep=,\r\nID,Name\r\n5001,Ada\r\n5002,Zoe\r\n",
        "ID,Name\n'5001,Ada\n'5002,Zoe\n",
        ",ID,Name\n0,5001,Ada\n1,5002,Zoe\n",
    ],
)
def test_numbers_that_a_spreadsheet_changed_are_put_right(text: str, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(text)
    assert [student.id for student in roster.read(tmp_path / "roster.csv")] == ["5001", "5002"]


def test_a_number_that_lost_its_digits_is_a_mistake_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("ID,Name\n5.00123E+11,Ada\n500123000002,Zoe\n")
    with pytest.raises(OperatorError, match=r"line 2: 5.00123E\+11 as id: a spreadsheet shortened this number"):
        roster.read(tmp_path / "roster.csv")


def test_a_number_that_lost_its_zeros_is_still_that_students(tmp_path: Path) -> None:
    work, _ = gathered(tmp_path, {"00417.py": SOURCE, "0042.py": SOURCE}, "ID,Name\n417,Ada\n42,Zoe\n")
    assert owners(work) == {"417": "00417", "42": "0042"}


HEADINGS = {
    "de": ("ID", "Vollständiger Name", "E-Mail-Adresse", "Teilnehmer/in "),
    "de without a blank": ("ID", "Vollständiger Name", "E-Mail-Adresse", "Teilnehmer/in"),
    "fr": ("Identifiant", "Nom complet", "Adresse de courriel", "Participant "),
    "es": ("Identificador", "Nombre completo", "Dirección de correo", "Participante "),
    "it": ("Identificativo", "Nome completo", "Indirizzo email", "Partecipante"),
    "nl": ("Identificatie", "Volledige naam", "E-mailadres", "Deelnemer "),
    "pt": ("Identificador", "Nome completo", "Endereço de e-mail", "Participante"),
    "fi": ("Tunniste", "Koko nimi", "Sähköpostiosoite", "Osallistuja "),  # not known here: by what is in them
    "ja": ("識別子", "フルネーム", "メールアドレス", "参加者ユーザ "),
}


@pytest.mark.parametrize("language", HEADINGS)
def test_a_worksheet_of_moodle_in_any_language_is_a_roster(language: str, tmp_path: Path) -> None:
    number, name, address, word = HEADINGS[language]
    head = f'\ufeff{number},"{name}",{address},Status\n'
    listed = f'{head}"{word}5001","Ada Lovelace",ada@x.edu,-\n"{word}5002","Zoë Müller",z@x.edu,-\n'
    files = {f"{who}_assignsubmission_file/conv.py": SOURCE for who in ("Ada Lovelace_5001", "Zoë Müller_5002")}
    work, students = gathered(tmp_path, files, listed)
    assert [(one.name, one.email) for one in students] == [("Ada Lovelace", "ada@x.edu"), ("Zoë Müller", "z@x.edu")]
    assert owners(work) == {f"{word}5001": "Ada Lovelace_5001", f"{word}5002": "Zoë Müller_5002"}
    blind = {f"{word.strip().replace('/', '')}_{n}_assignsubmission_file/conv.py": SOURCE for n in (5001, 5002)}
    assert len(gathered(tmp_path, blind, listed)[0].reasons) == 0


def test_halves_of_a_name_have_the_headings_of_their_language(tmp_path: Path) -> None:
    for headings in ("Prénom,Nom", "Nombre,Apellidos", "Nome,Cognome", "Voornaam,Achternaam", "Vorname,Nachname"):
        (tmp_path / "roster.csv").write_text(f"ID,{headings}\n1,Ada,Lovelace\n", encoding="utf-8")
        assert roster.read(tmp_path / "roster.csv")[0].name == "Lovelace, Ada"
    (tmp_path / "roster.csv").write_text("ID,Nom\n1,Ada Lovelace\n", encoding="utf-8")
    assert roster.read(tmp_path / "roster.csv")[0].name == "Ada Lovelace"


@pytest.mark.parametrize(
    ("heading", "role", "is_staff"),
    [
        ("Roles", "Teacher", True),
        ("Roles", "Non-editing teacher", True),
        ("Rollen", "Trainer/in ohne Bearbeitungsrecht", True),
        ("Rôles", "Enseignant non éditeur", True),
        ("Role", "TA", True),
        ("Roles", "Student", False),
        ("Roles", "Student, Non-editing teacher", False),  # who learns too hands in too
        ("Rollen", "Teilnehmer/in", False),
        ("Roles", "Zeta", False),
        ("Roles", "", False),
    ],
)
def test_who_teaches_is_nobody_of_a_list_of_participants(
    heading: str, role: str, is_staff: bool, tmp_path: Path
) -> None:
    listed = f'Full name,Email address,{heading}\nAda Lovelace,a@x.edu,"{role}"\nAlan Turing,t@x.edu,Student\n'
    (tmp_path / "roster.csv").write_text(listed, encoding="utf-8")
    assert [one.email for one in roster.read(tmp_path / "roster.csv")] == ["a@x.edu"] * (not is_staff) + ["t@x.edu"]


def test_names_are_found_under_a_heading_of_an_unknown_language_beside_a_known_one(tmp_path: Path) -> None:
    def names(text: str) -> list[str]:
        (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
        return [one.name for one in roster.read(tmp_path / "roster.csv")]

    lines = "a@x.edu,Ada Lovelace,Physics Dept\nt@x.edu,Alan Turing,Physics Dept\n"
    assert names(f"Email,Koko nimi,Osasto\n{lines}") == ["Ada Lovelace", "Alan Turing"]
    both = "a@x.edu,Ada Lovelace,Old Street\nt@x.edu,Alan Turing,New Street\n"
    assert names(f"Email,Koko nimi,Osoite\n{both}") == ["", ""]  # two columns could be it: nothing is guessed
    assert names("Email,Etunimi\na@x.edu,Ada\nt@x.edu,Alan\n") == ["", ""]


@pytest.mark.parametrize(
    "listed",
    [
        "Student ID,Name,Email\n101,Ada Lovelace,a@x.edu\n102,Alan Turing,t@x.edu\nTotal students: 2,,\n",
        "ID;Name;Email\n101;Ada Lovelace;a@x.edu\n102;Alan Turing;t@x.edu\n;Anzahl 2;\n",
        "ID|Name|Email\n101|Ada Lovelace|a@x.edu\n102|Alan Turing|t@x.edu\n",
        "Student ID (9 digits),Name [First Last],Email (private)\n101,Ada Lovelace,a@x.edu\n102,Alan Turing,t@x.edu\n",
        "Id,Name,Email,Name (Tutor)\n101,Ada Lovelace,a@x.edu,Weiß\n102,Alan Turing,t@x.edu,Weiß\n",
    ],
)
def test_lists_as_registries_write_them_are_read(listed: str, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(listed, encoding="utf-8")
    assert [(one.id, one.name) for one in roster.read(tmp_path / "roster.csv")] == [
        ("101", "Ada Lovelace"),
        ("102", "Alan Turing"),
    ]


def test_headings_of_campus_systems_are_known_and_a_student_may_be_called_total(tmp_path: Path) -> None:
    for head in (
        "REGISTRATION_NUMBER;FAMILY_NAME_OF_STUDENT;FIRST_NAME_OF_STUDENT",
        "Matrikelnummer;Familienname;Vornamen",
    ):
        (tmp_path / "roster.csv").write_text(f"{head}\n03601;Lovelace;Ada\n03602;Total;Zoé\n", encoding="utf-8")
        assert [one.name for one in roster.read(tmp_path / "roster.csv")] == ["Lovelace, Ada", "Total, Zoé"]
    (tmp_path / "roster.xls").write_text("<html><table><tr><th>ID</th></tr></table></html>")
    with pytest.raises(OperatorError, match="is a web page, as some sites export a table; save it as “CSV UTF-8”"):
        roster.read(tmp_path / "roster.xls")


def test_a_comma_in_a_name_without_quotes_is_no_other_column(tmp_path: Path) -> None:
    listed = tmp_path / "roster.csv"
    listed.write_text("ID,Name,Email\n101,Lovelace, Ada,a@x.edu\n102,Turing, Alan,t@x.edu\n")
    with pytest.raises(OperatorError, match="line 2: it has more columns than there are headings"):
        roster.read(listed)
    listed.write_text("ID,Name,Email\n101,Ada Lovelace,a@x.edu,,\n")
    assert roster.read(listed)[0].email == "a@x.edu"
