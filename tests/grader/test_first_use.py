"""What students meet at first use costs no right function, and is told with its line."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.cli.guessing import not_graded
from grader.cli.kinds import say_missing
from grader.grading import student_text
from grader.model import Evidence
from grader.report import text
from grader.report.outline import Block
from grader.sandbox.worker import consoles, copied, pieces
from grader.submissions.reading import from_files

from ..command import grader
from .conftest import criterion_of
from .test_loading import notebook

SINGLE = "def conv_single(x, w, b):\n    return (x * w).sum() + b\n"
MAP = (
    "def conv_map(x, w, b):\n"
    "    rows, columns = x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1\n"
    "    if x.shape[0] != w.shape[0] or rows < 1 or columns < 1:\n"
    "        raise ValueError('it does not fit')\n"
    "    out = np.zeros((rows, columns))\n"
    "    for i in range(rows):\n"
    "        for j in range(columns):\n"
    "            out[i, j] = (x[:, i : i + w.shape[1], j : j + w.shape[2]] * w).sum() + b\n"
    "    return out\n"
)
HEAD = "import numpy as np\n"


def note_of(report, *words: str) -> str:
    """Return the one note that holds some words."""
    (note,) = [note for note in report.notes if all(word in note for word in words)]
    return note


# ------------------------------------------------------------------------- right functions keep their points


def test_a_decorator_that_only_makes_a_function_faster_costs_nothing(grade_source) -> None:
    source = f"{HEAD}from numba import njit, prange\n@njit(parallel=True)\n{MAP.replace('range(rows)', 'prange(rows)')}"
    report = grade_source(source, "conv_map")
    assert report.all_passed
    assert report.notes == ("numba only makes functions faster; while grading, they run without it",)


def test_a_decorator_of_a_module_that_is_not_there_is_passed_over(grade_source) -> None:
    report = grade_source(f"{HEAD}import ipywidgets\n@ipywidgets.interact(b=3)\n{MAP}", "conv_map")
    assert report.all_passed
    assert note_of(report, "conv.py line 4", "decorator")


def test_functions_under_a_main_guard_count_and_the_line_is_named(grade_source) -> None:
    inside = "".join(f"    {line}\n" for line in MAP.splitlines())
    report = grade_source(f"{HEAD}if __name__ == '__main__':\n{inside}    raise SystemExit(3)\n", "conv_map")
    assert report.all_passed
    assert note_of(report, "conv.py line 2", "move them out")


@pytest.mark.parametrize("stub", ["raise NotImplementedError", '"""Slide it."""\n    pass', "..."])
def test_a_stub_below_a_written_function_does_not_take_its_place(grade_source, stub: str) -> None:
    report = grade_source(f"{HEAD}{MAP}def conv_map(x, w, b):\n    {stub}\n", "conv_map")
    assert report.all_passed
    assert note_of(report, "conv.py line 11", "conv_map is written above")


def test_a_function_that_gives_nothing_back_may_be_emptied_below(grade_source) -> None:
    silent = "def show(text):\n    raise SystemExit\ndef show(text):\n    pass\n"
    report = grade_source(
        f"{HEAD}{silent}{MAP.replace('    return out', '    show(out)' + chr(10) + '    return out')}", "conv_map"
    )
    assert (report.all_passed, report.notes) == (True, ())


def test_of_a_function_that_is_written_twice_both_places_are_named(grade_source) -> None:
    report = grade_source(f"{HEAD}{MAP}def conv_map(x, w, b):\n    return np.zeros((1, 1))\n", "conv_map")
    assert note_of(report, "conv_map is written in conv.py line 2 and again in conv.py line 11")


def test_what_timeit_assigns_stays_in_its_cell(grade_source) -> None:
    cells = notebook(HEAD + MAP, "%%timeit\nconv_map = None", "# mine\n%%time\nside = 3")
    assert grade_source(cells, "conv_map", name="a.ipynb").all_passed


def test_a_matrix_holds_numbers_as_an_array_does(grade_source) -> None:
    assert grade_source(HEAD + MAP.replace("return out", "return np.matrix(out)"), "conv_map").all_passed


def test_names_that_numpy_lost_are_put_back_with_one_note(grade_source) -> None:
    old = "return np.asfarray(out).astype(np.longfloat) * np.product([1]) + np.math.floor(0.5)"
    report = grade_source(HEAD + MAP.replace("return out", old), "conv_map")
    assert report.all_passed
    assert note_of(report, "np.asfarray, np.longfloat, np.math and 1 more are no longer in NumPy")


@pytest.mark.parametrize(
    "ends", ["    return out\n", "    np.save('out.npy', out)\n    return out, (x, w, b, conv_param)\n"]
)
def test_a_backward_pass_is_tried_without_a_forward_pass_that_gives_no_cache(grade_source, solution, ends: str) -> None:
    head = "\n_forward = conv_forward\ndef conv_forward(x, w, b, conv_param):\n"
    forward = f"{head}    out, _ = _forward(x, w, b, conv_param)\n{ends}"
    plain = solution.replace("cache = ", "cache = (x, w, b, conv_param)  # ") + forward
    report = grade_source(plain, "conv_forward", "conv_backward")
    status = {one.exercise.id: one.status for one in report.exercises}
    assert status == {"conv_forward": "failed", "conv_backward": "passed"}


# ------------------------------------------------------------------- text that came through something else

CHANGED = {
    "“ (U+201C, left double quotation mark)": ("x.shape[0]", "{“a”: x.shape[0]}[‘a’]"),
    "no-break space (U+00A0)": ("    out =", "  \u00a0 out ="),
    "zero width space (U+200B)": ("out[i, j]", "out[i,\u200b j]"),
    "： (U+FF1A, fullwidth colon)": ("columns < 1:", "columns < 1："),
    "− (U+2212, minus sign)": ("x.shape[1] - ", "x.shape[1] − "),
}


@pytest.mark.parametrize(("name", "change"), CHANGED.items(), ids=[name.split(" (")[0] for name in CHANGED])
def test_a_character_that_only_looks_like_python_is_read_as_it_was_meant(grade_source, name: str, change) -> None:
    report = grade_source(HEAD + MAP.replace(*change).replace("‘a’", "“a”"), "conv_map")
    assert report.all_passed, report.notes
    assert note_of(report, name, "type it anew")


def test_what_stands_in_strings_and_comments_stays_as_it_is() -> None:
    text = "a = 'don’t：'  # “so”\nb =\u00a0\"“x”\"\nc = '''\u00a0\n’'''\n"
    typed, found, _ = copied.as_typed(text)
    assert typed == text.replace("b =\u00a0", "b = ")
    assert [(one.number, one.found) for one in found] == [(2, "\u00a0")]


def test_only_what_stands_between_fences_of_markdown_is_read(grade_source) -> None:
    report = grade_source(
        f"Here's the code:\n\n```python\n{HEAD}{MAP}```\nLet me know if you'd like more!\n", "conv_map"
    )
    assert report.all_passed
    assert note_of(report, "conv.py line 3", "fence of Markdown")


def test_tabs_beside_spaces_are_read_where_one_width_alone_can_be_meant(grade_source) -> None:
    report = grade_source(HEAD + MAP.replace("        for j", "\tfor j"), "conv_map")
    assert report.all_passed
    assert note_of(report, "conv.py line 8", "tabs and spaces")


def test_tabs_of_either_width_are_not_guessed() -> None:
    text = "if a:\n        if b:\n\tc = 1\n    d = 2\n"
    assert copied.as_typed(text)[0] == text


# ----------------------------------------------------------------- out of a console, a numbered page, or marimo

SESSION = {
    "Python's": (">>> ", "... ", ">>> conv_map.__name__\n'conv_map'\n"),
    "IDLE's": (">>> ", "    ", ">>> conv_map.__name__\n'conv_map'\n"),
    "IPython's": ("In [1]: ", "   ...: ", "Out[1]: 'conv_map'\n\nIn [2]: 1 + 1\nOut[2]: 2\n"),
}


def session(text: str, prompt: str, goes_on: str) -> str:
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    return "".join("".join(f"{prompt if not n else goes_on}{x}\n" for n, x in enumerate(b)) + "\n" for b in blocks)


@pytest.mark.parametrize(("prompt", "goes_on", "more"), SESSION.values(), ids=SESSION)
def test_what_was_typed_in_a_console_is_read(grade_source, prompt: str, goes_on: str, more: str) -> None:
    goes_on = "" if goes_on == "    " else goes_on
    blocks = "import numpy as np\n\n" + MAP.strip().replace("\n\n", "\n")
    report = grade_source(session(blocks, prompt, goes_on) + more, "conv_map")
    assert report.all_passed, report.notes
    assert note_of(report, "conv.py line 1", "a prompt of a console")


def test_numbers_before_the_lines_are_passed_over(grade_source) -> None:
    lines = (HEAD + MAP).split("\n")
    for form in ("{:3d}  {}", "{}: {}", "{:02d}\t{}", "{} | {}"):
        report = grade_source("\n".join(form.format(*one) for one in enumerate(lines, 1)), "conv_map")
        assert report.all_passed, (form, report.notes)
        assert note_of(report, "conv.py line 1", "numbers before the lines")


@pytest.mark.parametrize("text", ["1 2\n", "1\n2\n2\n", "1 a\n2 b\nx\n", "3 a\n9 b\n20 c\n", "", "x = 1\n"])
def test_numbers_that_do_not_count_lines_stay(text: str) -> None:
    assert consoles.typed(text, "conv.py") == (text, [])


MARIMO = {
    "in functions": "@app.function\n{}\n",
    "in cells": "@app.cell(hide_code=True)\ndef _(np):\n    {}\n    return (conv_map,)\n",
    "in a class of cells": "@app.cell\nasync def named(np, mo):\n    {}\n    return\n",
}


@pytest.mark.parametrize("cell", MARIMO.values(), ids=MARIMO)
def test_cells_of_marimo_are_read_as_what_they_hold(grade_source, cell: str) -> None:
    body = MAP.strip().replace("\n", "\n    ") if "    {}" in cell else MAP.strip()
    source = (
        "import marimo\n\napp = marimo.App()\n\n\nwith app.setup:\n    import numpy as np\n\n\n"
        f"{cell.format(body)}\n\nif __name__ == '__main__':\n    app.run()\n"
    )
    report = grade_source(source, "conv_map")
    assert report.all_passed, report.notes
    assert list(report.notes) == [
        "conv.py is a notebook of marimo; what stands in its cells was read as what a file holds"
    ]


# ---------------------------------------------------------- a statement that does not parse costs what it defines

BROKEN = {
    "an open bracket": "def helper(x):\n    return (x + 1\n",
    "no block": "def helper(x):\n",
    "a word too many": "def helper(x) do:\n    return x\n",
    "an open text": "TEXT = 'never closed\n",
    "a line too far to the left": "def helper(x):\n    y = x\nz = 1\n    return y\n",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_statement_that_does_not_parse_costs_no_other_function(grade_source, broken: str) -> None:
    for source in (HEAD + MAP + broken, broken + HEAD + MAP, HEAD + SINGLE + broken + MAP):
        report = grade_source(source, "conv_map")
        assert report.all_passed, report.notes
        assert len(report.notes) == 1


def test_a_function_that_does_not_parse_is_told_why_and_the_others_count(grade_source) -> None:
    report = grade_source(f"{HEAD}def conv_single(x, w, b):\n    return (x * w\n\n\n{MAP}", "conv_single", "conv_map")
    assert [one.status for one in report.exercises] == ["failed", "passed"]
    evidence = criterion_of(report, "conv_single.values").results[0].evidence
    assert evidence.detail.startswith("its definition does not parse, see conv.py line 3: '(' was never closed")


def test_prose_is_no_source_of_which_a_rest_is_read() -> None:
    with pytest.raises(SyntaxError):
        pieces.readable("This is prose.\nSo is this.\na = 1\n", "a.py")


def test_a_notebook_says_the_cell(grade_source) -> None:
    cells = json.loads(notebook(HEAD, MAP.replace("columns < 1:", "columns < 1：")))
    report = grade_source(json.dumps(cells), "conv_map", name="a.ipynb")
    assert report.all_passed
    assert note_of(report, "a.ipynb cell 2 line 3", "U+FF1A")


# ------------------------------------------------------------------------- what is behind an exception is told


def next_of(report) -> str:
    """What is told to do next on the default screen."""
    lines = text.summarize(report, 1000).splitlines()
    return next(line.strip() for line in lines if line.strip().startswith("Next: "))


BEHIND = {
    "a name whose value needs a file": (
        "FILTER = np.load('gauss.npy')\n" + SINGLE.replace("x * w", "x * w * FILTER"),
        "FILTER gets its value in conv.py line 2, which was passed over: no file can be opened while grading",
    ),
    "a name whose value needs the command line": (
        "import argparse\np = argparse.ArgumentParser()\nargs = p.parse_args()\n" + SINGLE.replace("+ b", "+ args.b"),
        "args gets its value in conv.py line 4, which was passed over: there is no command line",
    ),
    "a builtin that is covered": (
        "sum = 0\ndef conv_single(x, w, b):\n    return sum(x.ravel() * w.ravel()) + b\n",
        "sum is another value since conv.py line 2: give that value another name.",
    ),
    "a letter of another alphabet": (
        SINGLE.replace("(x, w", "(\u0445, w"),
        "x in conv.py line 2 has a letter that only looks the same (cyrillic small letter ha, U+0445): type it anew.",
    ),
    "a stub's line above the code": (
        SINGLE.replace("    return", "    raise NotImplementedError\n    return"),
        "delete conv.py line 3: your code stands below it, and is never reached.",
    ),
    "a warning that was made an error": (
        "np.seterr(all='raise')\n" + SINGLE.replace("+ b", "+ b + 0 * np.exp(np.array([-800.0]))[0]"),
        "conv.py line 2 makes an error of what is a warning elsewhere: take it out.",
    ),
    "a call without end": (
        "import sys\nsys.setrecursionlimit(10**9)\ndef conv_single(x, w, b):\n    return conv_single(x, w, b)\n",
        "conv_single calls itself without end in conv.py line 5: compute the answer there.",
    ),
    "a file beside it": (
        "from helpers import total\n" + SINGLE.replace("(x * w).sum()", "total(x * w)"),
        "is helpers a file of yours? Then give the folder that holds both",
    ),
    "what is only printed": (
        SINGLE.replace("return (x * w).sum() + b", "print((x * w).sum() + b)"),
        "return what it prints: a number that is only printed cannot be used.",
    ),
    "text": (
        SINGLE.replace("(x * w).sum() + b", "f'{(x * w).sum() + b}'"),
        "return the number itself, such as float(total): text",
    ),
    "a coroutine": (f"async {SINGLE}", "delete async before def"),
    "a generator": (SINGLE.replace("return", "yield"), "collect what it yields in a list"),
    "a class around it": (
        "class Solution:\n" + "".join(f"    {line}\n" for line in SINGLE.replace("(x", "(self, x", 1).splitlines()),
        "mend that first",
    ),
}


@pytest.mark.parametrize(("source", "step"), BEHIND.values(), ids=BEHIND.keys())
def test_what_is_behind_is_the_next_step(grade_source, source: str, step: str) -> None:
    told = next_of(grade_source(HEAD + source, "conv_single"))
    assert step in told


def test_exit_where_an_error_is_due_is_told_what_to_write(grade_source) -> None:
    ends = "def conv_single(x, w, b):\n    if x.shape != w.shape:\n        exit()\n    return (x * w).sum() + b\n"
    assert "exit ends the whole program: write raise ValueError(…)" in next_of(grade_source(HEAD + ends, "conv_single"))


def test_parameters_in_another_order_are_told_before_what_they_lead_to(grade_source) -> None:
    source = HEAD + MAP.replace("(x, w, b)", "(w, x, b)").replace(
        "raise ValueError('it does not fit')", "return None[0]"
    )
    told = next_of(grade_source(source, "conv_map"))
    assert told == "Next: conv_map takes w, x, b; the order that is due is def conv_map(x, w, b):"


def test_a_name_that_no_cell_has_any_more_is_told_so(grade_source) -> None:
    cells = notebook(HEAD + SINGLE.replace("+ b", "+ bias"))
    assert "no cell gives bias a value" in next_of(grade_source(cells, "conv_single", name="a.ipynb"))


def test_a_definition_that_needs_a_cell_below_is_told_which(grade_source) -> None:
    cells = notebook(HEAD + SINGLE.replace("w, b", "w, b=BIAS"), "BIAS = 0")
    evidence = (
        criterion_of(grade_source(cells, "conv_single", name="a.ipynb"), "conv_single.values").results[0].evidence
    )
    assert evidence.detail.endswith("BIAS gets its value only in a.ipynb cell 2 line 1: move that up")


def test_a_function_whose_name_has_a_letter_of_another_alphabet_is_told_which(grade_source) -> None:
    report = grade_source(HEAD + SINGLE.replace("conv_single", "\u0441onv_single"), "conv_single")
    evidence = criterion_of(report, "conv_single.values").results[0].evidence
    assert "conv.py line 2 has a letter that only looks the same (cyrillic small letter es, U+0441)" in evidence.detail


def test_a_method_is_told_to_lose_self(grade_source) -> None:
    report = grade_source(HEAD + BEHIND["a class around it"][0], "conv_single")
    evidence = criterion_of(report, "conv_single.values").results[0].evidence
    assert evidence.detail.endswith(
        "inside the class Solution: move it out, to the left edge of the file and without self"
    )


def test_where_the_cases_are_hidden_a_child_s_word_of_what_is_behind_is_left_out() -> None:
    evidence = Evidence(reason="raised", function="f", detail="x gets its value in a.py line 7")
    assert student_text._hidden(evidence, None, {}).detail is None


def view_of(happened: list[str], steps: list[str]) -> SimpleNamespace:
    """An exercise as far as the screen looks at it."""
    blocks = [Block(kind="happened", lines=tuple(happened)), Block(kind="next", lines=tuple(steps))]
    criterion = SimpleNamespace(advice=(), blocks=blocks, counted="0 of 1 cases", report=SimpleNamespace())
    criterion.report.criterion = SimpleNamespace(id="values")
    return SimpleNamespace(criteria=[criterion], report=SimpleNamespace(exercise=SimpleNamespace(id="f")))


def test_the_next_step_stays_on_the_screen_below_a_long_list_of_exercises() -> None:
    lines = text._next_thing(view_of(["happened"] * 5, ["Next: mend it."]), 80, 4)
    assert lines[-1].strip() == "Next: mend it."


def test_a_package_names_itself_and_its_parts(grade_source) -> None:
    files = {
        "__init__.py": "from . import single\nfrom .single import conv_map\n",
        "single.py": "from . import tools\nimport mine.tools as same\nassert same is tools\n" + HEAD + MAP,
        "tools.py": "import numpy as np\n",
    }
    report = grade_source(files, "conv_map")
    assert (report.all_passed, report.notes) == (True, ())


# ----------------------------------------------------------------------------------- names and places


def test_names_that_are_nearly_right_are_named_with_their_lines(conv_layer) -> None:
    source = HEAD + MAP.replace("conv_map", "convMap") + SINGLE.replace("conv_single", "Conv_Single")
    submission = from_files("a.py", {"a.py": source.encode()})
    (said,) = not_graded(submission, conv_layer, None)
    assert "convMap in line 2 (is it conv_map?); Conv_Single in line 11 (is it conv_single?)" in said


@pytest.mark.parametrize(("here", "given", "meant"), [("", "a.py", "mine/a.py"), ("mine", "mine/a.py", "a.py")])
def test_a_path_from_one_folder_too_high_or_too_low(tmp_path, monkeypatch, here: str, given: str, meant: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.py").write_text("")
    monkeypatch.chdir(tmp_path / here)
    assert say_missing(Path(given)).endswith(f"Did you mean {Path(meant)}?")


# --------------------------------------------------------------------------- the other of two files


@pytest.mark.slow
def test_a_starter_beside_the_file_that_is_filled_in_says_which_one_to_grade(tmp_path: Path) -> None:
    names = ("conv_single", "conv_map", "conv_forward", "conv_backward")
    unwritten = "".join(f"def {name}(*given):\n    raise NotImplementedError\n\n\n" for name in names)
    module, beside = tmp_path / "mine.py", tmp_path / "mine.ipynb"

    def shown(*options: str) -> str:
        return " ".join(grader("check", module, "-a", "conv-layer", *options).stdout.split())

    module.write_text(HEAD + unwritten)
    assert "beside it" not in shown()
    beside.write_text(notebook(HEAD, unwritten.replace("\n\n\n", "\n")))
    assert "beside it" not in shown()
    beside.write_text(notebook(HEAD, SINGLE))
    assert "In mine.ipynb beside it conv_single is written. To grade that file: grader check" in shown()
    beside.write_text(notebook(HEAD, SINGLE, MAP))
    assert "In mine.ipynb daneben sind conv_single und 1 weitere geschrieben." in shown("--lang", "de")
    module.write_text(HEAD + SINGLE)
    assert "beside it" not in shown()
