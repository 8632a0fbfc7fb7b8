"""`check` in a kernel of its own: what Jupyter does to cells before we see them is not what a test would think of."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from grader.authoring.assignment import load_assignment
from grader.authoring.lesson import solution_module
from grader.authoring.starters import handout, read_lesson
from grader.topics.loading import assignments_folder
from tests.test_release import solution_lines

FOLDERS = sorted(path.parent for path in assignments_folder().glob("*/lesson.py"))
IMPORT = "from grader.notebook import check"
SOLUTION = solution_module(read_lesson(assignments_folder() / "conv_layer"))
MODULE = "import sys; sys.path.insert(0, '.')\nfrom my_layer import conv_single"
RUNS = {  # cells, and what the last one shows
    "magics": (["%matplotlib inline\nimport sys", "!echo hello", SOLUTION, IMPORT, "check(conv_single)"], "5.00 of 5"),
    "in the same cell": ([IMPORT, SOLUTION + "\ncheck(conv_single)"], "5.00 of 5"),
    "kept": ([IMPORT, SOLUTION, "report = check(\n    conv_single,\n)\nreport"], "5.00 of 5"),
    "after a typo": (["def conv_single(x, w, b)\n    return", SOLUTION, IMPORT, "check(conv_single)"], "5.00 of 5"),
    "from a file": ([MODULE, IMPORT, "check(conv_single)"], "5.00 of 5"),
    "the number Jupyter shows": (
        ["1", "2", "def conv_single(x, w, b):\n    return x[10**9]", IMPORT, "check(conv_single)"],
        "notebook.ipynb cell 3 line 2",
    ),
}


@pytest.fixture
def shown(tmp_path: Path):
    """Run cells in a kernel, and return what the last one shows, as text."""

    def run(cells: list[str]) -> str:
        (tmp_path / "my_layer.py").write_text(SOLUTION)
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        client = NotebookClient(
            notebook, timeout=120, allow_errors=True, resources={"metadata": {"path": str(tmp_path)}}
        )
        client.execute()
        (output,) = notebook.cells[-1].outputs
        return output.data["text/plain"]

    return run


@pytest.mark.slow
@pytest.mark.parametrize(("cells", "due"), RUNS.values(), ids=RUNS)
def test_a_cell_is_graded_as_it_was_run(shown, cells: list[str], due: str) -> None:
    said = shown(cells)
    assert due in said
    assert "Note:" not in said


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_not_even_a_short_solution_line_leaves(folder: Path) -> None:
    texts = {name: data.decode() for name, data in handout(load_assignment(folder)).items()}
    secrets = [line for line in solution_lines(read_lesson(folder)) if len(line) > 8 and not line.startswith("#")]
    assert secrets
    for name, text in texts.items():
        shown = {line.strip() for line in text.splitlines()}
        assert not [line for line in secrets if line in shown or (len(line) > 15 and line in text)], name
