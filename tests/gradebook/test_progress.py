"""What attempts earned, exercise by exercise; what changed from one to the next; who gets on, and who does not."""

from fractions import Fraction

import pytest

from grader.gradebook import Gradebook
from grader.gradebook.progress import changed, is_stuck
from grader.model import Report
from tests.gradebook.test_gradebook import keep


def fractions(*numbers: int) -> list[Fraction]:
    return [Fraction(number) for number in numbers]


def test_what_a_reports_exercises_earned_is_read_without_the_report(place: str, conv_report: Report) -> None:
    with Gradebook.open(place, write=True) as book:
        keep(book, "ada", conv_report)
        (attempt,) = book.attempts("conv-layer", ["ada"])["ada"]
        earned = {one.exercise.id: one.score for one in conv_report.exercises}
        assert book.scores_of([attempt.report, "no report"]) == {attempt.report: earned}
        assert book.scores_of([]) == {}


def test_what_changed_is_what_earns_something_else() -> None:
    before = {"a": Fraction(1), "b": Fraction(2), "c": Fraction(3)}
    after = {"a": Fraction(1), "b": Fraction(5, 2), "d": Fraction(4)}
    assert changed(before, after) == (
        ("b", Fraction(2), Fraction(5, 2)),
        ("d", Fraction(0), Fraction(4)),
        ("c", Fraction(3), Fraction(0)),
    )
    assert changed(after, after) == ()


@pytest.mark.parametrize(
    ("scores", "stuck"),
    [
        ([], False),
        ([0, 0], False),  # too few to say
        ([0, 0, 0], True),
        ([3, 3, 3], False),  # the first was progress
        ([3, 3, 2, 1], True),
        ([3, 3, 3, 4], False),
        ([1, 4, 3, 3, 4], True),
        ([1, 10, 9, 9, 9], False),  # whole once, and playing on
    ],
)
def test_who_is_stuck_has_not_got_on_for_so_many_attempts(scores: list[int], stuck: bool) -> None:
    assert is_stuck(fractions(*scores), Fraction(10), 3) is stuck
