"""A backup is whole, is its owner's alone, and becomes the same folder again."""

import contextlib
import io
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("django")

from grader.errors import OperatorError
from portal.backup import back_up, restore


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    for name in ("blobs/ab", "courses/first"):
        (folder / name).mkdir(parents=True)
    for name in ("portal.db", "courses/first/gradebook.db"):
        with closing(sqlite3.connect(folder / name)) as book, book:
            book.execute("PRAGMA journal_mode=WAL")
            book.execute("CREATE TABLE row (number)")
            book.execute("INSERT INTO row VALUES (26)")
    for name in (
        "secret",
        "blobs/ab/abc",
        "courses/first/seed",
        "blobs/incoming-1",
        "courses/first/gradebook.db.writer",
    ):
        (folder / name).write_text(name)
    return folder


def test_what_is_backed_up_while_it_is_written_comes_back(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "kept.tar.gz"
    with closing(sqlite3.connect(data / "portal.db")) as writer:
        writer.execute("INSERT INTO row VALUES (27)")  # not committed
        assert back_up(data, target) == 5
    assert target.stat().st_mode & 0o077 == 0
    again = tmp_path / "again"
    assert restore(target, again) == 5
    with closing(sqlite3.connect(again / "portal.db")) as book:
        assert book.execute("SELECT number FROM row").fetchall() == [(26,)]
    assert (again / "blobs" / "ab" / "abc").read_text() == "blobs/ab/abc"
    assert not (again / "blobs" / "incoming-1").exists()
    assert all(path.stat().st_mode & 0o077 == 0 for path in [again, *again.rglob("*")])


def test_databases_come_before_what_they_name(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "kept.tar.gz")
    with tarfile.open(tmp_path / "kept.tar.gz") as archive:
        names = archive.getnames()
    assert names[0] == "portal.db"
    assert names.index("courses/first/gradebook.db") < names.index("blobs/ab/abc")


def test_a_folder_with_something_in_it_is_left_alone(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "kept.tar.gz")
    with pytest.raises(OperatorError, match="there is something in"):
        restore(tmp_path / "kept.tar.gz", data)


@pytest.mark.parametrize("name", ["../out.txt", "/tmp/restored-elsewhere.txt"])
def test_an_archive_that_leads_elsewhere_writes_nothing_there(name: str, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as archive:
        for one in ("portal.db", name):
            archive.addfile(tarfile.TarInfo(one), io.BytesIO())
    with contextlib.suppress(OperatorError):  # a leading slash is taken away, a way up is refused
        restore(tmp_path / "evil.tar.gz", tmp_path / "in")
    assert not (tmp_path / "out.txt").exists()
    assert not Path("/tmp/restored-elsewhere.txt").exists()


def test_what_is_no_data_folder_or_backup_is_said(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="no data folder"):
        back_up(tmp_path, tmp_path / "kept.tar.gz")
    (tmp_path / "text").write_text("x")
    with pytest.raises(OperatorError, match="cannot be restored"):
        restore(tmp_path / "text", tmp_path / "new")


def test_what_an_lms_knows_the_portal_by_is_kept(data: Path, tmp_path: Path) -> None:
    for name in ("lti-key.pem", "lti.toml"):
        (data / name).write_text(name)
    back_up(data, tmp_path / "kept.tar.gz")
    restore(tmp_path / "kept.tar.gz", tmp_path / "again")
    for name in ("lti-key.pem", "lti.toml"):
        assert (tmp_path / "again" / name).read_text() == name
        assert (tmp_path / "again" / name).stat().st_mode & 0o077 == 0
