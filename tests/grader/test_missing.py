"""`grader start` says what the machine lacks before a student has written a line, each thing taken away here."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli import missing
from grader.errors import OperatorError
from grader.sandbox.sandbox import Sandbox
from tests.lacking import python_that_runs_first

BESIDE = str(Path(sys.executable).parent)


@pytest.fixture
def complete(monkeypatch: pytest.MonkeyPatch) -> None:
    found, real = "/usr/bin/{}".format, shutil.which  # bubblewrap is looked for by the same function
    monkeypatch.setattr(missing.shutil, "which", lambda name, path=None: real(name) if name == "bwrap" else found(name))
    monkeypatch.setattr(missing, "is_there", lambda name: True)


@pytest.mark.usefixtures("complete")
def test_a_machine_that_has_everything_is_told_nothing() -> None:
    assert list(missing.missing()) == []


@pytest.mark.usefixtures("complete")
def test_a_worker_that_does_not_start_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Sandbox) -> None:
        raise OperatorError("no processes are left")

    monkeypatch.setattr(Sandbox, "__enter__", refuse)
    (said,) = missing.missing()
    assert said == "Your functions cannot be run here (no processes are left); grader doctor says more."


@pytest.mark.usefixtures("complete")
def test_no_jupyter_is_said_with_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing, "is_there", lambda name: False)
    (said,) = missing.missing()
    assert "pip install jupyterlab" in said


@pytest.mark.parametrize("module", ["numpy", "convref"])
def test_a_compiled_part_that_does_not_load_is_said(module: str, tmp_path: Path) -> None:
    python = python_that_runs_first(tmp_path, f"sys.modules[{module!r}] = None\n")
    look = "from grader.cli.missing import missing; print(*missing(), sep='\\n')"
    done = subprocess.run([str(python), "-c", look], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.startswith(f"{module} cannot be loaded ("), done.stderr
    assert done.stdout.count("\n") == 1


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("grader", path=BESIDE) is None, reason="grader is not installed here")
@pytest.mark.parametrize(("path", "is_found"), [("/usr/bin:/bin", False), (f"{BESIDE}:/usr/bin", True)])
def test_a_shell_that_does_not_find_grader_is_told_what_to_type(path: str, is_found: bool, tmp_path: Path) -> None:
    command = [f"{BESIDE}/grader", "start", "pooling", str(tmp_path / "mine")]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "PATH": path}, timeout=60, check=False
    )
    assert done.returncode == 0
    assert (f"type: {BESIDE}/grader" in done.stderr) is not is_found


@pytest.mark.skipif(shutil.which("convgrader", path=BESIDE) is None, reason="grader is not installed here")
def test_the_package_s_name_is_a_command_too() -> None:
    """`uvx` and `pipx run` start the command that is named as the package."""
    done = subprocess.run([f"{BESIDE}/convgrader", "list"], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "conv-layer" in done.stdout) == (0, True)
