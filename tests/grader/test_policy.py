"""From score to grade: exact, never above the score, and with a reason for whatever is not plain."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.classroom.extensions import Extension
from grader.classroom.policy import Candidate, Verdict, decide_grade, graded, graded_freely, late_days, order
from grader.classroom.settings import Late, Override

DUE = dt.datetime(2026, 5, 4, 23, 59, tzinfo=ZoneInfo("Europe/Berlin"))
TENTH = Late(deduction=Fraction(1, 10))
HOUR = dt.timedelta(hours=1)

shares = st.fractions(min_value=0, max_value=1, max_denominator=1000)
policies = st.builds(
    Late,
    grace=st.timedeltas(min_value=dt.timedelta(), max_value=dt.timedelta(days=2)),
    deduction=shares,
    of=st.sampled_from(["possible", "score"]),
    cap=shares,
    days=st.none() | st.integers(0, 10),
)
times = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1)).map(lambda when: when.replace(tzinfo=dt.UTC))


@st.composite
def submissions(draw) -> Candidate:
    possible = draw(st.fractions(min_value=1, max_value=100, max_denominator=100))
    return Candidate(
        score=possible * draw(shares),
        possible=possible,
        submitted=draw(st.none() | times),
        is_late=draw(st.booleans()),
        found=(draw(st.integers(0, 5)),),
    )


# ---------------------------------------------------------------------------------- lateness


@given(submissions(), st.integers(0, 100), policies)
def test_a_grade_lies_between_nothing_and_the_score(one: Candidate, days: int, late: Late) -> None:
    assert 0 <= graded(one.score, one.possible, days, late) <= one.score


@given(submissions(), st.integers(0, 100), policies)
def test_another_day_never_helps(one: Candidate, days: int, late: Late) -> None:
    assert graded(one.score, one.possible, days + 1, late) <= graded(one.score, one.possible, days, late)


@given(submissions(), policies)
def test_in_time_the_grade_is_the_score(one: Candidate, late: Late) -> None:
    assert graded(one.score, one.possible, 0, late) == one.score


@given(submissions(), st.integers(0, 100), shares)
def test_no_more_is_deducted_than_the_cap(one: Candidate, days: int, cap: Fraction) -> None:
    late = Late(deduction=Fraction(1, 7), cap=cap)
    assert one.score - graded(one.score, one.possible, days, late) <= cap * one.possible


@given(times, times, st.timedeltas(dt.timedelta(), dt.timedelta(days=3)))
def test_days_are_counted_from_the_deadline_and_a_begun_one_is_one(when, due, grace) -> None:
    days = late_days(when, due, grace)
    if when <= due + grace:
        assert days == 0
    else:
        assert due + (days - 1) * dt.timedelta(days=1) < when <= due + days * dt.timedelta(days=1)


def test_the_grace_ends_after_its_last_moment() -> None:
    assert late_days(DUE + HOUR, DUE, grace=HOUR) == 0
    assert late_days(DUE + HOUR + dt.timedelta(microseconds=1), DUE, grace=HOUR) == 1
    assert late_days(DUE, DUE) == 0


def test_a_day_in_which_clocks_are_changed_is_one_day() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    due = dt.datetime(2026, 10, 24, 12, tzinfo=berlin)
    assert late_days(dt.datetime(2026, 10, 25, 12, tzinfo=berlin), due) == 1  # 25 hours later
    assert late_days(dt.datetime(2026, 10, 25, 12, 1, tzinfo=berlin), due) == 2


@pytest.mark.parametrize(
    ("days", "late", "grade"),
    [
        (1, TENTH, "35.5"),  # of 50 possible, 5 a day
        (3, TENTH, "25.5"),
        (9, TENTH, "0"),
        (9, replace(TENTH, cap=Fraction(1, 2)), "15.5"),
        (2, replace(TENTH, of="score"), "32.4"),
        (0, TENTH, "40.5"),
        (1, replace(TENTH, days=2), "35.5"),
        (2, replace(TENTH, days=2), "30.5"),
        (3, replace(TENTH, days=2), "0"),
        (2, Late(deduction=Fraction(1, 3), cap=Fraction(1)), "7.1666666666666666667"),
        (50, Late(), "40.5"),
    ],
)
def test_grades_worked_out_by_hand(days: int, late: Late, grade: str) -> None:
    found = graded(Fraction("40.5"), Fraction(50), days, late)
    assert abs(found - Fraction(grade)) < Fraction(1, 10**15)


# ---------------------------------------------------------------------------- best and last


@given(st.lists(submissions(), min_size=1, max_size=4), policies)
def test_the_best_is_no_worse_than_any_and_than_the_last(several: list[Candidate], late: Late) -> None:
    best = decide_grade(several, attempts="best", due=DUE, late=late)
    alone = [decide_grade([one], due=DUE, late=late).grade for one in several]
    assert best.grade == max(alone)
    assert best.grade >= decide_grade(several, attempts="last", due=DUE, late=late).grade
    assert best.score == several[best.chosen].score


@given(st.permutations(range(4)), st.sampled_from(["best", "last"]))
def test_the_order_in_which_they_are_given_is_no_matter(places: list[int], attempts) -> None:
    several = [
        Candidate(score=Fraction(n % 3), possible=Fraction(3), submitted=DUE + n * HOUR, found=(n,)) for n in range(4)
    ]
    shuffled = [several[place] for place in places]
    one, other = decide_grade(several, attempts=attempts), decide_grade(shuffled, attempts=attempts)
    assert several[one.chosen] == shuffled[other.chosen]


def test_the_last_is_by_time_where_all_have_one_and_else_by_when_it_was_found() -> None:
    early = Candidate(score=Fraction(1), possible=Fraction(2), submitted=DUE - HOUR, found=(2,))
    late = Candidate(score=Fraction(2), possible=Fraction(2), submitted=DUE, found=(1,))
    assert order([late, early]) == [1, 0]
    assert order([late, replace(early, submitted=None)]) == [0, 1]
    assert "the last of 2 submissions" in decide_grade([early, late]).reason


def test_the_best_counts_after_lateness() -> None:
    first = Candidate(score=Fraction(45), possible=Fraction(50), submitted=DUE, found=(1,))
    second = Candidate(score=Fraction(48), possible=Fraction(50), submitted=DUE + HOUR, found=(2,))
    verdict = decide_grade([second, first], attempts="best", due=DUE, late=TENTH)
    assert (verdict.chosen, verdict.grade) == (1, 45)
    assert verdict.reason == "the best of 2 submissions, number 1"
    assert decide_grade([second, first], attempts="last", due=DUE, late=TENTH).reason == (
        "the last of 2 submissions; 1 day late"
    )


@pytest.mark.parametrize("places", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_of_equal_grades_the_first_is_the_best(places: tuple[int, ...]) -> None:
    several = [Candidate(score=Fraction(3), possible=Fraction(3), submitted=DUE + n * HOUR, found=(n,)) for n in places]
    verdict = decide_grade(several, attempts="best")
    assert several[verdict.chosen].found == (0,)
    assert verdict.reason == "the best of 3 submissions, number 1"


@pytest.mark.parametrize(
    ("days", "allowed", "reason"),
    [
        (0, 2, ""),
        (1, 2, "1 day late"),
        (2, 2, "2 days late"),
        (3, 2, "more than 2 days late"),
        (1, 0, "more than 0 days late"),
    ],
)
def test_the_last_day_that_is_allowed_still_counts(days: int, allowed: int, reason: str) -> None:
    handed = Candidate(score=Fraction(10), possible=Fraction(10), submitted=DUE + days * 24 * HOUR)
    verdict = decide_grade([handed], due=DUE, late=replace(TENTH, days=allowed))
    assert (verdict.late_days, verdict.reason, verdict.grade > 0) == (days, reason, days <= allowed)


@pytest.mark.parametrize("best", range(3))
def test_which_of_several_is_the_best_is_said_by_its_number(best: int) -> None:
    several = [Candidate(score=Fraction(n == best), possible=Fraction(1), found=(n,)) for n in range(3)]
    verdict = decide_grade(several, attempts="best")
    assert (verdict.chosen, verdict.reason) == (best, f"the best of 3 submissions, number {best + 1}")


# ------------------------------------------------------------------------------------ reasons


def test_nothing_handed_in_has_a_reason_and_no_grade() -> None:
    verdict = decide_grade([], missing="not certain whose conv.py is")
    assert (verdict.status, verdict.score, verdict.grade, verdict.late_days) == ("missing", None, None, 0)
    assert verdict.reason == "not certain whose conv.py is"


def test_what_could_not_be_read_earns_nothing_and_says_why() -> None:
    verdict = decide_grade([Candidate(score=Fraction(0), possible=Fraction(50), problem="a.docx is no .py")])
    assert (verdict.status, verdict.grade, verdict.reason) == ("unreadable", 0, "a.docx is no .py")


@pytest.mark.parametrize("attempts", ["best", "last"])
def test_a_score_that_is_not_final_makes_no_grade(attempts) -> None:
    fine = Candidate(score=Fraction(9), possible=Fraction(10), found=(1,))
    broken = Candidate(score=Fraction(10), possible=Fraction(10), found=(2,), is_broken=True)
    verdict = decide_grade([fine, broken], attempts=attempts)
    assert (verdict.status, verdict.grade, verdict.score, verdict.chosen) == ("broken", None, None, 1)
    assert decide_grade([replace(fine, found=(3,)), broken], attempts="last").grade == 9


def test_a_mark_of_lateness_without_a_time_counts_a_day_and_says_so() -> None:
    marked = Candidate(score=Fraction(40), possible=Fraction(50), is_late=True)
    verdict = decide_grade([marked], due=DUE, late=TENTH)
    assert (verdict.late_days, verdict.grade) == (1, 35)
    assert "by the mark in its name" in verdict.reason
    without = decide_grade([marked], late=TENTH)
    assert (without.late_days, without.grade) == (0, 40)
    assert without.reason == "marked as late, but there is no deadline"
    in_time = replace(marked, submitted=DUE - HOUR)
    assert decide_grade([in_time], due=DUE, late=TENTH).grade == 40  # a time says more than a mark


def test_too_late_says_so() -> None:
    late = replace(TENTH, days=1)
    verdict = decide_grade(
        [Candidate(score=Fraction(5), possible=Fraction(5), submitted=DUE + 30 * HOUR)], due=DUE, late=late
    )
    assert (verdict.late_days, verdict.grade, verdict.reason) == (2, 0, "more than 1 day late")


def test_in_the_hour_that_comes_twice_later_is_late_whatever_the_clock_on_the_wall_says() -> None:
    due = dt.datetime(2026, 10, 25, 2, 50, tzinfo=ZoneInfo("Europe/Berlin"))
    assert late_days(due.replace(minute=10, fold=1), due) == 1
    assert late_days(due.replace(minute=10), due) == 0


# ----------------------------------------------------------------------------------- free days

TWO_OF_TEN = {"score": Fraction(8), "possible": Fraction(10)}
FREE = [  # days late, days after which nothing counts, free days left and for each; grade, days used, what is said
    (0, None, 3, None, 8, 0, ""),
    (1, None, 0, None, 7, 0, "1 day late"),
    (1, None, 3, None, 8, 1, "1 day late; 1 free day is used for it, 2 are left"),
    (2, None, 3, None, 8, 2, "2 days late; 2 free days are used for it, 1 is left"),
    (3, None, 3, None, 8, 3, "3 days late; 3 free days are used for it, 0 are left"),
    (5, None, 3, None, 6, 3, "5 days late; 3 free days are used for it, 0 are left"),
    (5, None, 8, 2, 5, 2, "5 days late; 2 free days are used for it, 6 are left"),
    (3, 1, 1, None, 0, 0, "more than 1 day late"),  # too late all the same: none are used
    (3, 2, 1, None, 6, 1, "3 days late; 1 free day is used for it, 0 are left"),
    (5, 2, 3, None, 6, 3, "5 days late; 3 free days are used for it, 0 are left"),
    (6, 2, 3, None, 0, 0, "more than 2 days late"),
]


@pytest.mark.parametrize(("days", "allowed", "left", "each", "grade", "spent", "reason"), FREE)
def test_free_days_are_used_where_they_help(days, allowed, left, each, grade, spent, reason) -> None:
    late = replace(TENTH, days=allowed, free_days=left, free_days_each=each)
    one = Candidate(**TWO_OF_TEN, submitted=DUE + dt.timedelta(days=days))
    verdict = decide_grade([one], due=DUE, late=late, free_days_left=left)
    assert (verdict.grade, verdict.spent, verdict.reason) == (grade, spent, reason)
    assert verdict.late_days == days


@given(submissions(), st.integers(0, 12), policies, st.integers(0, 12))
def test_free_days_make_a_grade_as_good_as_it_can_be_with_the_fewest_of_them(one, days, late, free) -> None:
    best, spent = graded_freely(one.score, one.possible, days, late, free)
    every = [graded(one.score, one.possible, days - used, late) for used in range(min(days, free) + 1)]
    assert best == every[spent] == max(every)
    assert all(grade < best for grade in every[:spent])


def test_an_override_uses_no_free_days_and_work_that_waits_for_marks_none_yet() -> None:
    one = Candidate(**TWO_OF_TEN, submitted=DUE + dt.timedelta(days=2))
    arguments = {"due": DUE, "late": TENTH, "free_days_left": 3}
    assert Verdict(status="graded").spent == 0
    assert decide_grade([one], **arguments).spent == 2
    assert decide_grade([one], override=OVERRIDE, **arguments).spent == 0
    waiting = decide_grade([one], waits_for=["style", "names"], **arguments)
    assert (waiting.status, waiting.spent, waiting.grade, waiting.score) == ("unmarked", 0, None, None)
    assert waiting.reason == "waits for marks: style, names"
    assert decide_grade([], waits_for=["style"], **arguments).status == "missing"
    assert decide_grade([one], waits_for=["style"], override=OVERRIDE, **arguments).status == "graded"


# ----------------------------------------------------------------------------------- extensions


def test_an_extension_moves_the_deadline_and_a_sites_mark_counts_no_more() -> None:
    extension = Extension(
        student="ada", assignment="a", until=DUE + dt.timedelta(days=2), reason="was ill", who="Prof. Weiß"
    )
    said = "deadline moved to 2026-05-06 23:59 by Prof. Weiß: was ill"
    one = Candidate(**TWO_OF_TEN, submitted=DUE + dt.timedelta(days=3), is_late=True)
    verdict = decide_grade([one], due=DUE, late=TENTH, extension=extension)
    assert (verdict.late_days, verdict.grade, verdict.reason) == (1, 7, f"{said}; 1 day late")
    unknown = decide_grade([replace(one, submitted=None)], due=DUE, late=TENTH, extension=extension)
    assert (unknown.late_days, unknown.grade) == (0, 8)
    assert unknown.reason.startswith(f"{said}; marked as late by a site that does not know of the extension")
    unmarked = decide_grade([replace(one, submitted=None, is_late=False)], due=DUE, late=TENTH, extension=extension)
    assert unmarked.reason == said


# ---------------------------------------------------------------------------------- overrides

OVERRIDE = Override(student="ada", assignment="a", grade=Fraction(91, 2), reason="was ill", who="Prof. Weiß")


@given(st.lists(submissions(), max_size=3), policies, st.sampled_from(["best", "last"]))
def test_an_override_is_the_grade_and_changes_nothing_else(several, late, attempts) -> None:
    plain = decide_grade(several, attempts=attempts, due=DUE, late=late)
    verdict = decide_grade(several, attempts=attempts, due=DUE, late=late, override=OVERRIDE)
    assert (verdict.grade, verdict.is_overridden) == (Fraction(91, 2), True)
    assert verdict.reason == "; ".join(filter(None, [plain.reason, "set to 45.5 by Prof. Weiß: was ill"]))
    assert replace(verdict, grade=plain.grade, is_overridden=False, reason=plain.reason) == plain
