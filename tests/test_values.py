"""What pure modules hand around cannot be changed on the way, and its fields are given by name."""

import dataclasses
import importlib
import inspect

import pytest

FEW = 3  # fields that may be given by their place
MODULES = (
    "grader.classroom.policy",
    "grader.classroom.roster_matching",
    "grader.export.cells",
    "grader.export.format",
    "grader.export.line_matching",
    "grader.gradebook.insights",
)


@pytest.mark.parametrize("name", MODULES)
def test_the_values_of_a_module_are_frozen_and_named(name: str) -> None:
    own = [value for value in vars(importlib.import_module(name)).values() if inspect.isclass(value)]
    found = [value for value in own if dataclasses.is_dataclass(value) and value.__module__ == name]
    assert found
    for kind in found:
        assert kind.__dataclass_params__.frozen, kind
        by_place = [field.name for field in dataclasses.fields(kind) if not field.kw_only]
        assert len(by_place) <= FEW, kind
