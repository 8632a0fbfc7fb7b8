"""What a criterion says depends on others in two places: nothing is right, or the grader itself failed."""

import dataclasses
import logging

import numpy as np

from grader.grading.beside import beside_other_numbers, idle_cases
from grader.grading.checking import grade_exercise
from grader.grading.grade import Plan
from grader.model import Outcome, Raised, Result

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


def test_an_input_that_comes_back_counts_beside_another_right_number_only(conv_plan: Plan) -> None:
    """A function that returns its input once earned its unchanged arguments in full, by one window of a single 1."""
    exercise = planned(conv_plan, "conv_map")
    case = next(one for one in exercise.cases if one.raises is None and one.id in exercise.expected)
    others = [one for one in exercise.cases if one.raises is None and one is not case]
    due = exercise.expected[case.id]["out"].value
    one = dataclasses.replace(case, arguments={**case.arguments, "x": due.copy()})
    assert idle_cases([one, others[0]], exercise.expected, ("out",)) == {case.id: "inputs"}
    results = [
        Result(case=case.id, status="passed", outcome="returned"),
        Result(case=others[0].id, status="failed", outcome="returned"),
    ]
    alone, wrong = beside_other_numbers(results, [one, others[0]], exercise.expected, ("out",))
    assert (alone.status, alone.evidence.detail, wrong.status) == ("skipped", "inputs", "failed")
    results[1] = Result(case=others[0].id, status="passed", outcome="returned")
    more = [*results, Result(case=others[1].id, status="failed", outcome="returned")]
    assert beside_other_numbers(more, [one, *others[:2]], exercise.expected, ("out",)) == more
