"""A gradebook gives out everything of a student, and forgets it: no byte of it stays in the file."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from grader.gradebook import Gradebook, Request, tables
from grader.model import Report, Student
from tests.gradebook.test_gradebook import keep

TEXT = "something that nobody but ada wrote"


@pytest.fixture
def book(place: str, conv_report: Report):
    with Gradebook.open(place, write=True) as book:
        book.enrol([Student(id="ada", name="Ada Lovelace"), Student(id="ben")])
        for student in ("ada", "ben"):
            keep(book, student, conv_report)
            asked = Request(id=f"of {student}", student=student, assignment="conv-layer", exercise="", text=TEXT)
            book.add_requests([asked])
            book.answer(book.requests()[-1].number, True, f"answered {student}", "Ida")
        yield book


def test_everything_of_a_student_is_given_out_and_nothing_of_others(book: Gradebook) -> None:
    found = book.everything_of("ada")
    assert {name for name, rows in found.items() if rows} >= {"student", "attempt", "result", "report", "grade"}
    assert [one["text"] for one in found["request"]] == [TEXT]
    assert [one["reason"] for one in found["answer"]] == ["answered ada"]
    assert "ben" not in str(found)


def test_who_is_forgotten_leaves_nothing_and_others_stay(book: Gradebook) -> None:
    before = book.everything_of("ben")
    assert book.forget(["ada"]) == sum(len(rows) for rows in before.values())  # both have the same
    assert not any(book.everything_of("ada").values())
    assert book.everything_of("ben") == before
    assert book.forget(["ada", "nobody"]) == 0


def test_no_byte_of_it_stays_in_the_file(tmp_path: Path, conv_report: Report) -> None:
    file = tmp_path / "book.db"
    with Gradebook.open(file, write=True) as book:
        book.enrol([Student(id="ada", name="Ada Lovelace")])
        keep(book, "ada", conv_report)
        book.forget(["ada"])
        left = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert b"Lovelace" not in left
    assert sqlite3.connect(file).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_answer_to_a_request_that_was_forgotten_is_dropped(book: Gradebook) -> None:
    number = book.requests()[0].number
    book.forget(["ada"])
    book.answer(number, False, "too late", "Ida")
    book.answer(number, False, "too late", "Ida")
    assert [one.student for one in book.requests()] == ["ben"]
    assert not book.everything_of("ada")["answer"]


def test_everything_of_a_former_id_is_of_the_new_one(book: Gradebook) -> None:
    def without_ids(found):
        kept = {name: rows for name, rows in found.items() if name != "student"}
        return [{k: v for k, v in row.items() if k != "student"} for rows in kept.values() for row in rows]

    before, others = without_ids(book.everything_of("ada")), book.everything_of("ben")
    assert book.join("ada", "900") > 0
    assert without_ids(book.everything_of("900")) == before
    assert not any(book.everything_of("ada").values())
    assert book.everything_of("ben") == others
    assert book.join("ada", "900") == 0  # once is enough


def test_two_ids_of_one_student_that_both_handed_in_are_joined_without_loss(book: Gradebook) -> None:
    both = [book.everything_of(who) for who in ("ada", "ben")]
    book.join("ada", "ben")
    joined = book.everything_of("ben")
    for name in ("result", "report", "grade", "request", "answer"):
        assert len(joined[name]) == sum(len(one[name]) for one in both), name
    assert len({(row["submission_digest"], row["submitted"]) for row in joined["attempt"]}) == len(joined["attempt"])


def test_nothing_handed_in_under_the_new_id_does_not_come_after_a_grade(book: Gradebook) -> None:
    def give(connection: sa.Connection) -> None:
        row = connection.execute(sa.select(tables.grade).where(tables.grade.c.student == "ada")).mappings().first()
        nothing = {"student": "900", "status": "missing", "report": None, "grade": "0", "score": None}
        connection.execute(tables.grade.insert(), [{**{k: row[k] for k in row if k != "number"}, **nothing}])

    book.enrol([Student(id=who) for who in ("ada", "ben", "900")])
    book.database.run(give)
    assert {row.student.id: row.status for row in book.grade_rows()}["900"] == "missing"
    book.join("ada", "900")
    assert {row.student.id: row.status for row in book.grade_rows()} == {"900": "graded", "ben": "graded"}
