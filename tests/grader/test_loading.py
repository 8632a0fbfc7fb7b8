"""A submission is loaded piece by piece: what breaks costs only what depends on it."""

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from grader.submission import MAX_FILE_BYTES, from_files, load_submission

from .conftest import criterion_of


def notebook(*cells: str, version: int = 4) -> str:
    """A notebook as Jupyter saves it."""
    code = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": cell.splitlines(True)} for cell in cells]
    text = {"cell_type": "markdown", "metadata": {}, "source": ["# Mine"]}
    return json.dumps({"nbformat": version, "nbformat_minor": 5, "metadata": {}, "cells": [text, *code]})


# ------------------------------------------------------------------------- statement by statement

HARMLESS = {
    "a missing plotting library": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.rcParams['a'] = 1",
    "a star import of nothing": "from course_helpers import *\nfrom nowhere.deep import thing as other\nother()",
    "a relative import outside any package": "from .helpers import tools",
    "a failing demo": "print(conv_single(1, 2))",
    "a failing assertion": "assert 1 == 2",
    "an exit": "import sys\nsys.exit('done')",
    "a file that is not there": "data = open('/nonexistent/cifar10').read()",
    "input": "name = input('Your name? ')",
    "a class on a missing base": "import torch.nn as nn\nclass Net(nn.Module): pass",
    "a decorator that is missing": "from numba import njit\n@njit\ndef helper(): return 1",
    "a main guard": "if __name__ == '__main__':\n    raise SystemExit",
    "a future import": "from __future__ import annotations\ndef typed(x: Missing) -> Nothing: return x",
    "a deadly demo": "import os\nos._exit(3)",
    "an endless demo": "while True: pass",
}


@pytest.mark.parametrize("extra", HARMLESS.values(), ids=HARMLESS.keys())
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_a_broken_statement_costs_nothing_that_does_not_need_it(grade_source, solution, extra, before) -> None:
    source = f"{extra}\n{solution}" if before else f"{solution}\n{extra}\n"
    assert grade_source(source).all_passed


def test_using_a_missing_module_inside_a_function_explains_itself(grade_source, solution) -> None:
    report = grade_source(
        "from scipy import signal\n" + solution + "\ndef conv_map(x, w, b):\n    return signal.correlate(x, w)\n"
    )
    evidence = criterion_of(report, "conv_map.shape").results[0].evidence
    assert evidence.raised.type == "ImportError"
    assert evidence.raised.message == "scipy.signal.correlate was used, but scipy is not available while grading"
    assert "scipy is not available while grading; only what uses it is affected" in report.notes
    assert criterion_of(report, "conv_forward.values").status == "passed"


def test_an_import_that_expects_to_fail_takes_its_other_branch(grade_source, solution) -> None:
    source = "try:\n    import cupy as np\nexcept ImportError:\n    import numpy as np\n"
    assert grade_source(source + solution.replace("import numpy as np\n", "", 1)).all_passed


def test_a_syntax_error_is_reported_with_its_line_and_earns_nothing(grade_source) -> None:
    report = grade_source("def conv_single(x, w, b)\n    return 0\n")
    assert report.score == 0
    assert any("conv.py line 1: expected ':'" in note for note in report.notes)


def test_python_2_is_named(grade_source) -> None:
    assert any("Python 2" in note for note in grade_source("print 'hello'\n").notes)


def test_endless_and_deadly_statements_are_named_and_passed_over(grade_source, solution) -> None:
    report = grade_source(solution + "\nimport os\nwhile True: pass\nos._exit(1)\n")
    lines = solution.count("\n") + 1
    assert f"conv.py line {lines + 2}: passed over (stopped after 0.5 s)" in report.notes
    assert f"conv.py line {lines + 3}: passed over (it ended itself with exit code 1)" in report.notes


def test_a_source_of_nothing_but_deadly_statements_ends_with_a_reason(grade_source) -> None:
    report = grade_source("import os\n" + "x = os._exit(1)\n" * 20 + "def conv_map(x, w, b): pass\n")
    assert report.score == 0
    assert any("could not be loaded" in note for note in report.notes)


# --------------------------------------------------------------------------------- notebooks


def test_a_notebook_loses_no_function_to_magics_shell_lines_or_broken_cells(grade_source, solution) -> None:
    functions = solution.split("\ndef ")
    cells = [
        "%matplotlib inline\n!pip install numpy\nimport numpy as np\nfiles = !ls\nnp.array?",
        "%%bash\nrm -rf /nonexistent",
        "%%time\n" + functions[0].replace("import numpy as np", ""),
        *["def " + function for function in functions[1:]],
        "plt.imshow(conv_map(image",
        "display(plt)",
    ]
    report = grade_source(notebook(*cells), "work.ipynb")
    assert report.all_passed
    assert any("work.ipynb cell 8 line 1" in note for note in report.notes)


def test_a_percent_sign_in_an_expression_is_no_magic(grade_source, solution) -> None:
    cell = solution + "\nratio = (7\n% 4)\nassert ratio == 3\ntext = '''\n!not a shell line\n'''\n"
    report = grade_source(notebook(cell), "work.ipynb")
    assert (report.all_passed, report.notes) == (True, ())


def test_the_last_definition_of_a_notebook_counts(grade_source, solution) -> None:
    report = grade_source(notebook(solution, "def conv_single(x, w, b): return 0.0"), "work.ipynb")
    assert criterion_of(report, "conv_single.values").score == 0


def test_a_traceback_in_a_notebook_names_the_cell(grade_source, solution) -> None:
    report = grade_source(notebook("x = 1", solution, "def conv_single(x, w, b):\n    return 1 / 0"), "work.ipynb")
    frame = criterion_of(report, "conv_single.values").results[0].evidence.raised.trace[-1]
    assert (frame.file, frame.line, frame.source) == ("work.ipynb cell 3", 2, "return 1 / 0")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"cells": 3}', "\x00"])
def test_a_damaged_notebook_is_a_result(grade_source, text) -> None:
    report = grade_source(text, "work.ipynb")
    assert report.score == 0
    assert report.notes


# ----------------------------------------------------------------------------- several modules


def test_modules_import_each_other_absolutely_relatively_and_in_circles(grade_source, solution) -> None:
    head, _, rest = solution.partition("\ndef conv_map")
    files = {
        "layers/__init__.py": "from .forward import conv_single",
        "layers/forward.py": "from . import backward\n" + head + "\nNAME = 'forward'\n",
        "layers/backward.py": "import layers.forward as fw\nimport numpy as np\ndef conv_map"
        + rest.replace("conv_single(", "fw.conv_single("),
        "main.py": "import layers.forward\nfrom layers.backward import *\nassert layers.forward.NAME == 'forward'\n",
    }
    report = grade_source(files)
    assert report.all_passed, report.notes


def test_a_module_named_like_a_standard_one_does_not_replace_it(grade_source, solution) -> None:
    report = grade_source({"math.py": "pi = 3", "conv.py": "import math\nassert math.pi > 3.1\n" + solution})
    assert report.all_passed
    assert any("has the name of a standard module" in note for note in report.notes)


def test_a_written_function_is_preferred_to_the_starter_beside_it(grade_source, solution, conv_layer) -> None:
    from grader.starters import starters

    files = {name: data.decode() for name, data in starters(conv_layer.folder).items()}
    assert grade_source({**files, "conv_layer.ipynb": notebook(solution)}).all_passed
    assert grade_source({**files, "conv_layer.py": solution}).all_passed


def test_a_function_written_twice_is_noted(grade_source, solution) -> None:
    report = grade_source({"a.py": solution, "b.py": solution})
    assert any("conv_map is written in a and in b; the one in a was graded" in note for note in report.notes)


# ------------------------------------------------------------------------------------- files


def archive(files: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in files.items():
            zipped.writestr(name, text)
    return data.getvalue()


def test_a_zip_reads_like_the_folder_in_it(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(archive({"mine/conv.py": "x = 1", "mine/notes.txt": "", ".git/hook.py": "x"}))
    submission = load_submission(tmp_path / "a.zip")
    assert [module.name for module in submission.modules] == ["mine.conv"]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.zip", b"PK nonsense", "cannot be unpacked"),
        ("a.zip", archive({"../evil.py": "x"}), "points outside the archive"),
        ("a.zip", archive({"/etc/evil.py": "x"}), "points outside the archive"),
        ("a.zip", archive({"bomb.py": " " * (MAX_FILE_BYTES + 1)}), "too large to be source code"),
        ("a.zip", archive({f"m{n}.py": "" for n in range(300)}), "more than 200"),
        ("a.zip", archive({"readme.txt": "x"}), "no .py or .ipynb"),
        ("a.py", b"\xff\xfe\x00", "not text in UTF-8"),
        ("a.py", b" " * (MAX_FILE_BYTES + 1), "too large to be source code"),
        ("a.docx", b"", "is not a .py, an .ipynb, a .zip or a folder"),
    ],
)
def test_an_unreadable_submission_says_why(tmp_path: Path, name: str, data: bytes, sentence: str) -> None:
    (tmp_path / name).write_bytes(data)
    submission = load_submission(tmp_path / name)
    assert sentence in (submission.problem or "")
    assert submission.modules == ()


def test_a_pipe_in_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "conv.py")
    assert "is not a .py" in (load_submission(tmp_path / "conv.py").problem or "")
    assert "no plain file" in (load_submission(tmp_path).problem or "")


def test_a_file_name_that_is_no_utf_8_can_be_reported(tmp_path: Path, conv_plan, quick_sandbox) -> None:
    from grader.grading import grade
    from grader.report import document, text

    path = tmp_path / os.fsdecode(b"caf\xe9.py")
    path.write_text("def conv_single(x, w, b): return 1 / 0")
    report = grade(load_submission(path), conv_plan, quick_sandbox)
    assert report.submission == "caf\\udce9.py"
    assert document.to_json(report).decode()
    assert text.render(report).encode()


def test_a_link_in_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("x = 1")
    folder = tmp_path / "ada"
    folder.mkdir()
    (folder / "conv.py").symlink_to(tmp_path / "secret.py")
    assert "is a link" in (load_submission(folder).problem or "")


def test_an_archive_that_lies_about_a_size_is_not_believed(tmp_path: Path) -> None:
    data = bytearray(archive({"conv.py": "x" * 1000}))
    central = data.rindex(b"PK\x01\x02")
    data[central + 24 : central + 28] = (10).to_bytes(4, "little")  # uncompressed size, as announced
    (tmp_path / "a.zip").write_bytes(bytes(data))
    submission = load_submission(tmp_path / "a.zip")
    assert all(len(cell.source) <= 10 for module in submission.modules for cell in module.cells)


def test_line_endings_and_declared_encodings_are_honoured() -> None:
    submission = from_files("a", {"a.py": "# coding: latin-1\r\nx = 'é'\r\n".encode("latin-1")})
    assert submission.modules[0].cells[0].source == "# coding: latin-1\nx = 'é'\n"


def test_the_digest_tells_two_submissions_apart() -> None:
    one, other = from_files("a", {"a.py": b"x", "b.py": b""}), from_files("a", {"a.py": b"", "b.py": b"x"})
    assert one.digest != other.digest
