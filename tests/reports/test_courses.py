"""What an instructor writes: settings with every mistake at once, the wrong -a, sheets of Moodle in other languages."""

import csv
import io
from fractions import Fraction
from pathlib import Path

import pytest

from grader.classroom.settings import Known, load_settings
from grader.cli import main
from grader.errors import OperatorError
from grader.export import Options, find
from grader.model import GradeRow, Student
from tests.classroom.conftest import course
from tests.classroom.course import RIGHT, WRONG, Course

__all__ = ["course"]

KNOWN = Known(points={"conv-layer": Fraction(50), "pooling": Fraction(40)})


def mistakes(tmp_path: Path, text: str, **files: str) -> list[str]:
    (tmp_path / "course.toml").write_text(text)
    for name, content in files.items():
        (tmp_path / name.replace("_", ".")).write_text(content)
    with pytest.raises(OperatorError) as caught:
        load_settings(tmp_path / "course.toml", KNOWN)
    return [line.strip() for line in str(caught.value).splitlines()[1:]]


def test_every_mistake_of_a_course_is_said_at_once_with_its_place(tmp_path: Path) -> None:
    rows = (
        ("ada", "conv-layer", 51, ""),
        ("adda", "pooling", 3, ""),
        ("ada", "poolin", 3, ""),
        ("bob", "conv-layer", 60, "extra = true\n"),
    )
    overrides = "".join(
        f'[[override]]\nstudent = "{student}"\nassignment = "{assignment}"\ngrade = {grade}\nreason = "r"\n'
        f'who = "W"\n{more}'
        for student, assignment, grade, more in rows
    )
    said = mistakes(
        tmp_path,
        'timezone = "Europe/Berlin"\nroster = "roster.csv"\noverrides = "overrides.toml"\n[deadlines]\n'
        'conv-layr = 2026-10-24T20:00:00\nconv-layer = "2026-10-24 20:00"\npooling = 2026-10-24\n',
        roster_csv="ID,Name\nada,Ada\nbob,Bob\n",
        overrides_toml=overrides,
    )
    listed = tmp_path / "roster.csv"
    parts = (
        "course.toml: deadlines.conv-layr: there is no assignment",
        "course.toml: deadlines.conv-layer: '2026-10-24 20:00' is a text and no time",
        "course.toml: deadlines.pooling: 2026-10-24 is a day and says no time of it",
        "overrides.toml: override[0].grade: 51 is more than the 50 points there are; write extra = true",
        f"overrides.toml: override[1].student: 'adda' is not on the roster {listed}. Did you mean ada?",
        "overrides.toml: override[2].assignment: there is no assignment",
    )
    for part in parts:
        assert any(part in line for line in said), (part, said)
    assert len(said) == len(parts)


def test_a_table_with_one_mistake_hides_no_other(tmp_path: Path) -> None:
    said = mistakes(
        tmp_path,
        'overrides = "overrides.toml"\n[late]\ngrace_minutes = "15"\ndeduction = 10\ncap = "much"\n'
        "[total]\ndrop_lowest = -1\n[total.weights]\nconv-layer = 0\nquiz = 1\n",
        overrides_toml='[[override]]\nstudent = "a"\nassignment = "pooling"\ngrade = "fifty"\nreason = ""\nwho = "W"\n',
    )
    parts = (
        "late.grace_minutes",
        "late.deduction: 10",
        "late.cap: 'much'",
        "total.drop_lowest",
        "weights.conv-layer: 0",
    )
    for part in (*parts, "weights.quiz: there is no assignment", "'fifty' is no number", "reason: it is blank"):
        assert any(part in line for line in said), (part, said)
    assert len(said) == len(parts) + 3


@pytest.mark.slow
def test_the_wrong_assignment_is_noticed_and_can_be_insisted_on(tmp_path: Path, capsys) -> None:
    folder = tmp_path / "class"
    folder.mkdir()
    for name in ("ada", "bob", "cy"):
        (folder / f"{name}.py").write_text("def max_pool_forward(x, pool_param):\n    return x, None\n")
    book = tmp_path / "book.db"
    arguments = ["run", str(folder), "-a", "conv-layer", "--out", str(tmp_path / "out"), "--gradebook", str(book)]
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert "3 of 3 submissions have functions of pooling" in said
    assert "did you mean -a pooling? Nothing was graded" in said
    assert not (tmp_path / "out" / "summary.csv").exists()
    (folder / "dan.py").write_text("def conv_map(x, w, b):\n    return 0\n")
    with pytest.raises(SystemExit) as stopped:
        main([*arguments, "--anyway"])
    assert stopped.value.code == 0


def test_public_cases_are_said_on_screen_and_in_pages(course: Course, capsys, tmp_path: Path) -> None:
    course.hand_in([("ada", RIGHT), ("bob", WRONG)])
    seeded = course.arguments("out", str(tmp_path / "seeded.db"))
    place = seeded.index("--seed-file")
    public = [*seeded[:place], *seeded[place + 2 :]]
    public[public.index(str(tmp_path / "seeded.db"))] = str(tmp_path / "public.db")
    for arguments, book, expected in ((seeded, "seeded.db", False), (public, "public.db", True)):
        with pytest.raises(SystemExit):
            main(arguments)
        assert ("the public cases are used" in capsys.readouterr().err) == expected
        with pytest.raises(SystemExit):
            main(["report", str(tmp_path / book), "--out", str(tmp_path / f"{book}-pages")])
        pages = [page.read_text() for page in (tmp_path / f"{book}-pages").rglob("two/**/*.html")]
        assert len(pages) == 3
        assert all(("Graded with the public cases" in page) == expected for page in pages)


# ------------------------------------------------------------------------------------------ Moodle

SHEETS = {
    "de": (
        'ID,"Vollständiger Name",E-Mail-Adresse,Status,Bewertung,Bestwertung,"Bewertung kann geändert werden",'
        '"Feedback als Kommentar"',
        "Teilnehmer/in",
    ),
    "fr": (
        "Identifiant,Nom complet,Adresse de courriel,Statut,Note,Note maximale,x,Feedback par commentaires",
        "Participant",
    ),
    "es": (
        "Identificador,Nombre completo,Dirección de correo,Estado,Calificación,Calificación máxima,x,"
        "Comentarios de retroalimentación",
        "Participante",
    ),
    "it": (
        "Identificativo,Nome completo,Indirizzo email,Stato,Valutazione,Valutazione massima,x,Commenti",
        "Partecipante",
    ),
    "nl": ("Identificatie,Volledige naam,E-mailadres,Status,Cijfer,Maximumcijfer,x,Feedback", "Deelnemer"),
    "pt": (
        "Identificador,Nome completo,Endereço de e-mail,Status,Nota,Nota máxima,x,Comentários de feedback",
        "Participante",
    ),
    "fi": ("Tunniste,Koko nimi,Sähköpostiosoite,Tila,Arvosana,Enimmäisarvosana,x,Palaute", "Osallistuja"),
}


@pytest.mark.parametrize("blank", ["", " "])
@pytest.mark.parametrize("language", SHEETS)
def test_a_worksheet_of_moodle_is_filled_in_any_language(language: str, blank: str) -> None:
    headings, word = SHEETS[language]
    ada = f'"{word}{blank}5001","Ada L",ada@x.edu,-,,"50,00",-,'
    data = f'{headings}\n{ada}\n"{word}{blank}5002","Zoë M",z@x.edu,-,,"50,00",-,\n'
    rows = [
        GradeRow(
            student=Student(id=f"{word}{blank}{number}", name=name, email=""),
            assignment="conv-layer",
            status="graded",
            possible=Fraction(50),
            score=grade,
            grade=grade,
        )
        for number, name, grade in ((5001, "", Fraction(50)), (5002, "", Fraction(59, 2)))
    ]
    filled = find("moodle").export(rows, Options(into=data.encode())).files[""].decode()
    assert [line[4] for line in csv.reader(io.StringIO(filled))][1:] == ["50", "29,5"]


def test_another_column_of_a_worksheet_can_be_named(tmp_path: Path) -> None:
    row = GradeRow(
        student=Student(id="1", email="a@x.edu"), assignment="a", status="graded", possible=Fraction(5),
        score=Fraction(4), grade=Fraction(4),
    )  # fmt: skip
    data = b"ID;Email address;Punkte Labor\n7;a@x.edu;\n"
    exported = find("moodle").export([row], Options(into=data, column="Punkte Labor"))
    assert exported.files[""] == b"ID;Email address;Punkte Labor\n7;a@x.edu;4\n"
    with pytest.raises(OperatorError, match="Choose with --column one of: 'ID', 'Email address', 'Punkte Labor'"):
        find("moodle").export([row], Options(into=data))
    with pytest.raises(OperatorError, match=r"no column 'Punkte Labr'\. Did you mean 'Punkte Labor'\? Choose"):
        find("moodle").export([row], Options(into=data, column="Punkte Labr"))
    assert b',"Lab","Lab feedback"' in find("moodle").export([row], Options(column="Lab")).files[""]


def test_grades_stand_beside_scores_and_names_beside_ids(course: Course, capsys) -> None:
    course.hand_in([("ada", RIGHT), ("bob", WRONG)])
    (course.folder / "roster.csv").write_text("ID,Name\nada,Ada Lovelace\nbob,Ada Lovelace\ncy,Cy\n")
    (course.folder / "overrides.toml").write_text(
        '[[override]]\nstudent = "bob"\nassignment = "two"\ngrade = 3\nreason = "was ill"\nwho = "W"\n'
    )
    (course.folder / "course.toml").write_text('roster = "roster.csv"\noverrides = "overrides.toml"\n')
    with pytest.raises(SystemExit):
        main(course.arguments("out", None, "--course", str(course.folder / "course.toml")))
    shown = capsys.readouterr().out.splitlines()
    assert [line.split() for line in shown[:2]] == [
        ["ada", "Ada", "Lovelace", "5.00", "of", "5", "5.00", "passed"],
        ["bob", "Ada", "Lovelace", "1.00", "of", "5", "3.00", "failed", "conv_single,", "conv_map"],
    ]
    rows = list(csv.DictReader((course.folder / "out" / "summary.csv").open(newline="")))
    assert [(row["name"], row["score"], row["grade"]) for row in rows] == [
        ("Ada Lovelace", "5", "5"),
        ("Ada Lovelace", "1", "3"),
        ("Cy", "", ""),
    ]
