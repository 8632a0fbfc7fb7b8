"""The engine grades functions and knows no convolution: none of its modules names what the lecture's students write."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import grader
from tests.topics import OPERATIONS

FOLDER = Path(grader.__file__).parent
MODULES = sorted(
    path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.py") if "assignments" not in path.parts
)
NAMED = re.compile(rf"\b({'|'.join(map(re.escape, OPERATIONS))})\b")


def words_of_code(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and text of every name and string of a module; docstrings and comments may give examples."""
    tree = ast.parse(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }
    for node in ast.walk(tree):
        if id(node) not in docstrings:
            line = getattr(node, "lineno", 0)
            yield from ((line, value) for _, value in ast.iter_fields(node) if isinstance(value, str))


def test_a_name_in_code_is_noticed_and_one_in_a_docstring_is_not() -> None:
    assert list(words_of_code('"""conv_map"""\ndef f(x):\n    """conv_map"""\n')) == [(2, "f"), (2, "x")]
    for line in (
        'y = "conv_map"',
        'f"{x} conv_map"',
        "x.conv_map",
        "def conv_map(): ...",
        "f(conv_map=1)",
        "import conv_map",
    ):
        assert any(NAMED.search(word) for _, word in words_of_code(line)), line


def test_no_module_of_the_engine_names_an_operation_of_the_lecture() -> None:
    words = ((module, *word) for module in MODULES for word in words_of_code((FOLDER / module).read_text("utf-8")))
    assert [(module, line, word) for module, line, word in words if NAMED.search(word)] == []


def test_a_newcomer_finds_the_place_to_change() -> None:
    """At most eight modules lie loose in ``grader/``, and none of the project's is longer than a reader can hold."""
    assert len([module for module in MODULES if "/" not in module]) <= 8
    root = FOLDER.parent
    lengths = {
        path.relative_to(root).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for folder in ("src", "grader", "assignments")
        for path in (root / folder).rglob("*.py")
        if path.name != "lesson.py" and "wrong" not in path.parts
    }
    assert len(lengths) > 200
    assert {path: lines for path, lines in lengths.items() if lines > 400} == {}
