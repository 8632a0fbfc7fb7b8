"""Outputs go where they were sent: through links, devices and pipes, never over them; a full disk is the operator's."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from grader.errors import OperatorError
from grader.export import ALL, written
from grader.files import write_output
from tests.systems import AS_ROOT

GRADER = [sys.executable, "-m", "grader"]
ROOT = Path(__file__).parent.parent.parent


def test_a_link_stays_a_link_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there" / "file")
    for text in (b"first", b"2nd"):
        write_output(tmp_path / "link", text)
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "there" / "file").read_bytes() == text


def test_a_file_with_two_names_keeps_both(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"something longer")
    os.link(tmp_path / "one", tmp_path / "other")
    write_output(tmp_path / "one", b"new")
    assert (tmp_path / "other").read_bytes() == b"new"


def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write_output(tmp_path / "pipe", b"x" * 200_000)
    reader.join()
    assert read == [b"x" * 200_000]
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here")
def test_a_device_stays_a_device_and_a_full_one_is_named() -> None:
    write_output(Path("/dev/null"), b"x")
    with pytest.raises(OperatorError, match=r"cannot write /dev/full: No space left on device; free some space"):
        write_output(Path("/dev/full"), b"x")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


@AS_ROOT
def test_a_device_of_ones_own_is_not_replaced(tmp_path: Path) -> None:
    try:
        os.mknod(tmp_path / "d", stat.S_IFCHR | 0o666, os.makedev(1, 3))
        write_output(tmp_path / "d", b"x")
    except (PermissionError, OperatorError):
        pytest.skip("no devices here")
    assert stat.S_ISCHR((tmp_path / "d").stat().st_mode)


@pytest.mark.parametrize("place", ["/dev/stdout", "-"])
def test_standard_output_is_written_through_whatever_it_is(place: str, tmp_path: Path) -> None:
    with (tmp_path / "out.json").open("wb") as out:
        out.write(b"before\n")
        out.flush()
        done = subprocess.run([*GRADER, "list", "--json", place], stdout=out, cwd=ROOT, check=False)
    written = (tmp_path / "out.json").read_bytes()
    assert done.returncode == 0
    assert written.startswith(b"before\n")
    assert b'"conv-layer"' in written


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here")
@pytest.mark.parametrize(
    "arguments", [["list"], ["list", "--json", "-"], ["--help"], ["list", "--json", "/dev/stdout"]]
)
def test_a_full_disk_behind_standard_output_is_the_operators(arguments: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*GRADER, *arguments], stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    assert done.returncode == 2
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"failed" not in done.stderr


def test_a_dash_is_standard_output_for_one_file_and_no_place_for_several(tmp_path: Path) -> None:
    def said(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([*GRADER, *arguments], capture_output=True, cwd=tmp_path, check=False)

    page = said("explain", "sharpen", "--html", "-")
    assert page.stdout.lstrip().startswith(b"<!DOCTYPE html")
    assert page.stdout.rstrip().endswith(b"</html>")
    assert b"wrote standard output" in page.stderr
    folder = said("start", "conv-layer", "-")
    assert folder.returncode == 2
    assert b"several files are written, so - (standard output) is no place" in folder.stderr
    assert not list(tmp_path.iterdir())


def test_several_files_of_an_export_do_not_go_to_standard_output(tmp_path: Path, monkeypatch, capsysbinary) -> None:
    monkeypatch.chdir(tmp_path)
    assert written({ALL: b"a,b\n"}, Path("-")) == 1
    assert capsysbinary.readouterr().out == b"a,b\n"
    with pytest.raises(OperatorError, match=r"2 files do not go to standard output \(-\): name a folder"):
        written({"one": b"", "two": b""}, Path("-"))
