"""docs/authoring.md, followed literally: its files, its commands, what it says they print, and what they lead to."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from grader.authoring import worked_examples
from grader.authoring.assignment import load_assignment, own_examples
from grader.authoring.new import FILES, new_assignment
from grader.errors import AuthorError
from grader.grading.grade import plan
from grader.topics.loading import load_topic
from tests.test_docs import blocks, matches, named_files

pytestmark = pytest.mark.slow

BROUGHT = {"operations.py", "beliefs.py", "explain.py", "topic.py"}
GRADED = BROUGHT | {"assignment.toml", "cases.toml", "examples.toml"}  # no lesson, no wrong answer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of assignments with the page's files."""
    for name, text in named_files("authoring.md").items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the grader in the folder of assignments."""
    command = [sys.executable, "-m", "grader", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


def test_the_page_leads_from_an_empty_folder_to_a_released_assignment(folder: Path) -> None:
    shown = blocks("authoring.md", "console")
    assert len(shown) == 7
    for block in shown:
        command, _, expected = block.partition("\n")
        ran = run(folder, *re.sub(r"^\$ grader ", "", command).split())
        assert matches(expected, ran.stdout), f"{command}\n{ran.stdout}{ran.stderr}"


def test_the_page_counts_the_files_of_a_topic(folder: Path) -> None:
    names = {path.name for path in (folder / "dilated").iterdir() if path.is_file()}
    assert names == GRADED | {"lesson.py", "wrong.toml"}
    assert len(names) == 9
    assert "the topic has nine files beside those in `wrong/`" in Path("docs/authoring.md").read_text()


def test_a_belief_of_the_page_is_named_in_the_report(folder: Path) -> None:
    ran = run(folder, "check", "dilated/wrong/kernel-flipped.py", "-a", "dilated", "--assignments", ".", "--json", "-")
    (exercise,) = json.loads(ran.stdout)["exercises"]
    assert [diagnosis["misconceptions"] for diagnosis in exercise["diagnosis"]] == [["kernel-flipped"]]


def test_operations_alone_are_a_topic(folder: Path) -> None:
    for name in ("topic.py", "beliefs.py", "explain.py", "examples.toml"):
        (folder / "dilated" / name).unlink()
    wrong = folder / "dilated" / "wrong.toml"
    wrong.write_text(re.sub(r"(?m)^believes = .*\n", "", wrong.read_text()))
    ran = run(folder, "verify", "dilated", "--assignments", ".")
    assert "12 of 12 hold" in ran.stdout, ran.stdout + ran.stderr


def test_a_topic_may_use_modules_of_its_own_shared_folder_beside_ours(folder: Path) -> None:
    (folder / "shared").mkdir()
    (folder / "shared" / "words.py").write_text("WORD = 'ours'\n")
    path = folder / "dilated" / "operations.py"
    path.write_text(f"from ..shared.words import WORD\nfrom ..shared.windows import AXES\n\n{path.read_text()}")
    assert load_topic(folder / "dilated").operation("dilated") is not None


def test_a_class_is_graded_by_several_processes_that_get_the_topics_files(folder: Path) -> None:
    (folder / "class").mkdir()
    solution = (folder / "dilated" / "lesson.py").read_text()
    holes = solution.replace("    height = x", "    dilation += 1\n    height = x", 1)
    shutil.copy(folder / "dilated" / "wrong" / "kernel-flipped.py", folder / "class" / "boris.py")
    (folder / "class" / "ada.py").write_text(solution)
    (folder / "class" / "chen.py").write_text(holes)
    ran = run(
        folder, "run", "class", "-a", "dilated", "--assignments", ".", "--jobs", "2", "--out", "out", "--allow-weak"
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    named = {}
    for path in folder.glob("out/**/*.json"):
        report = json.loads(path.read_text())
        if "exercises" in report:
            (exercise,) = report["exercises"]
            named[report["submission"]["name"]] = [
                id for diagnosis in exercise["diagnosis"] for id in diagnosis["misconceptions"]
            ]
    assert sorted(named.values()) == [[], ["holes-counted"], ["kernel-flipped"]], named


def test_packages_for_other_systems_hold_the_topics_files(folder: Path) -> None:
    shared = folder / "shared"
    shared.mkdir()
    (shared / "words.py").write_text("")
    due = {f"assignments/dilated/{name}" for name in GRADED} | {"assignments/shared/words.py"}
    options = ("-a", "dilated", "--assignments", ".", "--package", "--install", "convgrader")
    ran = run(folder, "export", *options, "--format", "gradescope", "--out", "gradescope.zip")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    with zipfile.ZipFile(io.BytesIO((folder / "gradescope.zip").read_bytes())) as archive:
        assert {name for name in archive.namelist() if name.startswith("assignments/")} == due
    ran = run(folder, "export", *options, "--format", "artemis", "--out", "artemis")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    files = [path for path in (folder / "artemis" / "test" / "assignments").rglob("*") if path.is_file()]
    assert {path.relative_to(folder / "artemis" / "test").as_posix() for path in files} == due


def test_an_artemis_package_of_ones_own_assignment_loads_it_and_grades(tmp_path: Path) -> None:
    """The package once held an assignment whose topic did not load there."""
    assert run(tmp_path, "new", "my-sum").returncode == 0
    options = ("-a", "my-sum", "--assignments", ".", "--package", "--install", "convgrader")
    ran = run(tmp_path, "export", *options, "--format", "artemis", "--out", "artemis")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    shutil.rmtree(tmp_path / "my_sum")  # the server has the package alone
    test = tmp_path / "artemis" / "test"
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for kind, passes in (("solution", True), ("exercise", False)):
        shutil.copytree(tmp_path / "artemis" / kind, test / "assignment")
        command = ["bash", str(test / "build.sh")]
        built = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
        assert built.returncode == 0, built.stdout + built.stderr
        results = (test / "test-reports" / "results.xml").read_text(encoding="utf-8")
        assert "<testcase" in results
        assert ("<failure" not in results) == passes, results
        shutil.rmtree(test / "assignment")


def test_a_new_assignment_works_as_it_is(tmp_path: Path) -> None:
    assert run(tmp_path, "new", "my-sum").returncode == 0
    assert {path.name for path in (tmp_path / "my_sum").iterdir()} == set(FILES)
    ran = run(tmp_path, "verify", "my-sum", "--assignments", ".")
    assert "9 of 9 hold" in ran.stdout, ran.stdout + ran.stderr
    assert run(tmp_path, "release", "my-sum", "--assignments", ".", "--to", "out").returncode == 0
    again = run(tmp_path, "new", "my-sum")
    assert again.returncode == 2
    assert "is there already" in again.stderr


@pytest.mark.parametrize("id", ["My Sum", "class", "../x", "a--b", "x" * 41, ""])
def test_what_is_no_id_makes_no_folder(id: str) -> None:
    with pytest.raises(AuthorError, match="is no id of an assignment"):
        new_assignment(id)


# ----------------------------------------------------------------------- an author's mistakes

LATER = [  # raised while cases are drawn
    ("    given = (arguments", "    1 / 0\n    given = (arguments", r"^dilated/operations\.py:25: ZeroDivisionError: "),
    (
        "    for length, window",
        "    shapes['q']\n    for length, window",
        r"^dilated/operations\.py:31: KeyError: 'q'$",
    ),
    ('sizes["dilation"]))}', 'sizes["dilaton"]))}', r"^dilated/operations\.py:20: KeyError: 'dilaton'$"),
]


@pytest.mark.parametrize(("old", "new", "problem"), LATER)
def test_an_error_in_an_authors_function_is_named_with_its_file_and_line(folder: Path, old, new, problem: str) -> None:
    path = folder / "dilated" / "operations.py"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(AuthorError) as error:
        plan(load_assignment(folder / "dilated"))
    (said,) = error.value.problems
    assert re.search(problem, said), said


def test_a_check_that_fails_in_an_authors_function_is_no_proof(folder: Path) -> None:
    path = folder / "dilated" / "operations.py"
    path.write_text(path.read_text().replace("    x, w, d = inputs", "    inputs['z']\n    x, w, d = inputs", 1))
    ran = run(folder, "verify", "dilated", "--assignments", ".")
    assert ran.returncode == 1
    where = "wrong/kernel-flipped (verify-1): dilated.values: operations.py:40: KeyError in check values"
    assert where in ran.stdout + ran.stderr


EXAMPLES = [
    ("[[-4, -4]]", "[[-4, 4]]", "expect.out: number 2 is 4; dilated gives -4"),
    ("[[-4, -4]]", "[[-4]]", "expect.out: 1 numbers are stated; dilated gives 2"),
    ("dilation = 2", "dilation = 3", "arguments: dilated raised ValueError: the filter covers 7 pixels of 6"),
    ("dilation = 2", "stride = 2", "arguments: dilated raised KeyError: 'dilation'"),
    ('call = "dilated"', 'call = "dilate"', "call: neither convref nor this topic has a function 'dilate'"),
]


@pytest.mark.parametrize(("old", "new", "problem"), EXAMPLES, ids=[new for _, new, _ in EXAMPLES])
def test_a_worked_example_is_held_against_the_topics_own_reference(folder: Path, old, new, problem: str) -> None:
    path = folder / "dilated" / "examples.toml"
    path.write_text(path.read_text().replace(old, new, 1))
    (example,) = own_examples(folder / "dilated")
    said = worked_examples.problem(example, load_topic(folder / "dilated"))
    assert said == f"examples.toml: dilated-row: {problem}"


MISTAKES = [
    ("operations.py", "import numpy as np", "import numpy as np\n1 / 0", r"^operations\.py:4: ZeroDivisionError: "),
    ("operations.py", "import numpy as np", "import numpy as np\nx = (", r"^operations\.py:4: SyntaxError: '\(' was"),
    ("topic.py", "import Phrase,", "import Phraes,", r"^topic\.py:3: ImportError: .*Phraes"),
    ("topic.py", "TOPIC = Topic(", "TOPIC = Topic(\n    beleifs=beliefs,", r"^topic\.py:25: TypeError: .*beleifs"),
    ("topic.py", "TOPIC = ", "TOPICS = ", r"^topic\.py: TOPIC must be a Topic"),
    ("topic.py", "def beliefs():", "def beliefs()", r"^topic\.py:8: SyntaxError: "),
    (
        "operations.py",
        "import numpy as np",
        "from ..shared import of_the_course",
        r"^\.\./shared/of_the_course\.py:2: ",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "problem"), MISTAKES, ids=[new[-30:] for _, _, new, _ in MISTAKES])
@pytest.mark.parametrize("is_relative", [False, True])
def test_an_error_in_an_authors_code_is_named_with_its_file_and_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str, problem: str, is_relative: bool
) -> None:
    (folder / "shared").mkdir()
    (folder / "shared" / "of_the_course.py").write_text('"""Ours."""\nraise KeyError("x")\n')
    path = folder / "dilated" / file
    path.write_text(path.read_text().replace(old, new, 1))
    monkeypatch.chdir(folder)
    dilated = Path("dilated") if is_relative else folder / "dilated"
    with pytest.raises(AuthorError) as error:
        load_topic(dilated)
    (said,) = error.value.problems
    assert re.search(problem, said), said
    with pytest.raises(AuthorError) as error:
        load_assignment(dilated)
    assert error.value.problems == (f"dilated/{said}",)


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        (
            "beliefs.py",
            "MISCONCEPTIONS = (",
            "MISCONCEPTIONS = (\n    1 / 0,",
            r"^beliefs\.py:\d+: ZeroDivisionError: ",
        ),
        ("beliefs.py", "def model(", "def model((", r"^beliefs\.py:\d+: SyntaxError: "),
        ("topic.py", "return BELIEFS", "return None", r"^topic\.py: beliefs: it must return Beliefs, not NoneType$"),
    ],
)
def test_an_error_in_beliefs_is_named_when_they_are_asked_for(folder: Path, file, old, new, problem: str) -> None:
    path = folder / "dilated" / file
    path.write_text(path.read_text().replace(old, new, 1))
    topic = load_topic(folder / "dilated")
    with pytest.raises(AuthorError) as error:
        topic.family("dilated")
    (said,) = error.value.problems
    assert re.search(problem, said), said
