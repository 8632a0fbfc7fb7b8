"""A submission is loaded piece by piece: what breaks costs only what depends on it."""

import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.submissions.modules import MAX_FILE_BYTES
from grader.submissions.reading import from_files, load_submission

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
    "a deadly demo": "import os\nos._exit(3)",
    "an endless demo": "while True: pass",
}


@pytest.mark.parametrize("extra", HARMLESS.values(), ids=HARMLESS.keys())
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_a_broken_statement_costs_nothing_that_does_not_need_it(grade_source, solution, extra, before) -> None:
    source = f"{extra}\n{solution}" if before else f"{solution}\n{extra}\n"
    assert grade_source(source, "conv_single", "conv_map").all_passed


def test_a_future_import_holds_for_all_statements_that_follow(grade_source, solution) -> None:
    head = "from __future__ import annotations\n"
    typed = solution.replace("def conv_map(x, w, b)", "def conv_map(x: Missing, w: Missing, b: int) -> Nothing")
    assert typed != solution
    check = "\nif conv_map.__annotations__['x'] != 'Missing': del conv_map\n"
    report = grade_source(head + typed + check)
    assert (report.all_passed, report.notes) == (True, ())


def renamed(solution: str) -> str:
    """The solution with its conv_map under another name."""
    return solution.replace("conv_map(", "_map(")


BOUND = {
    "an annotated assignment": "from typing import Callable\nconv_map: Callable = _map",
    "a tuple of targets": "conv_single, conv_map = conv_single, _map",
    "a list of targets": "[a, *_, conv_map] = 1, 2, _map",
    "under with": "import contextlib\nwith contextlib.suppress(ValueError):\n    def conv_map(*a): return _map(*a)",
    "under for": "for _ in range(1):\n    def conv_map(*a): return _map(*a)",
    "in a handler": "try:\n    import cupy\nexcept ImportError:\n    def conv_map(*a): return _map(*a)",
    "under match": "match 1:\n    case 1:\n        def conv_map(*a): return _map(*a)",
    "by exec": "exec('def conv_map(*a): return _map(*a)')",
    "by globals": "globals()['conv_map'] = _map",
    "after a definition that fails": "from numba import njit\n@njit\ndef conv_map(*a): pass\nconv_map = _map",
}


@pytest.mark.parametrize("binding", BOUND.values(), ids=BOUND.keys())
def test_a_function_is_found_however_it_is_bound(grade_source, solution, binding) -> None:
    report = grade_source(f"{renamed(solution)}\n{binding}\n", "conv_single", "conv_map")
    assert report.all_passed, report.notes


def test_an_annotated_assignment_is_run_after_two_statements_that_hang(grade_source, solution) -> None:
    hanging = "import os\nos._exit(1)\nos._exit(1)\n"
    needed = "\nmine: object = _map\ntry:\n    import cupy\nexcept ImportError:\n    conv_map = mine\n"
    assert grade_source(hanging + renamed(solution) + needed).all_passed


ANSWERS = {
    "a named tuple": "from typing import NamedTuple\nclass R(NamedTuple):\n    out: object\n    cache: object\n"
    "def answer(out, cache): return R(out, cache)",
    "a generator": "def answer(out, cache):\n    yield out\n    yield cache",
    "long doubles": "def answer(out, cache): return out.astype(np.longdouble), cache",
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_an_answer_that_unpacks_as_it_should_is_accepted(grade_source, solution, answer) -> None:
    source = f"\n{answer}\n_f = conv_forward\ndef conv_forward(*a): return answer(*_f(*a))\n"
    assert grade_source(solution + source).all_passed


def test_a_generator_of_too_many_values_stays_one(grade_source, solution) -> None:
    report = grade_source(solution + "\ndef conv_forward(*a):\n    while True: yield 1\n")
    evidence = criterion_of(report, "conv_forward.shape").results[0].evidence
    assert (evidence.reason, evidence.got) == ("wrong-count", 1)


@pytest.mark.parametrize("kind", ["fractions.Fraction", "decimal.Decimal", "np.longdouble"])
def test_a_scalar_that_equals_a_float_is_accepted(grade_source, solution, kind) -> None:
    source = f"\nimport decimal, fractions\n_s = conv_single\ndef conv_single(*a): return {kind}(float(_s(*a)))\n"
    assert grade_source(solution + source, "conv_single").all_passed


@pytest.mark.parametrize(
    "value", ["fractions.Fraction(1, 3)", "fractions.Fraction(10**400)", "decimal.Decimal('sNaN')"]
)
def test_a_scalar_that_equals_no_float_is_named(grade_source, solution, value) -> None:
    report = grade_source(
        f"{solution}\nimport decimal, fractions\ndef conv_single(*a): return {value}\n", "conv_single"
    )
    evidence = criterion_of(report, "conv_single.values").results[0].evidence
    assert (evidence.reason, evidence.got) == ("wrong-type", value.partition("(")[0].partition(".")[2])


# ------------------------------------------------------------------------ why a function is not there

WHY = {
    "a decorator that failed": (
        "def fast(f): raise TypeError('no compiler')\n@fast\ndef conv_map(x, w, b): return 1\n",
        "its definition in conv.py line 3 was passed over: TypeError: no compiler",
    ),
    "a statement that hung": (
        "@(lambda f: __import__('os')._exit(1))\ndef conv_map(*a): pass\n",
        "line 2 was passed over",
    ),
    "a value of its name": (
        "def conv_map(*a): return 1.5\nconv_map = conv_map()\n",
        "conv_map is a float at the end of conv.py",
    ),
    "None": ("conv_map = None\n", "conv_map is None at the end of conv.py"),
    "an array": ("import numpy as np\nconv_map = np.ones(3)\n", "conv_map is an ndarray at the end of conv.py"),
    "a module that is not there": ("from course import conv_map\n", "is not available while grading"),
    "a main guard": (
        "if __name__ == '__main__':\n    for _ in ():\n        def conv_map(*a): pass\n",
        "which does not run when a file is imported",
    ),
}


def why(report) -> str:
    evidence = criterion_of(report, "conv_map.shape").results[0].evidence
    assert evidence.reason == "refused"
    return evidence.detail


@pytest.mark.parametrize(("source", "reason"), WHY.values(), ids=WHY.keys())
def test_a_function_that_is_there_but_cannot_be_had_is_explained(grade_source, source, reason) -> None:
    detail = why(grade_source(source))
    assert reason in detail
    assert "there is no function" not in detail


def test_a_failed_definition_is_named_before_the_import_that_fails_with_it(grade_source) -> None:
    files = {
        "conv.py": "from layers import conv_map\n",
        "layers.py": "def fast(f): raise TypeError('no compiler')\n@fast\ndef conv_map(*a): pass\n",
    }
    report = grade_source(files)
    assert "layers.py line 3 was passed over: TypeError: no compiler" in why(report)
    assert not any("submission." in note for note in report.notes)


def test_a_cell_that_does_not_parse_is_named_by_the_functions_it_defines_and_by_no_other(grade_source) -> None:
    cells = notebook("def conv_single(x, w, b): return 0.0", "def conv_map(x, w, b):\n    return (1", "plt.show(")
    report = grade_source(cells, name="work.ipynb")
    assert why(report) == "its definition does not parse, see work.ipynb cell 2 line 2: '(' was never closed: return (1"
    evidence = criterion_of(report, "conv_forward.shape").results[0].evidence
    assert evidence.detail == "there is no function conv_forward in work.ipynb"


def test_a_module_that_does_not_parse_is_named_for_every_function(grade_source) -> None:
    report = grade_source("x = (1\ndef conv_single(x, w, b): return 1\n")
    assert "conv.py line 1: '(' was never closed" in why(report)


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


def test_a_nul_byte_stands_in_no_line(grade_source) -> None:
    notes = grade_source("x = 1\n\x00y = 2\n").notes
    assert notes
    assert not any("None" in note for note in notes)


def test_a_note_has_an_end(grade_source, solution) -> None:
    report = grade_source(solution + "\nraise ValueError('x' * 1000)\n")
    assert [len(note) for note in report.notes] == [160]
    assert report.notes[0].endswith("…")


def test_a_module_knows_its_file(grade_source, solution) -> None:
    source = "import os\nHERE = os.path.dirname(os.path.abspath(__file__))\nassert __file__ == 'conv.py'\n"
    assert grade_source(source + solution).notes == ()


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
    report = grade_source(notebook(*cells), name="work.ipynb")
    assert report.all_passed
    assert any("work.ipynb cell 8 line 1" in note for note in report.notes)


@pytest.mark.parametrize("cell", ["    {}", "\n\t{}", "%%cython\n{}", "%%time\n\n  {}"])
def test_a_cell_is_read_as_ipython_reads_it(grade_source, cell: str) -> None:
    indent = cell.rpartition("\n")[2].removesuffix("{}")
    body = "def conv_single(x, w, b):\n    return (x * w).sum() + b".replace("\n", f"\n{indent}")
    report = grade_source(notebook("import numpy as np", cell.format(body)), "conv_single", name="work.ipynb")
    assert criterion_of(report, "conv_single.values").score > 0, report.notes


def test_what_runs_as_a_program_of_its_own_says_so(grade_source) -> None:
    report = grade_source(notebook("import numpy", "%%python\ndef conv_map(x, w, b): return 1"), name="work.ipynb")
    assert why(report) == (
        "conv_map stands in cell 3 from the top, under %%python, which runs it as a program of its own: "
        "delete that line"
    )


def test_a_percent_sign_in_an_expression_is_no_magic(grade_source, solution) -> None:
    cell = solution + "\nratio = (7\n% 4)\nassert ratio == 3\ntext = '''\n!not a shell line\n'''\n"
    report = grade_source(notebook(cell), name="work.ipynb")
    assert (report.all_passed, report.notes) == (True, ())


def test_the_last_definition_of_a_notebook_counts(grade_source, solution) -> None:
    report = grade_source(notebook(solution, "def conv_single(x, w, b): return 0.0"), name="work.ipynb")
    assert criterion_of(report, "conv_single.values").score == 0


def test_a_traceback_in_a_notebook_names_the_cell(grade_source, solution) -> None:
    report = grade_source(notebook("x = 1", solution, "def conv_single(x, w, b):\n    return 1 / 0"), name="work.ipynb")
    frame = criterion_of(report, "conv_single.values").results[0].evidence.raised.trace[-1]
    assert (frame.file, frame.line, frame.source) == ("work.ipynb cell 3", 2, "return 1 / 0")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"cells": 3}', "\x00"])
def test_a_damaged_notebook_is_a_result(grade_source, text) -> None:
    report = grade_source(text, name="work.ipynb")
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


def test_an_import_finds_the_file_beside_it_in_a_folder(grade_source, solution) -> None:
    head, _, rest = solution.partition("\ndef conv_map")
    files = {
        "hw1/utils.py": head,
        "hw1/tools/padding.py": "import utils\nWIDTH = 1\n",
        "hw1/conv.py": "import numpy as np\nimport utils\nimport tools.padding\nfrom tools import padding\n"
        "assert tools.padding.WIDTH == padding.WIDTH == 1\nassert padding.utils is utils\n"
        "from utils import conv_single\ndef conv_map" + rest,
    }
    report = grade_source(files)
    assert (report.all_passed, report.notes) == (True, ())


def test_a_function_may_have_the_name_of_its_module(grade_source, solution) -> None:
    files = {
        "layers/__init__.py": "from .pad import pad",
        "layers/pad.py": "def pad(x): return x",
        "main.py": "import layers.pad\nfrom layers import pad\nassert pad(1) == 1\n" + solution,
    }
    report = grade_source(files)
    assert (report.all_passed, report.notes) == (True, ())


def test_a_module_named_like_a_standard_one_does_not_replace_it(grade_source, solution) -> None:
    report = grade_source({"math.py": "pi = 3", "conv.py": "import math\nassert math.pi > 3.1\n" + solution})
    assert report.all_passed
    assert any("has the name of a standard module" in note for note in report.notes)


def test_a_written_function_is_preferred_to_the_starter_beside_it(grade_source, solution, conv_layer) -> None:
    from grader.authoring.starters import starters

    files = {name: data.decode() for name, data in starters(conv_layer.folder).items()}
    assert grade_source({**files, "conv_layer.ipynb": notebook(solution)}).all_passed
    assert grade_source({**files, "conv_layer.py": solution}).all_passed


def test_a_function_written_twice_is_noted(grade_source, solution) -> None:
    report = grade_source({"a.py": solution, "b.py": solution})
    assert any("conv_map is written in a and in b; the one in a was graded" in note for note in report.notes)


# ------------------------------------------------------------------------------------- files


def archive(files: dict[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as zipped:
        for name, text in files.items():
            zipped.writestr(name, text)
    return data.getvalue()


def damaged(method: int) -> bytes:
    """An archive whose directory is fine and whose data are not."""
    data = archive({"conv.py": "x = 1\n" * 100}, method)
    start = data.index(b"conv.py") + len("conv.py") + 9  # behind the header of LZMA
    return data[:start] + b"\xff" * 20 + data[start + 20 :]


def test_names_of_windows_are_names(tmp_path: Path) -> None:
    (tmp_path / "X.ZIP").write_bytes(
        archive({"hw1\\": "", "hw1\\CONV.PY": "x = 1", "hw1\\Work.IPYNB": notebook("y = 2")})
    )
    submission = load_submission(tmp_path / "X.ZIP")
    assert [(module.name, module.is_notebook) for module in submission.modules] == [
        ("hw1.CONV", False),
        ("hw1.Work", True),
    ]
    (tmp_path / "CONV.PY").write_text("x = 1")
    assert load_submission(tmp_path / "CONV.PY").modules[0].file == "CONV.PY"
    (tmp_path / "X.ZIP").unlink()
    assert load_submission(tmp_path).modules[0].file == "CONV.PY"


def test_a_reason_is_never_none(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(damaged(zipfile.ZIP_BZIP2))
    assert "None" not in (load_submission(tmp_path / "a.zip").problem or "")


METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
FILES = {"mine/conv.py": "# coding: utf-8\ndef conv_map(x, w, b): return 'é'\n" * 3, "café.ipynb": notebook("x = 1")}
VALID = [
    *((".zip", archive(FILES, method)) for method in METHODS),
    (".ipynb", notebook("x = 1", "y = 'é'").encode()),
    (".py", "# coding: latin-1\nx = 'é'\n".encode("latin-1")),
]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    valid=st.sampled_from(VALID),
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3), st.binary(max_size=4)), max_size=6),
)
def test_no_bytes_keep_a_submission_from_being_read_or_refused(tmp_path: Path, valid, edits) -> None:
    suffix, original = valid
    data = bytearray(original)
    for share, length, new in edits:
        at = int(share * len(data))
        data[at : at + length] = new
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    submission = load_submission(path)
    assert bool(submission.problem) != bool(submission.modules)


def test_a_zip_reads_like_the_folder_in_it(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(archive({"mine/conv.py": "x = 1", "mine/notes.txt": "", ".git/hook.py": "x"}))
    submission = load_submission(tmp_path / "a.zip")
    assert [module.name for module in submission.modules] == ["mine.conv"]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.zip", b"PK nonsense", "cannot be unpacked"),
        ("a.zip", archive({"../evil.py": "x"}), "rule: traversal"),
        ("a.zip", archive({"/etc/evil.py": "x"}), "rule: absolute name"),
        ("a.zip", archive({"bomb.py": " " * (MAX_FILE_BYTES + 1)}), "rule: bomb"),
        ("a.zip", archive({f"m{n}.py": "" for n in range(300)}), "more than 200"),
        ("a.zip", archive({"readme.txt": "x"}), "no .py or .ipynb"),
        ("a.zip", archive({"..\\evil.py": "x"}), "rule: traversal"),
        ("a.zip", archive({"C:\\evil.py": "x"}), "rule: absolute name"),
        ("a.zip", archive({"a/b.py": "x", "a\\b.py": "x"}), "rule: duplicate"),
        ("a.zip", damaged(zipfile.ZIP_LZMA), "cannot be unpacked"),
        ("a.zip", damaged(zipfile.ZIP_BZIP2), "cannot be unpacked"),
        ("a.zip", archive({"café.py": "x"}).replace("é".encode(), b"\xff\xff"), "cannot be unpacked"),
        ("a.py", b"x = '\0\xff'\n", "not text in UTF-8"),
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


@pytest.mark.parametrize("coding", ["undefined", "hex", "punycode"])
def test_a_coding_that_is_none_of_text_is_named_and_the_source_read(tmp_path: Path, coding: str) -> None:
    (tmp_path / "a.py").write_bytes(f"# coding: {coding}\n-".encode() + b"b" * 10**6)
    submission = load_submission(tmp_path / "a.py")
    assert f"line 1 names the coding '{coding}'" in submission.notes[0]


def test_a_pipe_in_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "conv.py")
    assert "is not a .py" in (load_submission(tmp_path / "conv.py").problem or "")
    assert "no plain file" in (load_submission(tmp_path).problem or "")


def test_a_file_name_that_is_no_utf_8_can_be_reported(tmp_path: Path, conv_plan, quick_sandbox) -> None:
    from grader.grading.grade import grade
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


@pytest.mark.parametrize("padding", [b"\0" * 512, b"\x1a", b"\n\x1a\0"], ids=["zero bytes", "the end of DOS", "both"])
def test_what_a_disk_puts_behind_the_end_of_a_source_costs_nothing(tmp_path: Path, padding: bytes) -> None:
    (tmp_path / "conv.py").write_bytes(b"x = 'caf\xc3\xa9'\n" + padding)
    found = load_submission(tmp_path / "conv.py")
    assert found.modules[0].cells[0].source.rstrip("\n") == "x = 'café'"
    assert found.notes == ("conv.py ends in bytes that no text has; they were passed over. Save it as UTF-8",)
