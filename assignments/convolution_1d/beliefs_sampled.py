"""Wrong models of a signal's backward pass, and of the convolution of two sampled functions."""

from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Family, Knobs, believed
from grader.topics.operation import Sizes

from ..shared.beliefs import handed_back, shared
from .beliefs_sliding import slid
from .operations import DT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Inputs = Mapping[str, NDArray[np.generic]]

# ----------------------------------------------------------------------------------- backward


def backward(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return the gradient of the signal, dx, or of the kernel, dk."""
    x, k, dout = (inputs[name].astype(np.float64) for name in ("x", "k", "dout"))
    if "dx-and-dk-exchanged" in on:
        output = "dk" if output == "dx" else "dx"
    if "gradient-without-dout" in on:
        dout = np.ones(len(dout))
    gradient = of_signal(dout, k, on) if output == "dx" else of_kernel(dout, x, len(k), on)
    return handed_back(gradient, inputs["x"].dtype, on)


def of_signal(dout: "Floats", k: "Floats", on: Knobs) -> "Floats":
    """Lay the kernel at every place, times what came back from there, and add up."""
    k = k[::-1] if "dx-flipped" in on else k
    k = np.ones(len(k)) if "dx-without-the-kernel" in on else k
    dx = np.zeros(len(dout) + len(k) - 1)
    for i, gradient in enumerate(dout):
        if "dx-assigned" in on:
            dx[i : i + len(k)] = gradient * k
        else:
            dx[i : i + len(k)] += gradient * k
    return dx[: len(dout)] if "dx-of-dout-size" in on else dx


def of_kernel(dout: "Floats", x: "Floats", window: int, on: Knobs) -> "Floats":
    """Slide what came back over the signal."""
    dk = dout[-1] * x[-window:] if "dk-assigned" in on else slid(x, dout)
    dk = dk / len(dout) if "dk-averaged" in on else dk
    dk = np.full(window, dout.sum()) if "dk-without-x" in on else dk
    return dk[::-1] if "dk-flipped" in on else dk


# ----------------------------------------------------------------------------------- sampled


def sampled(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return the sampled convolution of two functions."""
    f, g = (inputs[name].astype(np.float64) for name in ("f", "g"))
    if "signal-flipped" in on:
        f = f[::-1]
    if "not-flipped" in on:
        g = g[::-1]
    out = np.convolve(f, g)
    dt = DT * sizes["quarters"]
    time = 1 if "dt-forgotten" in on else dt**2 if "dt-squared" in on else 1 / dt if "divided-by-dt" in on else dt
    short, first = min(len(f), len(g)) - 1, (len(g) - 1) // 2
    if "only-full-overlaps" in on:
        out = out[short : len(out) - short]
    elif "as-long-as-the-first" in on:
        out = out[first : first + len(f)]
    elif "cut-after-the-first" in on:
        out = out[: len(f)]
    elif "as-long-as-the-longer" in on:
        out = out[short // 2 : short // 2 + max(len(f), len(g))]
    elif "one-sample-more" in on:
        out = np.append(out, 0.0)
    return handed_back(np.asarray(out * time), inputs["f"].dtype, on)


_SLIDE = "What are Convolutions?"

BACKWARD = (
    believed(
        "dx-assigned",
        "A number takes part in one output.",
        "It is right where the kernel fits once. How many windows does a number in the middle lie in?",
        _SLIDE,
        "dx",
    ),
    believed(
        "dx-flipped",
        "Backward, the kernel is turned around.",
        "Send back a single 1. Which weight did x[0] meet in output 0, and which one do you put there?",
        _SLIDE,
        "dx",
    ),
    believed(
        "dx-of-dout-size",
        "dx is as long as dout.",
        "How many numbers has x? Each of them has a gradient: how many do you return?",
        _SLIDE,
        "dx",
    ),
    believed(
        "dx-without-the-kernel",
        "The gradient of a number is that of the outputs it is in.",
        "Double the kernel. Does your gradient of the signal double?",
        _SLIDE,
        "dx",
    ),
    believed(
        "dk-assigned",
        "A weight takes part in one output.",
        "It is right where the kernel fits once. How many outputs does each weight take part in?",
        _SLIDE,
        "dk",
    ),
    believed(
        "dk-averaged",
        "The gradient of a weight is a mean over places.",
        "Add 1 to a weight. Does each output change by its number, or by a part of it?",
        _SLIDE,
        "dk",
    ),
    believed(
        "dk-flipped",
        "The gradient of the kernel is turned around.",
        "Which numbers of x does the first weight meet, over all places? Are they in your first entry?",
        _SLIDE,
        "dk",
    ),
    believed(
        "dk-without-x",
        "The gradient of a weight is that of its outputs.",
        "Double the signal. Does your gradient of the kernel double?",
        _SLIDE,
        "dk",
    ),
    shared("gradient-without-dout", _SLIDE, "dx", "dk"),
    believed(
        "dx-and-dk-exchanged",
        "dk comes first.",
        "Print the shapes of what you return. Which one is the signal's?",
        _SLIDE,
        "dx",
        "dk",
    ),
    shared("cut-to-integers", _SLIDE, "dx", "dk"),
    shared("nothing-written", _SLIDE, "dx", "dk"),
)
SAMPLED = (
    believed("dt-forgotten", "An integral is a sum.", "Sample twice as densely. Does your integral double?", _SLIDE),
    believed(
        "divided-by-dt",
        "A sum is divided by the time between samples.",
        "Sample twice as densely. How does your integral change, and how should it?",
        _SLIDE,
    ),
    believed(
        "one-sample-more",
        "The lengths of the two functions add up.",
        "How many samples has the convolution of 1 sample with 3? Count yours.",
        _SLIDE,
    ),
    believed(
        "dt-squared",
        "Both functions are multiplied by dt.",
        "Over how many variables does the slide integrate? How many dt does the sum need?",
        _SLIDE,
    ),
    believed(
        "not-flipped",
        "The second function is not turned around.",
        "In f(τ) g(t − τ), which sample of g meets f[0] for t = 2, and which one f[2]?",
        _SLIDE,
    ),
    believed(
        "signal-flipped",
        "The first function is turned around.",
        "In f(τ) g(t − τ), which of the two runs backwards as τ grows?",
        _SLIDE,
    ),
    believed(
        "only-full-overlaps",
        "Only full overlaps count.",
        "Slide one box over the other. When does their overlap begin to be more than nothing?",
        _SLIDE,
    ),
    believed(
        "as-long-as-the-first",
        "The result is as long as the first function.",
        "Slide one box over another of the same length. For how long do they overlap?",
        _SLIDE,
    ),
    believed(
        "cut-after-the-first",
        "The result ends where the first function does.",
        "Slide one box over another. At which sample does their overlap end, and at which does your result?",
        _SLIDE,
    ),
    believed(
        "as-long-as-the-longer",
        "The result is as long as the longer function.",
        "Slide one box over another of the same length. For how long do they overlap?",
        _SLIDE,
    ),
    shared("type-of-the-input", _SLIDE),
    shared("cut-to-integers", _SLIDE),
    shared("last-place-missing", _SLIDE),
    shared("last-place-empty", _SLIDE),
    shared("returns-early", _SLIDE),
    shared("nothing-written", _SLIDE),
)

FAMILIES = (
    Family(exercises=("correlate_backward",), misconceptions=BACKWARD, model=backward),
    Family(exercises=("convolve_sampled",), misconceptions=SAMPLED, model=sampled),
)
