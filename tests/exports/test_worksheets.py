"""Moodle's grading worksheet, of a site in any language: which columns are which, and what goes into them."""

from fractions import Fraction

import pytest

from grader.errors import OperatorError
from grader.export import Options
from grader.export.moodle import filled as fill
from grader.export.moodle import without_word, worksheet
from grader.model import GradeRow

from .sample import ADA, BORIS, PARTLY, RIGHT, row


def filled(data: str, *rows: GradeRow, **more: object) -> str:
    return fill(rows or (row(ADA, RIGHT),), Options(**more), data.encode()).files[""].decode()  # type: ignore[arg-type]


def places(data: str, column: str | None = None) -> dict[str, int]:
    return worksheet(data.encode(), column)[1]


@pytest.mark.parametrize(
    ("text", "number"),
    [("Participant 101", "101"), ("Teilnehmer/in101", "101"), (" 101 ", "101"), ("a1b2", "a1b2"), ("", ""), ("x", "x")],
)
def test_of_a_participant_the_number_counts(text: str, number: str) -> None:
    assert without_word(text) == number


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_are_known_by_their_names_in_many_languages(delimiter: str) -> None:
    def head(*titles: str) -> str:
        return delimiter.join(titles) + "\n"

    english = head("Identifier", "Grade", "Maximum Grade", "Feedback comments")
    german = head("ID", "Vollständiger Name", "Bewertung", "Bestwertung", "Feedback als Kommentar")
    assert places(english) == {"grade": 1, "maximum": 2, "feedback": 3}
    assert places(german) == {"grade": 2, "maximum": 3, "feedback": 4}
    assert places(head("x", " Grade ")) == {"grade": 1}


def test_of_two_columns_with_one_meaning_the_first_is_taken() -> None:
    assert places("Identifier,Grade,Grade\n") == {"grade": 1}


def test_a_column_that_is_asked_for_is_taken_or_missed() -> None:
    assert places("Identifier,Grade,Mine\n", "mine")["grade"] == 2
    with pytest.raises(OperatorError, match=r"has no column 'Other'. Choose with --column one of: 'a', 'b', 'c'$"):
        places("a,b,c\n1,2,10\n", "Other")
    with pytest.raises(OperatorError, match=r"has no column 'Grade'. Choose with --column one of: 'a b', 'c'$"):
        places(" a b ,c\n1,2\n")
    with pytest.raises(OperatorError, match="is empty: export the grading worksheet again"):
        places("")


@pytest.mark.parametrize(
    ("data", "grade"),
    [
        ("N,Nimi,Arvo,Suurin\n101,Ada,,10\n102,Boris,,10\n", 2),
        ("N,Nimi,Arvo,Suurin\n101,Ada,,10.00\n102,Boris,,10.00\n", 2),
        ('N;Nimi;Arvo;Suurin\n101;Ada;;"10,00"\n102;Boris;;"10,00"\n', 2),
        ("N,Arvo,Suurin\n101,, 10 \n102,,10\n", 1),
        ("N,Arvo,Suurin,Muuta\n101,,10\n102,,10,x\n", 1),  # a line may end early
        ("Arvo,Suurin\n,10\n,10\n", 0),
        ("N,Arvo,Suurin\nx1,,10\n", 1),
        ("N,Arvo,Suurin\n101,,10\n", None),  # one line: its number is one in every line too
        ("N,Nimi,Arvo,Suurin\n101,Ada,,10\n102,Boris,,20\n", None),
        ("N,Nimi,Arvo,Suurin\n101,Ada,,0\n102,Boris,,0\n", None),
        ("N,Nimi,Arvo,Suurin\n101,Ada,,-10\n102,Boris,,-10\n", None),
        ("N,Nimi,Arvo,Suurin,Toinen\n101,Ada,,10,5\n102,Boris,,10,5\n", None),
        ("Suurin,N,Nimi\n10,101,Ada\n10,102,Boris\n", None),  # nothing stands before it
        ("N,Nimi,Arvo,Suurin\n", None),
    ],
)
def test_in_an_unknown_language_the_grade_stands_before_the_maximum(data: str, grade: int | None) -> None:
    if grade is not None:
        assert places(data) == {"grade": grade, "maximum": grade + 1}
        return
    with pytest.raises(OperatorError, match="has no column 'Grade'"):
        places(data)


def test_in_an_unknown_language_a_line_is_whose_number_stands_before_the_grade() -> None:
    head = "Tunniste,Nimi,Arvo,Suurin\n"
    before, after = (
        f"{head}Osallistuja 101,Ada,{first},10\nOsallistuja 102,Boris,{second},10\n"
        for first, second in (("", ""), ("10", "5.33"))
    )
    assert filled(before, row(ADA, RIGHT), row(BORIS, PARTLY)) == after


def test_a_number_behind_the_grade_tells_nobody() -> None:
    data = "Tunniste,Arvo,Suurin,Muuta\nx,,10,101\ny,,10,102\n"
    assert filled(data, row(ADA, RIGHT), row(BORIS, PARTLY)) == data


def test_of_a_known_language_only_what_identifies_identifies() -> None:
    assert filled("Identifier,Note,Grade\n7,101,\n") == "Identifier,Note,Grade\n7,101,\n"
    assert filled("Full name,Grade\nAda Lovelace,\n") == "Full name,Grade\nAda Lovelace,10\n"


@pytest.mark.parametrize(
    ("maximum", "written"), [("10.00", "5.33"), ('"10,00"', '"5,33"'), ("10", "5.33"), ('"10,0"', '"5,33"')]
)
def test_a_number_is_written_as_the_maximum_is(maximum: str, written: str) -> None:
    before, after = (f"Identifier,Grade,Maximum Grade\n102,{grade},{maximum}\n" for grade in ("", written))
    assert filled(before, row(BORIS, PARTLY)) == after


def test_each_line_is_stretched_to_its_own_maximum() -> None:
    before, after = (
        f"Identifier,Grade,Maximum Grade\n101,{first},20\n102,{second},10\n"
        for first, second in (("", ""), ("20", "5.33"))
    )
    assert filled(before, row(ADA, RIGHT), row(BORIS, PARTLY), scale=True) == after


def test_a_grade_that_is_there_is_written_over() -> None:
    assert filled("Identifier,Grade\n101,3\n", row(ADA, RIGHT, grade=Fraction(9, 2))) == "Identifier,Grade\n101,4.5\n"


def test_a_maximum_that_is_called_something_else_is_known_by_what_is_in_it() -> None:
    data = 'Identificativo,Valutazione,Massimo\nPartecipante 101,,"10,00"\nPartecipante 102,,"10,00"\n'
    assert places(data) == {"grade": 1, "maximum": 2}
    assert places(data.replace("Valutazione,Massimo", "Massimo,Valutazione")) == {"grade": 2}
