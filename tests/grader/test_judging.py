"""Each kind of outcome, and each kind of answer, is judged by its facts: small examples worked out by hand."""

import itertools
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.grading import scoring
from grader.grading.checks import CHECKS, QUESTION, accuracy, answer, answers, conventions, raises, sentence
from grader.grading.checks.answer import NOTHING
from grader.model import (
    Call,
    Case,
    Choice,
    Convention,
    Criterion,
    Evidence,
    Expected,
    Opaque,
    Outcome,
    Question,
    Raised,
    Result,
)

CALLS = (
    Call(function="begin", arguments=(), names=(), returns=("cache",)),
    Call(function="f", arguments=(), names=(), returns=("dx", "dw")),
)
CASE = Case(id="c", exercise="f", why="", sizes={}, arguments={}, calls=CALLS)


def raised(name: str) -> Raised:
    return Raised(type=name, bases=(name, "Exception"), message="")


# ------------------------------------------------------------------------------------ outcomes


@pytest.mark.parametrize(
    ("outcome", "reason", "detail"),
    [
        (Outcome(status="raised", function="f", raised=raised("KeyError")), "raised", None),
        (Outcome(status="raised", function="f", raised=raised("NotImplementedError")), "not-written", None),
        (Outcome(status="raised", function="f", raised=raised("ForbiddenCall")), "forbidden", None),
        (
            Outcome(status="raised", function="f", raised=raised("E"), limit="confined", detail="a file"),
            "confined",
            "a file",
        ),
        (Outcome(status="timed-out", function="f", detail="after 2 s"), "timed-out", "after 2 s"),
        (Outcome(status="timed-out", function="f", limit="cpu-time", detail="1 s"), "cpu-time", "1 s"),
        (Outcome(status="killed", function="f", detail="SIGSEGV"), "killed", "SIGSEGV"),
        (Outcome(status="refused", function="f", detail="no function f"), "refused", "no function f"),
    ],
)
def test_a_call_without_an_answer_fails_with_what_ended_it(outcome: Outcome, reason: str, detail: str | None) -> None:
    result = answers.unanswered(CASE, outcome)
    assert (result.case, result.status, result.outcome) == ("c", "failed", outcome.status)
    assert (result.evidence.reason, result.evidence.function, result.evidence.detail) == (reason, "f", detail)
    assert result.evidence.raised == outcome.raised


def test_a_call_that_was_not_tried_is_skipped() -> None:
    result = answers.unanswered(CASE, Outcome(status="timed-out", function="f", tried=False))
    assert (result.status, result.outcome, result.evidence) == ("skipped", None, Evidence(reason="time-outs"))


@pytest.mark.parametrize(
    ("function", "values", "returned", "want", "detail"),
    [
        ("f", {"dx": np.ones(2)}, 1, "(dx, dw)", "ndarray"),
        ("f", {"dx": Opaque("a set")}, 1, "(dx, dw)", "a set"),
        ("f", {"dx": 1, "dw": 2}, 3, "(dx, dw)", None),
        ("f", {}, 0, "(dx, dw)", None),
        ("begin", {"out": None}, 2, "(cache)", None),
        ("begin", {}, 0, "(cache)", None),
    ],
)
def test_a_wrong_number_of_values_is_told_for_the_call_that_gave_it(
    function: str, values: dict[str, object], returned: int, want: str, detail: str | None
) -> None:
    result = answers.unanswered(CASE, Outcome(status="returned", function=function, answers=values, returned=returned))
    evidence = result.evidence
    assert (evidence.reason, evidence.function, evidence.got, evidence.want) == (
        "wrong-count",
        function,
        returned,
        want,
    )
    assert evidence.detail == detail


def test_the_right_number_of_values_is_something_to_look_at() -> None:
    for function, returned in (("begin", 1), ("f", 2)):
        assert answers.unanswered(CASE, Outcome(status="returned", function=function, returned=returned)) is None


# ------------------------------------------------------------------------------------- arrays


@pytest.mark.parametrize(
    ("value", "is_one", "kind"),
    [
        (np.ones((2, 3)), True, "ndarray"),
        (3, True, "int"),
        (2.5, True, "float"),
        (True, False, "bool"),
        (None, False, "None"),
        ([1.0], False, "list"),
        (Opaque("a set"), False, "a set"),
    ],
)
def test_an_array_or_a_number_is_an_array_and_nothing_else_is(value: object, is_one: bool, kind: str) -> None:
    array = answers.as_array(value)
    assert (array is not None) == is_one
    assert array is None or (array == value).all()
    assert answers.described(value) == kind


@pytest.mark.parametrize(
    ("value", "returned", "detail"),
    [(None, 1, "alone"), (None, 2, None), (Opaque("a set"), 1, None), ("text", 1, None), ([1.0], 2, None)],
)
def test_that_a_function_returned_nothing_at_all_is_known(value: object, returned: int, detail: str | None) -> None:
    outcome = Outcome(status="returned", function="f", answers={"dx": value}, returned=returned)
    result = answers.shape_problem(CASE, outcome, {"dx": (2,)}, ("dx",))
    assert result is not None
    assert (result.evidence.reason, result.evidence.detail) == ("wrong-type", detail)


@pytest.mark.parametrize(("detail", "told"), [("in line 3", "in line 3"), ("", None)])
def test_what_is_known_of_another_error_is_told(detail: str, told: str | None) -> None:
    outcome = Outcome(status="raised", function="f", raised=raised("KeyError"), detail=detail)
    evidence = raises.check(replace(CASE, raises="ValueError"), outcome, {}, ()).evidence
    assert (evidence.reason, evidence.detail) == ("wrong-error", told)


@pytest.mark.parametrize("want", ["ValueError", "NotImplementedError", "Exception"])
def test_a_function_that_is_not_written_refuses_no_arguments(want: str) -> None:
    outcome = Outcome(status="raised", function="f", raised=raised("NotImplementedError"))
    result = raises.check(replace(CASE, raises=want), outcome, {}, ())
    assert (result.status, result.evidence.reason) == ("failed", "not-written")


LARGE = Opaque("ndarray of 16 MiB, more than the 8 MiB of an answer")


@pytest.mark.parametrize(
    ("value", "want", "reason", "got", "due"),
    [
        (LARGE, (2,), "too-large", LARGE.kind, "an array of shape (2,)"),
        (Opaque("a set"), (), "wrong-type", "a set", "a number"),
        ("more than the rest", (), "wrong-type", "str", "a number"),
        (np.ones(2), (3,), "wrong-shape", (2,), (3,)),
        (np.ones(4), (3,), "wrong-shape", (4,), (3,)),
        (1.0, (1,), "wrong-shape", (), (1,)),
    ],
)
def test_what_has_not_the_shape_is_told_with_the_shape_that_is_due(
    value: object, want: tuple[int, ...], reason: str, got: object, due: object
) -> None:
    outcome = Outcome(status="returned", function="f", answers={"dx": np.ones(2), "dw": value}, returned=2)
    evidence = answers.shape_problem(CASE, outcome, {"dx": (2,), "dw": want}, ("dx", "dw")).evidence
    assert (evidence.reason, evidence.output, evidence.got, evidence.want) == (reason, "dw", got, due)
    assert answers.shape_problem(CASE, outcome, {"dx": (2,), "dw": want}, ("dx",)) is None


# ----------------------------------------------------------------------------------- accuracy

LABELS = np.array([0.0, 1.0, 2.0, 1.0])
ONE = replace(CASE, calls=(Call(function="f", arguments=(), names=(), returns=("labels",)),))


def predicted(labels: list[int], at_least: float):
    due = Expected(value=LABELS, absolute=LABELS, count=0, norm=0.0, exact=True, at_least=at_least)
    outcome = Outcome(status="returned", function="f", answers={"labels": np.array(labels)}, returned=1)
    return accuracy.check(ONE, outcome, {"labels": due}, ("labels",))


def test_as_many_predictions_as_are_asked_for_are_enough() -> None:
    assert predicted([0, 1, 2, 2], 0.75).status == "passed"
    assert predicted([0, 1, 2, 1], 0.75).status == predicted([0, 1, 2, 1], 1.0).status == "passed"
    evidence = predicted([1, 2, 2, 0], 0.75).evidence
    assert (evidence.reason, evidence.output) == ("inaccurate", "labels")
    assert (evidence.got, evidence.want, evidence.wrong, evidence.entries) == (0.25, 0.75, 3, 4)
    assert predicted([0, 1], 0.25).evidence.reason == "wrong-shape"


# ---------------------------------------------------------------------------------- questions

SIZES = Question(
    answer=[3, 5],
    accepted=(Choice(answer=[5, 3], why="the framework's order"),),
    wrong=(Choice(answer=15, why="name both extents"), Choice(answer="A", why="name a shape")),
    otherwise="count what one filter holds",
)
ASKED = replace(CASE, calls=(Call(function="f", arguments=(), names=(), returns=("answer",)),))


def answered(given: object, question: Question = SIZES):
    return answer.check(
        ASKED, Outcome(status="returned", function="f", answers={"answer": given}, returned=1), question
    )


@pytest.mark.parametrize("given", [(3, 5), [3, 5], (3.0, 5.0), np.array([3, 5]), np.array([3.0, 5.0])])
def test_numbers_are_the_same_however_they_are_held(given: object) -> None:
    assert (answered(given).status, answered(given).notes) == ("passed", ())


def test_another_right_answer_passes_with_its_note() -> None:
    assert (answered((5, 3)).status, answered((5, 3)).notes) == ("passed", ("the framework's order",))


@pytest.mark.parametrize(
    ("given", "got", "why"),
    [
        (15, "15", "name both extents"),
        ([15], "15", "name both extents"),
        (np.array(15), "15", "name both extents"),
        (" a ", " a ", "name a shape"),
        ((3, 5, 1), "(3, 5, 1)", "count what one filter holds"),
        (2.5, "2.5", "count what one filter holds"),
        ((), "()", "count what one filter holds"),
        (np.ones(0), "()", "count what one filter holds"),
        (True, "True", "count what one filter holds"),
        ((3, True), "(3, True)", "count what one filter holds"),
        ((3, "5"), "(3, '5')", "count what one filter holds"),
        (None, "None", NOTHING),
        (Opaque("a set"), "a set", "count what one filter holds"),
        (float("nan"), "nan", "count what one filter holds"),
        (float("inf"), "inf", "count what one filter holds"),
        (np.array([[3, 5]]), "[[3 5]]", "count what one filter holds"),
        (np.array([True, False]), "[ True False]", "count what one filter holds"),
    ],
)
def test_a_wrong_answer_is_shown_with_its_reason(given: object, got: str, why: str) -> None:
    result = answered(given)
    assert (result.evidence.reason, result.evidence.got, result.evidence.detail) == ("wrong-answer", got, why)
    assert result.evidence.function == "f"


def test_of_a_long_wrong_answer_its_beginning_is_shown() -> None:
    assert answered(tuple(range(20))).evidence.got == f"({', '.join(map(str, range(20)))})"
    assert answered(tuple(range(25))).evidence.got == f"({', '.join(map(str, range(20)))}, … 5 more)"
    assert answered("x" * 201).evidence.got == "x" * 200
    assert answer.numbers(np.ones(10_000)) == [1.0] * 10_000
    assert answer.numbers(np.ones(10_001)) is None


# ------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("values", "printed", "refusal"),
    [
        ({"dx": Opaque("ValueError")}, "", "a ValueError"),
        ({"dx": Opaque("IndexError")}, "", "an IndexError"),
        ({"dx": 1.0, "dw": Opaque("Exception")}, "", "an Exception"),
        ({"dx": Opaque("ValueError"), "dw": Opaque("IndexError")}, "", "a ValueError"),
        ({"dx": Opaque("IndexError"), "dw": Opaque("ValueError")}, "", "an IndexError"),
        ({"dx": Opaque("a set")}, "sizes differ", None),
        ({"dx": None}, "sizes differ\n", "None"),
        ({"dx": None}, " \n", None),
        ({"dx": None, "dw": 1.0}, "sizes differ", None),
        ({}, "sizes differ", None),
    ],
)
def test_what_came_instead_of_an_error_is_told_where_it_was_meant_as_one(
    values: dict[str, object], printed: str, refusal: str | None
) -> None:
    outcome = Outcome(status="returned", function="f", answers=values, returned=len(values), printed=printed)
    evidence = raises.check(replace(CASE, raises="ValueError"), outcome, {}, ()).evidence
    assert (evidence.reason, evidence.want, evidence.detail) == ("no-error", "ValueError", refusal)


def test_a_letter_counts_in_either_case_and_is_no_number() -> None:
    letter = Question(answer="B", otherwise="look again")
    assert answered(" b\n", letter).status == "passed"
    assert answered("a", letter).evidence.detail == answered("c", letter).evidence.detail == "look again"
    assert answered(3, letter).status == "failed"
    assert answer.check(ASKED, Outcome(status="killed", function="f"), letter).evidence.reason == "killed"


def test_every_check_says_in_a_line_of_its_own_what_it_demands() -> None:
    sentences = [sentence(name) for name in (*CHECKS, QUESTION)]
    assert len(set(sentences)) == len(sentences)
    assert all(said.endswith(".") and "\n" not in said for said in sentences)
    assert sentence(QUESTION) == "The answer is right."


# -------------------------------------------------------------------------------------- scores

TWELVE = Criterion(id="v", check="values", points=Fraction(12))
LETTERS = {"p": "passed", "f": "failed", "s": "skipped", "b": "broken", "u": "failed"}


def results_of(letters: str) -> list[Result]:
    """Return a result for each letter; u never reached the graded function."""
    unreached = Evidence(reason="not-reached")
    return [
        Result(case=str(n), status=LETTERS[letter], outcome=None, evidence=unreached if letter == "u" else None)  # type: ignore[arg-type]
        for n, letter in enumerate(letters)
    ]


@pytest.mark.parametrize(
    ("letters", "points", "status"),
    [
        ("", 12, "passed"),
        ("pp", 12, "passed"),
        ("pf", 6, "failed"),
        ("ps", 6, "failed"),
        ("s", 0, "skipped"),
        ("b", 12, "broken"),
        ("pb", 12, "broken"),
        ("bf", 0, "failed"),
        ("bs", 0, "failed"),
        ("pppu", 12, "passed"),  # at least half reached the function: the others do not count
        ("pfpu", 8, "failed"),
        ("pu", 12, "passed"),
        ("ssu", 0, "skipped"),
        ("bpu", 12, "broken"),
        ("puu", 6, "failed"),  # fewer than half did: as if half had
        ("puuu", 6, "failed"),
        ("puuuu", 4, "failed"),
        ("suu", 0, "failed"),
        ("bu", 0, "failed"),
        ("u", 0, "failed"),
    ],
)
def test_a_case_that_does_not_reach_the_function_counts_only_where_most_do_not(
    letters: str, points: int, status: str
) -> None:
    found = scoring.score(TWELVE, results_of(letters))
    assert (found.score, found.status) == (points, status)
    assert (found.criterion, found.results) == (TWELVE, tuple(results_of(letters)))


def test_what_follows_from_a_wrong_forward_pass_earns_nine_tenths_at_most() -> None:
    assert Fraction(9, 10) == scoring.FOLLOWED_SHARE
    assert scoring.score(TWELVE, results_of("pp"), Fraction(3, 4)).score == 9
    assert scoring.score(TWELVE, results_of("pf"), Fraction(3, 4)).score == 6


# ---------------------------------------------------------------------------------- conventions

PLACES = 3
shares_of_ties = st.lists(
    st.tuples(
        st.integers(-3, 3).map(float),
        st.lists(st.integers(0, PLACES - 1), min_size=1, unique=True).map(lambda places: tuple(sorted(places))),
    ),
    max_size=3,
)


def divisions(gradient: int, places: tuple[int, ...]):
    """Yield every way to divide a whole gradient among places in whole shares of its own sign."""
    for parts in itertools.product(range(abs(gradient) + 1), repeat=len(places)):
        if sum(parts) == abs(gradient):
            whole = [0] * PLACES
            for place, part in zip(places, parts, strict=True):
                whole[place] += part if gradient > 0 else -part
            yield tuple(whole)


def sums_of(shares: list[tuple[float, tuple[int, ...]]]) -> set[tuple[int, ...]]:
    """Return every sum of shares. Where gradients are whole, whole shares reach every whole sum."""
    ways = [list(divisions(int(gradient), places)) for gradient, places in shares]
    return {tuple(map(sum, zip([0] * PLACES, *chosen, strict=True))) for chosen in itertools.product(*ways)}


@given(shares_of_ties, st.data())
def test_an_answer_keeps_to_a_tie_where_some_division_adds_up_to_it(
    shares: list[tuple[float, tuple[int, ...]]], data: st.DataObject
) -> None:
    sums = sums_of(shares)
    right = data.draw(st.sampled_from(sorted(sums)))
    assert conventions.is_sum_of_shares(right, tuple(shares), 1e-15)
    place, off = data.draw(st.tuples(st.integers(0, PLACES - 1), st.integers(-2, 2)))
    other = data.draw(st.tuples(st.integers(0, PLACES - 1), st.integers(-2, 2)))
    moved = list(right)
    moved[place] += off
    moved[other[0]] += other[1]
    assert conventions.is_sum_of_shares(moved, tuple(shares), 1e-15) == (tuple(moved) in sums)


@pytest.mark.parametrize(
    ("given", "is_right"),
    [
        ([0.19, 5, 5], True),
        ([-0.19, 5, 5], True),
        ([0.21, 5, 5], False),  # 1 % of what meets there: 10 and -10
        ([-0.21, 5, 5], False),
        ([0, 5.3, 5], True),
        ([0, 5.3, 5.2], False),  # 1 % of everything: 40
        ([0, 4.5, 5], False),
    ],
)
def test_rounding_may_lose_a_share_of_what_meets_at_a_place(given: list[float], is_right: bool) -> None:
    shares = ((10.0, (0,)), (-10.0, (0,)), (10.0, (1, 2)))
    assert conventions.is_sum_of_shares(given, shares, 0.01) == is_right


@pytest.mark.parametrize(("dtype", "roundoff"), [("float64", 2.0**-53), ("float32", 2.0**-24)])
def test_an_answer_may_leave_its_bounds_by_a_few_roundings(dtype: str, roundoff: float) -> None:
    convention = Convention(note="", lowest=np.array([0.0, -2.0]), highest=np.array([1.0, 0.0]))
    for sign, place in ((1, 0), (-1, 1)):
        for roundings, is_kept in ((0, True), (8, True), (16, False)):
            given = np.array([0.5, -0.5])
            given[place] = (sign if sign > 0 else -2.0) * (1 + roundings * roundoff)
            assert conventions.keeps(given.astype(dtype), convention) == is_kept
    assert not conventions.keeps(np.array([np.nan, 0.0], dtype), convention)
    assert not conventions.keeps(np.array([-0.5, 0.0], dtype), convention)
    assert not conventions.keeps(np.array([0.0, 0.5], dtype), convention)
