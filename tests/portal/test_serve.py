"""`grader serve`: one command, three processes, nothing left behind."""

import io
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from .serving import Serving, free_port, until

pytest.importorskip("django")


def processes_of(folder: Path) -> list[int]:
    """Return the processes that have a file of a folder open, or stand in it."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                links = [os.readlink(one) for one in (entry / "fd").iterdir()]
            except OSError:
                continue
            if any(one.startswith(str(folder)) for one in links):
                found.append(int(entry.name))
    return found


def children_of(parent: int) -> list[int]:
    text = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True).stdout
    return [int(one) for one in text.split()]


def descendants_of(parent: int) -> list[int]:
    own = children_of(parent)
    return own + [one for child in own for one in descendants_of(child)]


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
def test_one_command_serves_and_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    serving = Serving(tmp_path / "data")
    started = descendants_of(serving.process.pid)
    assert len(started) >= 3
    links = serving.links()
    assert len(links) == 2
    with urllib.request.urlopen(links[1]) as answer:
        assert b"Welcome, Demo student" in answer.read()
    for secret in (tmp_path / "data" / "secret", tmp_path / "data" / "portal.db"):
        assert secret.stat().st_mode & 0o077 == 0
    serving.process.send_signal(signal.SIGINT)
    assert serving.process.wait(30) == 0
    assert not [one for one in started if is_alive(one)]
    assert processes_of(tmp_path / "data") == []


@pytest.mark.slow
def test_a_command_that_is_killed_leaves_nothing_behind(tmp_path: Path) -> None:
    serving = Serving(tmp_path / "data")
    started = descendants_of(serving.process.pid)
    serving.process.kill()
    serving.process.wait()
    until(lambda: not [one for one in started if is_alive(one)], 40)


def test_what_would_be_read_on_the_way_is_refused(tmp_path: Path) -> None:
    from grader.errors import OperatorError
    from portal.config import Config
    from portal.serve import check

    with pytest.raises(OperatorError, match="--origin https"):
        check(Config(data=tmp_path, host="0.0.0.0", port=free_port()))
    with pytest.raises(OperatorError, match="--origin is https"):
        check(Config(data=tmp_path, origin="http://grader.example.org", port=free_port()))
    check(Config(data=tmp_path, host="0.0.0.0", port=free_port(), origin="https://grader.example.org"))


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    from grader.errors import OperatorError
    from portal.config import Config
    from portal.serve import check

    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OperatorError, match="--port"):
            check(Config(data=tmp_path, port=taken.getsockname()[1]))


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    from grader.errors import OperatorError
    from portal.config import read_secret

    made = read_secret(tmp_path / "secret")
    assert read_secret(tmp_path / "secret") == made
    (tmp_path / "secret").chmod(0o644)
    with pytest.raises(OperatorError, match="chmod 600"):
        read_secret(tmp_path / "secret")


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from grader.cli import portal
    from grader.errors import OperatorError

    monkeypatch.setattr(portal, "find_spec", lambda name: None if name == "django" else object())
    with pytest.raises(OperatorError, match=r"pip install 'convgrader\[portal\]'"):
        portal.load("portal.serve")


def test_other_commands_import_no_django() -> None:
    help_page = "grader.cli.cli.main(['serve', '--help'], standalone_mode=False)"
    code = f"import sys, grader.cli; {help_page}; print('django' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "False"


def test_tables_are_as_the_models_say(portal: object) -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0, stdout=io.StringIO())


@pytest.mark.slow
def test_settings_are_as_strict_as_djangos_own_check_wants(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from portal.config import Config, start; "
        f"start(Config(data=Path({str(tmp_path)!r}), origin='https://grader.example.org')); "
        "from django.core.management import call_command; call_command('check', deploy=True, fail_level='WARNING')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
