"""Python text to syntax trees, one at a time."""

import ast
import threading
from typing import Literal, overload

_one_at_a_time = threading.Lock()


@overload
def parse(text: str, mode: Literal["exec"] = "exec") -> ast.Module: ...
@overload
def parse(text: str, mode: Literal["eval"]) -> ast.Expression: ...
def parse(text: str, mode: Literal["exec", "eval"] = "exec") -> ast.Module | ast.Expression:
    """Return the syntax tree of a text, as `ast.parse` does.

    Python 3.11 counts how deep a tree is in one place for all threads, and may pass from one thread to another in the
    middle of a tree. Then the count is wrong, and `ast.parse` raises SystemError. So threads take turns here.
    """
    with _one_at_a_time:
        return ast.parse(text, mode="eval") if mode == "eval" else ast.parse(text)
