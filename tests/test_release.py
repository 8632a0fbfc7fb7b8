"""What students get holds no answer, and what `verify` runs holds them all."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.authoring import lesson as release
from grader.errors import AuthorError

LESSONS = sorted((Path(__file__).parents[1] / "assignments").glob("*/lesson.py"))

LESSON = '''# %% [markdown]
# # Doubling.
#
# Run `grader check double.py -a double-it`.

# %%
import numpy as np

# %% tags=["demo"]
# %matplotlib inline
print("a demo")

# %%
def double(x):
    """Return two times x."""
    # begin solution
    secret = x + x
    return secret
    # end solution


# %%
class Doubler:
    def twice(self, x):
        if x is not None:
            # begin solution
            return double(x)
            # end solution
'''


def solution_lines(lesson):
    """Lines that only the author may see."""
    kept, inside, lines = set(), False, []
    for text in (line.strip() for line in lesson.splitlines()):
        if text in (release.BEGIN, release.END):
            inside = text == release.BEGIN
        elif inside and text:
            lines.append(text)
        else:
            kept.add(text)
    return [text for text in lines if text not in kept]


def sources(notebook):
    return "\n".join(cell.source for cell in nbformat.reads(notebook, as_version=4).cells)


# ----------------------------------------------------------------------------- the three texts


def test_the_solution_module_keeps_solutions_and_drops_markers_and_demos():
    module = release.solution_module(LESSON)
    names = {}
    exec(module, names)
    assert names["double"](3) == names["Doubler"]().twice(3) == 6
    assert "solution" not in module
    assert "demo" not in module


def test_the_starter_module_is_complete_but_for_the_answers():
    names = {}
    exec(release.starter_module(LESSON), names)
    with pytest.raises(NotImplementedError, match="double: not written yet"):
        names["double"](3)
    with pytest.raises(NotImplementedError, match="twice: not written yet"):
        names["Doubler"]().twice(3)
    assert names["Doubler"]().twice(None) is None  # the raise stands where the solution stood
    assert names["double"].__doc__ == "Return two times x."


def test_the_starter_module_says_how_to_check_it():
    docstring = release.starter_module(LESSON).split('"""')[1]
    assert docstring.startswith("Doubling.\n")
    assert "grader check double.py -a double-it" in docstring


def test_the_notebook_keeps_prose_and_demos_and_turns_magics_on():
    notebook = nbformat.reads(release.starter_notebook(LESSON), as_version=4)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert [cell.cell_type for cell in notebook.cells] == ["markdown", *["code"] * 6]
    assert notebook.cells[2].source.splitlines() == ["%matplotlib inline", 'print("a demo")']
    assert notebook.cells[2].metadata.tags == ["demo"]
    assert "not written yet" in notebook.cells[3].source


def test_a_check_stands_behind_each_function_and_before_its_demo():
    notebook = nbformat.reads(release.starter_notebook(LESSONS[0].read_text()), as_version=4)
    functions = [n for n, cell in enumerate(notebook.cells) if "not written yet" in cell.source]
    assert functions
    for place in functions:
        name = re.search(r"^def (\w+)", notebook.cells[place].source, re.MULTILINE)[1]
        behind = notebook.cells[place + 1]
        assert behind.source.splitlines()[0] == "from grader.notebook import check"
        assert f"check({name}" in behind.source
        assert behind.metadata.tags == ["demo"]


def test_modules_are_python_even_where_the_notebook_has_a_magic():
    magic = LESSON.replace("import numpy as np", "# %matplotlib inline\nimport numpy as np")
    compile(release.solution_module(magic), "lesson.py", "exec")
    compile(release.starter_module(magic), "lesson.py", "exec")


def test_the_notebook_has_the_same_bytes_each_time_and_no_outputs():
    once, again = release.starter_notebook(LESSON), release.starter_notebook(LESSON)
    assert once == again
    code = [cell for cell in json.loads(once)["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


# ------------------------------------------------------------------------------------ no leaks


@pytest.mark.parametrize("lesson", [LESSON, *(path.read_text() for path in LESSONS)], ids=range(len(LESSONS) + 1))
def test_no_solution_line_reaches_a_student(lesson):
    secrets = solution_lines(lesson)
    assert secrets
    for text in (release.starter_module(lesson), sources(release.starter_notebook(lesson))):
        shown = {line.strip() for line in text.splitlines()}
        assert not [line for line in secrets if line in shown]
        assert not [line for line in secrets if len(line) > 15 and line in text]
        assert release.BEGIN not in text
        assert release.END not in text


@given(st.lists(st.from_regex(r"v_[a-z]{0,6} = [1-9][0-9]{0,3}", fullmatch=True), min_size=1), st.integers(1, 8))
def test_whatever_the_solution_is_only_the_raise_remains(lines, indent):
    space = " " * indent
    body = "".join(f"{space}{line}\n" for line in [release.BEGIN, *lines, release.END])
    starter = release._without_solutions(f"def f(x):\n{body}y = 1\n")
    assert starter == f'def f(x):\n{space}raise NotImplementedError("f: not written yet")\ny = 1\n'


def test_a_solution_in_an_inner_function_is_named_after_it():
    inner = "    def inner():\n        # begin solution\n        return 1\n        # end solution\n"
    lesson = f"def outer():\n{inner}    return inner\n"
    assert "inner: not written yet" in release._without_solutions(lesson)


# --------------------------------------------------------------------------- authors' mistakes


def problems(lesson):
    with pytest.raises(AuthorError) as error:
        release.starter_module(lesson)
    return list(error.value.problems)


BROKEN = {
    "end without begin": ("def f():\n    pass\n    # end solution\n", ["lesson.py:3: '# end solution' without"]),
    "begin without end": ("def f():\n    # begin solution\n    pass\n", ["lesson.py:2: '# begin solution' without"]),
    "nested": (
        "def f():\n    # begin solution\n    a = 1\n    # begin solution\n    b = 2\n    # end solution\n",
        ["lesson.py:4: '# begin solution' inside the solution that began in line 2"],
    ),
    "outside a function": (
        "# begin solution\na = 1\n# end solution\n",
        ["lesson.py:1: '# begin solution' outside a function"],
    ),
    "empty": ("def f():\n    # begin solution\n    # end solution\n    pass\n", ["lesson.py:2: the solution is empty"]),
    "another indentation": (
        "def f(x):\n    if x:\n        # begin solution\n        a = 1\n    # end solution\n    return 1\n",
        ["lesson.py:5: '# end solution' is not indented"],
    ),
    "across cells": (
        "def f(x):\n    # begin solution\n    a = 1\n# %%\n    return a\n    # end solution\n",
        ["lesson.py:2: the solution runs into another cell"],
    ),
    "almost a marker": (
        "def f():\n    # BEGIN SOLUTION\n    return 1\n    # End solution.\n",
        ["lesson.py:2: '# BEGIN SOLUTION' is read as prose", "lesson.py:4: '# End solution.' is read as prose"],
    ),
    "no Python": (
        "def f(:\n    # begin solution\n    pass\n    # end solution\n",
        ["lesson.py:1: invalid syntax"],
    ),
    "all at once": (
        "# end solution\ndef f():\n    # begin solution\n    # end solution\n    pass\n    # begin solution\n",
        ["lesson.py:1: '# end solution' without", "lesson.py:3: the solution is", "lesson.py:6: '# begin solution' wi"],
    ),
}


@pytest.mark.parametrize(("lesson", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_every_malformed_marker_is_reported_with_its_line(lesson, expected):
    found = problems(lesson)
    assert len(found) == len(expected)
    assert all(problem.startswith(start) for problem, start in zip(found, expected, strict=True))


def test_a_lesson_must_have_a_title_and_say_how_to_check_it():
    assert problems("# %%\ndef f():\n    # begin solution\n    return 1\n    # end solution\n") == [
        "lesson.py: no markdown cell has a title (# …)",
        "lesson.py: no markdown cell says how to check the work (grader check FILE.py -a ASSIGNMENT)",
    ]
