"""Exports read back by the very programs they are for, in environments of their own: nbgrader's and Otter's.

Both are large, so ``.ci/run --full`` installs them; GRADER_TEST_NBGRADER and GRADER_TEST_OTTER name their Pythons.
"""

import csv
import io
import json
import os
import subprocess
from pathlib import Path

import pytest

from grader.authoring.starters import starters
from grader.export import FORMATS, Options
from grader.topics.loading import assignments_folder

from .sample import ROWS

HERE = Path(__file__).parent
NBGRADER, OTTER = os.environ.get("GRADER_TEST_NBGRADER"), os.environ.get("GRADER_TEST_OTTER")


def run(python: str, script: str, *arguments: Path) -> str:
    """Run a script where the checkout is not on the path."""
    command = [python, str(HERE / script), *map(str, arguments)]
    env = {**os.environ, "PATH": f"{Path(python).parent}:{os.environ['PATH']}"}  # it calls its own programs by name
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, cwd=arguments[0].parent, env=env, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(NBGRADER is None, reason="GRADER_TEST_NBGRADER names no Python with nbgrader")
@pytest.mark.parametrize("assignment", ["conv-layer", "pooling"])
def test_nbgrader_exports_the_same_grades_and_accepts_our_notebook(assignment: str, tmp_path: Path) -> None:
    assert NBGRADER is not None
    grades, notebook = tmp_path / "grades.csv", tmp_path / "conv.ipynb"
    grades.write_bytes(FORMATS["nbgrader"].export(ROWS, Options()).files[""])
    files = starters(assignments_folder() / assignment.replace("-", "_"))
    notebook.write_bytes(next(data for name, data in files.items() if name.endswith(".ipynb")))
    found = json.loads(run(NBGRADER, "read_nbgrader.py", grades, notebook))
    theirs = {line["student_id"]: line for line in found["theirs"]}
    assert len(theirs) == len(found["ours"]) == 3
    for ours in found["ours"]:
        line = theirs[ours["student_id"]]
        numbers = ("raw_score", "late_submission_penalty", "score", "max_score")
        for key in numbers:
            assert float(line[key]) == pytest.approx(float(ours[key]))
        assert line["timestamp"] == ours["timestamp"]
        assert list(line)[: len(ours)] == list(ours)


@pytest.mark.skipif(OTTER is None, reason="GRADER_TEST_OTTER names no Python with otter-grader")
def test_otter_reads_the_same_scores_and_makes_the_same_table(tmp_path: Path) -> None:
    assert OTTER is not None
    rows = [row for row in ROWS if row.report is not None]
    single = FORMATS["otter"].single
    assert single is not None
    for row in rows:
        (tmp_path / f"{row.student.id}.json").write_bytes(single(row, Options())["otter.json"])
    theirs = list(csv.DictReader(io.StringIO(run(OTTER, "read_otter.py", tmp_path))))
    ours = list(csv.DictReader(io.StringIO(FORMATS["otter"].export(rows, Options()).files[""].decode())))
    assert list(theirs[0]) == list(ours[0])
    assert len(theirs) == len(ours) == len(rows) + 1
    for their, our in zip(theirs, ours, strict=True):
        assert our["file"].startswith(their["file"])
        for key in set(their) - {"file", "grading_status"}:
            assert float(their[key]) == pytest.approx(float(our[key]), abs=0.005)
