"""What is left out to save time makes no difference to what comes of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.grading.diagnosis import snippets
from grader.grading.grade import Plan, grade
from grader.report import document
from grader.sandbox.requests import call_request
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.worker import wire
from grader.sandbox.worker.child import Child
from grader.submissions import dialects
from grader.submissions.reading import from_files
from tests.effort import NO_SEARCH

WORDS = st.text("ab[],().é", min_size=1, max_size=90)
SOURCE = b"def conv_single(x, w, b):\n    print({'a', 'b', object()})\n    return float((x * w).sum() + b) + 1\n"


@given(st.lists(WORDS, min_size=1, max_size=40).map(" ".join) | st.text(" ab,\t\n", max_size=200))
def test_a_line_of_code_is_broken_as_textwrap_breaks_it(line: str) -> None:
    assert snippets.wrapped(line) == snippets.wrapped_text(line)


@pytest.mark.parametrize("name", [name for name in dialects.dialect_names() if name != dialects.NATIVE])
def test_every_line_of_a_dialect_that_comes_with_the_grader_can_be_read(name: str) -> None:
    dialect = dialects.read_dialects()[name]
    assert dialect.exercises
    assert dialects.unreadable(dialect) == []


@pytest.mark.slow
@pytest.mark.parametrize("is_for_many", [False, True])
@pytest.mark.confined
def test_every_child_of_every_start_gives_the_same_bytes(conv_plan: Plan, is_for_many: bool) -> None:
    """The order of a set with an object in it depends on where the object lies."""
    planned = replace(conv_plan, exercises=conv_plan.exercises[:1], effort=NO_SEARCH)
    submission = from_files("conv.py", {"conv.py": SOURCE})
    reports = set()
    for _ in range(4):
        with Sandbox(is_for_many=is_for_many) as sandbox:
            sandbox.configure(planned.assignment.limits)
            reports |= {document.to_json(grade(submission, planned, sandbox)) for _ in range(3)}
    (report,) = reports
    assert b"object at 0x" in report


def test_a_request_has_no_field_that_holds_nothing(conv_plan: Plan) -> None:
    case = conv_plan.exercises[0].cases[0]
    request = call_request(case.calls[0], case, [], False)
    assert set(request) == {"function", "arguments", "names", "returns", "fresh", "keep"}
    assert call_request(case.calls[0], case, [], True)["anew"] is True
    assert len(wire.encode(request)) < len(wire.encode({**request, "member": "", "reads": (), "keywords": ()}))


def test_a_function_of_another_exercise_is_looked_up_once() -> None:
    child = Child({"imports": [], "result_bytes": 1 << 20})
    source = "def first(x):\n    return x\n\n\ndef second(x):\n    return -x\n"
    modules = ({"name": "own", "package": False, "notebook": False, "cells": (("own.py", source),)},)
    request = {"modules": modules, "functions": ("first",), "skip": (), "careful": False, "forbidden": ()}
    _, reply = child.load({**request, "older": False}, lambda statement: None)
    assert reply["goes_on"]
    looked_up: list[str] = []
    find = child.loader.function
    child.loader.function = lambda name: looked_up.append(name) or find(name)
    call = {"function": "second", "arguments": (2.0,), "names": ("x",), "returns": 1, "fresh": True, "keep": ()}
    replies = [child.call(call) for _ in range(3)]
    assert [reply["values"] for _, reply in replies] == [(-2.0,)] * 3
    assert looked_up == ["second"]
