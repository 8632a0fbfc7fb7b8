"""The belief behind a training that learned too little: seen in what it makes of chosen images. Pure.

No wrong model reproduces the labels that somebody's network predicts: they follow from its random numbers. So the
student's own training is run again, once as it was graded, and on a few images whose labels are ours to choose. What
is said holds of every one of these runs:

    starts-from-zeros          one label for all images: the one that was learned from
    not-trained                the same labels, whatever is learned from
    predicts-the-least         learning from one class: any label but that
    predicts-without-centring  right on images that come centred already
    only-the-bias              of two images, the same one is taken for a class, whichever of them is said to be it
    labels-mixed-up            what was learned from is not known again; two images are taken for the same
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.diagnosis.trials import Trial
from grader.misconceptions import Misconception, training
from grader.model import Case
from grader.operations import Operation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Labels = NDArray[np.float64]

AGAIN, ALONE, PAIR, EXCHANGED = "again", "alone", "pair", "exchanged"
FEW = 20  # images of a small training
MEAN = 0.5  # of a pixel
CLASSES = 4
KNOWN, MOSTLY, RARELY = 0.5, 0.9, 0.1  # shares of labels: a network that has learned knows more than KNOWN again
LEANING = 2  # pairs


def probes(operation: Operation, case: Case) -> tuple[Case, ...]:
    """Return a training as it was graded, tested on more images; and small ones of one class, or of two images."""
    import numpy as np

    images, labels = case.arguments["images"], case.arguments["labels"]
    held_out, due = case.arguments["held_out"], case.arguments["held_out_labels"]

    def trained(name: str, *arrays: object) -> Case:
        arguments = dict(zip(case.arguments, map(np.asarray, arrays), strict=True))
        sizes = {**case.sizes, "train": len(arguments["images"]), "test": len(arguments["held_out"])}
        return replace(case, id=name, arguments=arguments, sizes=sizes, calls=operation.calls(arguments, sizes))

    tested = np.concatenate([held_out, held_out - MEAN, images])
    found = [trained(AGAIN, images, labels, tested, np.concatenate([due, due, labels]))]
    found += [
        trained(f"{ALONE}-{label}", images[:FEW], np.full(FEW, label), held_out, np.full(len(held_out), label))
        for label in (1, 2)
    ]
    for pair in itertools.combinations(range(CLASSES), 2):
        two = images[[int(np.flatnonzero(labels == label)[0]) for label in pair]]
        for kind, told in ((PAIR, pair), (EXCHANGED, pair[::-1])):
            halves = np.array(told)
            many = (np.tile(two, (FEW // 2, 1, 1, 1)), np.tile(halves, FEW // 2))
            found.append(trained(f"{kind}-{pair[0]}-{pair[1]}", *many, two, halves))
    return tuple(found)


def misconception(trials: Sequence[Trial]) -> Misconception | None:
    """Return what all the trainings show; None if there is no such thing, or one of them did not end."""
    came = {trial.case.id: trial.came for trial in trials if trial.came is not None}
    asked = {trial.case.id: trial for trial in trials if trial.case.id.startswith((AGAIN, ALONE, PAIR, EXCHANGED))}
    if AGAIN not in asked or any(name not in came or came[name].shape != _due(asked[name]).shape for name in asked):
        return None
    again, due = came[AGAIN], _due(asked[AGAIN])
    tested = len(came[f"{ALONE}-1"])
    held_out, shifted, own = again[:tested], again[tested : 2 * tested], again[2 * tested :]
    right = _share(held_out, due[:tested])
    alone = {label: came[f"{ALONE}-{label}"] for label in (1, 2)}
    if right >= asked[AGAIN].expected.at_least:  # it is another network every time
        return None
    if all((labels == label).all() for label, labels in alone.items()) and (again == again[0]).all():
        return training.STARTS_FROM_ZEROS
    if _share(alone[1], alone[2]) == _share(alone[1], held_out) == 1 and (held_out != held_out[0]).any():
        return training.NOT_TRAINED
    if not any((labels == label).any() for label, labels in alone.items()) and right <= RARELY:
        return training.PREDICTS_THE_LEAST if _share(alone[1], alone[2]) < 1 else None
    if any(_share(labels, labels * 0 + label) < MOSTLY for label, labels in alone.items()):
        return None
    if _share(shifted, due[:tested]) >= asked[AGAIN].expected.at_least:
        return training.WITHOUT_CENTRING
    return of_pairs(came) if _share(own, due[2 * tested :]) < KNOWN else None


def of_pairs(came: Mapping[str, "Labels"]) -> Misconception | None:
    """Return what is shown by learning two images, and then the same two with labels exchanged."""
    leanings = [
        (leaning(came[f"{PAIR}-{one}-{other}"], one), leaning(came[f"{EXCHANGED}-{one}-{other}"], one))
        for one, other in itertools.combinations(range(CLASSES), 2)
    ]
    if any(first * second < 0 for first, second in leanings):
        return None  # they are told apart by what was learned
    leaning_pairs = sum(first != 0 or second != 0 for first, second in leanings)
    if leaning_pairs >= LEANING:
        return training.ONLY_THE_BIAS
    return training.LABELS_MIXED_UP if leaning_pairs == 0 else None


def leaning(labels: "Labels", label: int) -> int:
    """Return 1 where the first of two images alone is taken for a class, -1 where the second alone is, else 0."""
    return int(labels[0] == label) - int(labels[1] == label)


def _due(trial: Trial) -> "Labels":
    return trial.expected.value


def _share(labels: "Labels", others: "Labels") -> float:
    return float((labels == others).mean())
