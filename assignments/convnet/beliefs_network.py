"""Wrong models of a small network: its scores and its gradients.

The layers are the reference's; only how they are put together is wrong.
"""

from typing import TYPE_CHECKING

import numpy as np

import convref
from grader.topics.misconception import Family, Knobs, believed
from grader.topics.operation import Sizes

from ..shared.beliefs import handed_back, shared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Inputs = Mapping[str, NDArray[np.generic]]

POOL = 2
DECAY = 0.01  # of weights that are punished for their size

# ------------------------------------------------------------------------------------ scores


def scores(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return the scores of the network."""
    x, w1, b1, w2, b2 = (inputs[name].astype(np.float64) for name in ("x", "w1", "b1", "w2", "b2"))
    maps = convolved(x, w1, b1, on)
    active = maps if {"relu-forgotten", "relu-at-the-end"} & on else np.maximum(maps, 0)
    rows = features(pooled(active, on), on)
    b2 = 0 * b2 if "second-bias-missing" in on else 2 * b2 if "biases-twice" in on else b2
    result = rows @ w2 + b2
    if {"relu-at-the-end", "relu-inside"} & on:
        result = np.maximum(result, 0)
    if "scores-are-probabilities" in on:
        p = np.exp(result - result.max(axis=1, keepdims=True))
        result = p / p.sum(axis=1, keepdims=True)
    return handed_back(result, inputs["x"].dtype, on)


def convolved(x: "Floats", w1: "Floats", b1: "Floats", on: Knobs) -> "Floats":
    """Return the maps of the first layer."""
    w1 = w1[:, :, ::-1, ::-1] if "kernel-flipped" in on else w1
    b1 = 0 * b1 if "first-bias-missing" in on else b1
    pad = 1 if "padding-is-one" in on else 0 if "padding-forgotten" in on else w1.shape[2] // 2
    return np.asarray(convref.conv_forward(x, np.ascontiguousarray(w1), b1, pad=pad), np.float64)


def pooled(active: "Floats", on: Knobs) -> "Floats":
    """Return the maps, half as large."""
    if "maximum-and-mean-exchanged" in on:
        return np.asarray(convref.avg_pool_forward(active, POOL), np.float64)
    if "pooling-skips" in on:
        high, wide = (size // POOL * POOL for size in active.shape[2:])
        return active[:, :, :high:POOL, :wide:POOL]
    return np.asarray(convref.max_pool_forward(np.ascontiguousarray(active), POOL), np.float64)


def features(maps: "Floats", on: Knobs) -> "Floats":
    """Return each image's features as a row."""
    maps = np.moveaxis(maps, 1, -1) if "channels-last" in on else maps
    maps = maps.swapaxes(2, 3) if "column-first" in on else maps
    return maps.reshape(len(maps), -1)


# --------------------------------------------------------------------------------- gradients


def gradients(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return the loss, or one of its gradients."""
    x, w1, b1, w2, b2 = (inputs[name].astype(np.float64) for name in ("x", "w1", "b1", "w2", "b2"))
    y, pad = inputs["y"].astype(np.intp), w1.shape[2] // 2
    maps = convolved(x, w1, b1, on)
    active = maps if "relu-forgotten" in on else np.maximum(maps, 0)
    less = pooled(active, on)
    b2 = 0 * b2 if "second-bias-missing" in on else b2
    result = convref.affine_forward(less, w2, b2)
    if output == "loss":
        loss = float(convref.softmax_loss(result, y))
        loss = loss * len(y) if "loss-summed" in on else loss
        return np.asarray(-loss if "sign-forgotten" in on else loss)
    back = convref.softmax_loss_backward(result, y) * (len(y) if "gradient-summed" in on else 1)
    if "label-not-subtracted" in on:
        back = back + np.eye(result.shape[1])[y] / len(y)
    back = -back if "downhill" in on else back
    seen = convref.max_pool_forward(maps, POOL) if "second-gradient-before-relu" in on else less
    dless, dw2, db2 = convref.affine_backward(back, seen, w2)
    if output in ("dw2", "db2"):
        gradient = np.asarray({"dw2": dw2, "db2": db2}[output], np.float64)
        return finished(gradient, w2, output, on)
    dmaps = unpooled(np.asarray(dless, np.float64), maps, active, on)
    if "dw-unpadded" in on:  # windows begin where they begin on the padded image, and lie on the image as it is
        x, pad = np.pad(x, ((0, 0), (0, 0), (0, 2 * pad), (0, 2 * pad))), 0
    _, dw1, db1 = convref.conv_backward(dmaps, x, w1, pad=pad)
    return finished(np.asarray({"dw1": dw1, "db1": db1}[output], np.float64), w1, output, on)


def unpooled(dless: "Floats", maps: "Floats", active: "Floats", on: Knobs) -> "Floats":
    """Send a gradient back through pooling and ReLU."""
    if {"maximum-and-mean-exchanged", "pooled-gradient-shared"} & on:
        dmaps = convref.avg_pool_backward(dless, active, POOL)
    elif "every-tie" in on:  # where no number of a window is positive, all are the largest
        dmaps = to_every_tie(dless, active)
    else:
        is_before = "mask-forgotten" in on and "of-active" not in on
        dmaps = convref.max_pool_backward(dless, maps if is_before else active, POOL)
    if {"mask-forgotten", "relu-forgotten"} & on:
        return np.asarray(dmaps, np.float64)
    return np.asarray(dmaps * (maps > 0), np.float64)


def to_every_tie(dless: "Floats", active: "Floats") -> "Floats":
    """Send the whole gradient of a window to each of its largest entries."""
    dmaps = np.zeros(active.shape)
    largest = convref.max_pool_forward(active, POOL)
    for u, v in np.ndindex(POOL, POOL):
        place = np.s_[:, :, u : u + POOL * dless.shape[2] : POOL, v : v + POOL * dless.shape[3] : POOL]
        dmaps[place] = dless * (active[place] == largest)
    return dmaps


def finished(gradient: "Floats", weights: "Floats", output: str, on: Knobs) -> "Floats":
    """Return a gradient as it is handed back."""
    if "bias-gradients-missing" in on and output in ("db1", "db2"):
        return 0 * gradient
    if "regularised" in on and output in ("dw1", "dw2"):
        gradient = gradient + DECAY * weights
    return 0 * gradient if "nothing-written" in on else gradient


_NET, _LEARNED, _LAST = "CNN Prototype", "CNN Learned Filters", "Final Fully-Connected Layer"
_LOSS, _FIRST, _SECOND = ("loss",), ("dw1", "db1"), ("dw2", "db2")
_ALL = (*_FIRST, *_SECOND)
_ZEROS = "Give the network an image of zeros. What should be left of the biases?"

SCORES = (
    believed(
        "relu-forgotten",
        "A convolution is already not linear.",
        "Print the maps before pooling. Which of their numbers are negative, and should be?",
        _NET,
        "scores",
    ),
    believed("first-bias-missing", "The convolution needs no bias.", _ZEROS, _NET, "scores"),
    believed("second-bias-missing", "The last layer needs no bias.", _ZEROS, _LAST, "scores"),
    believed("biases-twice", "The last biases are added by the layer and by hand.", _ZEROS, _LAST, "scores"),
    shared("maximum-and-mean-exchanged", _NET, "scores"),
    believed(
        "pooling-skips",
        "A layer halves the image by leaving out every second pixel.",
        "Put a single bright pixel at row 1, column 1. Does it reach the pooled map?",
        _NET,
        "scores",
    ),
    shared("kernel-flipped", _NET, "scores"),
    shared("channels-last", _LAST, "scores"),
    shared("column-first", _LAST, "scores"),
    believed(
        "relu-at-the-end",
        "The activation comes last.",
        "Are any of your scores negative? Where does the slide put its activations?",
        _NET,
        "scores",
    ),
    shared("relu-inside", _LAST, "scores"),
    believed(
        "scores-are-probabilities",
        "A network ends with softmax.",
        "Add up the scores of one image. Do you get 1, and does the loss take probabilities or scores?",
        _LAST,
        "scores",
    ),
    believed(
        "padding-is-one",
        "A padding of one keeps every size.",
        "It is right for filters of 3. How large is a map behind a filter of 5?",
        _NET,
        "scores",
    ),
    believed(
        "padding-forgotten",
        "A convolution keeps the size by itself.",
        "It is right for filters of 1. How large is a map behind a filter of 3? How large a map does w2 expect?",
        _NET,
        "scores",
    ),
    shared("cut-to-integers", _NET, "scores"),
    shared("nothing-written", _NET, "scores"),
)
GRADIENTS = (
    shared("loss-summed", _LAST, *_LOSS),
    believed(
        "sign-forgotten",
        "The loss is the mean of log p.",
        "Is your loss negative? Which sign has the logarithm of a probability?",
        _LAST,
        *_LOSS,
    ),
    shared("gradient-summed", _LAST, *_ALL),
    shared("label-not-subtracted", _LAST, *_ALL),
    shared("downhill", _LAST, *_ALL),
    believed(
        "mask-forgotten",
        "ReLU needs no backward pass.",
        "Move a map's negative number a little. Does the loss change?",
        _NET,
        *_FIRST,
        ways=tuple(frozenset({"mask-forgotten", *more}) for more in ([], ["of-active"], ["every-tie"])),
    ),
    shared("maximum-and-mean-exchanged", _NET, *_LOSS, *_ALL),
    believed(
        "pooled-gradient-shared",
        "Pooling shares the gradient.",
        "Take a window with one large number. Add a little to another one: does the loss change?",
        _NET,
        *_FIRST,
    ),
    believed(
        "dw-unpadded",
        "Backward there is no padding.",
        "A filter's first window lies on padding, in part. Where does yours lie when you go back?",
        _NET,
        "dw1",
    ),
    believed(
        "second-gradient-before-relu",
        "The last layer saw what came before the activation.",
        "What did the last layer multiply its weights with? Are any of these numbers negative?",
        _LAST,
        "dw2",
    ),
    believed(
        "regularised",
        "Large weights are punished.",
        "Let every image be zeros. Which weights have a gradient then, and should they?",
        _LEARNED,
        "dw1",
        "dw2",
    ),
    believed(
        "bias-gradients-missing",
        "Biases are not trained.",
        "Add a little to a bias. Does the loss change?",
        _LAST,
        "db1",
        "db2",
    ),
    *(
        believed(id, belief, hint, slide, *_LOSS, *_ALL)
        for slide, id, belief, hint in (
            (
                _NET,
                "relu-forgotten",
                "A convolution is already not linear.",
                "Print the maps before pooling. Which of their numbers are negative, and should be?",
            ),
            (_NET, "first-bias-missing", "The convolution needs no bias.", _ZEROS),
            (_LAST, "second-bias-missing", "The last layer needs no bias.", _ZEROS),
        )
    ),
    shared("nothing-written", _NET, "dw1", "dw2"),
)
FAMILIES = (
    Family(exercises=("network_scores",), misconceptions=SCORES, model=scores),
    Family(exercises=("loss_and_gradients",), misconceptions=GRADIENTS, model=gradients),
)
