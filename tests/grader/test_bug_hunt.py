"""Bug hunt: every box is wrong where its test says, no smaller test exposes it, and whatever is returned is judged."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from grader.assignments.bug_hunt import boxes, everything, judges, operations, trials
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.authoring.assignment import load_assignment
from grader.authoring.verify import solution_of
from grader.grading.cases import draw_cases
from grader.grading.checks import judged
from grader.model import Outcome
from grader.topics.judge import Verdict
from grader.topics.loading import assignments_folder

BOXES = {box.id: box for box in boxes.BOXES}
LETTERS = pytest.mark.parametrize("box", boxes.BOXES, ids=lambda box: box.id)
ASSIGNMENT = load_assignment(assignments_folder() / "bug_hunt")
SOLUTION: dict[str, object] = {}
exec(solution_of(ASSIGNMENT), SOLUTION)  # our own lesson
FIRST = {  # what everybody writes first
    boxes.LAYER: (np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), 1, 0),
    boxes.POOLING: (np.ones((1, 1, 4, 4)), 2, 2, 2),
    boxes.BACKWARD: (np.ones((1, 1, 3, 3)), np.ones((1, 1, 3, 3)), np.ones((1, 1, 1, 1)), 1, 0),
}


def named(layer: str, values: tuple[object, ...]) -> dict[str, np.ndarray]:
    return dict(zip(boxes.RETURNS[layer], map(np.asarray, values), strict=True))


def solved(box: boxes.Box) -> dict[str, np.ndarray]:
    return named(box.layer, SOLUTION[box.id]())  # type: ignore[operator]


# ------------------------------------------------------------------------------------ boxes


@LETTERS
def test_every_box_passes_the_test_that_everybody_writes_first(box: boxes.Box) -> None:
    verdict = judges.exposes(box, named(box.layer, FIRST[box.layer]), {})
    assert verdict.share == 0
    assert verdict.step == box.hint


@LETTERS
def test_the_lessons_test_exposes_its_box_with_the_fewest_numbers(box: boxes.Box) -> None:
    verdict = judges.exposes(box, solved(box), {})
    assert verdict.share == 1
    assert trials.belief_of(box.layer, box.belief).belief in verdict.said
    assert trials.read_trial(box.layer, solved(box)).size == box.least
    assert judges.is_small(box, solved(box), {}) == Verdict(share=Fraction(1))


@LETTERS
def test_what_a_box_is_said_to_give_differs_from_what_is_due(box: boxes.Box) -> None:
    _, shown = judges.tried(box, solved(box))
    assert shown is not None
    if "it gives" in shown and "of shape" not in shown:
        got, due = shown.partition("it gives ")[2].removesuffix(" is due").split(", where ")
        assert float(got) != float(due)


def test_a_larger_test_earns_its_share() -> None:
    x = np.arange(9.0).reshape(1, 1, 3, 3)
    large = named(boxes.LAYER, (x, np.array([[[[1, 2]]]]), np.array([0]), 1, 0))
    verdict = judges.is_small(BOXES["box_a"], large, {})
    assert verdict.share == Fraction(4, 12)
    assert verdict.said.endswith("12 numbers; 4 can be enough. It earns 4/12 of this.")


def smaller(box: boxes.Box, values: np.random.Generator) -> Iterator[dict[str, np.ndarray]]:
    """Every shape of a test with fewer numbers than the least that is known, with several numbers in each."""
    counts = range(1, box.least)
    for N, C, F in product(counts, repeat=3):
        for H, W, HH, WW in product(counts, repeat=4):
            used = N * C * H * W + (0 if box.layer == boxes.POOLING else F * C * HH * WW)
            if used >= box.least or (box.layer == boxes.POOLING and F > 1):
                continue
            for stride, pad in product((1, 2, 3), (0, 1, 2)):
                H_out, W_out = (H + 2 * pad - HH) // stride + 1, (W + 2 * pad - WW) // stride + 1
                due = {boxes.LAYER: F, boxes.BACKWARD: N * F * H_out * W_out, boxes.POOLING: 0}[box.layer]
                if used + due >= box.least or H_out < 1 or W_out < 1 or (box.layer == boxes.POOLING and pad):
                    continue
                shapes = {"x": (N, C, H, W), "w": (F, C, HH, WW), "b": (F,), "dout": (N, F, H_out, W_out)}
                numbers = {"stride": stride, "pad": pad, "pool_height": HH, "pool_width": WW}
                for _ in range(4):
                    drawn = {name: values.choice([-2, -1, -0.5, 0.5, 1, 3], shape) for name, shape in shapes.items()}
                    both = {**drawn, **{name: np.asarray(number) for name, number in numbers.items()}}
                    yield {name: both[name] for name in boxes.RETURNS[box.layer]}


@pytest.mark.slow  # thousands of tests for each box
@LETTERS
def test_no_smaller_test_exposes_it(box: boxes.Box) -> None:
    for test in smaller(box, np.random.default_rng(1)):
        assert judges.exposes(box, test, {}).share == 0, test


# ------------------------------------------------------------------------------ what a test holds

ANYTHING = arrays.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.uint8, np.bool_]),
    arrays.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=4),
)
ANY_TEST = st.fixed_dictionaries(dict.fromkeys({name for r in boxes.RETURNS.values() for name in r}, ANYTHING))


@settings(max_examples=25)
@given(ANY_TEST)
def test_a_judge_has_a_verdict_on_whatever_is_returned(values: dict[str, np.ndarray]) -> None:
    for operation in operations.OPERATIONS:
        for judge in operation.judges.values():
            with np.errstate(all="ignore"):
                verdict = judge({name: values[name] for name in operation.returns}, {"pad": 2})
            assert 0 <= verdict.share <= 1
            assert verdict.share == 1 or (verdict.said and verdict.step)


small = st.integers(1, 3)


@settings(max_examples=30)
@given(st.data(), small, small, small, small, small, small, small, small, st.integers(0, 2))
def test_a_box_is_exposed_exactly_where_it_gives_other_numbers(data, N, C, F, H, W, HH, WW, stride, pad) -> None:
    if H + 2 * pad < HH or W + 2 * pad < WW:
        return
    halves = st.integers(-4, 4).map(lambda n: n / 2)
    x, w, b = (
        data.draw(arrays.arrays(np.float64, shape, elements=halves)) for shape in ((N, C, H, W), (F, C, HH, WW), (F,))
    )
    test = named(boxes.LAYER, (x, w, b, stride, pad))
    trial = trials.read_trial(boxes.LAYER, test)
    due = trials.right_answers(trial)["out"]
    assert not trials.is_told_apart(due, trials.wrong_answer(trial, "out", frozenset()))  # the truth is no mistake
    for id in ("box_a", "box_h", "box_i"):
        wrong = trials.wrong_answer(trial, "out", frozenset({BOXES[id].belief}))
        assert judges.exposes(BOXES[id], test, {}).share == (wrong is None or not np.array_equal(wrong, due))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("x", np.ones((4, 4)), "2 axes"),
        ("x", np.full((1, 1, 4, 4), np.nan), "x[0, 0, 0, 0] is nan: numbers from -100 to 100"),
        ("x", np.full((1, 1, 4, 4), np.inf), "x[0, 0, 0, 0] is inf: numbers from -100 to 100"),
        ("x", np.eye(4)[None, None] * 0.25, "x[0, 0, 0, 0] is 0.25, which is no multiple of a half"),
        ("x", np.ones((1, 1, 40, 40)), "1 to 500"),
        ("x", np.ones((1, 1, 2, 2)), "do not fit together"),
        ("x", np.ones((1, 0, 4, 4)), "0 numbers"),
        ("w", np.ones((1, 2, 3, 3)), "do not fit together"),
        ("b", np.ones(2), "do not fit together"),
        ("stride", np.asarray(0), "stride must be a whole number from 1 to 10"),
        ("stride", np.asarray(1.5), "stride must be a whole number from 1 to 10"),
        ("stride", np.asarray(np.nan), "stride must be a whole number from 1 to 10"),
        ("pad", np.asarray(10**12), "pad must be a whole number from 0 to 5"),
        ("pad", np.array([1, 2]), "pad must be a whole number from 0 to 5"),
    ],
)
def test_what_is_no_test_is_told_and_earns_nothing(name: str, value: np.ndarray, said: str) -> None:
    test = {**named(boxes.LAYER, FIRST[boxes.LAYER]), name: value}
    for judge in (judges.exposes, judges.is_small):
        verdict = judge(BOXES["box_a"], test, {})
        assert verdict.share == 0
        assert said in verdict.said


def test_a_test_with_very_many_outputs_is_refused_before_they_are_computed() -> None:
    test = named(boxes.LAYER, (np.ones((19, 1, 5, 5)), np.ones((1, 1, 1, 1)), np.zeros(1), 1, 5))
    assert "4275 numbers for this test" in judges.exposes(BOXES["box_a"], test, {}).said


# ------------------------------------------------------------------------------ one test for all


def for_all(pad: int) -> dict[str, np.ndarray]:
    return named(boxes.LAYER, (*SOLUTION["one_for_all"](pad), pad))  # type: ignore[operator]


@pytest.mark.parametrize("pad", [0, 2])
def test_the_lessons_test_tells_a_right_layer_from_every_belief_that_shows(pad: int) -> None:
    test = for_all(pad)
    trial = trials.read_trial(boxes.LAYER, test)
    due = trials.right_answers(trial)["out"]
    left = everything.missed(trial, due, trials.family_of(boxes.LAYER).misconceptions)
    hidden = {one.id for one in left}
    assert hidden == (everything.WITHOUT_PADDING if pad else everything.WITH_PADDING)
    assert judges.tells_all(test, {"pad": pad}).share == judges.is_small_for_all(test, {"pad": pad}).share == 1


@pytest.mark.parametrize("pad", [0, 2])
def test_the_first_test_of_everybody_earns_nothing_there(pad: int) -> None:
    test = named(boxes.LAYER, (*FIRST[boxes.LAYER][:4], pad))
    verdict = judges.tells_all(test, {"pad": pad})
    assert verdict.share == 0
    assert "It cannot tell it from one whose author believes: “" in verdict.said


def test_every_belief_that_is_missed_costs_points_and_size_counts_as_far_as_beliefs_are_told_apart() -> None:
    assert [judges.share_told(kept, 100) for kept in (100, 90, 60, 10)] == [1, Fraction(3, 4), 0, 0]
    large = for_all(0)
    large["x"] = np.concatenate([large["x"]] * 2)
    assert judges.tells_all(large, {"pad": 0}).share == 1
    assert judges.is_small_for_all(large, {"pad": 0}).share == Fraction(200, 346)


# ------------------------------------------------------------------------------------ the check


@pytest.mark.parametrize(("share", "status"), [(Fraction(1), "passed"), (Fraction(1, 3), "failed")])
def test_a_verdict_becomes_a_result(share: Fraction, status: str) -> None:
    operation = operations.OPERATIONS[0]
    (spec,) = [spec for spec in ASSIGNMENT.cases if "box_a" in spec.exercises]
    (case,) = draw_cases(spec, operation, "seed")
    outcome = Outcome(status="returned", function="box_a", answers={"x": [1], "stride": 1}, returned=5)
    judge = lambda given, sizes: Verdict(share=share, said="so it is", step="do this")  # noqa: E731
    result = judged.check(case, outcome, judge, ("stride",))
    assert (result.status, result.share) == (status, 0 if share == 1 else share)
    assert result.notes == (("so it is",) if share == 1 else ())
    assert share == 1 or (result.evidence.detail, result.evidence.want) == ("so it is", "do this")
    missing = judged.check(case, outcome, judge, ("w",))
    assert missing.evidence.reason == "wrong-type"
