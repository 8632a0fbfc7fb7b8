"""The other graders, each set up as its documentation says, from the same ten checks.

They live in an environment of their own, which `environment` makes, because they bring 160 packages.
"""

import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import handed_in

HERE = Path(__file__).parent
CHECKS = json.loads((HERE / "ten_checks.json").read_text(encoding="utf-8"))
PACKAGES = ("otter-grader==7.0.0", "nbgrader==0.9.6", "pytest>=8", "numpy")


def environment(folder: Path) -> Path:
    """Return the Python of an environment with the other graders, made where there is none yet."""
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
        (folder / "ready").touch()
    return python


def indented(code: str, by: str = "    ") -> str:
    """Return code, moved to the right."""
    return "".join(f"{by}{line}\n" for line in code.splitlines())


class Pytest:
    """A process of pytest for each submission, two at a time; the score is the number of tests that passed."""

    name = "pytest, a process each"

    def __init__(self, python: Path, work: Path, seconds: float) -> None:
        self.python, self.work, self.seconds = python, work, seconds
        tests = [f"def test_{check['name']}():\n{indented(check['code'])}" for check in CHECKS]
        self.tests = "import numpy as np\nfrom conv import conv_forward_naive, max_pool_forward_naive\n\n\n"
        self.tests += "\n\n".join(tests)

    def prepare(self, sources: dict[str, str]) -> None:
        """Lay out a folder per submission, with the tests beside it."""
        shutil.rmtree(self.work, ignore_errors=True)
        for student, source in sources.items():
            folder = self.work / student
            folder.mkdir(parents=True)
            (folder / "conv.py").write_text(source, encoding="utf-8")
            (folder / "test_ten.py").write_text(self.tests, encoding="utf-8")

    def command(self) -> list[str]:
        """Return the command that grades all of them."""
        return [str(self.python), str(HERE / "each.py"), "pytest", str(self.work), str(self.seconds)]

    def scores(self) -> dict[str, str]:
        """Return what each got, or what became of it."""
        return json.loads((self.work / "scores.json").read_text(encoding="utf-8"))


class Otter:
    """`otter run` for each submission, two at a time. Without containers it has no time limit: a process is stopped."""

    name = "otter run"

    def __init__(self, python: Path, work: Path, seconds: float) -> None:
        self.python, self.work, self.seconds = python, work, seconds

    def prepare(self, sources: dict[str, str]) -> None:
        """Build the autograder, and lay out a folder per submission."""
        shutil.rmtree(self.work, ignore_errors=True)
        tests = self.work / "build" / "tests"
        tests.mkdir(parents=True)
        for check in CHECKS:
            (tests / f"{check['name']}.py").write_text(otter_test(check), encoding="utf-8")
        otter = [str(self.python), "-m", "otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"]
        (self.work / "build" / "requirements.txt").write_text("numpy\n", encoding="utf-8")
        subprocess.run(otter, cwd=tests.parent, check=True, capture_output=True)
        for student, source in sources.items():
            folder = self.work / student
            folder.mkdir()
            (folder / "conv.ipynb").write_text(handed_in.as_notebook(source), encoding="utf-8")

    def command(self) -> list[str]:
        """Return the command that grades all of them."""
        return [str(self.python), str(HERE / "each.py"), "otter", str(self.work), str(self.seconds)]

    def scores(self) -> dict[str, str]:
        """Return what each got, or what became of it."""
        return json.loads((self.work / "scores.json").read_text(encoding="utf-8"))


def otter_test(check: dict[str, str]) -> str:
    """Return a check in otter's exception-based format."""
    return (
        "import numpy as np\nfrom otter.test_files import test_case\n\nOK_FORMAT = False\n"
        f"name = {check['name']!r}\npoints = 1\n\n\n@test_case(points=1)\n"
        f"def test_it(conv_forward_naive, max_pool_forward_naive):\n{indented(check['code'])}"
    )


class Nbgrader:
    """`nbgrader autograde` of the whole class, one notebook after the other."""

    name = "nbgrader autograde"

    def __init__(self, python: Path, work: Path, seconds: float) -> None:
        self.python, self.work, self.seconds = python, work, seconds

    def prepare(self, sources: dict[str, str]) -> None:
        """Make a course with the assignment, and put the submissions where nbgrader collects them."""
        shutil.rmtree(self.work, ignore_errors=True)
        source = self.work / "source" / "ten"
        source.mkdir(parents=True)
        (self.work / "nbgrader_config.py").write_text(
            "c = get_config()\nc.CourseDirectory.course_id = 'cnn'\n"
            f"c.ExecutePreprocessor.timeout = {self.seconds:.0f}\n",
            encoding="utf-8",
        )
        (source / "conv.ipynb").write_text(json.dumps(nbgrader_notebook("raise NotImplementedError")), encoding="utf-8")
        self._nbgrader("generate_assignment", "ten")
        released = json.loads((self.work / "release" / "ten" / "conv.ipynb").read_text(encoding="utf-8"))
        for student, text in sources.items():
            released["cells"][0]["source"] = text
            folder = self.work / "submitted" / student / "ten"
            folder.mkdir(parents=True)
            (folder / "conv.ipynb").write_text(json.dumps(released), encoding="utf-8")

    def command(self) -> list[str]:
        """Return the command that grades all of them."""
        return [str(self.python), "-m", "nbgrader", "autograde", "ten"]

    def scores(self) -> dict[str, str]:
        """Return what each got, or what became of it."""
        exported = self.work / "grades.csv"
        self._nbgrader("export", "--to", str(exported))
        lines = exported.read_text(encoding="utf-8").splitlines() if exported.exists() else []
        rows = [dict(zip(lines[0].split(","), line.split(","), strict=False)) for line in lines[1:]]
        return {row["student_id"]: f"{float(row['score'] or 0):g} of 10" for row in rows}

    def _nbgrader(self, *arguments: str) -> None:
        subprocess.run(
            [str(self.python), "-m", "nbgrader", *arguments], cwd=self.work, capture_output=True, check=False
        )


def nbgrader_notebook(solution: str) -> dict[str, object]:
    """Return the instructor's notebook: a cell to fill in, and a graded cell for each check."""

    def cell(source: str, name: str, **rest: object) -> dict[str, object]:
        about = {"schema_version": 3, "grade": False, "locked": False, "solution": False, "task": False}
        return {
            "cell_type": "code",
            "execution_count": None,
            "id": name[:60].replace("_", "-"),
            "metadata": {"nbgrader": {**about, "grade_id": name, **rest}},
            "outputs": [],
            "source": source,
        }

    cells = [cell(f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION", "work", solution=True)]
    cells += [
        cell(f"import numpy as np\n{check['code']}", check["name"], grade=True, locked=True, points=1)
        for check in CHECKS
    ]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}


class This:
    """`grader run` of the whole class."""

    name = "grader run"

    def __init__(self, work: Path, arguments: tuple[str, ...] = ()) -> None:
        self.work, self.arguments = work, arguments

    def prepare(self, sources: dict[str, str]) -> None:
        """Lay out a module per submission."""
        shutil.rmtree(self.work, ignore_errors=True)
        (self.work / "class").mkdir(parents=True)
        for student, source in sources.items():
            (self.work / "class" / f"{student}.py").write_text(source, encoding="utf-8")

    def command(self) -> list[str]:
        """Return the command that grades all of them."""
        where = ["-a", "ten-checks", "--assignments", str(HERE / "assignments"), "--out", str(self.work / "graded")]
        return [sys.executable, "-m", "grader", "run", str(self.work / "class"), *where, *self.arguments]

    def scores(self) -> dict[str, str]:
        """Return what each got."""
        found = {}
        for file in (self.work / "graded").glob("*/report.json"):
            report = json.loads(file.read_text(encoding="utf-8"))
            found[file.parent.name] = f"{report['score']:g} of {report['possible']:g}"
        return found


def all_of(
    python: Path, work: Path, arguments: tuple[str, ...], seconds: float
) -> list[Pytest | Otter | Nbgrader | This]:
    """Return every grader, each with a folder of its own; `seconds` is what the others give a submission."""
    return [
        This(work / "this", arguments),
        Pytest(python, work / "pytest", seconds),
        Otter(python, work / "otter", seconds),
        Nbgrader(python, work / "nbgrader", seconds),
    ]
