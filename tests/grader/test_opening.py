"""What is handed in is opened as itself: no link, no pipe, no more than a bound, and no second look at a path."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.submissions import opening
from grader.submissions.opening import NotPlain, open_plain, read_plain, walk
from grader.submissions.reading import load_submission
from tests.systems import IS_ROOT, needs

SECRET = "THE_SEED_OF_THE_COURSE = 'xyzzy'\n"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "outside" / "seed.py"
    path.parent.mkdir()
    path.write_text(SECRET)
    return path


@contextlib.contextmanager
def folders_in_folders(folder: Path, depth: int) -> Iterator[Path]:
    """Make folders deeper than any path is long; remove them, which neither shutil nor pytest can."""
    folder.mkdir()
    descriptor = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=descriptor)
        below = os.open("d", os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = below
    os.close(descriptor)
    try:
        yield folder
    finally:
        subprocess.run(["rm", "-rf", str(folder)], check=True)


def said(submission) -> str:
    return "\n".join(
        [submission.problem or "", *submission.notes, *(c.source for m in submission.modules for c in m.cells)]
    )


def test_a_link_to_a_file_is_refused(tmp_path: Path, secret: Path) -> None:
    (tmp_path / "conv.py").symlink_to(secret)
    found = load_submission(tmp_path / "conv.py")
    assert "is a link" in (found.problem or "")
    assert "xyzzy" not in said(found)
    assert found.name == "conv.py"


@pytest.mark.parametrize("name", ["work", "work.zip", "conv.ipynb"])
def test_a_link_of_any_kind_is_refused(name: str, tmp_path: Path, secret: Path) -> None:
    (tmp_path / name).symlink_to(secret.parent)
    assert "is a link" in (load_submission(tmp_path / name).problem or "")


def test_links_inside_a_folder_lead_nowhere(tmp_path: Path, secret: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "mine.py").write_text("x = 1\n")
    (folder / "lessons").symlink_to(secret.parent)
    assert "xyzzy" not in said(load_submission(folder))
    (folder / "conv.py").symlink_to(secret)
    found = load_submission(folder)
    assert "is a link" in (found.problem or "")
    assert "xyzzy" not in said(found)


def test_a_file_that_becomes_a_link_after_it_was_listed_is_not_followed(tmp_path: Path, secret: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "conv.py").write_text("x = 1\n")
    for relative, kind, descriptor in walk(folder, lambda name: False):
        assert kind == "file"
        (folder / "conv.py").unlink()
        (folder / "conv.py").symlink_to(secret)
        with pytest.raises(NotPlain, match="link"):
            read_plain(relative.name, 1000, descriptor)


def test_a_folder_that_becomes_a_link_while_it_is_walked_is_not_followed(tmp_path: Path, secret: Path) -> None:
    folder = tmp_path / "work"
    (folder / "b").mkdir(parents=True)
    (folder / "a.py").write_text("x = 1\n")
    found = []
    for relative, kind, _ in walk(folder, lambda name: False):
        found.append((str(relative), kind))
        if (folder / "b").is_dir() and not (folder / "b").is_symlink():
            (folder / "b").rmdir()
            (folder / "b").symlink_to(secret.parent)
    assert found == [("a.py", "file"), ("b", "closed")]


@needs("os.mkfifo")
def test_a_pipe_a_device_and_a_folder_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    for path in (tmp_path / "pipe.py", Path("/dev/zero"), tmp_path):
        with pytest.raises(NotPlain, match="no plain file"):
            open_plain(path)
    assert "is not a .py" in (load_submission(tmp_path / "pipe.py").problem or "")


def test_a_file_is_read_up_to_a_bound_whatever_it_said_of_its_size(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"x" * 1001)
    assert len(read_plain(tmp_path / "a.py", 1001)) == 1001
    with pytest.raises(NotPlain, match="too large"):
        read_plain(tmp_path / "a.py", 1000)
    if Path("/proc/self/maps").exists():  # it says 0 bytes
        with pytest.raises(NotPlain, match="too large"):
            read_plain("/proc/self/maps", 10)


def test_folders_a_thousand_deep_cost_their_own_submission(tmp_path: Path) -> None:
    with folders_in_folders(tmp_path / "work", 1900) as folder:
        found = load_submission(folder)
    assert "long name" in (found.problem or "")


@needs("os.geteuid")
def test_a_folder_that_may_not_be_read_is_left_out(tmp_path: Path) -> None:
    if IS_ROOT:
        pytest.skip("root may read any folder")
    folder = tmp_path / "work"
    (folder / "closed").mkdir(parents=True)
    (folder / "conv.py").write_text("x = 1\n")
    (folder / "closed").chmod(0)
    found = load_submission(folder)
    (folder / "closed").chmod(0o700)
    assert found.problem is None
    assert any("may not be read" in note for note in found.notes)


STRANGE = "idna punycode rot13 zlib unicode_escape raw_unicode_escape undefined utf-7 hex mbcs oem no-such-codec"


@pytest.mark.parametrize("coding", STRANGE.split())
def test_only_encodings_that_editors_write_are_decoded(coding: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(f"# coding: {coding}\nx = 1\n".encode() + b"a." * 1000)
    found = load_submission(tmp_path / "a.py")
    assert "a." * 1000 in said(found)  # read as UTF-8
    assert any(coding in note for note in found.notes)


@pytest.mark.parametrize("coding", ["latin-1", "cp1252", "utf-8", "gbk", "shift_jis", "koi8-r", "cp932", "euc-jp"])
def test_encodings_that_editors_write_are_decoded(coding: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(f"# coding: {coding}\nx = 1\n".encode())
    assert load_submission(tmp_path / "a.py").problem is None


def test_whatever_goes_wrong_with_a_submission_is_its_own_problem(tmp_path: Path, monkeypatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    (tmp_path / "a.py").write_text("x = 1\n")
    monkeypatch.setattr("grader.submissions.reading.modules_of", fail)
    assert "cannot be read (RecursionError)" in (load_submission(tmp_path / "a.py").problem or "")


def test_without_descriptors_of_folders_links_are_refused_too(tmp_path: Path, secret: Path, monkeypatch) -> None:
    """As on Windows, where a path is looked at just before it is opened."""
    monkeypatch.setattr(opening, "HAS_DESCRIPTORS", False)
    monkeypatch.setattr(opening, "NO_LINK", 0)
    work = tmp_path / "work"
    (work / "inner" / "deep").mkdir(parents=True)
    (work / "inner" / "deep" / "conv.py").write_text("def conv_single(x, w, b): return 0.0\n")
    found = load_submission(work)
    assert (found.problem, [module.file for module in found.modules]) == (None, ["inner/deep/conv.py"])
    (work / "elsewhere").symlink_to(secret.parent)
    assert "xyzzy" not in said(load_submission(work))
    (work / "inner" / "other.py").symlink_to(secret)
    assert "is a link" in (load_submission(work).problem or "")
    (tmp_path / "link").symlink_to(work)
    assert "is a link" in (load_submission(tmp_path / "link").problem or "")
    with pytest.raises(NotPlain, match="is a link"):
        open_plain(work / "inner" / "other.py")
