"""Diagnosis names a belief only if it reproduces every answer: self-checks of the knobs, facts, and right work."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from grader import diagnosis
from grader.assignment import assignment_ids, assignments_folder, load_assignment
from grader.checking import PlannedExercise, grade_exercise
from grader.diagnosis import diagnose, has_one_answer
from grader.grading import Plan, plan
from grader.misconceptions import FAMILIES, Misconception
from grader.model import Case, Expected, Outcome, Raised
from grader.operations import OPERATIONS

KNOWN = {exercise: list(family.misconceptions) for exercise, family in FAMILIES.items()}
SINGLE = [
    (exercise, one, output)
    for exercise, some in KNOWN.items()
    for one in some
    for output in one.outputs
    if output in OPERATIONS[exercise].returns
]
HOME = {
    exercise.id: name
    for name in assignment_ids(assignments_folder())
    for exercise in load_assignment(assignments_folder() / name).exercises
}
RAISED = Raised(type="ValueError", bases=("ValueError", "Exception"), message="")


@cache
def plan_of(name: str) -> Plan:
    return plan(load_assignment(assignments_folder() / name))


def planned(exercise: str) -> PlannedExercise:
    return next(one for one in plan_of(HOME[exercise]).exercises if one.exercise.id == exercise)


def legal(exercise: str) -> list[Case]:
    return [case for case in planned(exercise).cases if case.raises is None]


def outcomes(exercise: str, output: str, knobs: frozenset[str]) -> list[tuple[Case, Outcome]]:
    """What somebody with these beliefs hands in: one output is theirs, the others are right."""
    family, found = FAMILIES[exercise], []
    returns = OPERATIONS[exercise].returns
    for case in legal(exercise):
        due = {name: expected.value for name, expected in planned(exercise).expected[case.id].items()}
        value = diagnosis.run(family, exercise, case, output, knobs)
        if value is None:
            found.append((case, Outcome(status="raised", function=exercise, raised=RAISED)))
        else:
            found.append(
                (
                    case,
                    Outcome(
                        status="returned", function=exercise, answers={**due, output: value}, returned=len(returns)
                    ),
                )
            )
    return found


def explanations(exercise: str, trials: list[tuple[Case, Outcome]]) -> list[set[str]]:
    """Return every class of explanations that is named, each as its members."""
    found = diagnose(exercise, trials, planned(exercise).expected, "a slide")
    return [{"+".join(one.misconceptions), *one.equivalent} for one in found if one.misconceptions]


def is_seen(exercise: str, output: str, trials: list[tuple[Case, Outcome]]) -> bool:
    """Whether some clear case shows that an output is wrong, and some answer came back."""
    expected = planned(exercise).expected
    clear = [trial for trial in trials if has_one_answer(trial[0], expected, output)]
    wrong = [trial for trial in clear if diagnosis.is_wrong(trial, expected, output)]
    return any(outcome.status == "returned" for _, outcome in wrong)


# ------------------------------------------------------------------------------ the models


@pytest.mark.parametrize("exercise", FAMILIES)
def test_a_model_without_knobs_is_right(exercise: str) -> None:
    for case, outcome in outcomes(exercise, OPERATIONS[exercise].returns[0], frozenset()):
        for output, expected in planned(exercise).expected[case.id].items():
            got = diagnosis.run(FAMILIES[exercise], exercise, case, output, frozenset())
            assert got is not None
            assert got.shape == expected.value.shape
            assert np.allclose(got, expected.value, rtol=1e-12) or expected.conventions
        assert outcome.status == "returned"


@pytest.mark.parametrize(("exercise", "one", "output"), SINGLE, ids=lambda value: getattr(value, "id", value))
def test_a_single_knob_is_explained_with_itself_in_the_class(exercise: str, one: Misconception, output: str) -> None:
    trials = outcomes(exercise, output, frozenset({one.id}))
    if not is_seen(exercise, output, trials):
        assert (exercise, one.id) in UNSEEN
        return
    assert (exercise, one.id) not in UNSEEN
    assert any(one.id in found for found in explanations(exercise, trials))


LAYER_ONLY = {
    *("stride-ignored", "stride-ignored-in-columns", "stride-ignored-in-rows", "outputs-skipped"),
    *("padding-rows-only", "padding-columns-only", "padding-on-one-side", "padding-forgotten", "images-added"),
    *("first-image-only", "images-mixed", "bias-of-the-first-filter", "biases-added-up", "padding-repeats-the-edge"),
    *("padding-mirrors", "padding-wraps-around"),
}
UNSEEN = {  # beliefs that do not show in an exercise's clear cases, and why
    *(("conv_single", one) for one in LAYER_ONLY),  # no stride, no padding, one image and one filter
    *(("conv_map", one) for one in LAYER_ONLY),
    ("conv_single", "height-and-width-exchanged"),  # a single number has no axes
    ("max_pool_backward", "argmax-split-by-height"),  # raises wherever it shows: it reaches outside the window
    *(("conv_forward", f"padding-{one}") for one in ("rows-only", "columns-only", "forgotten")),  # raise, too
    ("edge_detection", "cut-to-integers"),  # of halves, 8 times one less eight others is whole
    ("sharpen", "four-neighbours"),  # these are all that this filter has,
    ("box_mean", "divided-by-nine"),  # and that is what this one divides by
    ("max_pool_backward", "value-anywhere"),  # no number stands twice on a map without ties
}


def pairs() -> Iterator[tuple[str, str, frozenset[str]]]:
    for exercise, known in KNOWN.items():
        for output in OPERATIONS[exercise].returns:
            some = [one.id for one in known if output in one.outputs]
            for one, other in itertools.combinations(some, 2):
                yield exercise, output, frozenset({one, other})


def test_pairs_of_knobs_are_explained() -> None:
    """A self-check, no more: 95 % of the pairs that are seen, over a sample of all."""
    seen = explained = 0
    for exercise, output, knobs in itertools.islice(pairs(), 0, None, 11):
        trials = outcomes(exercise, output, knobs)
        if is_seen(exercise, output, trials):
            seen += 1
            explained += bool(explanations(exercise, trials))
    assert seen > 80
    assert explained >= 0.95 * seen, f"{explained} of {seen}"


# ------------------------------------------------------------------------- never said wrongly


@pytest.mark.parametrize("exercise", FAMILIES)
def test_right_work_gets_no_hint(exercise: str) -> None:
    one = planned(exercise)
    right = {case.id: case for case in legal(exercise)}
    answers = [
        Outcome(
            status="returned" if case.id in right else "raised",
            function=exercise,
            returned=len(case.calls[-1].returns),
            raised=None if case.id in right else RAISED,
            answers={name: due.value for name, due in one.expected.get(case.id, {}).items()},
        )
        for case in one.cases
    ]
    report = grade_exercise(one, answers)
    assert (report.status, report.diagnosis) == ("passed", ())


@pytest.mark.parametrize("exercise", FAMILIES)
def test_noise_is_not_explained(exercise: str) -> None:
    rng = np.random.default_rng(0)
    trials = [
        (
            case,
            replace(
                outcome, answers={name: value + rng.normal(size=value.shape) for name, value in outcome.answers.items()}
            ),
        )
        for case, outcome in outcomes(exercise, OPERATIONS[exercise].returns[0], frozenset())
    ]
    assert diagnose(exercise, trials, planned(exercise).expected, "a slide") == ()


def test_one_answer_that_does_not_fit_is_enough_to_say_nothing() -> None:
    trials = outcomes("conv_map", "out", frozenset({"kernel-flipped"}))
    case, outcome = trials[-1]
    trials[-1] = case, replace(outcome, answers={"out": outcome.answers["out"] + 1})
    assert explanations("conv_map", trials) == []


def test_an_exercise_that_was_stopped_is_not_explained() -> None:
    one = planned("conv_map")
    trials = outcomes("conv_map", "out", frozenset({"kernel-flipped"}))
    flipped = {case.id: (case, outcome) for case, outcome in trials}
    answers = [
        flipped[case.id][1] if case.id in flipped else Outcome(status="raised", function="conv_map", raised=RAISED)
        for case in one.cases
    ]
    assert grade_exercise(one, answers).diagnosis[0].misconceptions == ("kernel-flipped",)
    answers[0] = Outcome(status="timed-out", function="conv_map", tried=False)
    report = grade_exercise(one, answers)
    assert not any("kernel-flipped" in found.misconceptions for found in report.diagnosis)


# -------------------------------------------------------------------------------------- facts


def case_of(name: str, **sizes: int) -> Case:
    return Case(id=name, exercise="other", why="", sizes=sizes, arguments={}, calls=())


def fact_of(answers: dict[str, tuple[object, object]], sizes: dict[str, dict[str, int]]) -> str | None:
    """Return the hint for answers (what came, what was due) by case, of an exercise without a family."""
    expected = {
        name: {"out": Expected(value=np.asarray(due, float), absolute=np.ones(1), count=0, norm=1.0, exact=True)}
        for name, (_, due) in answers.items()
    }
    trials = [
        (
            case_of(name, **sizes.get(name, {})),
            Outcome(status="returned", function="other", returned=1, answers={"out": np.asarray(got, float)}),
        )
        for name, (got, _) in answers.items()
    ]
    found = diagnose("other", trials, expected, "a slide")
    return found[0].hint if found else None


def test_facts_say_what_wrong_answers_have_in_common() -> None:
    twice = fact_of({"a": ([2, 4], [1, 2]), "b": ([0, 6], [0, 3])}, {})
    assert "2 times what it should be" in str(twice)
    assert "in another order" in str(fact_of({"a": ([[1, 3], [2, 4]], [[1, 2], [3, 4]])}, {}))
    by_stride = fact_of({"a": ([1], [1]), "b": ([5], [2])}, {"a": {"stride": 1}, "b": {"stride": 2}})
    assert "wherever the stride is 1" in str(by_stride)


def test_facts_are_silent_where_nothing_is_common() -> None:
    assert fact_of({"a": ([2, 4], [1, 2]), "b": ([0, 7], [0, 3])}, {}) is None
    assert fact_of({"a": ([1.0001], [1])}, {}) is None or "times" in str(fact_of({"a": ([1.0001], [1])}, {}))
    both = {"a": {"stride": 1}, "b": {"stride": 2}, "c": {"stride": 1}}
    assert fact_of({"a": ([1], [1]), "b": ([5], [2]), "c": ([4], [7])}, both) is None


# -------------------------------------------------------------------------------------- words


@pytest.mark.parametrize("one", {one for some in KNOWN.values() for one in some}, ids=lambda one: one.id)
def test_a_hint_asks_and_gives_no_code(one: Misconception) -> None:
    assert one.belief.endswith(".")
    assert "?" in one.hint
    assert "np." not in one.hint
    assert "+=" not in one.hint
    assert len(one.hint) <= 120
