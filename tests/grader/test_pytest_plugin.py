"""pytest as a face of the grader: every case a test, and nothing of the student's runs in pytest's own process."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader.export import FORMATS, Options, row_of
from grader.export.format import cases_of
from grader.grading.grade import Plan, grade
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import load_submission
from tests.classroom.course import ASSIGNMENT, CASES

CLASS = Path(__file__).parent.parent.parent / "examples" / "class"
PYTEST = Path(sys.executable).with_name("pytest")


ALONE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "grader.pytest_plugin"}  # others take half a second


def run(folder: Path, *arguments: object, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [str(PYTEST), "-p", "no:cacheprovider", *map(str, arguments)]
    told = os.environ | (environment or ALONE)
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False, env=told)


def graded(folder: Path, submission: str, *more: object) -> "subprocess.CompletedProcess[str]":
    return run(folder, "--grader-assignment", "conv-layer", "--submission", submission, *more)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The option that makes conv-layer an assignment of two exercises and three cases."""
    folder = tmp_path_factory.mktemp("few")
    (folder / "conv-layer").mkdir()
    (folder / "conv-layer" / "assignment.toml").write_text(ASSIGNMENT, encoding="utf-8")
    (folder / "conv-layer" / "cases.toml").write_text(CASES, encoding="utf-8")
    return f"--grader-assignments={folder}"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with a submission, and a conftest.py and a test that would leave a trace if they ran."""
    shutil.copy(CLASS / "fatima.py", tmp_path / "conv.py")
    for name in ("conftest.py", "test_own.py"):
        (tmp_path / name).write_text(f"open('ran-{name}', 'w').close()\ndef test_own(): pass\n", encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_junit_of_pytest_carries_the_grades_of_our_own_junit(work: Path, whole_plan: Plan) -> None:
    own = ("--grader-assignment", "conv-layer", "--submission", "conv.py", "--junitxml=results.xml")
    done = run(work, *own, COLUMNS="100")  # as installed, among all other plugins
    assert done.returncode == 1, done.stderr
    with Sandbox() as sandbox:
        sandbox.configure(whole_plan.assignment.limits)
        report = grade(load_submission(work / "conv.py"), whole_plan, sandbox)
    single = FORMATS["junit"].single
    assert single is not None
    ours = ElementTree.fromstring(single(row_of(report), Options())["junit.xml"])
    theirs = ElementTree.parse(work / "results.xml").getroot()

    def told(root: ElementTree.Element) -> list[tuple[str, dict[str, str], list[str]]]:
        return [
            (
                case.get("name", ""),
                {one.get("name", ""): one.get("value", "") for one in case.iter("property")},
                [child.tag for child in case if child.tag != "properties"],
            )
            for case in root.iter("testcase")
        ]

    assert told(theirs) == told(ours)
    assert len(told(theirs)) == len(cases_of(report))
    assert "conv.py (conv-layer): 32.08 of 50 points" in done.stdout


@pytest.mark.slow
def test_nothing_else_is_collected_and_no_conftest_is_loaded(work: Path, few: str) -> None:
    done = graded(work, "conv.py", few, "-q")
    assert "test_own" not in done.stdout
    assert not list(work.glob("ran-*"))


CONFIGURATIONS = {
    "pytest.ini": "[pytest]\naddopts = {}\n",
    ".pytest.ini": "[pytest]\naddopts = {}\n",
    "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '{}'\n",
    "tox.ini": "[pytest]\naddopts = {}\n",
    "setup.cfg": "[tool:pytest]\naddopts = {}\n",
}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "where"), [*((name, "beside") for name in CONFIGURATIONS), ("pytest.ini", "above")])
def test_a_configuration_around_the_submission_is_refused(work: Path, name: str, where: str) -> None:
    (work / "hw").mkdir()
    shutil.move(work / "conv.py", work / "hw" / "conv.py")
    folder = work / "hw" if where == "beside" else work
    (folder / name).write_text(CONFIGURATIONS[name].format("--tb=short"), encoding="utf-8")
    done = graded(folder, "conv.py" if where == "beside" else "hw/conv.py", "-q")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "could be the student's" in done.stderr + done.stdout
    assert "-c /dev/null --rootdir ." in done.stderr + done.stdout


@pytest.mark.slow
def test_with_none_named_a_students_configuration_loads_nothing(work: Path, few: str) -> None:
    """The documented command, in a repository that tries everything."""
    shutil.copy(CLASS / "ada.py", work / "conv.py")
    trace = "open('ran-evil', 'w').close()\n"
    for module in ("evil", "numpy", "convref", "sitecustomize", "usercustomize"):
        (work / f"{module}.py").write_text(trace, encoding="utf-8")
    options = "-p evil --pythonwarnings error::evil.Evil"
    (work / "pytest.ini").write_text(f"[pytest]\npythonpath = .\naddopts = {options}\n", encoding="utf-8")
    done = graded(work, "conv.py", few, "-c", "/dev/null", "--rootdir", ".")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list(work.glob("ran-*"))


@pytest.mark.slow
def test_a_configuration_that_is_named_is_taken(work: Path, few: str) -> None:
    shutil.copy(CLASS / "ada.py", work / "conv.py")
    (work / "ours.ini").write_text("[pytest]\naddopts = -k conv_single\n", encoding="utf-8")
    (work / "pytest.ini").write_text("[pytest]\naddopts = -p evil\n", encoding="utf-8")
    done = graded(work, "conv.py", few, "-c", "ours.ini")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "deselected" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("whose", ["ours", "theirs"])
def test_a_configuration_elsewhere_is_taken_and_the_students_is_not(
    work: Path, few: str, tmp_path_factory: pytest.TempPathFactory, whose: str
) -> None:
    """pytest takes a path after an option it does not know yet for a place to look for configuration."""
    here = tmp_path_factory.mktemp("ours")
    (here if whose == "ours" else work).joinpath("pytest.ini").write_text("[pytest]\naddopts = -k conv_single\n")
    shutil.copy(CLASS / "ada.py", work / "conv.py")
    apart = run(here, "--grader-assignment=conv-layer", f"--submission={work / 'conv.py'}", few)
    assert apart.returncode == 0, apart.stdout + apart.stderr
    assert ("deselected" in apart.stdout) == (whose == "ours")
    spaced = graded(here, str(work / "conv.py"), few)
    if whose == "theirs":
        assert spaced.returncode == pytest.ExitCode.USAGE_ERROR
        assert "could be the student's" in spaced.stderr + spaced.stdout


@pytest.mark.slow
def test_modules_beside_the_submission_are_not_imported(work: Path, few: str) -> None:
    """``python -m pytest`` looks in the current folder first."""
    shutil.copy(CLASS / "ada.py", work / "conv.py")
    for module in ("msgspec", "convref", "tomllib"):  # pytest itself needs none of them
        (work / f"{module}.py").write_text(f"open('ran-{module}', 'w').close()\n", encoding="utf-8")
    arguments = ["-p", "no:cacheprovider", few, "--grader-assignment=conv-layer", "--submission=conv.py"]
    command = [sys.executable, "-m", "pytest", *arguments]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list(work.glob("ran-*"))


def test_a_right_submission_passes_and_tests_can_be_chosen(work: Path, few: str) -> None:
    shutil.copy(CLASS / "ada.py", work / "conv.py")
    assert graded(work, "conv.py", few).returncode == 0
    chosen = graded(work, "conv.py", few, "-k", "conv_map and small", "-v")
    assert "conv.py::conv_map/values/small PASSED" in chosen.stdout
    assert "conv_single" not in chosen.stdout


def test_a_failure_is_told_in_sentences_without_a_traceback_of_ours(work: Path, few: str) -> None:
    done = graded(work, "conv.py", few)
    assert "it should be" in done.stdout
    assert "Next:" in done.stdout
    assert "Traceback" not in done.stdout
    assert "pytest_plugin.py" not in done.stdout


@pytest.mark.slow
def test_a_crash_of_the_student_is_a_failure_and_the_rest_still_runs(work: Path, few: str) -> None:
    source = "import os\n" + (CLASS / "ada.py").read_text(encoding="utf-8")
    (work / "conv.py").write_text(source + "\ndef conv_map(x, w, b):\n    os._exit(0)\n", encoding="utf-8")
    done = graded(work, "conv.py", few, "-q")
    assert done.returncode == 1
    assert "conv_map/shape/small" in done.stdout
    assert "2 failed, 1 passed, 2 skipped" in done.stdout


@pytest.mark.slow
def test_broken_is_an_error_and_skipped_a_skip(work: Path, few: str) -> None:
    patch = (
        "from dataclasses import replace\n"
        "import grader.grading.checking\n"
        "from grader.model import Evidence, Result\n"
        "real = grader.grading.checking.run_check\n"
        "def run_check(criterion, planned, case, outcome):\n"
        "    if case.id != 'map':\n"
        "        return real(criterion, planned, case, outcome)\n"
        "    status, reason = ('broken', 'grader-error') if criterion.id == 'values' else ('skipped', 'time-outs')\n"
        "    return Result(case=case.id, status=status, outcome=None, evidence=Evidence(reason=reason, detail='x'))\n"
        "grader.grading.checking.run_check = run_check\n"
    )
    (work / "faulty.py").write_text(patch, encoding="utf-8")
    shutil.copy(CLASS / "ada.py", work / "conv.py")
    arguments = ["-p", "faulty", few, "--grader-assignment=conv-layer", "--submission=conv.py", "-v"]
    command = [sys.executable, "-m", "pytest", *arguments]  # -m: so that faulty.py is found
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, timeout=120, check=False)
    assert "conv_map/values/map ERROR" in done.stdout, done.stdout + done.stderr
    assert "conv_map/shape/map SKIPPED" in done.stdout
    assert "A fault of ours" in done.stdout
    assert "FAILED" not in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--grader-assignment", "conv-layer"], "grading needs --submission FILE too"),
        (["--submission", "conv.py"], "grading needs --grader-assignment ID too"),
        (["--grader-assignment", "conv-layer", "--submission", "none.py"], "there is no such file"),
        (["--grader-assignment", "nothing", "--submission", "conv.py"], "there is no assignment 'nothing'"),
        (
            ["--grader-assignment", "conv-layer", "--submission", "conv.py", "--grader-seed-file", "none.txt"],
            "none.txt",
        ),
    ],
)
def test_a_wrong_argument_is_said_plainly(work: Path, arguments: list[str], said: str) -> None:
    done = run(work, *arguments)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def is_test(line: str) -> bool:
    return "conv.py::" in line and "%]" in line


def is_number(line: str) -> bool:
    return "it should be" in line


@pytest.mark.slow
def test_other_seeds_draw_other_numbers_under_the_same_names(work: Path, few: str) -> None:
    (work / "seed.txt").write_text("a long and random line", encoding="utf-8")
    runs = [graded(work, "conv.py", few, "-v", *more).stdout for more in ([], ["--grader-seed-file", "seed.txt"])]
    names, said = ([[*filter(told, run.splitlines())] for run in runs] for told in (is_test, is_number))
    assert names[0] == names[1]
    assert len(names[0]) >= 5
    assert said[0]
    assert said[0] != said[1]


def test_without_our_options_pytest_is_as_ever(work: Path) -> None:
    done = run(work, "-q")
    assert done.returncode == 0
    assert "1 passed" in done.stdout
