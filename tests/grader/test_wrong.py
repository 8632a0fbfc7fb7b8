"""A wrong answer is an edit of the lesson's solution, or a file; what is wrong with a row is said with its path."""

from pathlib import Path

import pytest

from grader.authoring.wrong import EditRow, edited, wrong_answers
from grader.errors import AuthorError

SOLUTION = '''import numpy as np


def total(x):
    """Return the sum."""
    out = 0
    for value in x:
        out += value
    return out


def mean(x):
    if len(x) == 0:
        return 0
    return total(x) / len(x)


def other(x):
    return x
'''


def row(id: str, *edits: tuple[str, str, str]) -> str:
    lines = ["[[wrong]]", f'id = "{id}"', 'believes = ["b"]', 'fails = ["mean.values"]', 'why = "A."']
    for function, old, new in edits:
        lines += ["[[wrong.edit]]", f'function = "{function}"', f"old = '''{old}'''", f"new = '''{new}'''"]
    return "\n".join([*lines, ""])


def test_an_edit_replaces_its_lines_and_the_module_holds_what_the_function_calls() -> None:
    source = edited(SOLUTION, [EditRow(function="mean", old="return total(x) / len(x)", new="return total(x)")])
    defined: dict[str, object] = {}
    exec(source, defined)
    assert defined["mean"]([1, 2, 3]) == 6
    assert "total" in defined
    assert "other" not in defined


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("for value in x:\n    out += value", "for value in x:\n    out = value"),
        ("\n    for value in x:\n        out += value\n", "\n    for value in x:\n        out = value\n"),
        ("    out += value\nreturn out", "    out = value\nreturn out"),
        ("    out += value\nreturn out", "    out = value\nout = value\nreturn out"),
        ("out += value", "out = value"),
    ],
)
def test_lines_may_stand_at_any_depth_and_keep_theirs_to_one_another(old: str, new: str) -> None:
    defined: dict[str, object] = {}
    exec(edited(SOLUTION, [EditRow(function="total", old=old, new=new)]), defined)
    assert defined["total"]([1, 2, 3]) == 3


def test_lines_without_new_ones_are_left_out() -> None:
    source = edited(SOLUTION, [EditRow(function="mean", old="if len(x) == 0:\n    return 0")])
    assert "len(x) == 0" not in source


@pytest.mark.parametrize(
    ("edits", "problem"),
    [
        ([("median", "a", "b")], "the solution has no function median"),
        ([("mean", "return 1", "")], "these lines stand nowhere in mean, and not once: 'return 1'"),
        ([("mean", "total(x)", "")], "these lines stand nowhere in mean, and not once: 'total(x)'"),
        ([("total", "out += value", ""), ("total", "out += value", "")], "replace the same line: 'out += value'"),
        ([("total", "out += value", "out +=")], "total is no Python any more: invalid syntax"),
    ],
)
def test_an_edit_that_does_not_match_is_named(edits: list[tuple[str, str, str]], problem: str, tmp_path: Path) -> None:
    (tmp_path / "wrong.toml").write_text(row("a", *edits))
    with pytest.raises(AuthorError) as error:
        wrong_answers(tmp_path, SOLUTION)
    (said,) = error.value.problems
    assert said.startswith("wrong.toml: a: ")
    assert problem in said


def test_lines_that_stand_twice_are_named() -> None:
    twice = SOLUTION.replace("    return out\n", "    out += 0\n    out += 0\n    return out\n")
    with pytest.raises(ValueError, match=r"stand 2 times in total, and not once: 'out \+= 0'"):
        edited(twice, [EditRow(function="total", old="out += 0")])


def test_a_row_without_an_edit_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "b.py").write_text("def mean(x):\n    return 0\n")
    (tmp_path / "wrong.toml").write_text(row("b") + row("a", ("other", "return x", "return 1")))
    first, second = wrong_answers(tmp_path, SOLUTION)
    assert (first.id, second.id, second.source) == ("a", "b", "def mean(x):\n    return 0\n")
    assert (second.fails, second.believes, second.why) == ({"mean.values"}, {"b"}, "A.")


def test_everything_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "wrong").mkdir()
    for name in ("both", "stray"):
        (tmp_path / "wrong" / f"{name}.py").write_text("")
    rows = row("both", ("other", "return x", "return 1")) + row("gone") + row("gone")
    (tmp_path / "wrong.toml").write_text(rows + '[[wrong]]\nid = "c"\nfails = []\nwhi = "A."\n' + "[[wrongs]]\n")
    with pytest.raises(AuthorError) as error:
        wrong_answers(tmp_path, SOLUTION)
    problems = list(error.value.problems)
    assert "wrong.toml: there is no table 'wrongs'. Did you mean wrong? There are: wrong." in problems
    assert "wrong.toml: gone: this id stands twice" in problems
    assert "wrong.toml: both: it has edits, and a file wrong/both.py too" in problems
    assert "wrong.toml: gone: it has no edit, and there is no file wrong/gone.py" in problems
    assert "wrong/stray.py: wrong.toml has no [[wrong]] with id stray" in problems
    assert any(one.startswith("wrong.toml: wrong[3]: there is no key 'whi'. Did you mean why?") for one in problems)
    assert "wrong.toml: wrong[3]: why: it is missing" in problems
