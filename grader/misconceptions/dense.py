"""Wrong models of the fully connected layer, ReLU and the softmax loss."""

from typing import TYPE_CHECKING

import numpy as np

from grader.misconceptions.misconception import Family, Knobs, Misconception
from grader.operations.operation import Sizes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Inputs = Mapping[str, NDArray[np.generic]]


def model(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return what one with these beliefs computes."""
    given = {name: array.astype(np.float64) for name, array in inputs.items() if name != "y"}
    if exercise == "softmax_loss":
        with np.errstate(all="ignore"):
            return softmax(given["x"], inputs["y"].astype(np.intp), output, on)
    if exercise == "relu_forward":
        return relu(given["x"], on)
    if exercise == "relu_backward":
        return relu_gradient(given["dout"], given["x"], on)
    if exercise == "affine_forward":
        return affine(given["x"], given["w"], given["b"], on)
    return affine_gradient(given["dout"], given["x"], given["w"], output, on)


# ------------------------------------------------------------------------------------- layer


def flat(x: "Floats", on: Knobs) -> "Floats":
    """Return each image as a row."""
    if "channels-last" in on:
        x = np.moveaxis(x, 1, -1)
    if "column-by-column" in on:
        x = x.swapaxes(2, 3)
    return x.reshape(len(x), -1)


def affine(x: "Floats", w: "Floats", b: "Floats", on: Knobs) -> "Floats":
    """Return the layer's output."""
    w = w.reshape(w.shape[::-1]).T if "weights-transposed" in on else w
    out = flat(x, on) @ w
    if "averaged" in on:
        out = out / len(w)
    if "bias-subtracted" in on:
        b = -b
    if "first-bias-for-all" in on:
        b = np.full(b.shape, b[0])
    out = out if "bias-forgotten" in on else out + b
    if "relu-inside" in on:
        out = np.maximum(out, 0)
    return 0 * out if "nothing-written" in on else out


def affine_gradient(dout: "Floats", x: "Floats", w: "Floats", output: str, on: Knobs) -> "Floats":
    """Return one of the layer's gradients."""
    if "gradient-without-dout" in on:
        dout = np.ones(dout.shape)
    rows = flat(x, on)
    if output == "dx":
        dx = dout @ w.T
        found = dx if "dx-stays-flat" in on else dx.reshape(x.shape)
    elif output == "dw":
        found = np.outer(rows[-1], dout[-1]) if "last-image-only" in on else rows.T @ dout
        found = found.T if "dw-transposed" in on else found
    else:
        found = dout[-1] if "last-image-only" in on else dout.sum(axis=0)
        found = np.asarray(dout.sum()) if "db-one-number" in on else found
    if "divided-by-the-batch" in on:
        found = found / len(x)
    return 0 * found if "nothing-written" in on else found


# -------------------------------------------------------------------------------------- ReLU


def relu(x: "Floats", on: Knobs) -> "Floats":
    """Return the activation."""
    if "absolute-values" in on:
        return np.abs(x)
    if "cut-at-one" in on:
        return x.clip(0, 1)
    if "steps" in on:
        return (x > 0).astype(np.float64)
    if "largest-of-columns" in on:
        return np.asarray(np.maximum(0 * x, x.max(axis=0)))
    return np.minimum(x, 0) if "negative-part" in on else np.maximum(x, 0)


def relu_gradient(dout: "Floats", x: "Floats", on: Knobs) -> "Floats":
    """Return dx."""
    mask = x > 0
    if "mask-of-dout" in on:
        mask = dout > 0
    if "mask-reversed" in on:
        mask = x < 0
    if "mask-forgotten" in on:
        return dout
    if "mask-alone" in on:
        return mask.astype(np.float64)
    return dout * np.maximum(x, 0) if "times-the-output" in on else dout * mask


# ----------------------------------------------------------------------------------- softmax


def softmax(x: "Floats", y: "NDArray[np.intp]", output: str, on: Knobs) -> "Floats":
    """Return the loss, or its gradient."""
    axis = 0 if "over-the-images" in on else 1
    shifted = x if "not-shifted" in on else x - x.max() if "one-maximum" in on else x - x.max(axis=axis, keepdims=True)
    sums = np.exp(shifted).sum(axis=axis, keepdims=True)
    p, log_p = np.exp(shifted) / sums, shifted - np.log(sums)
    if {"not-shifted", "one-maximum", "log-of-the-probability"} & on:
        log_p = np.log(p)
    images = np.arange(len(x))
    if output == "loss":
        losses = -log_p[images, y]
        if "log-base-2" in on:
            losses = losses / np.log(2)
        total = losses.sum() if {"summed", "loss-summed"} & on else losses.mean()
        return np.asarray(-total if "sign-forgotten" in on else total)
    one = np.zeros(x.shape)
    one[images, y] = 1
    dx = p if "label-not-subtracted" in on else p - one
    dx = dx if {"summed", "gradient-summed"} & on else dx / len(x)
    return np.asarray(-dx if "downhill" in on else dx)


_FC, _RELU = "Final Fully-Connected Layer", "CNN Prototype"


def _of(id: str, belief: str, hint: str, *outputs: str, slide: str = _FC) -> Misconception:
    return Misconception(id=id, belief=belief, hint=hint, slide=slide, outputs=outputs or ("out",))


AFFINE = (
    _of("bias-forgotten", "A layer is a product of matrices.", "Give it an image of zeros. What should be left?"),
    _of(
        "channels-last",
        "A pixel keeps its channels together.",
        "In which order does reshape list the axes of (N, C, H, W)?",
    ),
    _of(
        "column-by-column",
        "An image is read column by column.",
        "Which pixel follows the first one in your row of numbers?",
    ),
    _of(
        "weights-transposed",
        "The weights of an output are a row.",
        "Which axis of w has as many entries as there are outputs?",
    ),
    _of(
        "first-bias-for-all",
        "There is one bias.",
        "Give every output another bias, and an image of zeros. Do the outputs differ?",
    ),
    _of(
        "bias-subtracted",
        "A bias is a threshold, and subtracted.",
        "With an image of zeros and a bias of 10, is the output 10 or −10?",
    ),
    _of(
        "averaged",
        "A neuron takes the mean of what it sees.",
        "Try ones everywhere and no bias. What is the sum of 12 ones?",
    ),
    _of(
        "relu-inside",
        "A layer ends with its activation.",
        "Should an output of this layer ever be negative? Look at the lesson's example.",
    ),
    _of(
        "nothing-written",
        "The array is filled already.",
        "All your numbers are 0. Into which array do you write, and which do you return?",
    ),
)
AFFINE_BACKWARD = (
    _of(
        "dx-stays-flat",
        "The gradient of an image is a row.",
        "Print the shapes of x and of your dx. Which one does the caller expect?",
        "dx",
    ),
    _of("dw-transposed", "dw lists the outputs first.", "Print the shapes of w and of your dw. Are they equal?", "dw"),
    _of(
        "divided-by-the-batch",
        "Gradients are averaged over the images.",
        "Has the loss taken the mean already?",
        "dx",
        "dw",
        "db",
    ),
    _of(
        "last-image-only",
        "Each image replaces the one before.",
        "With one image it is right. How many images does a weight meet?",
        "dw",
        "db",
    ),
    _of(
        "db-one-number", "There is one bias.", "Print the shapes of b and of your db. Over which axis do you add?", "db"
    ),
    _of(
        "gradient-without-dout",
        "The gradient does not depend on what comes back.",
        "Double dout. Does your answer double?",
        "dx",
        "dw",
        "db",
    ),
    _of(
        "channels-last",
        "A pixel keeps its channels together.",
        "In which order does reshape list the axes of (N, C, H, W)?",
        "dw",
    ),
    _of(
        "nothing-written",
        "The array is filled already.",
        "All your numbers are 0. Which array do you return?",
        "dx",
        "dw",
        "db",
    ),
)
RELU = (
    _of("absolute-values", "ReLU makes everything positive.", "What should −3 become: 3 or 0?", slide=_RELU),
    _of(
        "largest-of-columns",
        "The largest of an array is taken along its first axis.",
        "What does the maximum compare in your code: two numbers, or a column?",
        slide=_RELU,
    ),
    _of("steps", "ReLU says whether, not how much.", "What should 3 become: 3 or 1?", slide=_RELU),
    _of("cut-at-one", "ReLU ends at 1.", "What should 3 become: 3 or 1?", slide=_RELU),
    _of("negative-part", "ReLU keeps what is negative.", "What should 3 become, and what −3?", slide=_RELU),
)
RELU_BACKWARD = (
    _of(
        "mask-of-dout",
        "The gradient passes where it is positive.",
        "Which array decides what gets through: the gradient, or the input?",
        "dx",
        slide=_RELU,
    ),
    _of(
        "mask-forgotten",
        "The gradient passes everywhere.",
        "Move a negative input a little. Does the output move?",
        "dx",
        slide=_RELU,
    ),
    _of(
        "mask-alone",
        "The gradient is 1 where the input is positive.",
        "Double dout. Does your answer double?",
        "dx",
        slide=_RELU,
    ),
    _of(
        "mask-reversed",
        "The gradient passes where the input was cut off.",
        "Move a negative input a little. Does the output move?",
        "dx",
        slide=_RELU,
    ),
    _of(
        "times-the-output",
        "The gradient is multiplied with the output.",
        "Double the input. Should its gradient double?",
        "dx",
        slide=_RELU,
    ),
)
SOFTMAX = (
    _of(
        "not-shifted",
        "Exponentials of scores are numbers like others.",
        "What does exp(1000) print? Which number could you subtract first?",
        "loss",
        "dx",
    ),
    _of(
        "summed",
        "The loss is a sum over the images.",
        "Give it every image twice. Should the loss double?",
        "loss",
        "dx",
    ),
    _of(
        "loss-summed",
        "The loss is a sum over the images.",
        "Give it every image twice. Should the loss double?",
        "loss",
    ),
    _of(
        "gradient-summed",
        "The gradient is not divided by the number of images.",
        "The loss is a mean. What does that do to its derivative?",
        "dx",
    ),
    _of(
        "label-not-subtracted",
        "The gradient of the loss is the probabilities.",
        "Where does the right class enter your gradient?",
        "dx",
    ),
    _of(
        "log-of-the-probability",
        "The logarithm of a probability is finite.",
        "Two scores a thousand apart: what is p, and what is its logarithm?",
        "loss",
    ),
    _of(
        "one-maximum",
        "The largest score of the batch is subtracted from all.",
        "Two images a thousand apart: what is left of the smaller one?",
        "loss",
        "dx",
    ),
    _of(
        "over-the-images",
        "Probabilities add up to 1 over the images.",
        "Add up your probabilities of one image. Do you get 1?",
        "loss",
        "dx",
    ),
    _of(
        "sign-forgotten",
        "The loss is the mean of log p.",
        "Is your loss negative? Which sign has the logarithm of a probability?",
        "loss",
    ),
    _of(
        "downhill",
        "The gradient points to a smaller loss.",
        "Raise the score of the right class. Does the loss grow or fall?",
        "dx",
    ),
    _of("log-base-2", "A logarithm has base 2.", "Four equal scores: is your loss 2 or 1.386?", "loss"),
)

FAMILIES = (
    Family(exercises=("affine_forward",), misconceptions=AFFINE, model=model),
    Family(exercises=("affine_backward",), misconceptions=AFFINE_BACKWARD, model=model),
    Family(exercises=("relu_forward",), misconceptions=RELU, model=model),
    Family(exercises=("relu_backward",), misconceptions=RELU_BACKWARD, model=model),
    Family(exercises=("softmax_loss",), misconceptions=SOFTMAX, model=model),
)
