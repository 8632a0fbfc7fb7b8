"""Nothing of a graded exercise is lost: its bytes say all of it, in the types it had."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from grader.gradebook.codec import Packed, Unknown, pack, unpack
from grader.model import Criterion, CriterionReport, Evidence, Exercise, ExerciseReport, Result
from grader.report import document
from tests.gradebook.strategies import exercise_reports


def one_result(got: object, want: object = None) -> ExerciseReport:
    criterion = Criterion(id="values", check="values", points=Fraction(1, 3))
    evidence = Evidence(reason="wrong-value", got=got, want=want)
    result = Result(case="c", status="failed", outcome="returned", evidence=evidence)
    exercise = Exercise(id="e", title="", slide="", criteria=(criterion,))
    graded = CriterionReport(criterion=criterion, score=Fraction(1, 7), status="failed", results=(result,))
    return ExerciseReport(exercise=exercise, criteria=(graded,))


def got_of(report: ExerciseReport) -> object:
    evidence = report.criteria[0].results[0].evidence
    assert evidence is not None
    return evidence.got


@given(exercise_reports())
def test_what_is_unpacked_is_what_was_packed(report: ExerciseReport) -> None:
    back = unpack(pack(report))
    assert repr(back) == repr(report)  # and not ==: NaN is not NaN, and 1 is 1.0 and True
    assert pack(back) == pack(report)


@pytest.mark.parametrize(
    "value", [4, 4.0, -0.0, True, None, "4", (2, 3), (), 10**40, -(10**40), math.inf, 2**64 - 1, (1, 10**30)]
)
def test_a_value_keeps_its_type(value: object) -> None:
    back = got_of(unpack(pack(one_result(value))))
    assert (type(back), repr(back)) == (type(value), repr(value))


def test_nan_stays_nan() -> None:
    assert math.isnan(got_of(unpack(pack(one_result(math.nan)))))  # type: ignore[arg-type]


def test_a_number_of_numpys_becomes_the_number_it_is() -> None:
    assert got_of(unpack(pack(one_result(np.float32(0.5))))) == 0.5
    assert got_of(unpack(pack(one_result(np.int64(7))))) == 7


def test_a_value_that_cannot_be_kept_is_refused_and_not_mangled() -> None:
    with pytest.raises(NotImplementedError, match="complex"):
        pack(one_result(1j))


@pytest.mark.parametrize("data", [b"", b"x", b"\xff" * 9])
def test_bytes_of_something_else_are_refused(data: bytes) -> None:
    good = pack(one_result(1))
    with pytest.raises(Unknown):
        unpack(Packed(definition=good.definition, results=data))
    with pytest.raises(Unknown):
        unpack(Packed(definition=data, results=good.results))


def test_the_definition_is_the_same_for_a_class() -> None:
    one, other = pack(one_result(1)), pack(one_result(2.5))
    assert one.definition_digest == other.definition_digest
    assert one.results != other.results


@pytest.mark.slow
def test_the_json_of_what_comes_back_is_the_same(conv_report) -> None:
    back = [unpack(pack(exercise)) for exercise in conv_report.exercises]
    assert tuple(back) == conv_report.exercises
    assert document.to_json(conv_report)
