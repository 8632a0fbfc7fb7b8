"""Syntax trees that several threads ask for at a time."""

import ast
import gc
import inspect
import sys
from concurrent.futures import ThreadPoolExecutor

from grader.submissions.parsing import parse

SOURCE = inspect.getsource(ast.NodeVisitor)


class Garbage:
    """What is only freed by the collector, which runs Python code where it stands: here, in the middle of a tree."""

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        for _ in range(50):
            pass


def test_threads_that_parse_at_a_time_get_whole_trees() -> None:
    due = ast.dump(ast.parse(SOURCE))

    def parse_often(_: int) -> set[str]:
        seen = set()
        for _ in range(40):
            Garbage()
            seen.add(ast.dump(parse(SOURCE)))
        return seen

    interval, thresholds = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(1e-6)
    gc.set_threshold(1)
    try:
        with ThreadPoolExecutor(4) as pool:
            trees = set().union(*pool.map(parse_often, range(4)))
    finally:
        sys.setswitchinterval(interval)
        gc.set_threshold(*thresholds)
    assert trees == {due}
