"""Wrong models of the fully connected layer, forward and backward."""

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

# ------------------------------------------------------------------------------------ forward


def affine(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return the layer's output."""
    x, w, b = (inputs[name].astype(np.float64) for name in ("x", "w", "b"))
    if "batch-flattened-too" in on:
        rows = x.reshape(1, -1)
    elif "first-image-only" in on:
        rows = np.broadcast_to(flat(x, on)[:1], (len(x), len(w)))
    else:
        rows = flat(x, on)
    if "weights-transposed" in on:
        w = w.reshape(w.shape[::-1]).T
    out = rows @ (w.T if "weights-turned" in on else w)  # turned, they fit where inputs and outputs are as many
    if "averaged" in on:
        out = out / len(w)
    return handed_back(out + biases(b, len(w), on), inputs["x"].dtype, on)


def flat(x: "Floats", on: Knobs) -> "Floats":
    """Return each image as a row."""
    if "channels-last" in on:
        x = np.moveaxis(x, 1, -1)
    if "column-first" in on and x.ndim > 2:
        x = x.swapaxes(-1, -2)
    if "memory-order" in on:
        return np.reshape(x, (len(x), -1), order="A")
    if "images-mixed" in on:
        return x.reshape(-1, len(x)).T
    return x.reshape(len(x), -1)


def biases(b: "Floats", inputs: int, on: Knobs) -> "Floats":
    """Return what is added to the outputs."""
    if "bias-forgotten" in on:
        return 0 * b
    if "bias-for-every-product" in on:
        return b * inputs
    if "first-bias-for-all" in on:
        return np.full(b.shape, b[0])
    if "biases-added-up" in on:
        return np.full(b.shape, b.sum())
    return -b if "bias-subtracted" in on else b


# ----------------------------------------------------------------------------------- backward


def gradient(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return one of the layer's gradients."""
    x, w, dout = (inputs[name].astype(np.float64) for name in ("x", "w", "dout"))
    if "gradient-without-dout" in on:
        dout = np.ones(dout.shape)
    rows = flat(x, on)
    if output == "dx":
        result = rows_gradient(dout, w, on)
        result = result if "dx-stays-flat" in on else result.reshape(x.shape)
    elif output == "dw":
        rows = np.ones(rows.shape) if "dw-without-x" in on else rows
        result = np.outer(rows[-1], dout[-1]) if "dw-of-the-last-image" in on else rows.T @ dout
        if "dw-in-the-wrong-order" in on:
            result = np.asarray(result.T.reshape(w.shape))
        result = result.T if "dw-transposed" in on else result
    else:
        result = dout[-1] if "db-of-the-last-image" in on else dout.sum(axis=0)
        result = dout if "db-not-over-images" in on else result
        result = np.asarray(dout.sum()) if "db-one-number" in on else result
        result = dout.sum(axis=1) if "db-over-outputs" in on else result
    if "divided-by-the-batch" in on:
        result = result / len(x)
    return handed_back(result, inputs["x"].dtype, on)


def rows_gradient(dout: "Floats", w: "Floats", on: Knobs) -> "Floats":
    """Return the gradient of the images, as rows."""
    if "dx-without-transpose" in on:
        return np.asarray(dout @ w.reshape(w.shape[::-1]))
    if "dx-without-weights" in on:
        return np.repeat(dout.sum(axis=1, keepdims=True), len(w), axis=1)
    return np.asarray(dout @ w.T)


_FC = "Final Fully-Connected Layer"

AFFINE = (
    shared("bias-forgotten", _FC),
    shared("channels-last", _FC),
    shared("column-first", _FC),
    believed(
        "batch-flattened-too",
        "All numbers of the batch are one row.",
        "With one image it is right. How many rows should the matrix have for three images?",
        _FC,
    ),
    believed(
        "memory-order",
        "An image is read in the order in which it lies in memory.",
        "It is wrong for one layout only. Which pixel follows the first one, whatever the memory looks like?",
        _FC,
    ),
    believed(
        "images-mixed",
        "The images may be the last axis of the matrix.",
        "With one image it is right. Print the first row of your matrix: is it the first image?",
        _FC,
    ),
    believed(
        "weights-transposed",
        "The weights of an output are a row.",
        "Which axis of w has as many entries as there are outputs?",
        _FC,
    ),
    believed(
        "weights-turned",
        "Weights are always multiplied as their transpose.",
        "It runs where inputs and outputs are as many. Which shapes do meet in your product?",
        _FC,
    ),
    believed("first-image-only", "There is one image.", "Give it two different images. Do their outputs differ?", _FC),
    believed(
        "first-bias-for-all",
        "There is one bias.",
        "Give every output another bias, and an image of zeros. Do the outputs differ?",
        _FC,
    ),
    believed(
        "biases-added-up",
        "Every output gets all biases.",
        "Give every output another bias, and an image of zeros. Do the outputs differ?",
        _FC,
    ),
    believed(
        "bias-for-every-product",
        "A bias belongs to each product.",
        "With an image of zeros, how often is the bias in your answer?",
        _FC,
    ),
    believed(
        "bias-subtracted",
        "A bias is a threshold, and subtracted.",
        "With an image of zeros and a bias of 10, is the output 10 or −10?",
        _FC,
    ),
    shared("averaged", _FC),
    shared("relu-inside", _FC),
    shared("cut-to-integers", _FC),
    shared("nothing-written", _FC),
)
AFFINE_BACKWARD = (
    believed(
        "dx-stays-flat",
        "The gradient of an image is a row.",
        "Print the shapes of x and of your dx. Which one does the caller expect?",
        _FC,
        "dx",
    ),
    believed(
        "dx-without-transpose",
        "dx is dout times w, made to fit.",
        "Which weights did the first number of an image meet? Are they those in its gradient?",
        _FC,
        "dx",
    ),
    believed(
        "dx-without-weights",
        "A number's gradient is that of the outputs it is in.",
        "Double the weights. Does your gradient of the image double?",
        _FC,
        "dx",
    ),
    believed(
        "dw-transposed",
        "dw lists the outputs first.",
        "Print the shapes of w and of your dw. Are they equal?",
        _FC,
        "dw",
    ),
    believed(
        "dw-in-the-wrong-order",
        "Reshaping a transposed gradient puts it right.",
        "Your numbers are right, in another order. Does reshaping move the rows into columns?",
        _FC,
        "dw",
    ),
    believed(
        "dw-without-x",
        "The gradient of a weight is that of its output.",
        "Double the image. Does your gradient of the weights double?",
        _FC,
        "dw",
    ),
    believed(
        "dw-of-the-last-image",
        "Each image replaces the one before.",
        "With one image it is right. How many images does a weight meet?",
        _FC,
        "dw",
    ),
    believed(
        "db-of-the-last-image",
        "A bias belongs to the last image.",
        "With one image it is right. To how many images is a bias added?",
        _FC,
        "db",
    ),
    believed(
        "db-not-over-images",
        "The gradient of the biases is dout.",
        "Print the shapes of b and of your db. To how many images is a bias added?",
        _FC,
        "db",
    ),
    believed(
        "db-one-number",
        "There is one bias.",
        "Print the shapes of b and of your db. Over which axis do you add?",
        _FC,
        "db",
    ),
    believed(
        "db-over-outputs",
        "A bias belongs to an image.",
        "Print the shapes of b and of your db. Over which axis do you add?",
        _FC,
        "db",
    ),
    shared("divided-by-the-batch", _FC, "dx", "dw", "db"),
    shared("gradient-without-dout", _FC, "dx", "dw", "db"),
    shared("channels-last", _FC, "dw"),
    shared("column-first", _FC, "dw"),
    shared("cut-to-integers", _FC, "dx", "dw", "db"),
    shared("nothing-written", _FC, "dx", "dw", "db"),
)

FAMILIES = (
    Family(exercises=("affine_forward",), misconceptions=AFFINE, model=affine),
    Family(exercises=("affine_backward",), misconceptions=AFFINE_BACKWARD, model=gradient),
)
