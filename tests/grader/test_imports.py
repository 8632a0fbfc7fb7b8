"""The worker's side starts from its own path; right work imports nothing that only wrong work needs."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import grader.sandbox

FOLDER = Path(grader.sandbox.__file__).parent
WORKER_SIDE = (
    *("worker", "answers", "wire", "loader", "syntax", "rehearsal", "leftovers"),
    *("confinement", "landlock", "limits", "seccomp", "system"),
)


@pytest.mark.parametrize("name", WORKER_SIDE)
def test_the_workers_side_needs_nothing_of_ours(name: str) -> None:
    tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add((node.module or "").partition(".")[0])
    assert imported <= sys.stdlib_module_names | {"numpy"} | set(WORKER_SIDE)


@pytest.mark.parametrize(("student", "needs"), [("ada", False), ("fatima", True)])
def test_wrong_models_are_imported_for_wrong_answers_only(student: str, needs: bool) -> None:
    file = FOLDER.parents[1] / "examples" / "class" / f"{student}.py"
    program = (
        "import sys\n"
        "from grader.cli import main\n"
        "try:\n"
        f"    main(['check', {str(file)!r}])\n"
        "except SystemExit:\n"
        "    pass\n"
        "print('grader.assignments.conv_layer.beliefs' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.splitlines()[-1] == str(needs), done.stderr
