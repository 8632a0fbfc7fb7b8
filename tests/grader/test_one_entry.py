"""One entry of a class never ends the run, and never costs another entry anything."""

import os
import stat
import subprocess
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from grader.classroom.intake import take_in
from grader.classroom.intake.hand_in import HandIn, make_entries
from grader.classroom.intake.tree import Item
from grader.classroom.reading import read_entry
from grader.errors import OperatorError
from tests.grader.test_opening import folders_in_folders

RIGHT = b"def conv_single(x, w, b):\n    return (x * w).sum() + b\n"


def item(path: str, read=lambda: RIGHT, size: int = len(RIGHT)) -> tuple[PurePosixPath, Item]:
    return PurePosixPath(path), Item(path=PurePosixPath(path), size=size, read=read)


def fails(error: BaseException):
    def read() -> bytes:
        raise error

    return read


def handed(student: str, *files: tuple[PurePosixPath, Item]) -> HandIn:
    return HandIn(student=student, name=student, files=files)


HOSTILE = {
    "a file and a folder of one name": [item("a.py"), item("a.py/b.py"), item("ok.py")],
    "a folder and a file of one name": [item("a.py/b.py"), item("a.py"), item("ok.py")],
    "one that raises anything": [item("a.py", fails(RecursionError("deep"))), item("ok.py")],
    "one that cannot be read": [item("a.py", fails(PermissionError(13, "Permission denied"))), item("ok.py")],
    "names too long for a disk": [item("/".join(["x" * 60] * 30) + ".py"), item("ok.py")],
    "one name many times": [item(f"d{number}/a.py", size=10) for number in range(400)],
    "a giant that says it is small": [item("a.py", lambda: b"x" * (40 << 20)), item("ok.py")],
}


@pytest.mark.parametrize("how", HOSTILE)
def test_whatever_an_entry_holds_the_others_are_taken_in(how: str, tmp_path: Path) -> None:
    before, after = handed("ada", item("conv.py")), handed("eve", item("conv.py"))
    entries, problems = make_entries([before, handed("bob", *HOSTILE[how]), after], tmp_path)
    assert [entry.student for entry in entries] == ["ada", "bob", "eve"]
    for entry in (entries[0], entries[2]):
        assert read_entry(entry).problem is None
    read_entry(entries[1])
    assert {problem.student for problem in problems} <= {"bob"}
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in written) < 40 << 20
    assert len(written) < 300


def test_a_place_that_cannot_be_written_is_the_operator_s(tmp_path: Path) -> None:
    (tmp_path / "work").write_text("a file")
    with pytest.raises(OperatorError):
        make_entries([handed("ada", item("conv.py"))], tmp_path / "work")


def test_a_folder_that_may_not_be_read_is_one_student_s_affair(tmp_path: Path, monkeypatch) -> None:
    for name in ("ada", "bob"):
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "conv.py").write_bytes(RIGHT)
    scandir = os.scandir

    def refused(path):
        if not isinstance(path, int) and Path(path).name == "bob":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    taken = take_in(tmp_path / "class", tmp_path / "work")
    assert {entry.student for entry in taken.entries} == {"ada", "bob"}
    assert any(problem.student == "bob" and "cannot be read" in problem.reason for problem in taken.problems)


def test_folders_of_any_depth_are_one_student_s_affair(tmp_path: Path) -> None:
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class" / "ada" / "conv.py").write_bytes(RIGHT)
    with folders_in_folders(tmp_path / "class" / "bob", 1900):
        taken = take_in(tmp_path / "class", tmp_path / "work")
        problems = {entry.student: read_entry(entry).problem for entry in taken.entries}
    assert problems["ada"] is None
    assert "long name" in (problems["bob"] or "")


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_a_clone_that_lacks_a_blob_is_one_student_s_affair(tmp_path: Path) -> None:
    for name in ("lab-ada", "lab-bob", "lab-eve"):
        clone = tmp_path / "class" / name
        clone.mkdir(parents=True)
        git(clone, "init", "-q", "-b", "main")
        (clone / "conv.py").write_bytes(RIGHT + name.encode().replace(b"-", b"_") + b" = 1\n")
        git(clone, "add", ".")
        git(clone, "commit", "-q", "-m", "work")
    clone = tmp_path / "class" / "lab-bob"
    blob = git(clone, "rev-parse", "HEAD:conv.py")
    lost = clone / ".git" / "objects" / blob[:2] / blob[2:]
    lost.chmod(stat.S_IWUSR)
    lost.unlink()
    taken = take_in(tmp_path / "class", tmp_path / "work", source="github")
    problems = {entry.student: read_entry(entry).problem for entry in taken.entries}
    assert problems["lab-ada"] is None
    assert problems["lab-eve"] is None
    assert any("lab-bob" in problem.student and "git cannot read it" in problem.reason for problem in taken.problems)


def test_an_archive_with_a_file_and_a_folder_of_one_name_takes_in_the_others(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for name in ("ada/conv.py", "bob/a.py", "bob/a.py/b.py", "bob/conv.py"):
            archive.writestr(name, RIGHT)
    taken = take_in(tmp_path / "class.zip", tmp_path / "work")
    assert {entry.student for entry in taken.entries} == {"ada", "bob"}
    assert read_entry(taken.entries[0]).problem is None


def test_a_damaged_file_about_the_whole_class_is_told_to_the_operator(tmp_path: Path) -> None:
    """Gradescope's list of who handed in what: with it damaged, no folder is anybody's."""
    place = tmp_path / "class.zip"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("submission_metadata.yml", "submission_1:\n  :submitters: []\n")
        archive.writestr("submission_1/conv.py", "x = 1\n")
    data = bytearray(place.read_bytes())
    data[data.index(b":submitters")] ^= 1
    place.write_bytes(data)
    with pytest.raises(OperatorError, match="download the archive again"):
        take_in(place, tmp_path / "work")
