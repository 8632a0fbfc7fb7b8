"""Numbers that people type are exact, and none of them takes long."""

from fractions import Fraction

import pytest

from grader.model.numbers import number_in


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2.5", "5/2"),
        (" 2,5 ", "5/2"),
        ("5/2", "5/2"),
        (".5", "1/2"),
        ("3.", "3"),
        ("−1", "-1"),
        ("1.5/3", "1/2"),
        ("0,125", "1/8"),
    ],
)
def test_what_is_written_with_digits_is_exactly_that(text: str, due: str) -> None:
    assert number_in(text) == Fraction(due)


@pytest.mark.parametrize(
    "text", ["", ".", "1e9", "1e99999999", "1/0", "1_0", "inf", "nan", "9" * 13, "1/", "٣", "a", "1,000"]
)
def test_anything_else_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no number|divides by 0|a thousand or one"):
        number_in(text)
