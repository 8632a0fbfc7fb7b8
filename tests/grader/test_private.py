"""Grades are their owner's alone: modes of files, and memory that no other process may read."""

import ctypes
import os
import stat
import sys
from pathlib import Path

import pytest

from grader.files import write_file
from grader.gradebook import Gradebook
from grader.sandbox.sandbox import keep_memory_closed
from tests.systems import needs


@pytest.fixture(autouse=True)
def open_umask():
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@needs("os.geteuid")
def test_a_private_file_and_its_folder_are_their_owner_s_alone(tmp_path: Path) -> None:
    write_file(tmp_path / "ada" / "report.json", b"{}", is_private=True)
    assert (mode(tmp_path / "ada"), mode(tmp_path / "ada" / "report.json")) == (0o700, 0o600)
    (tmp_path / ".left.partial").touch(0o666)
    write_file(tmp_path / "left", b"", is_private=True)
    assert mode(tmp_path / "left") == 0o600
    write_file(tmp_path / "shared", b"")
    assert mode(tmp_path / "shared") == 0o666


def test_a_gradebook_is_its_owner_s_alone(tmp_path: Path) -> None:
    with Gradebook.open(tmp_path / "book.db", write=True):
        pass
    assert {mode(path) for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can")
def test_the_host_s_memory_is_closed() -> None:
    keep_memory_closed()
    assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 0  # PR_GET_DUMPABLE
