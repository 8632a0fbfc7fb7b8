"""What students get: no line of a solution, nbgrader's metadata, notebooks that run, pages that need nothing."""

import json
import re
from dataclasses import asdict
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from grader.authoring import lesson as release
from grader.authoring.assignment import all_examples, load_assignment
from grader.authoring.explanation import draw, explain
from grader.authoring.starters import handout, read_lesson
from grader.report.stepper import page
from grader.topics.loading import assignments_folder
from tests.grader.test_notebook import faults
from tests.wheel_contents import solution_lines

FOLDERS = sorted(path.parent for path in assignments_folder().glob("*/lesson.py"))
folders = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def test_there_are_eleven_assignments() -> None:
    assert len(FOLDERS) == 11


@folders
def test_no_solution_line_leaves(folder: Path) -> None:
    texts = {name: data.decode() for name, data in handout(load_assignment(folder)).items()}
    assert {"README.md", "examples.md"} < set(texts)
    assert len(texts) == 4
    for line in solution_lines(read_lesson(folder)):
        for name, text in texts.items():
            assert line not in text, f"{name}: {line}"
            assert json.dumps(line)[1:-1] not in text, f"{name}: {line}"


@folders
def test_the_notebook_is_valid_and_nbgrader_finds_the_cells_to_fill_in(folder: Path) -> None:
    lesson = read_lesson(folder)
    notebook = nbformat.reads(release.starter_notebook(lesson), as_version=4)
    nbformat.validate(notebook)
    marked = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    ids = [cell.metadata.nbgrader.grade_id for cell in marked]
    assert len(set(ids)) == len(ids)
    assert set(ids) >= {exercise.id for exercise in load_assignment(folder).exercises}
    for cell in marked:
        assert cell.metadata.nbgrader.solution
        assert "raise NotImplementedError" in cell.source
        assert cell.metadata.nbgrader.schema_version == 3


@pytest.mark.slow
@folders
def test_the_notebook_runs_from_top_to_bottom_with_the_solution_filled_in(folder: Path, tmp_path: Path) -> None:
    notebook = nbformat.reads(release.solved_notebook(read_lesson(folder)), as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    (shown,) = notebook.cells[-1].outputs  # the cell that checks
    possible = load_assignment(folder).points
    assert f"{float(possible):g} of {float(possible):g} points" in shown.data["text/html"]
    assert faults(shown.data["text/html"]) == []


@pytest.mark.parametrize("example", all_examples(assignments_folder()).values(), ids=lambda example: example.id)
def test_an_example_can_be_stepped_through_without_a_script(example) -> None:
    lines = explain(asdict(example))
    made = page(asdict(example), lines, draw(asdict(example)))
    assert faults(made, script=True) == []
    assert made.count("<section") == len(lines)
    for number in range(1, len(lines) + 1):
        assert made.count(f'href="#step-{number}"') == (number > 1) + (number < len(lines))


SYSTEMS = ("Windows", "macOS", "Linux", "Colab")


@folders
def test_the_readme_says_in_four_lines_at_most_what_to_type_on_each_system(folder: Path) -> None:
    text = handout(load_assignment(folder))["README.md"].decode()
    for system in SYSTEMS:
        (block,) = re.findall(rf"^{system}[^\n]*:\n\n```\w+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        lines = block.splitlines()
        assert 0 < len(lines) <= 4
        assert any("install" in line and "convgrader" in line for line in lines)
        checks = f"check {folder.name}.ipynb -a {folder.name.replace('_', '-')}"
        assert lines[-1].endswith(checks) or lines[-1] == "from grader.notebook import check"
