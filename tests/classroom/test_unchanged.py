"""A rerun looks at the files that it wrote before, and reads a report only where one of them has to be written."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cli import main
from grader.gradebook import Gradebook, book
from tests.classroom.course import FLIPPED, RIGHT, WRONG, Course
from tests.systems import needs


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """Whose results were read from the gradebook."""
    students: list[str] = []

    def noted(name: str) -> Callable[..., object]:
        real = getattr(Gradebook, name)

        def note(self: Gradebook, *wanted: object) -> object:
            found = real(self, *wanted)
            students.extend(key[0] for key, known in found.items() if known.facts) if name == "known" else None
            students.extend(report.submission[:3] for report in found.values()) if name == "reports" else None
            return found

        return note

    for name in ("known", "reports"):
        monkeypatch.setattr(Gradebook, name, noted(name))
    return students


def grade(course: Course, *more: object) -> dict[str, bytes]:
    """Run the command in this process; return what it wrote."""
    with pytest.raises(SystemExit) as stopped:
        main(course.arguments("out", None, *more))
    assert not stopped.value.code
    return course.files()


@pytest.fixture
def first(course: Course, read: list[str]) -> dict[str, bytes]:
    """The files of a first run over a class of three."""
    course.hand_in([("ada", RIGHT), ("bob", WRONG), ("eve", FLIPPED)])
    files = grade(course)
    read.clear()
    return files


def report(course: Course, student: str) -> Path:
    """Return the text of a student's report."""
    return course.folder / "out" / student / "report.txt"


def test_a_rerun_with_nothing_to_do_reads_no_report_and_writes_none(course: Course, first, read: list[str]) -> None:
    before = {name: report(course, name).stat() for name in ("ada", "bob", "eve")}
    assert grade(course) == first
    assert read == []
    after = {name: report(course, name).stat() for name in before}
    assert {name: (one.st_ino, one.st_mtime_ns) for name, one in after.items()} == {
        name: (one.st_ino, one.st_mtime_ns) for name, one in before.items()
    }


@pytest.mark.parametrize("what", ["removed", "edited", "a folder's link"])
def test_a_file_that_is_not_as_it_was_written_is_written_again(course: Course, first, read, what: str) -> None:
    text = report(course, "bob")
    if what == "removed":
        text.unlink()
    elif what == "edited":
        text.write_text("score 50 of 50\n")
    else:
        text.rename(text.with_name("elsewhere"))
        text.symlink_to("elsewhere")
    again = grade(course)
    again.pop("bob/elsewhere", None)
    assert again == first
    assert not text.is_symlink()
    assert set(read) == {"bob"}


@needs("os.mkfifo")
def test_a_report_that_others_could_read_is_its_owner_s_alone_again(course: Course, first) -> None:
    report(course, "ada").chmod(0o644)
    assert grade(course) == first
    assert report(course, "ada").stat().st_mode & 0o777 == 0o600


@needs("os.mkfifo")
def test_a_pipe_in_a_report_s_place_is_waited_for_by_nobody(course: Course, first) -> None:
    report(course, "ada").unlink()
    os.mkfifo(report(course, "ada"))
    assert grade(course) == first


def test_another_language_is_written_and_the_first_one_again(course: Course, first, read: list[str]) -> None:
    german = grade(course, "--lang", "de")
    assert german["bob/report.txt"] != first["bob/report.txt"]
    assert set(read) == {"ada", "bob", "eve"}
    read.clear()
    assert grade(course, "--lang", "de") == german
    assert read == []
    assert grade(course) == first


def test_another_version_of_the_grader_writes_reports_anew(course: Course, first, read, monkeypatch) -> None:
    monkeypatch.setattr(book, "version", lambda: "another one")
    assert grade(course) == first
    assert set(read) == {"ada", "bob", "eve"}


def test_what_is_new_is_graded_and_the_rest_left_as_it_is(course: Course, first, read: list[str]) -> None:
    course.hand_in([("bob", RIGHT), ("kim", WRONG)])
    again = grade(course)
    assert read == []
    assert {name for name in again if again[name] != first.get(name)} == {
        *(f"{student}/report.{kind}" for student in ("bob", "kim") for kind in ("json", "txt")),
        "summary.csv",
    }


def test_a_file_under_another_name_is_another_report(course: Course, first) -> None:
    (course.submissions / "bob.py").unlink()
    (course.submissions / "bob").mkdir()
    (course.submissions / "bob" / "mine.py").write_text(WRONG)
    assert b'"name": "bob.py"' in first["bob/report.json"]
    assert b'"name": "bob"' in grade(course)["bob/report.json"]
