"""The tests themselves on another system: hosted CI runs many of them on Windows, and all are to be collected there."""

import subprocess
from pathlib import Path

import pytest

from tests.lacking import WINDOWS, python_that_runs_first

ROOT = Path(__file__).parent.parent
# Jupyter asks it for folders; on Windows it has a part of its own for them
OTHERS = "import platformdirs\n"


@pytest.mark.slow
def test_every_test_is_collected_without_what_windows_lacks(tmp_path: Path) -> None:
    python = python_that_runs_first(tmp_path, OTHERS + WINDOWS)
    command = [python, "-m", "pytest", "--collect-only", "-q", "-n", "0", "-p", "no:cacheprovider", "-m", ""]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "no tests collected" not in done.stdout
