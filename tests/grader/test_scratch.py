"""A folder for a while is gone afterwards, even after a kill: the next one to need one removes it."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grader.files import DAY, OWNED, SCRATCH, remove_left_behind, scratch_folder
from tests.systems import AS_ROOT, needs

HOLDER = (
    "import sys, tempfile, time\n"
    "tempfile.tempdir = sys.argv[1]\n"
    "from grader.files import scratch_folder\n"
    "with scratch_folder() as folder:\n"
    "    (folder / 'work').write_text('x')\n"
    "    print(folder, flush=True)\n"
    "    time.sleep(60)\n"
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def holder(place: Path) -> "tuple[subprocess.Popen[str], Path]":
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(place)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_a_folder_is_gone_after_its_use(place: Path) -> None:
    with scratch_folder() as folder:
        (folder / "file").write_text("x")
    assert not list(place.iterdir())


@needs("signal.SIGKILL")
def test_that_of_a_killed_process_is_removed_by_the_next_and_that_of_a_living_one_is_not(place: Path) -> None:
    killed, left_behind = holder(place)
    living, in_use = holder(place)
    try:
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert (left_behind / "work").exists()
        with scratch_folder():
            assert not left_behind.parent.exists()
            assert (in_use / "work").exists()
    finally:
        for process in (killed, living):
            process.kill()
            process.communicate()


def test_a_folder_that_is_being_made_is_left_alone_for_a_day(place: Path) -> None:
    made = place / f"{SCRATCH}made"
    made.mkdir()
    remove_left_behind()
    assert made.exists()
    os.utime(made, (made.stat().st_mtime - 2 * DAY,) * 2)
    remove_left_behind()
    assert not made.exists()


def test_links_and_folders_of_other_names_are_left_alone(place: Path) -> None:
    elsewhere = place / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / OWNED).touch()
    (place / f"{SCRATCH}link").symlink_to(elsewhere)
    (place / f"{SCRATCH}file").touch()
    remove_left_behind()
    assert (elsewhere / OWNED).exists()
    assert (place / f"{SCRATCH}file").exists()


@AS_ROOT
def test_that_of_another_user_is_left_alone(place: Path) -> None:
    theirs = place / f"{SCRATCH}theirs"
    theirs.mkdir()
    (theirs / OWNED).touch()
    os.chown(theirs, 12345, 12345)
    remove_left_behind()
    assert theirs.exists()
