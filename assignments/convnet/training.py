"""A training, and what the network that it gives makes of pictures held out. The labels of those stay on this side.

A case says by its sizes what kind of pictures it has (`pictures.py`):

    drawn   0: the marks are edges; 1: they are patterns that are drawn, which nobody knows beforehand
    noise   its standard deviation, in hundredths of the way from black to white
    alike   0, or the class that all pictures held out show, at one place; another network is trained in between
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from convref.bounds import Bounded
from grader.model import Call, Kept, Laid
from grader.topics.operation import Operation, Sizes, no_grid

from ..shared.references import exactly
from .pictures import CLASSES, SIDE, Stream, draw_labels, draw_pictures, edges, other_marks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]
    Inputs = Mapping[str, Array]

DUE = 0.8  # of the pictures held out; filters that learn reach it (benchmarks/learned_filters.py)
WORTH_FROM = 0.65  # the network's own filters, left as they were drawn, come to 0.53 at most; 200 others to 0.75
FEW = 80  # pictures of a second training


def train_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``train(images, labels) -> params``, then ``predict(params, images) -> labels`` on images held out."""
    images, labels = arguments["images"], arguments["labels"]
    trained = [train_call(images, labels)]
    if sizes["alike"]:
        trained.append(train_call(*another_training(images, labels)))
    given = (Kept(call=0, position=0), arguments["held_out"])
    return (*trained, Call(function="predict", arguments=given, names=("params", "images"), returns=("labels",)))


def train_call(images: object, labels: object) -> Call:
    """Return the call of a training, which has no exercise of its own: what it changes counts here."""
    return Call(
        function="train",
        arguments=(images, labels),
        names=("images", "labels"),
        returns=("params",),
        keep=("params",),
        is_judged=True,
    )


def another_training(images: object, labels: object) -> tuple[object, object]:
    """Return a few of the images, each with a wrong label."""
    if isinstance(images, Laid) and isinstance(labels, Laid):
        return Laid(images.array[:FEW]), Laid((labels.array[:FEW].astype(int) + 1) % len(CLASSES))
    return images, labels


def train_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, Bounded]:
    """The labels of the images held out; they stay on this side."""
    return {"labels": exactly(inputs["held_out_labels"])}


def draw_images(sizes: Sizes, numbers: Iterator[int]) -> Mapping[str, "Array"]:
    """Draw images to learn from and images to be tested on, as many of each class."""
    import numpy as np

    stream = Stream(numbers)
    marks = other_marks(stream) if sizes["drawn"] else edges()
    noise, alike = sizes["noise"] / 100, sizes["alike"]
    labels, held_out_labels = (draw_labels(sizes[name], stream) for name in ("train", "test"))
    if alike:
        held_out_labels = np.full(sizes["test"], alike)
    return {
        "images": draw_pictures(marks, labels, noise, stream),
        "labels": labels,
        "held_out": draw_pictures(marks, held_out_labels, noise, stream, are_alike=alike > 0),
        "held_out_labels": held_out_labels,
    }


def images_problem(sizes: Sizes, shape: Mapping[str, tuple[int, ...]]) -> str | None:
    """Images have the size in which they are made."""
    due = (1, SIDE, SIDE)
    if sizes["alike"] >= len(CLASSES):
        return f"alike={sizes['alike']} is no class"
    return None if shape["images"][1:] == due else f"images are made with C, H, W = {due}"


PREDICT = Operation(
    id="predict",
    shapes={
        "images": ("train", "C", "H", "W"),
        "labels": ("train",),
        "held_out": ("test", "C", "H", "W"),
        "held_out_labels": ("test",),
    },
    options={"drawn": 0, "noise": 0, "alike": 0},
    returns=("labels",),
    problem=images_problem,
    calls=train_calls,
    reference=train_reference,
    grid=no_grid,
    draw=draw_images,
    at_least=DUE,
    worth_from=WORTH_FROM,
)
