"""Wrong models of ReLU, forward and backward, and of the softmax loss."""

from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Family, Knobs, believed
from grader.topics.operation import Sizes

from ..shared.beliefs import handed_back, shared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Inputs = Mapping[str, NDArray[np.generic]]

LEAKS = {"leaky": 0.01, "leaky-by-0.1": 0.1, "leaky-by-0.2": 0.2, "leaky-by-0.5": 0.5}
EPSILONS = {"epsilon-added": 1e-8} | {f"epsilon-of-1e-{n}": 10.0**-n for n in (3, 4, 5, 6, 7, 9, 10, 12, 15)}
CLIPS = {f"clipped-at-1e-{n}": 10.0**-n for n in (3, 4, 5, 6, 7, 8, 9, 10, 12, 15)}

# --------------------------------------------------------------------------------------- ReLU


def relu(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return the activation."""
    x = inputs["x"].astype(np.float64)
    return handed_back(active(x, on), inputs["x"].dtype, on)


def active(x: "Floats", on: Knobs) -> "Floats":
    """Return what gets through."""
    if "absolute-values" in on:
        return np.abs(x)
    if "cut-at-one" in on:
        return x.clip(0, 1)
    if "steps" in on:
        return (x > 0).astype(np.float64)
    if "largest-of-columns" in on:
        return np.asarray(np.maximum(0 * x, x.max(axis=0)))
    if "largest-of-each-column" in on:
        return np.asarray(x.max(axis=0))
    if "negative-part" in on:
        return np.minimum(x, 0)
    if "echo" in on:
        return x
    leak = next((leak for knob, leak in LEAKS.items() if knob in on), 0.0)
    return np.where(x > 0, x, leak * x)


def relu_gradient(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return dx."""
    x, dout = (inputs[name].astype(np.float64) for name in ("x", "dout"))
    mask = x > 0
    if "mask-of-dout" in on:
        mask = dout > 0
    if "mask-reversed" in on:
        mask = x < 0
    factor = mask.astype(np.float64)
    if "times-the-output" in on:
        factor = np.maximum(x, 0)
    if "times-the-input" in on:
        factor = x
    if "mask-forgotten" in on:
        factor = np.ones(x.shape)
    if "output-again" in on:
        factor, dout = np.maximum(x, 0), np.ones(x.shape)
    if "mask-alone" in on:
        dout = np.ones(x.shape)
    return handed_back(dout * factor, inputs["x"].dtype, on)


# ------------------------------------------------------------------------------------ softmax


def softmax(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return the loss, or its gradient."""
    with np.errstate(all="ignore"):
        return loss_or_gradient(inputs["x"].astype(np.float64), inputs["y"].astype(np.intp), output, on)


def loss_or_gradient(x: "Floats", y: "NDArray[np.intp]", output: str, on: Knobs) -> "Floats":
    """Return one of the two."""
    axis = 0 if "over-the-images" in on else 1
    of_maximum = 1 if "largest-of-each-image" in on else axis
    largest = x.max() if "one-maximum" in on else x.max(axis=of_maximum, keepdims=True)
    shifted = x if "not-shifted" in on else x - largest
    sums = np.exp(shifted).sum(axis=None if "one-sum" in on else axis, keepdims=True)
    p, log_p = np.exp(shifted) / sums, shifted - np.log(sums)
    images = np.arange(len(x))
    divisor = x.shape[1] if "divided-by-classes" in on else x.size if "divided-by-all" in on else len(x)
    if output == "loss":
        losses = -logarithm(p, log_p, on)[images, y]
        if "every-label-for-every-image" in on:
            losses = -logarithm(p, log_p, on)[:, y]
        if "probability-alone" in on:
            losses = 1 - p[images, y]
        total = losses.sum() if "loss-summed" in on else losses.sum() / divisor
        return np.asarray(-total if "sign-forgotten" in on else total)
    at_the_label = np.zeros(x.shape)
    if "every-label-for-every-image" in on:
        at_the_label[:, y] = 1  # once, however often a label is there
    else:
        at_the_label[images, y] = 1
    dx = p if "label-not-subtracted" in on else p - at_the_label
    dx = -dx if "downhill" in on else dx
    return np.asarray(dx if "gradient-summed" in on else dx / divisor)


def logarithm(p: "Floats", log_p: "Floats", on: Knobs) -> "Floats":
    """Return the logarithm of the probabilities."""
    for knob, epsilon in EPSILONS.items():
        if knob in on:
            return np.asarray(np.log(p + epsilon))
    for knob, least in CLIPS.items():
        if knob in on:
            return np.asarray(np.log(np.clip(p, least, 1 - least)))
        if f"{knob}-below" in on:
            return np.asarray(np.log(np.maximum(p, least)))
    if {"not-shifted", "one-maximum", "log-of-the-probability"} & on:
        return np.asarray(np.log(p))
    return log_p / np.log(2) if "log-base-2" in on else log_p / np.log(10) if "log-base-10" in on else log_p


_FC, _RELU = "Final Fully-Connected Layer", "CNN Prototype"
_MOVE = "Move a negative input a little. Does the output move?"
_LOG = "Four equal scores: is your loss 1.386, the natural logarithm of 4?"
_ZERO = "Two scores a thousand apart: what is p, and what is its logarithm? What remains of x − log Σ exp x?"

RELU = (
    believed("absolute-values", "ReLU makes everything positive.", "What should −3 become: 3 or 0?", _RELU),
    believed(
        "largest-of-columns",
        "The largest of an array and 0 is taken along its first axis.",
        "What does the maximum compare in your code: two numbers, or a column?",
        _RELU,
    ),
    believed(
        "largest-of-each-column",
        "A maximum of an array, with a 0 behind it, compares with 0.",
        "Print the shape of your answer. What does the 0 behind the array stand for: a number, or an axis?",
        _RELU,
    ),
    believed("steps", "ReLU says whether, not how much.", "What should 3 become: 3 or 1?", _RELU),
    believed("cut-at-one", "ReLU ends at 1.", "What should 3 become: 3 or 1?", _RELU),
    believed("negative-part", "ReLU keeps what is negative.", "What should 3 become, and what −3?", _RELU),
    believed(
        "leaky",
        "A little gets through below 0.",
        "What should −100 become: −1 or 0?",
        _RELU,
        ways=tuple(frozenset({knob}) for knob in LEAKS),
    ),
    believed(
        "echo", "An activation changes nothing.", "What comes out for −3? Which numbers should ReLU change?", _RELU
    ),
    shared("cut-to-integers", _RELU),
    shared("nothing-written", _RELU),
)
RELU_BACKWARD = (
    believed(
        "mask-of-dout",
        "The gradient passes where it is positive.",
        "Which array decides what gets through: the gradient, or the input?",
        _RELU,
        "dx",
    ),
    believed("mask-forgotten", "The gradient passes everywhere.", _MOVE, _RELU, "dx"),
    believed(
        "mask-alone",
        "The gradient is 1 where the input is positive.",
        "Double dout. Does your answer double?",
        _RELU,
        "dx",
    ),
    believed("mask-reversed", "The gradient passes where the input was cut off.", _MOVE, _RELU, "dx"),
    believed(
        "times-the-output",
        "The gradient is multiplied with the output.",
        "Double the input. Should its gradient double?",
        _RELU,
        "dx",
    ),
    believed(
        "times-the-input",
        "The gradient is multiplied with the input.",
        "Double the input. Should its gradient double?",
        _RELU,
        "dx",
    ),
    believed(
        "output-again",
        "Backward is forward once more.",
        "Double dout, and leave the input as it is. Does your answer double?",
        _RELU,
        "dx",
    ),
    shared("cut-to-integers", _RELU, "dx"),
    shared("nothing-written", _RELU, "dx"),
)
SOFTMAX = (
    believed(
        "not-shifted",
        "Exponentials of scores are numbers like others.",
        "What does exp(1000) print? Which number could you subtract first?",
        _FC,
        "loss",
        "dx",
    ),
    shared("loss-summed", _FC, "loss"),
    shared("gradient-summed", _FC, "dx"),
    shared("label-not-subtracted", _FC, "dx"),
    believed("log-of-the-probability", "The logarithm of a probability is finite.", _ZERO, _FC, "loss"),
    believed(
        "epsilon-added",
        "A small number makes every logarithm safe.",
        _ZERO,
        _FC,
        "loss",
        ways=tuple(frozenset({knob}) for knob in EPSILONS),
    ),
    believed(
        "probability-clipped",
        "No probability is smaller than some small number.",
        "Two scores a thousand apart: what is p, and what does your code take for it? How large is the loss then?",
        _FC,
        "loss",
        ways=tuple(frozenset({f"{knob}{side}"}) for knob in CLIPS for side in ("", "-below")),
    ),
    believed(
        "one-maximum",
        "The largest score of the batch is subtracted from all.",
        "Two images a thousand apart: what is left of the smaller one?",
        _FC,
        "loss",
        "dx",
    ),
    believed(
        "over-the-images",
        "Probabilities add up to 1 over the images.",
        "Add up your probabilities of one image. Do you get 1?",
        _FC,
        "loss",
        "dx",
        ways=(frozenset({"over-the-images"}), frozenset({"over-the-images", "largest-of-each-image"})),
    ),
    believed(
        "one-sum",
        "Probabilities add up to 1 over the whole batch.",
        "Add up your probabilities of one image. Do you get 1?",
        _FC,
        "loss",
        "dx",
        ways=(frozenset({"one-sum"}), frozenset({"one-sum", "one-maximum"})),
    ),
    believed(
        "every-label-for-every-image",
        "A colon stands for each image in turn.",
        "Take two images with labels 0 and 1. Which numbers does a colon beside them pick out, and which are due?",
        _FC,
        "loss",
        "dx",
    ),
    believed(
        "divided-by-classes",
        "The loss is averaged over the classes.",
        "Give it every image twice. How many losses are averaged then, and by which number do you divide?",
        _FC,
        "loss",
        "dx",
    ),
    believed(
        "divided-by-all",
        "The loss is averaged over images and classes.",
        "A batch has one loss for each image. By what do you divide: by the number of images, or of all scores?",
        _FC,
        "loss",
        "dx",
    ),
    believed(
        "sign-forgotten",
        "The loss is the mean of log p.",
        "Is your loss negative? Which sign has the logarithm of a probability?",
        _FC,
        "loss",
    ),
    shared("downhill", _FC, "dx"),
    believed("log-base-2", "A logarithm has base 2.", _LOG, _FC, "loss"),
    believed("log-base-10", "A logarithm has base 10.", _LOG, _FC, "loss"),
    believed(
        "probability-alone",
        "The loss is the probability of being wrong.",
        "The right class with p = 0: is your loss 1, or as large as can be?",
        _FC,
        "loss",
    ),
)

FAMILIES = (
    Family(exercises=("relu_forward",), misconceptions=RELU, model=relu),
    Family(exercises=("relu_backward",), misconceptions=RELU_BACKWARD, model=relu_gradient),
    Family(exercises=("softmax_loss",), misconceptions=SOFTMAX, model=softmax),
)
