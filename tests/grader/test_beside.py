"""What a criterion says depends on others in two places: nothing is right, or the grader itself failed."""

import logging

import numpy as np

from grader.grading.checking import grade_exercise
from grader.grading.grade import Plan
from grader.model import Outcome, Raised

RAISED = Raised(type="IndexError", bases=("IndexError", "LookupError"), message="too far")


def planned(plan: Plan, name: str):
    (found,) = [one for one in plan.exercises if one.exercise.id == name]
    return found


def test_that_it_could_not_try_a_function_without_the_one_before_is_noted_and_logged(conv_plan: Plan, caplog) -> None:
    backward = planned(conv_plan, "conv_backward")
    outcomes = [Outcome(status="raised", function="conv_forward", raised=RAISED) for _ in backward.cases]

    def reach(pairs):
        raise ZeroDivisionError

    with caplog.at_level(logging.ERROR):
        report = grade_exercise(backward, outcomes, explain=False, reach=reach)
    note = "the grader could not try this function without the call before it: ZeroDivisionError"
    assert note in report.notes
    assert note in caplog.text


def test_unchanged_arguments_count_beside_a_right_number_only(conv_plan: Plan) -> None:
    exercise = planned(conv_plan, "conv_map")
    zeros, right = (
        [
            Outcome(
                status="returned",
                function="conv_map",
                returned=1,
                answers={name: factor * due.value for name, due in exercise.expected.get(case.id, {}).items()},
            )
            if case.raises is None
            else Outcome(status="raised", function="conv_map", raised=RAISED)
            for case in exercise.cases
        ]
        for factor in (np.nan, 1.0)
    )
    found = {}
    for name, outcomes in (("nothing", zeros), ("all", right), ("one", [right[0], *zeros[1:]])):
        report = grade_exercise(exercise, outcomes, explain=False)
        (found[name],) = [one for one in report.criteria if one.criterion.check == "inputs"]
    assert found["nothing"].score == 0
    assert found["nothing"].results[0].evidence.reason == "nothing-right"
    assert found["all"].score == found["one"].score == found["all"].criterion.points
