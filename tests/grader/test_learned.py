"""convnet's task is one where learning the filters wins, and its grading asks for that."""

import itertools
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from grader.assignments.convnet import pictures, training
from grader.assignments.convnet.training import DUE, PREDICT, WORTH_FROM

from grader.grading.checks import accuracy, inputs
from grader.grading.scoring import score
from grader.model import Call, Case, Criterion, Expected, Outcome

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
import learned_filters

SIZES = {"train": 40, "test": 12, "C": 1, "H": 12, "W": 12, "drawn": 0, "noise": 22, "alike": 0}
LESSON = learned_filters.lesson()
CALL = Call(function="predict", arguments=(), names=(), returns=("labels",))
CASE = Case(id="c", exercise="predict", why="", sizes={}, arguments={}, calls=(CALL,))


# ------------------------------------------------------------------------------------ the task


@pytest.mark.slow
def test_filters_that_learn_beat_frozen_ones_by_far_and_half_of_them_become_edges() -> None:
    drawn = learned_filters.drawn("edges", 0)
    params = learned_filters.train(LESSON, drawn, 0)
    frozen = learned_filters.frozen(LESSON, drawn, 0)
    due = drawn["held_out_labels"]
    trained = np.mean(LESSON["predict"](params, drawn["held_out"]) == due)
    assert trained > DUE
    assert np.mean(frozen(drawn["held_out"]) == due) < min(WORTH_FROM, trained - 0.1)
    assert (LESSON["likeness"](params[0][:, 0]) > learned_filters.LIKE).sum() >= 4


@pytest.mark.slow
def test_filters_made_by_hand_do_not_know_the_other_marks() -> None:
    shares = {}
    for case in ("edges", "other-marks"):
        drawn = learned_filters.drawn(case, 0)
        bank = np.ascontiguousarray(pictures.edges()[:, np.newaxis])
        images, held_out = (
            learned_filters.fast.relu_forward(learned_filters.fast.conv_forward(drawn[name] - 0.5, bank, np.zeros(4)))
            for name in ("images", "held_out")
        )
        known, told = (maps.max(axis=(2, 3)) for maps in (images, held_out))
        centres = np.stack([known[drawn["labels"] == label].mean(axis=0) for label in range(4)])
        nearest = ((told[:, np.newaxis] - centres) ** 2).sum(axis=2).argmin(axis=1)
        shares[case] = np.mean(nearest == drawn["held_out_labels"])
    assert shares["edges"] > DUE
    assert shares["other-marks"] < WORTH_FROM


def test_no_learned_filter_of_a_random_start_is_an_edge_by_chance() -> None:
    random = np.random.default_rng(1).normal(size=(2000, 5, 5))
    assert (LESSON["likeness"](random) > learned_filters.LIKE).sum() == 0


def test_the_lesson_draws_the_marks_that_are_graded() -> None:
    text = learned_filters.read_lesson(learned_filters.assignments_folder() / "convnet")
    shown = text[text.index("def mark(") :]
    space: dict[str, object] = {}
    exec("import numpy as np\n" + shown[: shown.index("\n\n\n")], space)
    for number, edge in enumerate(pictures.edges()):
        np.testing.assert_allclose(space["mark"](number), edge)
    assert "0.3 * mark(label)" in text
    assert pictures.CONTRAST == 0.3


# ---------------------------------------------------------------------------------- the pictures


def test_pictures_are_the_same_for_the_same_numbers_and_others_for_others() -> None:
    first, again, other = (training.draw_images(SIZES, itertools.count(start)) for start in (0, 0, 1))
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.array_equal(first["images"], other["images"])


def test_every_class_is_drawn_as_often_and_pixels_lie_between_black_and_white() -> None:
    drawn = training.draw_images(SIZES, itertools.count())
    assert np.bincount(drawn["labels"]).tolist() == [10] * 4
    assert drawn["images"].shape == (40, 1, 12, 12)
    assert 0 <= drawn["images"].min() < 0.2
    assert 0.8 < drawn["images"].max() <= 1


def test_other_marks_share_nothing_and_are_as_strong_as_edges() -> None:
    marks = pictures.other_marks(pictures.Stream(itertools.count())).reshape(4, -1)
    np.testing.assert_allclose(marks @ marks.T, pictures.LENGTH**2 * np.eye(4), atol=1e-9)
    np.testing.assert_allclose(marks.sum(axis=1), 0, atol=1e-9)


def test_pictures_alike_show_one_class_at_one_place() -> None:
    drawn = training.draw_images({**SIZES, "noise": 0, "alike": 2}, itertools.count())
    assert set(drawn["held_out_labels"]) == {2}
    assert all(np.array_equal(one, drawn["held_out"][0]) for one in drawn["held_out"])


def test_a_class_that_there_is_not_is_illegal() -> None:
    shapes = {name: PREDICT.shape_of(name, SIZES) for name in PREDICT.shapes}
    assert PREDICT.problem(SIZES, shapes) is None
    assert PREDICT.problem({**SIZES, "alike": 4}, shapes) is not None
    assert PREDICT.problem(SIZES, {**shapes, "images": (40, 3, 12, 12)}) is not None


def test_between_training_and_prediction_another_network_is_trained() -> None:
    drawn = training.draw_images({**SIZES, "alike": 1}, itertools.count())
    calls = PREDICT.calls(drawn, {**SIZES, "alike": 1})
    assert [call.function for call in calls] == ["train", "train", "predict"]
    assert calls[-1].arguments[0].call == 0


# ----------------------------------------------------------------------------------- the scale


def verdict(right: int, **fields: float):
    due = np.zeros(100)
    expected = Expected(value=due, absolute=due, count=0, norm=0.0, exact=True, at_least=0.8, **fields)
    answer = np.array([0] * right + [1] * (100 - right))
    outcome = Outcome(status="returned", function="predict", answers={"labels": answer}, returned=1)
    return accuracy.check(CASE, outcome, {"labels": expected}, ("labels",))


@pytest.mark.parametrize(
    ("right", "share"), [(100, 1), (80, 1), (79, Fraction(14, 15)), (70, Fraction(1, 3)), (65, 0), (20, 0)]
)
def test_accuracy_earns_in_proportion_between_what_is_worth_nothing_and_what_is_due(right: int, share) -> None:
    criterion = Criterion(id="edges", check="accuracy", points=Fraction(5))
    report = score(criterion, [verdict(right, worth_from=0.65)])
    assert report.score == 5 * share
    assert (report.status == "passed") == (share == 1)


def test_without_a_scale_accuracy_is_passed_or_not() -> None:
    assert verdict(79).share == 0


def test_labels_in_a_list_count_with_a_note() -> None:
    due = np.zeros(3)
    expected = Expected(value=due, absolute=due, count=0, norm=0.0, exact=True)
    outcome = Outcome(
        status="returned", function="predict", answers={"labels": due}, returned=1, containers={"labels": "list"}
    )
    result = accuracy.check(CASE, outcome, {"labels": expected}, ("labels",))
    assert result.status == "passed"
    assert "labels is a list" in result.notes[0]


def test_what_a_training_changes_is_named_as_its_own() -> None:
    due = np.zeros(3)
    expected = Expected(value=due, absolute=due, count=0, norm=0.0, exact=True)
    outcome = Outcome(
        status="returned", function="predict", answers={"labels": due}, returned=1, modified=("images of train",)
    )
    result = inputs.check(CASE, outcome, {"labels": expected}, ("labels",))
    assert (result.evidence.function, result.evidence.detail) == ("train", "images")
    result = inputs.check(CASE, replace(outcome, modified=("images",)), {"labels": expected}, ("labels",))
    assert (result.evidence.function, result.evidence.detail) == ("predict", "images")
