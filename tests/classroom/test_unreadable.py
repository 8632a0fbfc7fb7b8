"""What of a class could not be read, and what cannot be written: said to whoever grades, in time."""

import os
from pathlib import Path

import pytest

from grader.cli.class_run import check_writable
from grader.cli.run_setup import Options
from grader.errors import OperatorError
from tests.classroom.course import RIGHT, WRONG, Course


@pytest.mark.confined
def test_who_could_not_be_read_is_listed_in_every_run(course: Course) -> None:
    course.hand_in([("ada", RIGHT), ("eve", "")])
    (course.submissions / "bob.zip").write_bytes(b"PK\x03\x04 and no more of it")
    for _ in range(2):
        said = course.run().splitlines()
        assert [line for line in said if line.startswith("To look at")] == [
            "To look at: eve: eve.py is empty",
            "To look at: bob: bob.zip is not whole: its end is missing. Make the archive again, and hand that in",
        ]


@pytest.mark.confined
def test_a_starter_that_was_handed_in_as_it_was_is_listed(course: Course) -> None:
    empty = "def conv_single(x, w, b):\n    raise NotImplementedError\n\n\n"
    course.hand_in([("kira", empty + empty.replace("single", "map")), ("ada", RIGHT), ("bob", empty + WRONG[-200:])])
    said = course.run().splitlines()
    assert [line for line in said if line.startswith("To look at")] == [
        "To look at: kira: nothing is written in it yet, so the starter may have been handed in as it was"
    ]


def test_a_place_that_cannot_be_written_to_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = Options.__new__(Options)
    object.__setattr__(options, "out", tmp_path / "out" / "deep")
    check_writable(options)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(OperatorError, match=r"cannot write to .*deep: Permission denied; check that place, or name"):
        check_writable(options)
    (tmp_path / "file").write_text("")
    object.__setattr__(options, "out", tmp_path / "file" / "deep")
    with pytest.raises(OperatorError, match=r"cannot write to .*deep: Not a directory"):
        check_writable(options)
