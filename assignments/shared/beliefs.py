"""Beliefs about more than one operation, in the same words, and what they do to an answer at the end.

The layer and pooling have beliefs of their own. An id that occurs there and here means the same belief.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.topics.misconception import Knobs, Misconception, believed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_CORNER = "Take a filter with a single 1 in its top left corner. Which corner does it pick out?"
_ENDS = "Only the ends are wrong. Which value does the slide put beyond them?"
_BATCH = "Give it every image twice. Should this number double?"

TEXTS = {  # id: belief, hint
    # how an answer is handed back
    "nothing-written": (
        "The array is filled already.",
        "All your numbers are 0. Print the array that you return, and what you put into it: which of them is 0 first?",
    ),
    "cut-to-integers": (
        "Answers are whole numbers.",
        "Try an input of halves. Which type has the array that you collect the answer in?",
    ),
    "type-of-the-input": (
        "Answers have the type of the input.",
        "It is wrong for integers only. Which type does your array take over from the input?",
    ),
    "whole-division": (
        "A mean of whole numbers is a whole number.",
        "What is the mean of 1 and 2? Which of the two divisions do you use?",
    ),
    "last-place-missing": (
        "The last place lies outside.",
        "How many places has a window of 1 on 3 numbers? Count yours.",
    ),
    "last-place-empty": (
        "The last place is not reached.",
        "Your last number is 0. At which place does the last window begin, and does the loop get there?",
    ),
    "returns-early": (
        "The answer is there after the first round.",
        "Only your first number is right, the others are 0. When does your function return?",
    ),
    # kernels and filters
    "kernel-flipped": (
        "A convolution turns the kernel around before it slides.",
        "Put the kernel 1 2 3 on the first three numbers. Which end of the kernel meets which number?",
    ),
    "kernel-upside-down": ("A filter stands on its head.", _CORNER),
    "kernel-mirrored": ("A filter is seen in a mirror.", _CORNER),
    "kernel-transposed": (
        "The first index of a filter counts columns.",
        "Use a filter for horizontal edges. Does yours answer to vertical ones?",
    ),
    "averaged": (
        "Adding up weighted numbers means taking their mean.",
        "Try ones everywhere. What is the sum of 12 ones?",
    ),
    "pads-anyway": (
        "The output is as large as the input.",
        "How often does the kernel fit without sticking out?",
    ),
    "full-output": (
        "Every overlap counts.",
        "How many values come out of 10 numbers and a kernel of 3, without padding?",
    ),
    "padding-repeats-the-edge": ("Beyond the end the last number goes on.", _ENDS),
    "padding-wraps-around": ("Beyond the end the signal begins again.", _ENDS),
    "padding-mirrors": ("Beyond the end the signal runs back.", _ENDS),
    "renormalised": (
        "At the ends fewer numbers count, so they count more.",
        "Only the ends are wrong. By how many numbers does the slide divide there?",
    ),
    "clipped-like-a-photo": (
        "An image holds 0 to 255.",
        "A filter may give −9, or 300. Which line of yours keeps every number between two others?",
    ),
    "kept-in-bytes": (
        "An image is made of bytes.",
        "Which type has the array that you collect the answer in? What becomes of −1 in it, and what of 300?",
    ),
    "relu-inside": (
        "An answer cannot be negative.",
        "Which of your numbers are negative, and which should be? Does this exercise ask for an activation?",
    ),
    "not-divided": (
        "The weights are whole numbers.",
        "Try an image of ones. Does it keep its brightness?",
    ),
    # layers
    "bias-forgotten": (
        "The weighted sum is all there is.",
        "Give it an image of zeros. What should be left?",
    ),
    "channels-last": (
        "A pixel keeps its channels together.",
        "In which order does reshape list the axes of (N, C, H, W)?",
    ),
    "column-first": (
        "An image is read column by column.",
        "Which pixel follows the first one in your row of numbers?",
    ),
    "maximum-and-mean-exchanged": (
        "Pooling averages.",
        "Take a window with one large number. Does pooling keep it, and who gets its gradient?",
    ),
    "stride-ignored": (
        "A window moves by one, whatever the stride.",
        "It is right for stride 1. Where does the second window begin for stride 2?",
    ),
    # gradients and steps
    "gradient-without-dout": (
        "The gradient does not depend on what comes back.",
        "Double what comes back. Does your answer double?",
    ),
    "divided-by-the-batch": (
        "Gradients are averaged over the images.",
        "Has the loss taken the mean already?",
    ),
    "loss-summed": ("The loss is a sum over the images.", _BATCH),
    "gradient-summed": (
        "The gradient is not divided by the number of images.",
        "The loss is a mean. What does that do to its derivative?",
    ),
    "label-not-subtracted": (
        "The gradient of the loss is the probabilities.",
        "Where does the right class enter your gradient?",
    ),
    "downhill": (
        "A gradient points to a smaller loss.",
        "Raise the score of the right class. Does the loss grow or fall, and which sign has your gradient there?",
    ),
    "uphill": (
        "A step follows the gradient.",
        "A gradient points to where the loss grows. Which way do you step?",
    ),
    "sign-alone": (
        "Only the direction of a gradient counts.",
        "Double the gradient. Does your step grow?",
    ),
    "rate-forgotten": (
        "A step is as long as the gradient.",
        "Ask for half the rate. Does your step become shorter?",
    ),
    "rate-always-the-same": (
        "The rate is always the same.",
        "Ask for half the rate. Does your step become shorter?",
    ),
    # sizes
    "one-missing": (
        "The size is the number of steps.",
        "How many places has a window that fits exactly once? And how many does your formula give?",
    ),
    "padding-forgotten": (
        "Zeros are no pixels.",
        "It is right without padding. How long is a row of 7 with a zero at each end?",
    ),
    "padding-once": (
        "The padding counts once.",
        "On how many sides does the slide draw zeros?",
    ),
    "rounds-up": (
        "A window that fits in part is a place too.",
        "7 pixels, a window of 3, steps of 3: where would your third window end?",
    ),
    "strict-for-floor": (
        "A fraction is illegal, always.",
        "This slide writes the size with corners that are open at the top. What do they do with 2.33?",
    ),
    "divides-by-stride": (
        "The size is the length divided by the stride.",
        "How often does a window of 5 fit on 5 pixels? Does your formula know the window?",
    ),
    "no-biases": (
        "Only weights are learned.",
        "Your count has one number too few for one filter. What is added after its products?",
    ),
    "one-bias": (
        "A layer has one bias.",
        "Each output adds a number of its own. How many outputs are there?",
    ),
}


RATES = ("0.01", "0.1", "0.001", "0.0001", "1e-05", "0.5", "0.05", "0.005")
WAYS = {
    "clipped-like-a-photo": ({"clipped-like-a-photo"}, {"clipped-like-a-photo", "in-bytes"}),
    "rate-always-the-same": tuple({f"rate={rate}"} for rate in RATES),
}


def shared(id: str, slide: str, *outputs: str) -> Misconception:
    """Return one of the beliefs in `TEXTS`, for one operation.

    Parameters
    ----------
    id : str
    slide : str
        Title of the slide that settles it for this operation.
    *outputs : str
        The returned values that it changes; ``"out"`` if none is named.
    """
    belief, hint = TEXTS[id]
    return believed(id, belief, hint, slide, *outputs, ways=tuple(frozenset(way) for way in WAYS.get(id, ())))


def rate_taken(given: float, on: Knobs) -> float:
    """Return the rate of a step, as somebody takes it."""
    own = next((knob.removeprefix("rate=") for knob in on if knob.startswith("rate=")), given)
    return 1.0 if "rate-forgotten" in on else float(own)


def count_parameters(weights: int, biases: int, on: Knobs) -> float:
    """Return the parameters of a layer of so many weights and biases, as somebody counts them."""
    if "bias-per-weight" in on:
        biases = weights
    return float(weights + (0 if "no-biases" in on else 1 if "one-bias" in on else biases))


def handed_back(out: "Floats", dtype: "np.dtype[Any]", on: Knobs) -> "Floats":
    """Return an answer as somebody with these beliefs returns it, for an input of this type."""
    if "nothing-written" in on:
        out = 0 * out
    if "whole-division" in on:
        out = np.floor(out)
    if "cut-to-integers" in on:
        out = np.trunc(out)
    if "type-of-the-input" in on:
        out = out.astype(dtype).astype(np.float64)
    if "relu-inside" in on:
        out = np.maximum(out, 0)
    if "clipped-like-a-photo" in on:
        out = np.clip(out, 0, 255)
        out = np.trunc(out) if "in-bytes" in on else out
    if "kept-in-bytes" in on:
        out = np.trunc(out) % 256
    inside = (slice(0, -1),) * out.ndim
    if "last-place-missing" in on:
        out = out[inside]
    if "last-place-empty" in on:
        reached = np.zeros(out.shape)
        reached[inside] = out[inside]
        out = reached
    if "returns-early" in on:
        first = np.zeros(out.shape)
        first.flat[:1] = out.flat[:1]
        out = first
    return out
