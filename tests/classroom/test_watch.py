"""`--watch` grades what arrives, once it is whole, until it is stopped."""

import os
import signal
import time
from pathlib import Path

import pytest

from grader.classroom.watch import signature
from tests.classroom.course import RIGHT, WRONG, Course, times_graded
from tests.classroom.test_kills import wait_for

pytestmark = pytest.mark.slow


def has(course: Course, student: str, text: bytes = b"") -> bool:
    path = course.folder / "out" / student / "report.json"
    return path.exists() and text in path.read_bytes()


def test_what_arrives_is_graded_and_a_stop_is_quiet(course: Course) -> None:
    course.submissions.mkdir()
    process = course.start("out", None, "--watch", "--jobs", 1, process_group=0)
    wait_for((course.folder / "out" / "summary.csv").exists)
    course.hand_in([("ada", WRONG)])
    wait_for(lambda: has(course, "ada", b'"failed"'))
    course.hand_in([("ada", RIGHT), ("bob", RIGHT)])
    wait_for(lambda: has(course, "ada", b'"score": 5,') and has(course, "bob", b'"score": 5,'))
    wait_for(lambda: b'"bob","","5","5","5","passed"' in (course.folder / "out" / "summary.csv").read_bytes())
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert times_graded(course.book) == {("ada", "ada.py"): 2, ("bob", "bob.py"): 1}


def test_a_state_of_a_file_or_folder_has_a_signature_of_its_own(tmp_path: Path) -> None:
    folder, work = tmp_path / "ada", tmp_path / "work"
    (folder / "deep").mkdir(parents=True)
    seen = [signature(folder, work)]
    (folder / "deep" / "conv.py").write_text("x = 1")
    seen.append(signature(folder, work))
    (folder / "deep" / "conv.py").write_text("x = 12")
    seen.append(signature(folder, work))
    os.utime(folder / "deep" / "conv.py", ns=(time.time_ns(), 5))
    seen.append(signature(folder, work))
    assert len(set(seen)) == len(seen)
    assert signature(folder, work) == seen[-1]
    assert signature(tmp_path / "gone", work) != signature(tmp_path / "gone", work)


def test_a_copy_is_known_by_what_it_holds(tmp_path: Path) -> None:
    copy = tmp_path / "work" / "ada.py"
    copy.parent.mkdir()
    copy.write_text("x = 1")
    before = signature(copy, tmp_path / "work")
    copy.unlink()
    copy.write_text("x = 1")
    os.utime(copy, ns=(5, 5))
    assert signature(copy, tmp_path / "work") == before
    copy.write_text("x = 2")
    assert signature(copy, tmp_path / "work") != before
