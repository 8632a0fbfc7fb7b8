"""Wrong models of a step of gradient descent, and of what a trained network predicts.

Training is not run again here: it takes seconds, and every network has numbers of its own. One label for all images is
modelled; other beliefs are seen in what the student's own training makes of chosen images (`beliefs_trained.py`).
"""

from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Knobs, believed
from grader.topics.operation import Sizes

from ..shared.beliefs import handed_back, rate_taken, shared
from .pictures import CLASSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Inputs = Mapping[str, NDArray[np.generic]]


def step(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return the parameters after a step."""
    w, dw = (inputs[name].astype(np.float64) for name in ("w", "dw"))
    dw = np.sign(dw) if "sign-alone" in on else dw
    given = 0.5 ** sizes["halvings"]
    rate = rate_taken(given, on)
    w = w * (1 - given) if "weights-shrink" in on else w
    if "step-alone" in on:
        return handed_back(rate * dw, inputs["w"].dtype, on)
    return handed_back(w + rate * dw if "uphill" in on else w - rate * dw, inputs["w"].dtype, on)


def predicted(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return the labels of the images held out: the true ones, or one for all."""
    labels = inputs["held_out_labels"].astype(np.float64)
    for label in range(len(CLASSES)):
        if one_class(label) in on:
            return np.full(labels.shape, float(label))
    return labels


def one_class(label: int) -> str:
    """Return the knob of predicting one class for every image."""
    return f"predicts-class-{label}"


_LEARNED = "CNN Learned Filters"

STEP = (
    shared("uphill", _LEARNED, "w_new"),
    shared("rate-forgotten", _LEARNED, "w_new"),
    shared("rate-always-the-same", _LEARNED, "w_new"),
    shared("sign-alone", _LEARNED, "w_new"),
    believed(
        "weights-shrink",
        "A step makes weights smaller.",
        "Where the gradient is 0, should a weight move?",
        _LEARNED,
        "w_new",
    ),
    believed(
        "step-alone",
        "A step is the new parameter.",
        "Where the gradient is 0, what is your new weight, and what should it be?",
        _LEARNED,
        "w_new",
    ),
    shared("cut-to-integers", _LEARNED, "w_new"),
    shared("nothing-written", _LEARNED, "w_new"),
)
PREDICTED = (
    believed(
        "predicts-one-class",
        "One class is as good as any.",
        "Every image gets the same label. Print the scores of two images: do they differ, and did the filters change?",
        _LEARNED,
        "labels",
        ways=tuple(frozenset({one_class(label)}) for label in range(len(CLASSES))),
    ),
)

STARTS_FROM_ZEROS = believed(
    "starts-from-zeros",
    "It does not matter where one starts.",
    "Every image gets the label that is most common. Print two of your filters after training: do they differ?",
    _LEARNED,
    "labels",
)
NOT_TRAINED = believed(
    "not-trained",
    "Random filters are as good as any.",
    "Other labels to learn from give the same predictions. Does any parameter change while you train?",
    _LEARNED,
    "labels",
)
PREDICTS_THE_LEAST = believed(
    "predicts-the-least",
    "The smallest score wins.",
    "Learning from a single class, you predict every class but that. Which score does the loss make large?",
    _LEARNED,
    "labels",
)
WITHOUT_CENTRING = believed(
    "predicts-without-centring",
    "Images for testing are not prepared like those for training.",
    "Take 0.5 away from every pixel before you predict: how many are right now? What does training do to its images?",
    _LEARNED,
    "labels",
)
ONLY_THE_BIAS = believed(
    "only-the-bias",
    "Biases are enough.",
    "Learn from two images, then from the same two with labels exchanged. Which parameters have to change?",
    _LEARNED,
    "labels",
)
LABELS_MIXED_UP = believed(
    "labels-mixed-up",
    "It does not matter in which order images come.",
    "Draw the first images of a batch, and print the labels that they are learned with. Do these belong together?",
    _LEARNED,
    "labels",
)
TRAINED = (STARTS_FROM_ZEROS, NOT_TRAINED, PREDICTS_THE_LEAST, WITHOUT_CENTRING, ONLY_THE_BIAS, LABELS_MIXED_UP)
