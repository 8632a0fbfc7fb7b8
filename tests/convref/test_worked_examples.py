"""Every worked example: exact arithmetic gives the stated answer, and `convref` gives it too."""

import inspect
import re
import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import convref
from convref.bounds import Bounded
from tests import exact

ASSIGNMENTS = Path(__file__).parents[2] / "assignments"
EXAMPLES = [
    pytest.param(example, id=f"{path.parent.name}/{example['id']}")
    for path in sorted(ASSIGNMENTS.glob("*/examples.toml"))
    for example in tomllib.loads(path.read_text())["example"]
]
TELLING = [param for param in EXAMPLES if "expect" in param.values[0]]
RAISING = [param for param in EXAMPLES if "raises" in param.values[0]]

# What is stated on the slides and must be among the examples, whoever edits them.
STATED = {
    "box-shrink", "box-pad", "sharpen", "sharpen-other-corner", "edge-detection", "box-mean", "gaussian-blur",
    "rgb-dot", "filter-parameters", "ten-filters-parameters", "rgb-activation-map", "five-filters", "ten-filters",
    "stride-one", "stride-two", "illegal-stride", "floor-stride", "shrinking-32", "shrinking-28", "shrinking-24",
    "pad-one", "corner-pixel", "quiz-weights", "max-pool", "avg-pool", "receptive-field-one", "receptive-field-two",
}  # fmt: skip


def arguments(example, read):
    """Read the arguments; words and truth values stay as they are."""
    return {
        name: value if isinstance(value, bool) or name in ("boundary", "layout") else read(value)
        for name, value in example["arguments"].items()
    }


def as_given(value):
    """Read a number or nested list as a user of the library would write it."""
    value = exact.exact(value)
    if not any(isinstance(number, Fraction) for number in exact.flat(value)):
        return value
    return np.array(value, np.float64) if isinstance(value, list) else float(value)


def outputs(call, result):
    """List the outputs: a plain tuple is several of them, but a shape is one."""
    return list(result) if isinstance(result, tuple) and not call.endswith("_shape") else [result]


@pytest.mark.parametrize("example", TELLING)
def test_exact_arithmetic_gives_the_stated_answer(example):
    result = getattr(exact, example["call"])(**arguments(example, exact.exact))
    found = outputs(example["call"], result)
    assert exact.exact(found) == exact.exact(list(example["expect"].values()))


@pytest.mark.parametrize("example", TELLING)
def test_convref_gives_the_stated_answer(example):
    call, given = example["call"], arguments(example, as_given)
    found = outputs(call, getattr(convref, call)(**given))
    stated = [exact.exact(value) for value in example["expect"].values()]
    assert [np.shape(got) for got in found] == [exact.shape(want) for want in stated]
    if not hasattr(convref.bounds, call) or are_integers([*arguments(example, exact.exact).values(), *stated]):
        assert exact.exact(found) == stated
    else:
        bounds = outputs(call, getattr(convref.bounds, call)(**given))
        for got, want, bounded in zip(found, stated, as_bounds(bounds), strict=True):
            for value, number, bound in zip(np.ravel(got), exact.flat(want), bounded.bound(float).flat, strict=True):
                assert abs(Fraction(float(value)) - number) <= Fraction(float(bound))


def as_bounds(found):
    return found if isinstance(found[0], Bounded) else [Bounded(*found)]  # one Bounded is a tuple, too


def are_integers(values):
    return all(isinstance(number, int) for value in values for number in exact.flat(value))


@pytest.mark.parametrize("example", RAISING)
def test_what_the_slides_call_illegal_raises(example):
    with pytest.raises(getattr(convref, example["raises"])):
        getattr(convref, example["call"])(**arguments(example, as_given))


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_complete(example):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", example["id"])
    assert set(example) <= {"id", "slide", "title", "call", "note", "arguments", "expect", "raises"}
    assert ("expect" in example) != ("raises" in example)
    assert example["call"] in convref.__all__
    inspect.signature(getattr(convref, example["call"])).bind(**example["arguments"])


def test_ids_are_unique_over_all_folders():
    ids = [param.values[0]["id"] for param in EXAMPLES]
    assert len(ids) == len(set(ids))


def test_every_number_the_slides_state_is_an_example():
    assert {param.values[0]["id"] for param in EXAMPLES} >= STATED
