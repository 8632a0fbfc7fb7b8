"""The worker's side starts from its own path: its files import the standard library, numpy, and each other."""

import ast
import sys
from pathlib import Path

import pytest

import grader.sandbox

FOLDER = Path(grader.sandbox.__file__).parent
WORKER_SIDE = (
    *("worker", "answers", "wire", "loader", "syntax"),
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
