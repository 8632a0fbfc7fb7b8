"""Wrong models of filters on signals: correlation with and without padding, convolution."""

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

_MODES = {"padding-repeats-the-edge": "edge", "padding-wraps-around": "wrap", "padding-mirrors": "reflect"}


def model(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return what somebody with these beliefs computes of a signal."""
    x, k = (inputs[name].astype(np.float64) for name in ("x", "k"))
    if exercise == "convolve_shrink":
        out = convolved(x, k, on)
    else:
        x = x[::-1] if "signal-reversed" in on else x
        out = correlated(x, weights(k, on), exercise == "correlate_pad", on)
    return handed_back(out, inputs["x"].dtype, on)


def slid(x: "Floats", k: "Floats") -> "Floats":
    """Slide a kernel over a signal, wherever it fits; nothing comes out if it does not."""
    if len(k) > len(x):
        return np.zeros(0)
    with np.errstate(all="ignore"):  # weights may be infinite, where they were divided by their sum
        return np.asarray(np.correlate(x, k, "valid"), np.float64)


def between(x: "Floats", left: int, right: int) -> "Floats":
    """Return a signal between zeros."""
    return np.concatenate((np.zeros(left), x, np.zeros(right)))


# -------------------------------------------------------------------------------- correlation


def weights(k: "Floats", on: Knobs) -> "Floats":
    """Return the kernel as it meets the signal."""
    k = k[::-1] if "kernel-flipped" in on else k
    alone = np.zeros(len(k))
    if "kernel-is-a-factor" in on:
        alone[0] = k.sum()
        return alone
    if "overwrites" in on:
        alone[-1] = k[-1]
        return alone
    if "first-weight-only" in on:
        alone[0] = k[0]
        return alone
    with np.errstate(all="ignore"):
        k = k / k.sum() if "divided-by-the-sum" in on else k
    k = k / np.abs(k).sum() if "normalised" in on else k
    return k / len(k) if "averaged" in on else k


def correlated(x: "Floats", k: "Floats", pads: bool, on: Knobs) -> "Floats":
    """Slide a kernel over a signal and what stands beyond its ends."""
    if "full-output" in on:
        return slid(between(x, len(k) - 1, len(k) - 1), k)
    if not pads and "pads-anyway" not in on:
        return slid(x, k)
    if "longer-kernels-refused" in on and len(k) > len(x):
        raise ValueError("the kernel is longer than the signal")
    if "shrinks-anyway" in on:
        return slid(x, k)
    half = (len(k) - 1) // 2
    if {"ends-left-as-they-are", "ends-left-empty"} & on:
        out = x.copy() if "ends-left-as-they-are" in on else np.zeros(len(x))
        if len(k) <= len(x):
            out[half : len(x) - half] = slid(x, k)
        return out
    out = slid(beyond(x, half, len(k) - 1 - half, on), k)
    if "renormalised" in on:
        inside = slid(between(np.ones(len(x)), half, len(k) - 1 - half), np.abs(k))
        out = out * np.abs(k).sum() / inside
    return out


def beyond(x: "Floats", left: int, right: int, on: Knobs) -> "Floats":
    """Return a signal with what stands beyond its ends."""
    if "padded-on-the-left" in on:
        return between(x, left + right, 0)
    if "padded-on-the-right" in on:
        return between(x, 0, left + right)
    if "padding-is-one" in on:
        return between(x, 1, 1)
    if "negative-index-wraps" in on:
        return between(np.pad(x, (left, 0), mode="wrap"), 0, right)
    mode = next((mode for knob, mode in _MODES.items() if knob in on), None)
    if mode is None:
        return between(x, left, right)
    return np.pad(x, (left, right), mode=mode)  # type: ignore[call-overload,no-any-return]


# -------------------------------------------------------------------------------- convolution


def convolved(x: "Floats", k: "Floats", on: Knobs) -> "Floats":
    """Turn the kernel around and slide it."""
    if {"signal-flipped", "both-flipped"} & on:
        x = x[::-1]
    if not {"signal-flipped", "not-flipped"} & on:
        k = k[::-1]
    k = weights(k, on)
    return correlated(x, -k if "negated" in on else k, False, on)


_SLIDE = "What are Convolutions?"
_WEIGHTS = (
    believed(
        "kernel-is-a-factor",
        "A kernel is a factor.",
        "With the kernel 1 2 3, which numbers of the signal make your first output: one or three?",
        _SLIDE,
    ),
    believed(
        "overwrites",
        "Each product replaces the one before.",
        "With a kernel of one number it is right. What happens to the first product when the second one comes?",
        _SLIDE,
    ),
    believed(
        "first-weight-only",
        "One product is one output.",
        "With a kernel of one number it is right. How many products are in an output of three weights?",
        _SLIDE,
    ),
    believed(
        "normalised",
        "Weights are divided by the sum of their sizes.",
        "Try the kernel 1 1 on ones. Do you get 2?",
        _SLIDE,
    ),
    believed(
        "divided-by-the-sum",
        "Weights are divided by their sum.",
        "Try the kernel 1 1 on ones. Do you get 2? And what of the kernel 1 −1?",
        _SLIDE,
    ),
    shared("averaged", _SLIDE),
)
_LAST = ("last-place-empty", "cut-to-integers", "returns-early", "relu-inside", "nothing-written")
_END = tuple(shared(id, _SLIDE) for id in _LAST)
_SHRINK = (
    shared("kernel-flipped", _SLIDE),
    shared("full-output", _SLIDE),
    shared("pads-anyway", _SLIDE),
    shared("last-place-missing", _SLIDE),
    believed(
        "signal-reversed",
        "The signal runs backwards under the kernel.",
        "Your numbers come in the wrong order, and the kernel is turned too. Which number of x is met first?",
        _SLIDE,
    ),
    *_WEIGHTS,
    *_END,
)
_PAD = (
    shared("kernel-flipped", _SLIDE),
    believed(
        "shrinks-anyway",
        "Padding is not needed.",
        "How long is your output, and how long is the input?",
        _SLIDE,
    ),
    shared("padding-repeats-the-edge", _SLIDE),
    shared("padding-wraps-around", _SLIDE),
    shared("padding-mirrors", _SLIDE),
    believed(
        "negative-index-wraps",
        "Before the first number there is nothing to be done.",
        "Only the first outputs are wrong. Which number is at index −1 of your array?",
        _SLIDE,
    ),
    believed(
        "padded-on-the-left",
        "Too many zeros stand before the first number.",
        "How many zeros stand before the first number, and how many behind the last?",
        _SLIDE,
    ),
    believed(
        "padded-on-the-right",
        "All zeros stand on the right.",
        "How many zeros stand before the first number, and how many behind the last?",
        _SLIDE,
    ),
    believed(
        "padding-is-one",
        "One zero on each side is enough.",
        "It is right for a kernel of three. How far does a kernel of five stick out?",
        _SLIDE,
    ),
    believed(
        "ends-left-as-they-are",
        "Where the kernel sticks out, the input stays.",
        "Your first output equals the first input. What would the padded zeros have made of it?",
        _SLIDE,
    ),
    believed(
        "ends-left-empty",
        "Where the kernel sticks out, there is no answer.",
        "Your first output is 0. Which part of the kernel does lie on numbers there?",
        _SLIDE,
    ),
    shared("renormalised", _SLIDE),
    shared("full-output", _SLIDE),
    believed(
        "longer-kernels-refused",
        "A kernel that is longer than the signal does not fit.",
        "How long is a signal of 3 with two zeros on each side? Does a kernel of 5 fit on that?",
        _SLIDE,
    ),
    *_WEIGHTS,
    *_END,
)
_CONVOLVE = (
    believed(
        "not-flipped",
        "Convolution is correlation.",
        "Send in a single 1 among zeros. Does the kernel come out as it is, or backwards?",
        _SLIDE,
    ),
    believed(
        "signal-flipped",
        "The signal is turned around.",
        "Your numbers are right, in the opposite order. Which of the two does the slide turn: f or g?",
        _SLIDE,
    ),
    believed(
        "both-flipped",
        "Signal and kernel are turned around.",
        "Send in a single 1 among zeros, left of the middle. Where does the kernel come out?",
        _SLIDE,
    ),
    believed(
        "negated",
        "The minus in t − τ belongs to the weights.",
        "Try ones everywhere. Which sign should the sum have, and what does the minus turn?",
        _SLIDE,
    ),
    shared("full-output", _SLIDE),
    shared("pads-anyway", _SLIDE),
    shared("last-place-missing", _SLIDE),
    *_END,
)

FAMILIES = (
    Family(exercises=("correlate_shrink",), misconceptions=_SHRINK, model=model),
    Family(exercises=("correlate_pad",), misconceptions=_PAD, model=model),
    Family(exercises=("convolve_shrink",), misconceptions=_CONVOLVE, model=model),
)
