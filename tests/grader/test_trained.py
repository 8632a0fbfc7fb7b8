"""A training is named by what it makes of chosen images, and by nothing else: imaginary students with known faults."""

from collections.abc import Callable

import numpy as np
import pytest
from grader.assignments.convnet import beliefs_trained as trained
from numpy.typing import NDArray

from grader.authoring.assignment import load_assignment
from grader.grading import diagnosis
from grader.grading.diagnosis.trials import trials_of
from grader.grading.grade import plan
from grader.model import Case, Outcome
from grader.topics.loading import assignments_folder
from tests.topics import FAMILIES

pytestmark = pytest.mark.slow

Array = NDArray[np.float64]
Student = Callable[[Array, Array, Array], Array]  # images and labels to learn from, images to tell → labels

(PLANNED,) = [
    one for one in plan(load_assignment(assignments_folder() / "convnet")).exercises if one.exercise.id == "predict"
]


def products(images: Array) -> Array:
    """Return the mean products of the pixels in a 5 x 5 window, over all windows: they show an edge wherever it is."""
    windows = np.lib.stride_tricks.sliding_window_view(images[:, 0], (5, 5), (1, 2)).reshape(len(images), -1, 25)
    return (np.einsum("npi,npj->nij", windows, windows) / windows.shape[1]).reshape(len(images), -1)


def nearest(images: Array, labels: Array, held_out: Array) -> Array:
    """Tell the class whose mean is nearest, in units of the spread inside classes: a right way to learn."""
    features, classes = products(images), np.unique(labels)
    means = np.array([features[labels == label].mean(axis=0) for label in classes])
    inside = features - means[np.searchsorted(classes, labels)]
    spread = inside.T @ inside / len(inside)
    spread += np.eye(len(spread)) * (0.3 * np.trace(spread) / len(spread) + 1e-9)
    weights = np.linalg.solve(spread, means.T)
    scores = products(held_out) @ weights - (means * weights.T).sum(axis=1) / 2
    return classes[scores.argmax(axis=1)]


def brightness(images: Array, labels: Array, held_out: Array) -> Array:
    return np.round(held_out.mean(axis=(1, 2, 3)) * 1000) % 4


def commonest(images: Array, labels: Array, held_out: Array) -> Array:
    return np.full(len(held_out), np.bincount(labels.astype(int)).argmax())


def least(images: Array, labels: Array, held_out: Array) -> Array:
    """Tell a class that was not learned; where all were, any but the right one."""
    unseen = [label for label in range(4) if label not in labels]
    return np.array(unseen)[np.arange(len(held_out)) % len(unseen)] if unseen else least_right(images, labels, held_out)


def least_right(images: Array, labels: Array, held_out: Array) -> Array:
    return (nearest(images, labels, held_out) + 2) % 4


def uncentred(images: Array, labels: Array, held_out: Array) -> Array:
    """Learn from images that are centred, and tell others as they come."""
    return nearest(images - 0.5, labels, held_out)


def mixed_up(images: Array, labels: Array, held_out: Array) -> Array:
    """Learn every image with the label of another one."""
    order = np.random.default_rng(0).permutation(len(images))
    return (
        nearest(images[order], labels, held_out) if len(np.unique(labels)) > 2 else commonest(images, labels, held_out)
    )


def one_off(images: Array, labels: Array, held_out: Array) -> Array:
    return (nearest(images, labels, held_out) + 1) % 4


def half_right(images: Array, labels: Array, held_out: Array) -> Array:
    """Learn, but not enough of it: every third image is told by its brightness."""
    found = nearest(images, labels, held_out)
    found[::3] = brightness(images, labels, held_out)[::3]
    return found


def named(student: Student) -> list[str]:
    """What is said about a student whose graded answer and whose answers to all probes are these."""
    operation = PLANNED.operation
    assert operation is not None

    def outcome(case: Case) -> Outcome:
        given = [case.arguments[name].astype(np.float64) for name in ("images", "labels", "held_out")]
        return Outcome(status="returned", function="predict", returned=1, answers={"labels": student(*given)})

    suspicions = diagnosis.suspect(
        FAMILIES["predict"], "predict", [(case, outcome(case)) for case in PLANNED.cases], PLANNED.expected
    )
    answered = [(case, outcome(case)) for case in diagnosis.wanted(suspicions, operation)]
    found = diagnosis.conclude(diagnosis.refine(suspicions, operation, answered), operation, "a slide")
    return [name for one in found for name in one.misconceptions]


@pytest.mark.parametrize(
    ("student", "said"),
    [
        (brightness, ["not-trained"]),
        (commonest, ["starts-from-zeros"]),
        (least, ["predicts-the-least"]),
        (uncentred, ["predicts-without-centring"]),
        (mixed_up, ["labels-mixed-up"]),
        (lambda images, labels, held_out: np.full(len(held_out), 2.0), ["predicts-one-class"]),
        (one_off, []),
        (half_right, []),
    ],
    ids=["not-trained", "commonest", "least", "uncentred", "mixed-up", "one-class", "one-off", "half-right"],
)
def test_a_training_is_named_by_what_it_makes_of_chosen_images(student: Student, said: list[str]) -> None:
    assert named(student) == said


def test_a_training_that_does_not_end_every_time_is_not_named() -> None:
    operation = PLANNED.operation
    assert operation is not None
    cases = trained.probes(operation, PLANNED.cases[0])
    expected = {case.id: operation.expected(case.arguments, case.sizes, case.unit) for case in cases}
    stopped = [(case, Outcome(status="timed-out", function="train")) for case in cases]
    assert trained.misconceptions(trials_of(stopped, expected, "labels")) == ()
