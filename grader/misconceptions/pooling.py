"""Wrong models of pooling, forward and backward."""

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
    x = inputs["x"].astype(np.float64)
    height, width, stride = sizes["HH"], sizes["WW"], sizes["stride"]
    is_max = exercise.startswith("max")
    if exercise.endswith("forward"):
        return forward(x, height, width, stride, is_max, on)
    return backward(inputs["dout"].astype(np.float64), x, height, width, stride, is_max, on)


def forward(x: "Floats", height: int, width: int, stride: int, is_max: bool, on: Knobs) -> "Floats":
    """Return the pooled maps."""
    N, C, H, W = x.shape
    if "height-and-width-exchanged" in on:
        height, width = width, height
    if "window-is-stride" in on:
        height = width = stride
    if "stride-is-window" in on:
        out = np.zeros((N, C, H // height, W // width))
        rows, columns = np.arange(H // height) * height, np.arange(W // width) * width
    else:
        step = 1 if "stride-ignored" in on else stride
        out = np.zeros((N, C, (H - height) // stride + 1, (W - width) // stride + 1))
        rows, columns = np.arange(out.shape[2]) * step, np.arange(out.shape[3]) * step
    down, right = rows[:, None] + np.arange(height), columns[:, None] + np.arange(width)
    windows = x[:, :, down[:, None, :, None], right[None, :, None, :]]
    if "nothing-written" in on:
        return out
    if "absolute-values" in on:
        windows = np.abs(windows)
    takes_max = is_max != ("maximum-and-mean-exchanged" in on)
    pooled: Floats = (
        windows.max(axis=(4, 5)) if takes_max else windows.sum(axis=(4, 5)) / divisor(height, width, stride, on)
    )
    if "maximum-from-zero" in on:
        pooled = np.maximum(pooled, 0)
    if "channels-pooled" in on:
        pooled = np.broadcast_to(pooled.max(axis=1, keepdims=True), pooled.shape)
    if "first-image-only" in on:
        pooled = np.broadcast_to(pooled[:1], pooled.shape)
    if "cut-to-integers" in on:
        pooled = np.trunc(pooled)
    return np.floor(pooled) if "whole-division" in on else pooled


def divisor(height: int, width: int, stride: int, on: Knobs) -> int:
    """Return what a window's sum is divided by."""
    if "sum-not-mean" in on:
        return 1
    if "divided-by-the-stride" in on:
        return stride * stride
    return height if "divided-by-the-height" in on else width if "divided-by-the-width" in on else height * width


def backward(dout: "Floats", x: "Floats", height: int, width: int, stride: int, is_max: bool, on: Knobs) -> "Floats":
    """Return dx."""
    dx = np.zeros(x.shape)
    step = 1 if "backward-stride-ignored" in on else stride
    for n, c, i, j in np.ndindex(dout.shape):
        here = n, c, slice(i * step, i * step + height), slice(j * step, j * step + width)
        part = share(x[here], float(dout[n, c, i, j]), stride, is_max, on)
        if "window-overwritten" in on:
            dx[here] = part
        elif "gradient-assigned" in on:
            dx[here] = np.where(part != 0, part, dx[here])
        elif "value-anywhere" in on:
            dx[n, c] += (x[n, c] == x[here].max()) * dout[n, c, i, j]
        else:
            dx[here] += part
    return 0 * dx if "nothing-written" in on else dx


def share(window: "Floats", gradient: float, stride: int, is_max: bool, on: Knobs) -> "Floats":
    """Return what one window sends back."""
    goes_to_max = is_max != ("maximum-and-mean-exchanged" in on)
    if "gradient-without-dout" in on:
        gradient = 1.0
    if "spreads-the-input" in on:
        return (window == window.max()) * window if is_max else np.full(window.shape, window.mean())
    if "to-the-whole-window" in on:
        return np.full(window.shape, gradient)
    if not goes_to_max:
        return np.full(window.shape, gradient / divisor(window.shape[0], window.shape[1], stride, on))
    row, column = divmod(int(window.argmax()), window.shape[0 if "argmax-split-by-height" in on else 1])
    part = np.zeros(window.shape)
    part[row, column] = gradient
    return part


_MAX, _AVG, _POOL = "Pooling Layer: Max Pooling", "Pooling Layer: Average Pooling", "Pooling Layer"
_SHAPES = (
    Misconception(
        id="window-is-stride",
        belief="The window is as large as the stride.",
        hint="Window and stride are two numbers. Which of yours says how much a window covers?",
        slide=_POOL,
    ),
    Misconception(
        id="stride-is-window",
        belief="Windows lie side by side, whatever the stride.",
        hint="With a window of 3 and stride 1: at which entry does the second window begin?",
        slide=_POOL,
    ),
    Misconception(
        id="height-and-width-exchanged",
        belief="The first number of a window is its width.",
        hint="It is right for square windows. How many rows has your window, and how many columns?",
        slide=_POOL,
    ),
    Misconception(
        id="stride-ignored",
        belief="The window moves one entry at a time.",
        hint="For stride 2: at which entry does the window of output column 1 begin?",
        slide=_POOL,
    ),
    Misconception(
        id="first-image-only",
        belief="There is one image.",
        hint="Give it two different images. Do their maps differ?",
        slide=_POOL,
    ),
    Misconception(
        id="nothing-written",
        belief="The array is filled already.",
        hint="All your numbers are 0. Into which array do you write, and which do you return?",
        slide=_POOL,
        outputs=("out", "dx"),
    ),
)
MAX_FORWARD = (
    Misconception(
        id="maximum-from-zero",
        belief="A maximum starts from 0.",
        hint="Try a window of negative numbers. Which of them do you get back?",
        slide=_MAX,
    ),
    *_SHAPES,
    Misconception(
        id="maximum-and-mean-exchanged",
        belief="Pooling always averages.",
        hint="Try the window 3 1 6 0. Do you get 6 or 2.5?",
        slide=_MAX,
    ),
    Misconception(
        id="absolute-values",
        belief="The strongest response counts, whatever its sign.",
        hint="Try the window −9 and 1. Which is larger?",
        slide=_MAX,
    ),
    Misconception(
        id="channels-pooled",
        belief="A window goes through all channels.",
        hint="The slide keeps the depth. Do your channels differ?",
        slide=_POOL,
    ),
)
AVG_FORWARD = (
    Misconception(
        id="sum-not-mean",
        belief="An average is a sum.",
        hint="Try a window of ones. Do you get 1?",
        slide=_AVG,
    ),
    *_SHAPES,
    Misconception(
        id="divided-by-the-stride",
        belief="The area of a window is the square of the stride.",
        hint="Try a window of ones, with a stride of another size. Do you get 1?",
        slide=_AVG,
    ),
    Misconception(
        id="divided-by-the-height",
        belief="A sum is divided by the height of its window.",
        hint="Try a window of ones. How many are there?",
        slide=_AVG,
    ),
    Misconception(
        id="divided-by-the-width",
        belief="A sum is divided by the width of its window.",
        hint="Try a window of ones. How many are there?",
        slide=_AVG,
    ),
    Misconception(
        id="whole-division",
        belief="A mean of whole numbers is a whole number.",
        hint="Try the window 1 2. Do you get 1.5? Which of the two divisions do you use?",
        slide=_AVG,
    ),
    Misconception(
        id="cut-to-integers",
        belief="Means have the type of the image.",
        hint="Try the window −1 −2, as integers. Which type has the array that you collect the answer in?",
        slide=_AVG,
    ),
    Misconception(
        id="maximum-and-mean-exchanged",
        belief="Pooling takes the largest.",
        hint="Try the window 3 1 6 0. Do you get 6 or 2.5?",
        slide=_AVG,
    ),
)


def _of_dx(id: str, belief: str, hint: str, slide: str) -> Misconception:
    return Misconception(id=id, belief=belief, hint=hint, slide=slide, outputs=("dx",))


_BACK = (
    _of_dx(
        "window-overwritten",
        "Each window holds what it sends back, and nothing else.",
        "It is right where windows tile. Where two windows overlap, what happens to what the first one left?",
        _POOL,
    ),
    _of_dx(
        "backward-stride-ignored",
        "Backward, windows lie one entry apart.",
        "It is right where the stride is 1. Are these the windows of your forward pass?",
        _POOL,
    ),
    _of_dx(
        "gradient-without-dout",
        "The gradient does not depend on what comes back.",
        "Double dout. Does your answer double?",
        _POOL,
    ),
    _of_dx(
        "spreads-the-input",
        "What goes back is made of the input.",
        "Double dout, and leave the input as it is. Does your answer double?",
        _POOL,
    ),
    _of_dx(
        "to-the-whole-window",
        "Every entry of a window gets all of its gradient.",
        "Send back a single 1. What do your numbers add up to?",
        _POOL,
    ),
    next(one for one in _SHAPES if one.id == "nothing-written"),
)
MAX_BACKWARD = (
    _of_dx(
        "gradient-assigned",
        "An entry is the largest of one window.",
        "An entry in the middle is the largest of how many overlapping windows? How many gradients reach it?",
        _MAX,
    ),
    _of_dx(
        "argmax-split-by-height",
        "A flat index is divided by the height of the window.",
        "It is right for square windows. In a window of 2 rows and 3 columns, where is entry number 3?",
        _MAX,
    ),
    _of_dx(
        "value-anywhere",
        "Every entry of the map that equals the maximum gets the gradient.",
        "Try a map in which the same number is the largest of one window, and lies in another one too. Who gets what?",
        _MAX,
    ),
    *_BACK,
    _of_dx(
        "maximum-and-mean-exchanged",
        "A gradient is shared by the whole window.",
        "Add a little to an entry that is not the largest. Does the maximum change?",
        _MAX,
    ),
)
AVG_BACKWARD = (
    _of_dx(
        "sum-not-mean",
        "Every entry gets the whole gradient of the mean.",
        "Add 1 to one entry of a window of four. By how much does the mean grow?",
        _AVG,
    ),
    _of_dx(
        "divided-by-the-width",
        "The share of an entry is the gradient divided by the width.",
        "Send back a single 1. What do your numbers add up to?",
        _AVG,
    ),
    _of_dx(
        "divided-by-the-height",
        "The share of an entry is the gradient divided by the height.",
        "Send back a single 1. What do your numbers add up to?",
        _AVG,
    ),
    _of_dx(
        "divided-by-the-stride",
        "The share of an entry is the gradient divided by the square of the stride.",
        "Send back a single 1. What do your numbers add up to?",
        _AVG,
    ),
    *(one for one in _BACK if one.id != "to-the-whole-window"),
    _of_dx(
        "maximum-and-mean-exchanged",
        "The gradient of a mean goes to the largest entry.",
        "Add a little to an entry that is not the largest. Does the mean change?",
        _AVG,
    ),
)

FAMILIES = (
    Family(exercises=("max_pool_forward",), misconceptions=MAX_FORWARD, model=model),
    Family(exercises=("max_pool_backward",), misconceptions=MAX_BACKWARD, model=model),
    Family(exercises=("avg_pool_forward",), misconceptions=AVG_FORWARD, model=model),
    Family(exercises=("avg_pool_backward",), misconceptions=AVG_BACKWARD, model=model),
)
