"""The belief behind a training that learned too little: seen in what it makes of chosen images. Pure.

No wrong model reproduces the labels that somebody's network predicts: they follow from its random numbers. So the
student's own training is run again, once on images with less noise than the graded ones have, and on a few images
whose labels are ours to choose. What is said holds of every one of these runs:

    starts-from-zeros          one label for all images: the one that was learned from
    not-trained                the same labels, whatever is learned from
    predicts-the-least         learning from one class: any label but that
    predicts-without-centring  right on images that come centred already
    only-the-bias              of two images, the same one is taken for a class, whichever of them is said to be it
    labels-mixed-up            what was learned from is not known again, nor which of two images is which

The last two are one explanation where both of two images are always taken for the same.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.model import Case
from grader.topics.misconception import Misconception
from grader.topics.operation import Operation

from . import beliefs_training as training
from .training import draw_images

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from grader.grading.diagnosis.trials import Trial

    Labels = NDArray[np.float64]

AGAIN, ALONE, PAIR = "again", "alone", "pair"
PAIRS = tuple(itertools.combinations(range(4), 2))  # of classes
ARRANGEMENTS = ("rightly", "labels-exchanged", "images-exchanged")  # of two images and their labels
CLEARER = {"train": 400, "test": 160, "C": 1, "H": 12, "W": 12, "drawn": 0, "noise": 15, "alike": 0}
FEW = 20  # images of a small training
MEAN = 0.5  # of a pixel
KNOWN, MOSTLY, RARELY = 0.45, 0.9, 0.1  # shares of labels: a network that has learned knows more than KNOWN again
GAIN = 0.15  # of the images held out, by centring them: other networks gain a little by chance
LEANING = 2  # pairs of images


def probes(operation: Operation, case: Case) -> tuple[Case, ...]:
    """Return a training on clearer images, tested on more of them, and small ones on one class or on two images."""
    import numpy as np

    inputs = draw_images(CLEARER, itertools.count())
    images, held_out = (inputs[name].astype(np.float64) for name in ("images", "held_out"))
    labels, due = inputs["labels"], inputs["held_out_labels"]

    def trained(name: str, *arrays: object) -> Case:
        arguments = dict(zip(inputs, map(np.asarray, arrays), strict=True))
        sizes = {**CLEARER, "train": len(arguments["images"]), "test": len(arguments["held_out"])}
        return replace(case, id=name, arguments=arguments, sizes=sizes, calls=operation.calls(arguments, sizes))

    tested = np.concatenate([held_out, held_out - MEAN, images])
    trainings = [trained(AGAIN, images, labels, tested, np.concatenate([due, due, labels]))]
    trainings += [
        trained(f"{ALONE}-{label}", images[:FEW], np.full(FEW, label), held_out, np.full(len(held_out), label))
        for label in (1, 2)
    ]
    for pair in PAIRS:
        first, second = (int(np.flatnonzero(labels == label)[0]) for label in pair)
        for arrangement in ARRANGEMENTS:
            both = images[[second, first] if arrangement == "images-exchanged" else [first, second]]
            both_labels = np.array(pair[::-1] if arrangement == "labels-exchanged" else pair)
            many = (np.tile(both, (FEW // 2, 1, 1, 1)), np.tile(both_labels, FEW // 2))
            trainings.append(trained(f"{PAIR}-{pair[0]}-{pair[1]}-{arrangement}", *many, both, both_labels))
    return tuple(trainings)


def misconceptions(trials: "Sequence[Trial]") -> tuple[Misconception, ...]:
    """Return the beliefs that all the trainings show; none if a training did not end."""
    asked = {trial.case.id: trial for trial in trials if trial.case.id.startswith((AGAIN, ALONE, PAIR))}
    came = {
        id: trial.came
        for id, trial in asked.items()
        if trial.came is not None and trial.came.shape == _due(trial).shape
    }
    if AGAIN not in asked or len(came) < len(asked):
        return ()
    again, due, at_least = came[AGAIN], _due(asked[AGAIN]), asked[AGAIN].expected.at_least
    alone = [(label, came[f"{ALONE}-{label}"]) for label in (1, 2)]
    tested = len(alone[0][1])
    held_out, shifted, own = again[:tested], again[tested : 2 * tested], again[2 * tested :]
    right = _share(held_out, due[:tested])
    if right >= at_least:  # it is another network every time
        return ()
    if all((labels == label).all() for label, labels in alone) and (again == again[0]).all():
        return (training.STARTS_FROM_ZEROS,)
    if all((labels == held_out).all() for _, labels in alone) and (held_out != held_out[0]).any():
        return (training.NOT_TRAINED,)
    if right <= RARELY and share_of_learned(asked) == 0:
        return (training.PREDICTS_THE_LEAST,)
    if any(_share(labels, labels * 0 + label) < MOSTLY for label, labels in alone):
        return ()
    centred = _share(shifted, due[:tested])
    if centred >= at_least and centred - right >= GAIN:
        return (training.WITHOUT_CENTRING,)
    if _share(own, due[2 * tested :]) >= KNOWN or (again == again[0]).all() or share_of_learned(asked) < MOSTLY:
        return ()
    return of_pairs(came)


def share_of_learned(asked: "Mapping[str, Trial]") -> float:
    """Return the share of predicted labels that occurred in the training on two images."""
    import numpy as np

    small = [trial for name, trial in asked.items() if name.startswith(PAIR)]
    return float(
        np.mean([np.isin(trial.came, trial.case.arguments["labels"]) for trial in small if trial.came is not None])
    )


def of_pairs(came: Mapping[str, "Labels"]) -> tuple[Misconception, ...]:
    """Return what is shown by learning two images, in either order, and with labels exchanged."""
    leanings = [
        tuple(
            leaning(came[f"{PAIR}-{first}-{second}-{arrangement}"], first, arrangement == "images-exchanged")
            for arrangement in ARRANGEMENTS
        )
        for first, second in PAIRS
    ]
    if any(1 in signs and -1 in signs for signs in leanings):  # what is learned matters, and is not what was told
        return (training.LABELS_MIXED_UP,) if (1, -1, -1) not in leanings else ()
    if sum(signs in ((1, 1, 1), (-1, -1, -1)) for signs in leanings) >= LEANING:
        return (training.ONLY_THE_BIAS,)
    return (training.LABELS_MIXED_UP, training.ONLY_THE_BIAS)


def leaning(labels: "Labels", label: int, are_exchanged: bool) -> int:
    """Return 1 where the first of two images alone is taken for a class, -1 where the second alone is, else 0."""
    sign = int(labels[0] == label) - int(labels[1] == label)
    return -sign if are_exchanged else sign


def _due(trial: "Trial") -> "Labels":
    return trial.expected.value


def _share(labels: "Labels", others: "Labels") -> float:
    return float((labels == others).mean())
