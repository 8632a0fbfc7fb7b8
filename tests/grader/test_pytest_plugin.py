"""pytest as a face of the grader: every case a test, and nothing of the student's runs in pytest's own process."""

import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader.export import FORMATS, Options, row_of
from grader.export.format import cases_of
from grader.grading import Plan, grade
from grader.sandbox.runner import Sandbox
from grader.submission import load_submission

CLASS = Path(__file__).parent.parent.parent / "examples" / "class"
PYTEST = Path(sys.executable).with_name("pytest")


def run(folder: Path, *arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [str(PYTEST), "-p", "no:cacheprovider", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def graded(folder: Path, submission: str, *more: object) -> "subprocess.CompletedProcess[str]":
    return run(folder, "--grader-assignment", "conv-layer", "--submission", submission, *more)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with a submission, and a conftest.py and a test that would leave a trace if they ran."""
    shutil.copy(CLASS / "fatima.py", tmp_path / "conv.py")
    for name in ("conftest.py", "test_own.py"):
        (tmp_path / name).write_text(f"open('ran-{name}', 'w').close()\ndef test_own(): pass\n", encoding="utf-8")
    return tmp_path


def test_junit_of_pytest_carries_the_grades_of_our_own_junit(work: Path, conv_plan: Plan) -> None:
    done = graded(work, "conv.py", "--junitxml=results.xml")
    assert done.returncode == 1, done.stderr
    with Sandbox() as sandbox:
        sandbox.configure(conv_plan.assignment.limits)
        report = grade(load_submission(work / "conv.py"), conv_plan, sandbox)
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
    assert "conv.py (conv-layer): 34.12 of 50 points" in done.stdout


def test_nothing_else_is_collected_and_no_conftest_is_loaded(work: Path) -> None:
    done = graded(work, "conv.py", "-q")
    assert "test_own" not in done.stdout
    assert not list(work.glob("ran-*"))


def test_a_right_submission_passes_and_tests_can_be_chosen(work: Path) -> None:
    shutil.copy(CLASS / "ada.py", work / "conv.py")
    assert graded(work, "conv.py").returncode == 0
    chosen = graded(work, "conv.py", "-k", "conv_map and random", "-v")
    assert "conv.py::conv_map/values/random-1 PASSED" in chosen.stdout
    assert "conv_single" not in chosen.stdout


def test_a_failure_is_told_in_sentences_without_a_traceback_of_ours(work: Path) -> None:
    done = graded(work, "conv.py")
    assert "it should be" in done.stdout
    assert "Next:" in done.stdout
    assert "Traceback" not in done.stdout
    assert "pytest_plugin.py" not in done.stdout


def test_a_crash_of_the_student_is_a_failure_and_the_rest_still_runs(work: Path) -> None:
    source = "import os\n" + (work / "conv.py").read_text(encoding="utf-8")
    (work / "conv.py").write_text(source + "\ndef conv_single(x, w, b):\n    os._exit(0)\n", encoding="utf-8")
    done = graded(work, "conv.py", "-q")
    assert done.returncode == 1
    assert "conv_single/values" in done.stdout
    assert "passed" in done.stdout


def test_broken_is_an_error_and_skipped_a_skip(work: Path) -> None:
    patch = (
        "from dataclasses import replace\n"
        "import grader.checking\n"
        "from grader.model import Evidence, Result\n"
        "real = grader.checking.run_check\n"
        "def run_check(criterion, planned, case, outcome):\n"
        "    if case.id != 'random-1':\n"
        "        return real(criterion, planned, case, outcome)\n"
        "    status, reason = ('broken', 'grader-error') if criterion.id == 'values' else ('skipped', 'time-outs')\n"
        "    return Result(case=case.id, status=status, outcome=None, evidence=Evidence(reason=reason, detail='x'))\n"
        "grader.checking.run_check = run_check\n"
    )
    (work / "faulty.py").write_text(patch, encoding="utf-8")
    shutil.copy(CLASS / "ada.py", work / "conv.py")
    arguments = ["-p", "faulty", "--grader-assignment=conv-layer", "--submission=conv.py", "-v"]
    command = [sys.executable, "-m", "pytest", *arguments]  # -m: so that faulty.py is found
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, timeout=120, check=False)
    assert "conv_map/values/random-1 ERROR" in done.stdout, done.stdout + done.stderr
    assert "conv_map/shape/random-1 SKIPPED" in done.stdout
    assert "A fault of ours" in done.stdout
    assert "FAILED" not in done.stdout


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


def test_other_seeds_draw_other_cases_under_the_same_names(work: Path) -> None:
    (work / "seed.txt").write_text("a long and random line", encoding="utf-8")
    names = [
        [line for line in graded(work, "conv.py", "--collect-only", "-q", *more).stdout.splitlines() if "::" in line]
        for more in ([], ["--grader-seed-file", "seed.txt"])
    ]
    assert names[0] == names[1]
    assert len(names[0]) > 100


def test_without_our_options_pytest_is_as_ever(work: Path) -> None:
    done = run(work, "-q")
    assert done.returncode == 0
    assert "1 passed" in done.stdout
