"""The worker's side starts from its own path; right work imports nothing that only wrong work needs."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import grader.sandbox.worker
from grader.model import Call, Case
from grader.sandbox.runner import Runner
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files

FOLDER = Path(grader.sandbox.worker.__file__).parent
MODULES = sorted(FOLDER.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_the_workers_side_needs_nothing_of_ours(path: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level:
            folder = path.parents[node.level - 1]
            names = [node.module.partition(".")[0]] if node.module else [alias.name for alias in node.names]
            assert {folder / f"{name}.py" for name in names} <= set(MODULES)
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
    assert imported <= sys.stdlib_module_names | {"numpy"}


def test_the_packages_of_the_wheel_are_those_that_there_are() -> None:
    root = FOLDER.parents[2]
    listed = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"]
    folders = {
        "convref": root / "src/convref",
        "grader": root / "grader",
        "grader.assignments": root / "assignments",
        "portal": root / "portal",
    }
    there = {
        ".".join((name, *path.parent.relative_to(folder).parts))
        for name, folder in folders.items()
        for path in folder.rglob("__init__.py")
    }
    assert set(listed) == there


def test_a_child_finds_the_workers_modules_under_no_name_but_their_own(quick_sandbox: Sandbox) -> None:
    names = [path.stem for path in MODULES]
    source = f"""import sys
def f():
    plain = [name for name in {names} if name not in sys.stdlib_module_names and name in sys.modules]
    return float(len(plain) - ("__main__" in plain) + len(sys.path))
"""
    case = Case(
        id="a",
        exercise="f",
        why="",
        sizes={},
        arguments={},
        calls=(Call(function="f", arguments=(), names=(), returns=("out",)),),
    )
    (outcome,) = Runner(quick_sandbox, from_files("f.py", {"f.py": source.encode()})).run([case])
    assert outcome.answers == {"out": 0.0}


@pytest.mark.slow
@pytest.mark.parametrize(("more", "needs"), [("", False), ("def conv_single(x, w, b): return (x * w).sum()", True)])
def test_wrong_models_are_imported_for_wrong_answers_only(
    more: str, needs: bool, tmp_path: Path, solution: str
) -> None:
    file = tmp_path / "conv.py"
    file.write_text(f"{solution}\n{more}\n")
    program = (
        "import sys\n"
        "from grader.cli import main\n"
        "try:\n"
        f"    main(['check', {str(file)!r}, '--exercise', 'conv_single'])\n"
        "except SystemExit:\n"
        "    pass\n"
        "print('grader.assignments.conv_layer.beliefs' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.splitlines()[-1] == str(needs), done.stderr
