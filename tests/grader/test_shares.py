"""Sums of shares: which answers divide each gradient among its own places, and which only look like it."""

from collections.abc import Sequence

import pytest

from grader.grading.checks import conventions
from grader.grading.checks.conventions import is_sum_of_shares

ROUNDOFF = 8 * 2.0**-53
Shares = Sequence[tuple[float, tuple[int, ...]]]
TWO_WINDOWS = (1.0, (0, 1)), (1.0, (1, 2))


def turned(shares: Shares, factor: float) -> Shares:
    return [(factor * gradient, places) for gradient, places in shares]


@pytest.mark.parametrize("factor", [1.0, -1.0, 0.5, -0.5, 3.0, -3.0])
@pytest.mark.parametrize(
    ("answer", "shares", "is_one"),
    [
        ([0.5, 0.5], [(1.0, (0, 1))], True),
        ([1.0, 0.0], [(1.0, (0, 1))], True),
        ([1.5, -0.5], [(1.0, (0, 1))], False),
        ([0.25, 1.5, 0.25], TWO_WINDOWS, True),
        ([2.0, 0.0, 0.0], TWO_WINDOWS, False),  # the second one does not reach the first place
        ([1.75, 0.25, 0.0], TWO_WINDOWS, False),
        ([1.0, 1.0, 0.0, 0.0], [(1.0, (0, 1)), (1.0, (2, 3))], False),  # the first window gives no more than it has
        ([0.5, 0.5, 0.25, 0.75], [(1.0, (0, 1)), (1.0, (2, 3))], True),
        ([0.5, 0.5, 1.0], [(1.0, (0, 1)), (1.0, (2,))], True),
        ([0.5, 0.5, 0.5], [(1.0, (0, 1)), (1.0, (2,))], False),
    ],
)
def test_each_gradient_is_divided_among_its_own_places(
    answer: list[float], shares: Shares, is_one: bool, factor: float
) -> None:
    assert is_sum_of_shares([factor * value for value in answer], turned(shares, factor), ROUNDOFF) is is_one


def test_gradients_of_both_signs_meet_in_a_place() -> None:
    shares = (1.0, (0, 1)), (-0.5, (1, 2))
    assert is_sum_of_shares([0.5, 0.25, -0.25], shares, ROUNDOFF)
    assert is_sum_of_shares([1.0, -0.5, 0.0], shares, ROUNDOFF)
    assert not is_sum_of_shares([0.0, 1.25, -0.75], shares, ROUNDOFF)
    assert not is_sum_of_shares([-0.25, 0.75, 0.0], shares, ROUNDOFF)


def test_a_place_may_be_off_by_the_rounding_of_what_meets_there_and_no_more() -> None:
    shares = [(2.0**-10, (0,)), (1.0, (1,))]
    for off, is_one in ((2.0**-61, True), (2.0**-59, False), (-(2.0**-61), True), (-(2.0**-59), False)):
        assert is_sum_of_shares([2.0**-10 + off, 1.0], shares, ROUNDOFF) is is_one


def test_what_counts_as_full_is_an_eighth_of_the_rounding_among_all_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three places, two windows and the source: together they lose less than may be lost."""
    full: list[float] = []
    monkeypatch.setattr(conventions, "_most", lambda flows, least: full.append(least) or 2.0)
    assert is_sum_of_shares([1.0, 0.5, 0.5], TWO_WINDOWS, 0.12)
    assert full == [pytest.approx(0.12 * 4 / 8 / 6)]
