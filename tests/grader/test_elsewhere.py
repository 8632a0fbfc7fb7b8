"""On a system that lacks what Windows lacks, students' commands and the notebook's `check` work.

The functions and modules are taken away from the interpreter and from every worker that it starts; `tests.lacking` has
the list. What Windows has of its own (paths, encodings, signals) is not shown by this.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lacking import WINDOWS, python_that_runs_first

ROOT = Path(__file__).parent.parent.parent
CLASS = ROOT / "examples" / "class"
# Windows reads a text file in another encoding where none is named, and that is an error here
STRICT = ("-X", "warn_default_encoding", "-W", "error::EncodingWarning")


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return python_that_runs_first(tmp_path_factory.mktemp("windows"), WINDOWS)


def run(python: Path, folder: Path, *arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [str(python), *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def grader(python: Path, folder: Path, *arguments: object) -> "subprocess.CompletedProcess[str]":
    return run(python, folder, *STRICT, "-m", "grader", "--traceback", *arguments)


def test_the_interpreter_lacks_what_it_should(python: Path, tmp_path: Path) -> None:
    looks = (
        "import os, signal, socket, sys\n"
        "assert not any(hasattr(os, name) for name in ('fork', 'pidfd_open', 'geteuid', 'O_NOFOLLOW', 'killpg'))\n"
        "assert not hasattr(signal, 'SIGKILL') and not hasattr(socket, 'send_fds')\n"
        "for name in ('fcntl', 'resource', 'pwd', 'termios'):\n"
        "    try: __import__(name)\n"
        "    except ImportError: continue\n"
        "    raise AssertionError(name)\n"
        "if len(sys.argv) == 1:\n"
        "    import subprocess\n"
        "    subprocess.run([sys.executable, '-c', sys.stdin.read(), 'again'], check=True, timeout=60)\n"
        "print('lacking')\n"
    )
    command = [str(python), "-c", looks]
    done = subprocess.run(command, input=looks, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, "lacking\nlacking\n"), done.stderr


@pytest.mark.slow
def test_list_start_and_explain(python: Path, tmp_path: Path) -> None:
    done = grader(python, tmp_path, "list")
    assert (done.returncode, "conv-layer: The convolution layer, 50 points" in done.stdout) == (0, True), done.stderr
    done = grader(python, tmp_path, "start", "conv-layer", "mine")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "mine").iterdir()} >= {"conv_layer.py", "conv_layer.ipynb", "README.md"}
    done = grader(python, tmp_path, "explain", "box-shrink")
    assert (done.returncode, "= 10/3" in done.stdout) == (0, True), done.stderr


@pytest.mark.slow
def test_what_start_wrote_can_be_checked(python: Path, tmp_path: Path) -> None:
    assert grader(python, tmp_path, "start", "pooling", "mine").returncode == 0
    done = grader(python, tmp_path, "check", "mine/pooling.ipynb")
    assert done.returncode == 1, done.stderr
    assert "isolation level D" in done.stdout


@pytest.mark.slow
def test_check_grades_and_names_the_level(python: Path, tmp_path: Path) -> None:
    right = grader(python, tmp_path, "check", CLASS / "ada.py", "--json", "ada.json")
    assert right.returncode == 0, right.stderr
    assert "50.00 of 50" in right.stdout
    assert "isolation level D" in right.stdout
    assert json.loads((tmp_path / "ada.json").read_text())["isolation"] == "D"
    wrong = grader(python, tmp_path, "check", CLASS / "fatima.py")
    assert (wrong.returncode, "Next: " in wrong.stdout) == (1, True), wrong.stderr


@pytest.mark.slow
def test_doctor_says_what_is_missing_and_what_that_means(python: Path, tmp_path: Path) -> None:
    done = grader(python, tmp_path, "doctor")
    assert done.returncode == 0, done.stderr
    assert "Isolation level in force: D" in done.stdout
    assert "lacks what it takes to confine a process: os.fork, os.killpg, os.setsid, os.wait4 and" in done.stdout
    assert "portable worker" in done.stdout


@pytest.mark.slow
def test_a_class_is_graded_where_that_is_asked_for_and_its_gradebook_is_read(python: Path, tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    for name in ("ada.py", "boris.py"):
        (tmp_path / "class" / name).write_bytes((CLASS / name).read_bytes())
    arguments = ("run", "class", "-a", "conv-layer", "--out", "out", "--gradebook", "book.db")
    refused = grader(python, tmp_path, *arguments)
    assert (refused.returncode, "--allow-weak" in refused.stderr) == (2, True), refused.stderr
    assert not (tmp_path / "out").exists()
    refused = grader(python, tmp_path, *arguments, "--allow-weak", "--jobs", "2")
    assert (refused.returncode, "leave out --jobs" in refused.stderr) == (2, True), refused.stderr
    done = grader(python, tmp_path, *arguments, "--allow-weak")
    assert done.returncode == 0, done.stderr
    assert "Warning: isolation level D" in done.stderr
    assert json.loads((tmp_path / "out" / "ada" / "report.json").read_text())["isolation"] == "D"
    done = grader(python, tmp_path, "report", "book.db", "--out", "pages")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "pages" / "conv-layer" / "index.html").exists()
    done = grader(python, tmp_path, "export", "book.db", "--format", "csv", "--out", "grades.csv")
    assert done.returncode == 0, done.stderr
    assert "ada" in (tmp_path / "grades.csv").read_text()


NOTEBOOK = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
with open("conv.py", encoding="utf-8") as file:
    cells = (file.read(), "from grader.notebook import check", "shown = check(conv_map)")
for cell in cells:
    shell.run_cell(cell, store_history=True).raise_error()
print(shell.user_ns["shown"])
"""


@pytest.mark.slow
def test_a_notebook_s_check(python: Path, tmp_path: Path) -> None:
    (tmp_path / "conv.py").write_bytes((CLASS / "ada.py").read_bytes())
    (tmp_path / "cells.py").write_text(NOTEBOOK, encoding="utf-8")
    done = run(python, tmp_path, "cells.py")
    assert done.returncode == 0, done.stderr
    assert "5.00 of 5" in done.stdout
    assert "isolation level D" in done.stdout


@pytest.mark.slow
def test_pytest_grades(python: Path, tmp_path: Path) -> None:
    (tmp_path / "conv.py").write_bytes((CLASS / "ada.py").read_bytes())
    plugins = ("-p", "grader.pytest_plugin", "-p", "no:cacheprovider")
    own = ("--grader-assignment", "conv-layer", "--submission", "conv.py")
    starts = (
        "import os, sys; os.environ['PYTEST_DISABLE_PLUGIN_AUTOLOAD'] = '1'; import pytest; sys.exit(pytest.main())"
    )
    refused = run(python, tmp_path, "-c", starts, *plugins, *own)
    assert refused.returncode == 4
    assert "level C is asked for, but the portable worker confines nothing" in refused.stderr
    done = run(python, tmp_path, "-c", starts, *plugins, *own, "--grader-portable")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "50 of 50 points" in done.stdout


@pytest.mark.slow
def test_only_the_confined_worker_and_the_portal_use_what_windows_lacks(tmp_path: Path) -> None:
    """What mypy knows of Windows: it names every function of the standard library that is not there."""
    pytest.importorskip("mypy", reason="mypy comes with the extra `dev`")
    command = [sys.executable, "-m", "mypy", "--platform", "win32", "--cache-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    lacking = {line.partition(":")[0] for line in done.stdout.splitlines() if line.endswith("[attr-defined]")}
    worker = {f"worker/{name}.py" for name in ("__main__", "confinement", "limits", "system", "zygote")}
    # `portable.py` looks whether the functions are there before it uses them
    sandbox = {f"grader/sandbox/{name}" for name in worker | {"bubblewrap.py", "host.py", "portable.py", "users.py"}}
    assert lacking == sandbox | {"portal/serve.py"}  # which says that it needs Linux or macOS
