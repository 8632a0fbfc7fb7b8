"""Filters on images, as they are written for other courses, are explained by what their authors take for granted."""

from collections.abc import Callable

import numpy as np
import pytest

from grader.grading.diagnosis import suspect
from grader.model import Outcome, Raised
from tests.grader.test_diagnosis import legal, planned
from tests.topics import FAMILIES

NAME = "correlate_image"
Filter = Callable[[np.ndarray, np.ndarray], np.ndarray]


def for_three_rows(x: np.ndarray, k: np.ndarray) -> np.ndarray:
    """Frame the image by one pixel, whatever the filter, and turn the filter."""
    wide = np.zeros((len(x) + 2, len(x[0]) + 2))
    wide[1:-1, 1:-1] = x
    found = np.empty(x.shape)
    for place in np.ndindex(x.shape):
        row, column = place
        found[place] = np.sum(np.rot90(k, 2) * wide[row : row + 3, column : column + 3])
    return found


def like_a_photo(x: np.ndarray, k: np.ndarray) -> np.ndarray:
    """Frame the image by one pixel, and leave nothing below 0."""
    return np.maximum(for_three_rows(x, np.rot90(k, 2)), 0)


def as_wide_as_high(x: np.ndarray, k: np.ndarray) -> np.ndarray:
    """Make room for as many columns as there are rows."""
    high = len(x) - len(k)
    found = np.zeros((high + 1, high + 1))
    for row in range(high + 1):
        for column in range(x.shape[1] - k.shape[1] + 1):
            found[row, column] = (x[row : row + len(k), column : column + k.shape[1]] * k).sum()
    return found


def outcome(function: Filter, x: np.ndarray, k: np.ndarray) -> Outcome:
    try:
        found = function(x, k)
    except (ValueError, IndexError) as error:
        bases = tuple(one.__name__ for one in type(error).__mro__)
        return Outcome(
            status="raised", function=NAME, raised=Raised(type=type(error).__name__, bases=bases, message="")
        )
    return Outcome(status="returned", function=NAME, returned=1, answers={"out": found})


@pytest.mark.parametrize(
    ("function", "believed"),
    [
        (for_three_rows, {"kernel-flipped", "pads-anyway"}),
        (like_a_photo, {"pads-anyway", "relu-inside"}),
        (as_wide_as_high, {"map-sized-by-one-extent"}),
    ],
)
def test_a_size_that_is_taken_for_granted_is_named(function: Filter, believed: set[str]) -> None:
    pairs = [(case, outcome(function, *(np.array(case.arguments[name]) for name in "xk"))) for case in legal(NAME)]
    (found,) = suspect(FAMILIES[NAME], NAME, pairs, planned(NAME).expected)
    assert {one.id for one in found.explanations[0].misconceptions} == believed
    assert found.explanations[0].says_errors
