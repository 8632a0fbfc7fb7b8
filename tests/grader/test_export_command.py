"""``grader export`` and ``grader check --export``: from a gradebook, or one submission, to another system's files."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from grader.cli.check_command import command as check
from grader.export import FORMATS
from grader.model import GradeRow, Report
from tests.command import grader
from tests.exports.sample import INTO

from .classes import class_of, gradebook_of

CLASS = Path(__file__).parent.parent.parent / "examples" / "class"
SINGLE = [name for name, one in FORMATS.items() if one.single is not None]
pytestmark = pytest.mark.usefixtures("kept_zygotes")


@pytest.fixture(scope="module")
def rows(reports: list[Report]) -> list[GradeRow]:
    return class_of(30, reports)


@pytest.fixture(scope="module")
def book(rows: list[GradeRow], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return gradebook_of(rows, tmp_path_factory.mktemp("book") / "gradebook.db")


def test_a_gradebook_becomes_a_table_of_everyone(book: Path, rows: list[GradeRow], tmp_path: Path) -> None:
    done = grader("export", book, "--format", "csv", "--out", tmp_path / "grades.csv")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"wrote {tmp_path / 'grades.csv'}\n"
    lines = list(csv.DictReader(io.StringIO((tmp_path / "grades.csv").read_text(encoding="utf-8"))))
    assert [line["student"] for line in lines] == sorted(row.student.id for row in rows)


@pytest.mark.parametrize("name", ["gradescope", "artemis", "github"])
def test_a_gradebook_becomes_a_folder_for_each_submission(name: str, book: Path, rows: list[GradeRow], tmp_path: Path):
    done = grader("export", book, "--format", name, "--out", tmp_path / "all", "-a", "conv-layer")
    assert done.returncode == 0, done.stderr
    have = {row.student.id for row in rows if row.report}
    assert {path.name for path in (tmp_path / "all").iterdir()} == have
    for row in rows:
        assert (row.report is not None) or f"Note: {row.student.id}: nothing written" in done.stderr


def test_canvas_is_filled_from_the_command_line(book: Path, rows: list[GradeRow], tmp_path: Path) -> None:
    row = next(row for row in rows if row.grade is not None)
    mine = tmp_path / "canvas.csv"
    mine.write_bytes(
        b"Student,ID,SIS User ID,SIS Login ID,Section,conv-layer (4711)\r\n"
        + f"    Points Possible,,,,,50\r\nx,{row.student.id},,,,\r\n".encode()
    )
    done = grader("export", book, "--format", "canvas", "--into", mine, "--out", tmp_path / "filled.csv")
    assert done.returncode == 0, done.stderr
    filled = (tmp_path / "filled.csv").read_bytes()
    assert filled.startswith(mine.read_bytes()[:-2])
    assert float(filled.decode().strip().rsplit(",", 1)[1]) == pytest.approx(float(row.grade or 0), abs=0.005)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "excel"], "there is no export 'excel'"),
        (["--format", "csv", "--into", str(INTO / "canvas.csv")], "--into is for files that canvas and moodle fill"),
        (["--format", "canvas"], "--into FILE"),
        (["--format", "csv", "-a", "pooling"], "has no grades of 'pooling'"),
        (["--format", "csv", "--package"], "--package is for gradescope, artemis, classroom50;"),
        (["--format", "gradescope", "--package"], "name it with -a"),
    ],
)
def test_a_wrong_argument_is_said_plainly(book: Path, tmp_path: Path, arguments: list[str], said: str) -> None:
    done = grader("export", book, "--out", tmp_path / "out", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_without_a_gradebook_only_a_package_can_be_made(tmp_path: Path) -> None:
    done = grader("export", "--format", "csv", "--out", tmp_path / "x")
    assert done.returncode == 2
    assert "name the GRADEBOOK" in done.stderr


# -------------------------------------------------------------------------- one submission


@pytest.mark.slow
def test_one_submission_is_exported_for_every_system_at_once(tmp_path: Path) -> None:
    wanted = [f"--export={name}={tmp_path / name}" for name in SINGLE]
    done = grader("check", CLASS / "fatima.py", *wanted)
    assert done.returncode == 1, done.stderr
    assert json.loads((tmp_path / "gradescope").read_text(encoding="utf-8"))["score"] == 32.08
    assert (tmp_path / "github" / "annotations.txt").is_file()
    assert (tmp_path / "artemis").read_text(encoding="utf-8").startswith("<?xml")
    assert f"file={CLASS / 'fatima.py'}" in (tmp_path / "github" / "annotations.txt").read_text(encoding="utf-8")


@pytest.mark.slow
def test_autolabs_score_is_the_last_line(tmp_path: Path) -> None:
    done = grader("check", CLASS / "fatima.py", "--export", "autolab=-")
    assert json.loads(done.stdout.splitlines()[-1])["scoreboard"] == [32.08]


def test_a_seed_draws_other_cases_and_the_note_about_public_ones_goes(tmp_path: Path) -> None:
    (tmp_path / "seed.txt").write_text("a long and random line\n", encoding="utf-8")
    done = grader("check", CLASS / "ada.py", "--seed-file", tmp_path / "seed.txt", "--json", tmp_path / "r.json")
    assert done.returncode == 0, done.stdout
    assert "public seed" not in done.stdout
    public = grader("check", CLASS / "ada.py", "--json", tmp_path / "p.json")
    assert "public seed" in public.stdout
    digests = [
        json.loads((tmp_path / name).read_text(encoding="utf-8"))["seed_digest"] for name in ("r.json", "p.json")
    ]
    assert digests[0] != digests[1]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("csv=x.csv", "exports a whole gradebook"),
        ("gradescope", "say where to write"),
        ("excel=x", "there is no export 'excel'"),
    ],
)
def test_a_wrong_export_of_one_submission_is_said_before_anything_runs(value: str, said: str) -> None:
    done = grader("check", CLASS / "jun.py", "--export", value)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_standard_output_holds_one_document() -> None:
    done = grader("check", CLASS / "ada.py", "--json", "-", "--export", "autolab=-")
    assert done.returncode == 2
    assert "one document" in done.stderr


def test_levels_of_check_are_those_that_confine() -> None:
    (level,) = (parameter for parameter in check.params if parameter.name == "wanted")
    assert list(level.type.choices) == ["A", "B", "C"]  # type: ignore[attr-defined]


# --------------------------------------------------------------------------------- packages


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    (folder / "seed.txt").write_text("a long and random line\n", encoding="utf-8")
    (folder / "convgrader-0.1.0-cp312-cp312-linux_x86_64.whl").write_bytes(b"a wheel")
    done = grader(
        *("export", "--format", "gradescope", "--package", "-a", "conv-layer", "--out", folder / "autograder.zip"),
        *("--seed-file", folder / "seed.txt", "--install", folder / "convgrader-0.1.0-cp312-cp312-linux_x86_64.whl"),
    )
    assert done.returncode == 0, done.stderr
    return folder / "autograder.zip"


def test_gradescopes_package_has_its_two_scripts_at_the_root_and_they_may_run(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        modes = {info.filename: info.external_attr >> 16 & 0o777 for info in archive.infolist()}
        settings = archive.read("settings.env").decode()
    assert modes["setup.sh"] == modes["run_autograder"] == 0o755
    assert {"seed.txt", "settings.env", "convgrader-0.1.0-cp312-cp312-linux_x86_64.whl"} <= set(modes)
    assert not [name for name in modes if "lesson" in name or "wrong" in name]
    assert "ASSIGNMENT=conv-layer" in settings
    assert "PYTHONS=3.12" in settings


@pytest.mark.slow
@pytest.mark.parametrize("broken", [False, True])
def test_gradescopes_script_grades_and_says_so_where_it_cannot(package: Path, tmp_path: Path, broken: bool) -> None:
    source = tmp_path / "source"
    with zipfile.ZipFile(package) as archive:
        archive.extractall(source)
    (tmp_path / "submission").mkdir()
    shutil.copy(CLASS / "fatima.py", tmp_path / "submission" / "conv.py")
    (tmp_path / "env" / "bin").mkdir(parents=True)
    program = tmp_path / "env" / "bin" / "grader"
    program.write_text("#!/bin/sh\nexit 3\n" if broken else f'#!/bin/sh\nexec "{sys.executable}" -m grader "$@"\n')
    program.chmod(0o755)
    env = {**os.environ, "AUTOGRADER": str(tmp_path)}
    script = ["bash", str(source / "run_autograder")]
    done = subprocess.run(script, env=env, capture_output=True, text=True, timeout=120, check=False)
    results = tmp_path / "results" / "results.json"
    assert results.is_file() != broken, done.stderr
    if broken:
        assert done.returncode != 0
        assert "nothing is wrong with the submission" in done.stderr
    else:
        found = json.loads(results.read_text(encoding="utf-8"))
        assert 0 < found["score"] < 50
        assert done.returncode == 0


def test_the_same_package_has_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("a.zip", "b.zip"):
        arguments = ("--format", "gradescope", "--package", "-a", "pooling", "--install", "convgrader==9")
        assert grader("export", *arguments, "--out", tmp_path / name).returncode == 0
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


@pytest.mark.slow
def test_artemis_gets_three_repositories_and_its_script_grades(tmp_path: Path) -> None:
    arguments = ("--format", "artemis", "--package", "-a", "pooling", "--out", tmp_path / "artemis")
    done = grader("export", *arguments)
    assert done.returncode == 0, done.stderr
    out = tmp_path / "artemis"
    assert {path.name for path in out.iterdir()} == {"exercise", "solution", "test"}
    assert "NotImplementedError" in (out / "exercise" / "pooling.py").read_text(encoding="utf-8")
    assert not list((out / "exercise").glob("*.ipynb"))
    weights = list(csv.DictReader(io.StringIO((out / "test" / "weights.csv").read_text(encoding="utf-8"))))
    (out / "test" / "assignment").mkdir()
    shutil.copy(out / "solution" / "pooling.py", out / "test" / "assignment" / "pooling.py")
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    command = ["bash", str(out / "test" / "build.sh")]
    ran = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    results = (out / "test" / "test-reports" / "results.xml").read_text(encoding="utf-8")
    assert 'failures="0"' in results
    assert all(f'name="{line["test"]}"' in results for line in weights)


def test_an_assignment_of_ones_own_goes_into_the_package(tmp_path: Path) -> None:
    from grader.topics.loading import assignments_folder

    own = tmp_path / "own" / "pooling"
    shutil.copytree(assignments_folder() / "pooling", own)
    arguments = ("--format", "gradescope", "--package", "-a", "pooling", "--assignments", tmp_path / "own")
    assert grader("export", *arguments, "--out", tmp_path / "a.zip").returncode == 0
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        names = [name for name in archive.namelist() if name.startswith("assignments/")]
    assert "assignments/pooling/assignment.toml" in names
    assert not [name for name in names if "lesson" in name or "wrong" in name]
