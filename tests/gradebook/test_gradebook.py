"""A gradebook gives back what went into it, in SQLite and PostgreSQL alike, and says plainly what is wrong with it."""

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import OperatorError
from grader.gradebook import DecidedGrade, Gradebook, Sighting, record_of
from grader.gradebook.connection import url_of
from grader.model import Assignment, Limits, Report, Student
from grader.report import document
from tests.gradebook.strategies import reports

ASSIGNMENT = Assignment(
    id="conv-layer",
    title="The layer",
    slides=(),
    exercises=(),
    limits=Limits(),
    imports=(),
    cases=(),
    folder=Path(),
    digest="a" * 16,
)
SEED = "5" * 16
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def sighting(student: str, report: Report, **more) -> Sighting:
    return Sighting(student=student, digest=report.submission_digest, name=report.submission, **more)


def digests(report: Report, version: str = "1") -> dict[str, str]:
    return {one.exercise.id: f"{one.exercise.id}-{version}" for one in report.exercises}


def keep(book: Gradebook, student: str, report: Report, **more):
    """Record a report and settle on it; return the run."""
    run = book.begin(ASSIGNMENT, SEED, "a test")
    book.record(run, [record_of(report, sighting(student, report, **more), digests(report), 0.5)])
    attempt = book.attempts(run.assignment, [student])[student][-1]
    settled = DecidedGrade(
        student=student,
        status="graded",
        reason="",
        possible=report.possible,
        submission=attempt.name,
        score=attempt.score,
        grade=attempt.score,
        report=attempt.report,
    )
    book.record_grades(run, [settled])
    return run


# --------------------------------------------------------------------------------- round trip


def same(one: Report | None, other: Report) -> None:
    assert repr(one) == repr(other)
    assert document.to_json(one) == document.to_json(other)


@pytest.mark.slow
@settings(max_examples=30)
@given(reports())
def test_a_report_comes_back_as_it_was(report: Report) -> None:
    with Gradebook.open() as book:
        keep(book, "ada", report)
        (row,) = book.grade_rows()
    same(row.report, replace(report, submission=report.submission.replace("\0", "\\x00"), notes=clean(report.notes)))
    assert (row.score, row.possible, row.seconds) == (report.score, report.possible, 0.5)


def clean(notes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(note.replace("\0", "\\x00") for note in notes)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(several=st.lists(reports(), min_size=1, max_size=3))
def test_reports_of_a_class_come_back_from_either_database(several: list[Report], place: str) -> None:
    with Gradebook.open(place, write=True) as book:
        for number, report in enumerate(several):
            keep(book, f"student-{number}", report)
        rows = {row.student.id: row for row in book.grade_rows("conv-layer")}
        for number, report in enumerate(several):
            due = replace(report, submission=report.submission.replace("\0", "\\x00"), notes=clean(report.notes))
            same(rows[f"student-{number}"].report, due)


@pytest.mark.slow
def test_a_real_report_comes_back_with_the_same_bytes(place: str, conv_report: Report) -> None:
    with Gradebook.open(place, write=True) as book:
        keep(book, "fatima", conv_report, submitted=NOON)
    with Gradebook.open(place) as book:
        (row,) = book.grade_rows()
        assert row.report == conv_report
        assert document.to_json(row.report) == document.to_json(conv_report)
        assert row.student == Student(id="fatima")
        assert row.score == conv_report.score
        assert book.grade_rows("another") == []


def test_rows_are_read_a_few_at_a_time(place: str, conv_report: Report, monkeypatch) -> None:
    monkeypatch.setattr("grader.gradebook.book.CHUNK", 2)
    names = ["ada", "Ada", "äda", "bob", "zoë", "x y", "'; DROP TABLE grade; --"]
    with Gradebook.open(place, write=True) as book:
        for name in names:
            keep(book, name, conv_report)
        rows = book.grade_rows()
        assert sorted(row.student.id for row in rows) == sorted(names)
        assert all(row.report == conv_report for row in rows)
        assert all(row.report is None for row in book.each_grade_row(with_reports=False))


# -------------------------------------------------------------------------------- what is known


def test_what_was_graded_is_known_by_its_digests(place: str, conv_report: Report) -> None:
    ada = ("ada", conv_report.submission_digest)
    with Gradebook.open(place, write=True) as book:
        run = keep(book, "ada", conv_report)
        found = book.known(run, [ada, ("ada", "other"), ("bob", conv_report.submission_digest)])
        assert set(found[ada].parts) == set(digests(conv_report).values())
        assert found[ada].facts.name == "fatima.py"
        assert not found["ada", "other"].parts
        assert not found["bob", conv_report.submission_digest].parts
        other_seed = book.begin(ASSIGNMENT, "6" * 16)
        assert not book.known(other_seed, [ada])[ada].parts


def test_a_result_of_which_the_grader_failed_is_known_as_such(place: str, conv_report: Report) -> None:
    record = record_of(conv_report, sighting("ada", conv_report), digests(conv_report))
    broken = replace(record, parts=(replace(record.parts[0], is_broken=True), *record.parts[1:]))
    with Gradebook.open(place, write=True) as book:
        run = book.begin(ASSIGNMENT, SEED)
        book.record(run, [broken])
        (known,) = book.known(run, [("ada", conv_report.submission_digest)]).values()
        assert [part.is_broken for part in known.parts.values()] == [True, False, False, False]
        assert book.attempts(run.assignment, ["ada"])["ada"][0].is_broken


def test_a_changed_exercise_keeps_the_results_of_the_others_and_the_history(place: str, conv_report: Report) -> None:
    key = ("ada", conv_report.submission_digest)
    with Gradebook.open(place, write=True) as book:
        first = keep(book, "ada", conv_report)
        old = book.known(first, [key])[key].parts
        record = record_of(conv_report, sighting("ada", conv_report), digests(conv_report, "2"))
        reused = [old["conv_single-1"], old["conv_map-1"], old["conv_forward-1"], record.parts[3]]
        run = book.begin(ASSIGNMENT, SEED, "the cases of conv_backward were wrong")
        book.record(run, [replace(record, parts=tuple(reused), cause="changed: conv_backward")])
        now = book.known(run, [key])[key]
        assert set(now.parts) == {*old, "conv_backward-2"}
        graded = [event for event in book.history("ada") if event.what == "graded"]
        assert [event.exercises for event in graded] == [
            ("conv_single", "conv_map", "conv_forward", "conv_backward"),
            ("conv_backward",),
        ]
        assert [event.why for event in graded] == ["a test", "the cases of conv_backward were wrong"]
        assert graded[1].cause == "changed: conv_backward"
        assert graded[0].who
        assert graded[0].at <= graded[1].at


def test_a_batch_that_is_kept_twice_is_kept_once(place: str, conv_report: Report) -> None:
    """The connection may break after the database has kept a batch, and before it said so."""
    record = record_of(conv_report, sighting("ada", conv_report), digests(conv_report))
    with Gradebook.open(place, write=True) as book:
        run = book.begin(ASSIGNMENT, SEED)
        book.record(run, [record])
        book.record(run, [record])
        assert len(book.history()) == 1
        assert len(book.attempts(run.assignment, ["ada"])["ada"]) == 1


def test_grades_that_stay_what_they_are_add_no_history(place: str, conv_report: Report) -> None:
    with Gradebook.open(place, write=True) as book:
        run = keep(book, "ada", conv_report)
        same_again = DecidedGrade(
            student="bob", status="missing", reason="nothing was handed in", possible=Fraction(50)
        )
        assert book.record_grades(run, [same_again]) == ["bob"]
        assert book.record_grades(run, [same_again]) == []
        assert book.record_grades(run, [replace(same_again, grade=Fraction(91, 2), is_overridden=True)]) == ["bob"]
        book.enrol([Student(id="bob", name="Bob")])
        assert [event.grade for event in book.history("bob")] == [None, Fraction(91, 2)]
        rows = {row.student.id: row for row in book.grade_rows()}
        assert (rows["bob"].status, rows["bob"].grade, rows["bob"].report) == ("missing", Fraction(91, 2), None)
        assert rows["bob"].student.name == "Bob"


def test_attempts_come_in_the_order_they_were_found_last(place: str, conv_report: Report) -> None:
    other = replace(conv_report, submission_digest="b" * 16, submission="second.py")
    with Gradebook.open(place, write=True) as book:
        keep(book, "ada", conv_report)
        keep(book, "ada", other)
        run = keep(book, "ada", conv_report)  # back to the first
        assert [one.name for one in book.attempts(run.assignment, ["ada"])["ada"]] == ["second.py", "fatima.py"]


def test_times_keep_their_moment(place: str, conv_report: Report) -> None:
    when = datetime.fromisoformat("2026-05-04T23:59:59.123456+02:00")
    with Gradebook.open(place, write=True) as book:
        run = keep(book, "ada", conv_report, submitted=when, notes=("late by mail",), is_late=True)
        (attempt,) = book.attempts(run.assignment, ["ada"])["ada"]
        assert (attempt.submitted, attempt.notes, attempt.is_late) == (when, ("late by mail",), True)


def test_names_that_a_database_has_no_form_for_are_spelled_out(place: str, conv_report: Report) -> None:
    name = os.fsdecode(b"m\xfcller\0")
    with Gradebook.open(place, write=True) as book:
        run = keep(book, name, conv_report)
        assert book.known(run, [(name, conv_report.submission_digest)])[name, conv_report.submission_digest].parts
        assert [row.student.id for row in book.grade_rows()] == ["m\\udcfcller\\x00"]


def test_who_leaves_the_roster_keeps_the_grade(place: str, conv_report: Report) -> None:
    with Gradebook.open(place, write=True) as book:
        book.enrol([Student(id="ada", name="Ada"), Student(id="bob")])
        keep(book, "ada", conv_report)
        book.enrol([Student(id="bob", section="2")])
        assert [one.id for one in book.students(on_roster=True)] == ["bob"]
        assert [one.id for one in book.students()] == ["ada", "bob"]
        assert [row.student.name for row in book.grade_rows()] == ["Ada"]


# ------------------------------------------------------------------------------- what goes wrong


def message(place: str | Path, **options) -> str:
    with pytest.raises(OperatorError) as error:
        Gradebook.open(place, **options)
    return str(error.value)


def test_there_is_one_writer(place: str) -> None:
    with Gradebook.open(place, write=True) as book:
        assert "another `grader run` writes to the gradebook" in message(place, write=True)
        with Gradebook.open(place) as reader:
            assert reader.grade_rows() == []
        book.enrol([])
    with Gradebook.open(place, write=True):
        pass


def test_a_writer_that_was_killed_is_in_nobodys_way(place: str) -> None:
    code = "import sys, time\nfrom grader.gradebook import Gradebook\nbook = Gradebook.open(sys.argv[1], write=True)\n"
    code += "print('open', flush=True)\ntime.sleep(60)\n"
    process = subprocess.Popen([sys.executable, "-c", code, place], stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"open\n"
    assert "another `grader run`" in message(place, write=True)
    process.kill()
    process.communicate()
    with Gradebook.open(place, write=True) as book:
        book.enrol([Student(id="ada")])


def test_a_gradebook_that_is_not_there_is_said_to_its_reader(tmp_path: Path) -> None:
    assert "there is no gradebook" in message(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://ada@localhost/grades", "SQLite or PostgreSQL, not in mysql"),
        ("postgresql://ada@localhost:port/x", "cannot be read"),
        ("postgres qr://", "cannot be read"),
        ("://", "cannot be read"),
    ],
)
def test_a_url_that_is_none_is_said(url: str, said: str) -> None:
    assert said in message(url, write=True)


def test_a_password_is_never_shown(monkeypatch) -> None:
    monkeypatch.setattr("grader.gradebook.connection.PATIENCE", ())
    pytest.importorskip("psycopg")
    said = message("postgresql://ada:s3cret@127.0.0.1:1/grades", write=True)
    assert "s3cret" not in said
    assert "does not answer" in said
    assert url_of("postgresql://ada:s3cret@h/d").drivername == "postgresql+psycopg"


def test_a_file_of_something_else_is_no_gradebook(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("ada,50\n" * 1000)
    assert "no gradebook (file is not a database)" in message(tmp_path / "text.db", write=True)
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE shop (article TEXT)")
    assert "something else" in message(tmp_path / "other.db", write=True)
    assert "none of its tables" in message(tmp_path / "other.db")
    assert (tmp_path / "text.db").read_text() == "ada,50\n" * 1000


def test_a_gradebook_of_another_layout_is_left_alone(place: str) -> None:
    import sqlalchemy as sa

    from grader.gradebook import tables

    with Gradebook.open(place, write=True) as book:
        book.database.run(lambda c: c.execute(sa.update(tables.about).values(value="999")))
    assert "layout 999" in message(place)


def test_a_damaged_gradebook_is_said(tmp_path: Path, conv_report: Report) -> None:
    place = tmp_path / "gradebook.db"
    with Gradebook.open(place, write=True) as book:
        for number in range(50):
            keep(book, f"student-{number}", conv_report)
    data = bytearray(place.read_bytes())
    data[4096 : len(data) - 4096] = b"\xa5" * (len(data) - 8192)
    place.write_bytes(data)
    with pytest.raises(OperatorError, match="is damaged"), Gradebook.open(place) as book:
        book.grade_rows()


def test_a_damaged_result_is_said(place: str, conv_report: Report) -> None:
    import sqlalchemy as sa

    from grader.gradebook import tables

    with Gradebook.open(place, write=True) as book:
        keep(book, "ada", conv_report)
        book.database.run(lambda c: c.execute(sa.update(tables.result).values(data=b"\x00")))
        with pytest.raises(OperatorError, match="damaged: a result cannot be read"):
            book.grade_rows()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "cannot write the gradebook" in message(tmp_path / "file" / "gradebook.db", write=True)
    assert "check that place" in message(tmp_path, write=True)


def test_a_gradebook_locked_by_another_program_is_said(tmp_path: Path, conv_report: Report, monkeypatch) -> None:
    monkeypatch.setattr("grader.gradebook.connection.LOCKED_SECONDS", 0.2)
    place = tmp_path / "gradebook.db"
    with Gradebook.open(place, write=True) as book:
        other = sqlite3.connect(place, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OperatorError, match="in use by another program"):
            keep(book, "ada", conv_report)
        other.execute("ROLLBACK")
        other.close()
        keep(book, "ada", conv_report)
        assert len(book.grade_rows()) == 1


def test_a_full_disk_is_said_and_keeps_what_there_was(tmp_path: Path, conv_report: Report) -> None:
    code = """
import resource, sys
from tests.gradebook.test_gradebook import *
from grader.errors import OperatorError
from grader.report import document
from dataclasses import replace
import pickle
report = pickle.loads(open(sys.argv[2], "rb").read())
book = Gradebook.open(sys.argv[1], write=True)
keep(book, "ada", report)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    for number in range(2000):
        keep(book, f"student-{number}", replace(report, submission_digest=f"{number:016}"))
except OperatorError as error:
    print(error)
"""
    import pickle

    (tmp_path / "report").write_bytes(pickle.dumps(conv_report))
    place = tmp_path / "gradebook.db"
    done = subprocess.run(
        [sys.executable, "-B", "-c", code, place, tmp_path / "report"], capture_output=True, text=True, timeout=120
    )
    assert "cannot write the gradebook" in done.stdout, done.stderr
    assert "free some space" in done.stdout
    with Gradebook.open(place, write=True) as book:
        rows = book.grade_rows()
        assert rows[0].report == conv_report
        keep(book, "zoe", conv_report)


# ----------------------------------------------------------------- a connection that breaks


def test_a_broken_connection_is_made_again(postgres: str, conv_report: Report) -> None:
    import psycopg

    with Gradebook.open(postgres, write=True) as book, psycopg.connect(postgres, autocommit=True) as other:
        for number in range(5):
            keep(book, f"student-{number}", conv_report)
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        assert len(book.grade_rows()) == 5
        assert [len(book.history(f"student-{number}")) for number in range(5)] == [2] * 5
