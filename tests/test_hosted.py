"""The hosted CI's files follow their schema, and what the package says of itself is what is tested."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.conftest import SHARING

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_follows_the_schema(path: Path) -> None:
    if shutil.which("check-jsonschema", path=str(Path(sys.executable).parent)) is None:
        pytest.skip("check-jsonschema is not installed")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_the_files_that_a_workflow_names_are_there(path: Path) -> None:
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
    commands = " ".join(step["run"] for job in jobs for step in job["steps"] if "run" in step)
    named = re.findall(r"(?<![\w/])((?:\.ci|tests|examples)(?:/[\w.]+)+)", commands)
    assert [one for one in named if not (ROOT / one).exists()] == []


def test_classifiers_name_the_pythons_that_ci_tests_and_no_others() -> None:
    classified = {one.rpartition(" ")[2] for one in PROJECT["project"]["classifiers"] if " :: 3." in one}
    tested = re.search(r"for version in ([\d. ]+);", (ROOT / ".ci" / "run").read_text(encoding="utf-8"))
    assert tested
    assert classified == set(tested[1].split())


def test_classifiers_name_the_one_system_that_ci_tests() -> None:
    systems = [one for one in PROJECT["project"]["classifiers"] if one.startswith("Operating System")]
    assert systems == ["Operating System :: POSIX :: Linux"]


def test_wheels_are_built_for_every_python_that_is_classified() -> None:
    built = PROJECT["tool"]["cibuildwheel"]["build"].split()
    classified = {one.rpartition(" ")[2] for one in PROJECT["project"]["classifiers"] if " :: 3." in one}
    assert {f"cp{version.replace('.', '')}-*" for version in classified} <= set(built)
    assert not any("t-" in one for one in built)  # no module says that it is safe without the lock


def test_a_wheel_of_more_than_ten_megabytes_is_refused(tmp_path: Path) -> None:
    sys.path.insert(0, str(ROOT / "tests"))
    from tests.wheel_contents import LARGEST, too_large

    wheel = tmp_path / "convgrader.whl"
    wheel.write_bytes(b"0" * (LARGEST + 1))
    assert too_large(wheel)
    wheel.write_bytes(b"0" * LARGEST)
    assert not too_large(wheel)


def test_what_pytest_passes_over_is_run_by_name() -> None:
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    passed_over = [one for one in PROJECT["tool"]["pytest"]["ini_options"]["norecursedirs"] if one != ".*"]
    assert all(f"pytest tests/{name} -m {name}" in text for name in passed_over)


def test_the_files_that_share_a_worker_are_those_that_look_at_the_graded_class() -> None:
    files = (ROOT / "tests" / "grader").glob("test_*.py")
    looking = {path.stem for path in files if "reports: list[Report]" in path.read_text(encoding="utf-8")}
    assert looking == {f"test_{name}" for name in SHARING}
