"""Correct mathematics is never failed, wrong mathematics never passed; a check returns facts."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.grading.beside import beside_a_legal_case
from grader.grading.checks import CHECKS, conventions, inputs, raises, sentence, shape, values
from grader.grading.checks.tolerance import NORMWISE, UNIT_ROUNDOFF, elementwise, normwise
from grader.grading.scoring import score, status_of
from grader.model import Call, Case, Convention, Criterion, Expected, Opaque, Outcome, Raised, Result

CALL = Call(function="f", arguments=(), names=(), returns=("out",))
CASE = Case(id="c", exercise="f", why="", sizes={}, arguments={}, calls=(CALL,))
VALUE = np.array([[1.0, -2.0], [0.0, 40.0]])


def expected(value=VALUE, *, exact=True, norm=100.0, grid=1.0) -> dict[str, Expected]:
    value = np.asarray(value, float)
    return {"out": Expected(value=value, absolute=np.abs(value) * 3, count=5, norm=norm, exact=exact, grid=grid)}


def returned(answer, **fields) -> Outcome:
    return Outcome(status="returned", function="f", answers={"out": answer}, returned=1, **fields)


def verdict(answer, due=None, case=CASE, **fields) -> Result:
    return values.check(case, returned(answer, **fields), due or expected(), ("out",))


# ------------------------------------------------------------------------------------ values


@pytest.mark.parametrize("dtype", ["float64", "float32", "int64", "int16"])
def test_the_right_values_pass_in_any_type_that_holds_them(dtype: str) -> None:
    result = verdict(VALUE.astype(dtype))
    assert (result.status, result.notes) == ("passed", (values.SINGLE_PRECISION,) if dtype == "float32" else ())


def test_minus_zero_is_zero() -> None:
    assert verdict(np.where(VALUE == 0, -0.0, VALUE)).status == "passed"


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 41.0, 40.5])
def test_one_wrong_entry_fails_and_is_named(bad: float) -> None:
    answer = VALUE.copy()
    answer[1, 1] = bad
    result = verdict(answer)
    assert result.status == "failed"
    assert (result.evidence.at, result.evidence.want) == ((1, 1), 40.0)
    assert (result.evidence.wrong, result.evidence.entries) == (1, 4)


@pytest.mark.parametrize("norm", [100.0, 1e30])
def test_entries_without_an_error_are_not_counted_as_wrong(norm: float) -> None:
    evidence = verdict(VALUE + np.array([[0, 0], [0, 1]]), expected(norm=norm)).evidence
    assert (evidence.wrong, evidence.entries, evidence.at) == (1, 4, (1, 1))


def test_an_answer_that_keeps_to_another_convention_passes_with_its_note() -> None:
    halves = Convention(note="shared", lowest=VALUE, highest=VALUE + 1)
    due = {"out": replace(expected()["out"], conventions=(halves,))}
    assert (verdict(VALUE + 0.5, due).status, verdict(VALUE + 0.5, due).notes) == ("passed", ("shared",))
    assert verdict(VALUE + 1.5, due).status == "failed"
    assert verdict(VALUE, due).notes == ()


def test_the_bounds_are_made_of_the_unit_roundoffs_and_of_transforms_of_256_points() -> None:
    assert {name: np.finfo(name).eps / 2 for name in UNIT_ROUNDOFF} == UNIT_ROUNDOFF
    assert 8 * np.log2(256) == NORMWISE


def test_the_first_wrong_entry_in_reading_order_is_shown() -> None:
    assert verdict(VALUE + 1).evidence.at == (0, 0)


SINGLE = replace(CASE, arguments={"x": np.ones(1, np.float32)})


@pytest.mark.parametrize("grid", [1.0, 0.25, 2.0**-6])
@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_two_answers_on_the_grid_are_eight_norm_wise_bounds_apart(grid: float, precision: str) -> None:
    largest = grid / 8 / (NORMWISE * UNIT_ROUNDOFF[precision])
    assert normwise(expected(norm=largest, grid=grid)["out"], precision) == grid / 8
    assert normwise(expected(norm=1.01 * largest, grid=grid)["out"], precision) == 0
    rounded = replace(expected(norm=largest, grid=grid, exact=False)["out"], absolute=np.ones_like(VALUE))
    assert normwise(rounded, precision) == 0


def test_an_entry_that_no_term_reaches_may_hold_what_a_transform_leaves_there_and_no_more() -> None:
    absolute = np.ones_like(VALUE)
    absolute.flat[0] = 0
    due = replace(expected(norm=3.0, exact=False)["out"], value=0 * VALUE, absolute=absolute)
    bound = normwise(due, "float64")
    assert bound.flat[0] == NORMWISE * UNIT_ROUNDOFF["float64"] * 3.0
    assert (bound.flat[1:] == elementwise(due, "float64").flat[1:]).all()
    assert normwise(due, "float32") == 0


def test_an_answer_that_rounds_like_a_transform_passes_with_a_note() -> None:
    result = verdict(VALUE + 1e-13)
    assert result.status == "passed"
    assert result.notes == (values.ROUNDS_DIFFERENTLY,)


@pytest.mark.parametrize("added", [1e-12, 1e-9, 1e-4, -1e-4])
def test_a_double_precision_answer_keeps_to_the_double_precision_bound(added: float) -> None:
    assert abs(added) < normwise(expected()["out"], "float32")
    result = verdict(VALUE + added)
    assert result.status == "failed"
    assert result.evidence.wrong == 4


def test_a_single_precision_answer_keeps_to_the_single_precision_bound_cast_back_or_not() -> None:
    single = (VALUE + 1e-4).astype(np.float32)
    both = (values.SINGLE_PRECISION, values.ROUNDS_DIFFERENTLY)
    assert verdict(single).notes == verdict(single.astype(float)).notes == both
    assert verdict(VALUE + 1e-4, case=SINGLE).notes == verdict(single, case=SINGLE).notes == both[1:]
    assert verdict((VALUE + 1e-3).astype(np.float32)).status == "failed"
    mixed = single.astype(float)
    mixed[0, 0] += 1e-9
    assert verdict(mixed).status == "failed"


@pytest.mark.parametrize("cut", [np.trunc, np.round, np.floor, np.ceil, lambda a: np.round(a, 1)])
@pytest.mark.parametrize("dtype", [float, np.float32])
def test_quarters_cut_to_integers_fail(cut, dtype) -> None:
    quarters = VALUE + np.array([[0.25, 0.5], [-0.75, 0.25]])
    due = expected(quarters, grid=0.25)
    assert verdict(quarters.astype(dtype), due).status == "passed"
    assert verdict(cut(quarters).astype(dtype), due).status == "failed"


def test_single_precision_inside_is_accepted_and_named() -> None:
    assert "single precision" in verdict(VALUE.astype(np.float32)).notes[0]
    assert verdict(VALUE.astype(np.float32), case=SINGLE).notes == ()


def test_where_the_operation_rounds_the_bound_is_the_proven_one() -> None:
    due = expected(VALUE + 1, exact=False)
    double, single = (elementwise(due["out"], precision) for precision in ("float64", "float32"))
    assert (5 * 2**-53 * due["out"].absolute <= double).all()
    assert (double <= 10 * 2**-53 * due["out"].absolute + 1e-300).all()
    assert verdict(VALUE + 1 + 0.9 * double, due).status == "passed"
    assert verdict(VALUE + 1 + 0.9 * double, due).notes == ()
    assert verdict(VALUE + 1 + 0.5 * single, due).status == "failed"
    assert verdict(VALUE + 1 + 0.5 * single, due, SINGLE).notes == ()
    for dtype in (np.float32, np.float64):  # cast back, it is still what float32 holds
        rounded = (VALUE + 1 + 0.5 * single).astype(np.float32).astype(dtype)
        assert verdict(rounded, due).notes == (values.SINGLE_PRECISION,)
        assert verdict(rounded, due, SINGLE).notes == ()
    assert verdict((VALUE + 1 + 2 * single).astype(np.float32), due).status == "failed"


@pytest.mark.parametrize(
    ("answer", "reason", "got"),
    [
        (Opaque("ndarray of dtype object"), "wrong-type", "ndarray of dtype object"),
        (None, "wrong-type", "None"),
        (True, "wrong-type", "bool"),
        (np.ones(4), "wrong-shape", (4,)),
        (3.0, "wrong-shape", ()),
    ],
)
def test_what_is_no_such_array_is_named(answer, reason: str, got) -> None:
    result = verdict(answer)
    assert (result.evidence.reason, result.evidence.got) == (reason, got)
    assert shape.check(CASE, returned(answer), expected(), ("out",)).evidence.reason == reason


def test_a_changed_argument_is_judged_apart_from_the_numbers() -> None:
    right, wrong = (verdict(VALUE + off, modified=("x",)) for off in (0, 1))
    assert (right.status, right.notes) == ("passed", (values.CHANGED.format(name="x"),))
    assert wrong.evidence.reason == "wrong-value"
    result = inputs.check(CASE, returned(VALUE, modified=("x",)), expected(), ("out",))
    assert (result.evidence.reason, result.evidence.detail) == ("input-modified", "x")
    assert inputs.check(CASE, returned(VALUE), expected(), ("out",)).status == "passed"
    for other in (0, np.ones(2), np.ones((1, 2, 2))):
        assert inputs.check(CASE, returned(other), expected(), ("out",)).evidence.reason == "wrong-shape"


def test_a_dictionary_that_gains_a_key_costs_nothing_and_one_that_changes_costs_its_own_criterion() -> None:
    call = Call(function="f", arguments=({"stride": 1},), names=("conv_param",), returns=("out",))
    case = replace(CASE, calls=(call,))
    gains, changes = returned(VALUE, extended=("conv_param",)), returned(VALUE, modified=("conv_param",))
    assert inputs.check(case, gains, expected(), ("out",)).status == "passed"
    assert values.check(case, gains, expected(), ("out",)).notes == (values.EXTENDED.format(name="conv_param"),)
    assert inputs.check(case, changes, expected(), ("out",)).evidence.reason == "input-modified"
    assert values.check(case, changes, expected(), ("out",)).status == "passed"


def test_a_result_that_is_a_part_of_an_argument_costs_the_inputs_alone() -> None:
    came = returned(VALUE, shared=("x",))
    evidence = inputs.check(CASE, came, expected(), ("out",)).evidence
    assert (evidence.reason, evidence.detail) == ("input-returned", "x")
    assert values.check(CASE, came, expected(), ("out",)).status == "passed"


def test_a_list_of_the_right_numbers_costs_the_shape_alone() -> None:
    came = replace(returned(VALUE), containers={"out": "list"})
    assert values.check(CASE, came, expected(), ("out",)).status == "passed"
    evidence = shape.check(CASE, came, expected(), ("out",)).evidence
    assert (evidence.reason, evidence.got) == ("wrong-type", "list")


def test_a_whole_number_as_a_float_is_noted() -> None:
    due = expected(5.0)
    assert verdict(5.0, due).notes == (values.WHOLE_AS_FLOAT,)
    assert verdict(np.float64(5), due).notes == (values.WHOLE_AS_FLOAT,)
    assert verdict(5, due).notes == verdict(5.0, due, SINGLE).notes == ()


# ------------------------------------------------------------------------------ shares of ties


@pytest.mark.parametrize(
    ("answer", "is_right"),
    [
        ([6, 0, 4], True),
        ([3, 5, 2], True),
        ([1, 9, 0], True),
        ([0, 10, 0], True),
        ([7, 0, 3], False),  # more than the one window has that reaches the first place
        ([3, 5, 3], False),
        ([1, 4, 5], False),
    ],
)
def test_shares_of_windows_that_overlap_are_any_that_add_up(answer, is_right: bool) -> None:
    shares = ((6.0, (0, 1)), (4.0, (1, 2)))
    assert conventions.is_sum_of_shares(answer, shares, 1e-15) == is_right


def test_gradients_of_both_signs_are_drawn_from_the_places_of_their_own_windows() -> None:
    shares = ((6.0, (0, 1)), (-4.0, (1, 2)), (5.0, (3,)))
    assert conventions.is_sum_of_shares([6, -4, 0, 5], shares, 1e-15)
    assert conventions.is_sum_of_shares([2, 3, -3, 5], shares, 1e-15)
    assert not conventions.is_sum_of_shares([-1, 7, -4, 5], shares, 1e-15)
    assert not conventions.is_sum_of_shares([6, -4, 0, 4], shares, 1e-15)


# ------------------------------------------------------------------------------------ raises

ILLEGAL = replace(CASE, raises="ValueError")


def raised(name: str, *bases: str) -> Outcome:
    return Outcome(status="raised", function="f", raised=Raised(type=name, bases=(name, *bases), message=""))


@pytest.mark.parametrize(
    ("outcome", "status", "reason"),
    [
        (raised("ValueError"), "passed", None),
        (raised("ShapeError", "ValueError", "Exception"), "passed", None),
        (raised("TypeError", "Exception"), "failed", "wrong-error"),
        (raised("NotImplementedError", "RuntimeError"), "failed", "not-written"),
        (returned(VALUE), "failed", "no-error"),
        (Outcome(status="killed", function="f"), "failed", "killed"),
        (Outcome(status="timed-out", function="f", tried=False), "skipped", "time-outs"),
    ],
)
def test_an_error_counts_when_it_is_of_the_named_type(outcome: Outcome, status: str, reason: str | None) -> None:
    result = raises.check(ILLEGAL, outcome, {}, ())
    assert (result.status, result.evidence and result.evidence.reason) == (status, reason)


def test_an_error_counts_only_beside_a_legal_case_that_returned() -> None:
    good = raises.check(ILLEGAL, raised("ValueError"), {}, ())
    assert beside_a_legal_case(good, True).status == "passed"
    assert beside_a_legal_case(good, False).status == "failed"


# ----------------------------------------------------------------------------------- scoring

POINTS = Criterion(id="v", check="values", points=Fraction(7))
statuses = st.lists(st.sampled_from(["passed", "failed", "skipped", "broken"]), max_size=8)


@given(statuses)
def test_a_score_is_points_times_cases_passed_and_broken_ones_cost_nothing(found: list[str]) -> None:
    results = [Result(case=str(n), status=status, outcome=None) for n, status in enumerate(found)]
    report = score(POINTS, results)
    counted = [status for status in found if status != "broken"]
    assert report.score == (Fraction(7 * counted.count("passed"), len(counted)) if counted else 7)
    assert (report.status == "passed") == (set(found) <= {"passed"})
    assert (report.score == 7) == (set(found) <= {"passed", "broken"})


def test_thirds_stay_exact() -> None:
    results = [Result(case=str(n), status="passed" if n else "failed", outcome=None) for n in range(3)]
    assert sum(score(POINTS, results).score for _ in range(3)) == 14


@given(statuses)
def test_a_status_tells_nothing_tried_from_tried_in_vain(found: list[str]) -> None:
    results = [Result(case=str(n), status=status, outcome=None) for n, status in enumerate(found)]
    assert (status_of(results) == "skipped") == (set(found) == {"skipped"})


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_says_in_a_sentence_what_it_demands(name) -> None:
    assert sentence(name).endswith(".")


def test_points_are_shared_out_among_kinds_and_in_each_among_cases() -> None:
    kinds = {"a": "strides", "b": "strides", "c": "types", "d": "types", "e": "types"}
    results = [Result(case=case, status="failed" if case == "a" else "passed", outcome="returned") for case in kinds]
    assert score(POINTS, results, kinds=kinds).score == 7 * Fraction(3, 4)  # a half of one of two kinds
    assert score(POINTS, results).score == 7 * Fraction(4, 5)  # without kinds: four of five
