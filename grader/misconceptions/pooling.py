"""Pooling: its families, and what people believe of it, most common first."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from grader.misconceptions.layer import STORE
from grader.misconceptions.misconception import Family, Knobs, Misconception
from grader.misconceptions.misconception import believed as of
from grader.misconceptions.pools import DIVISORS, backward, forward, glance
from grader.misconceptions.slips import along_axes, on_both, slip, ways
from grader.operations.operation import Sizes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Inputs = Mapping[str, NDArray[np.generic]]


def model(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return what one with these beliefs computes."""
    x = inputs["x"]
    window, stride = (sizes["HH"], sizes["WW"]), sizes["stride"]
    is_max = exercise.startswith("max")
    if exercise.endswith("forward"):
        return forward(x, window, stride, is_max, on)
    return backward(inputs["dout"].astype(np.float64), x.astype(np.float64), window, stride, is_max, on)


def shape_of(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> tuple[int, ...] | None:
    """Return the shape of the maps that one with these beliefs computes, without computing them."""
    return glance(inputs["x"].shape, (sizes["HH"], sizes["WW"]), sizes["stride"], on)


_MAX, _AVG, _POOL = "Pooling Layer: Max Pooling", "Pooling Layer: Average Pooling", "Pooling Layer"

WINDOWS = (
    of(
        "window-is-stride",
        "The window is as large as the stride.",
        "Window and stride are two numbers. Which of yours says how much a window covers?",
        _POOL,
        seen_as=("mp-win-stride", "cf-win-stride"),
    ),
    of(
        "stride-is-window",
        "Windows lie side by side, whatever the stride.",
        "With a window of 3 and stride 1: at which entry does the second window begin?",
        _POOL,
        seen_as=("mp-stride-win", "sz-div-pool"),
    ),
    of(
        "height-and-width-exchanged",
        "The first number of a window is its width.",
        "It is right for square windows. How many rows has your window, and how many columns?",
        _POOL,
        ways=(frozenset({"height-and-width-exchanged"}), frozenset({"height-and-width-exchanged", "one-at-least"})),
        seen_as=("mp-T",),
    ),
    of(
        "stride-ignored",
        "The window moves one entry at a time.",
        "For stride 2: at which entry does the window of output column 1 begin?",
        _POOL,
        ways=on_both("moved", ["i"]),
    ),
    of(
        "first-image-only",
        "There is one image.",
        "Give it two different images. Do their maps differ?",
        _POOL,
    ),
    of(
        "nothing-written",
        "The array is filled already.",
        "All your numbers are 0. Into which array do you write, and which do you return?",
        _POOL,
        "out",
        "dx",
    ),
    of(
        "stride-ignored-in-rows",
        "The window moves by the stride to the right only.",
        "Compare the first row of your map with the second. Which of them is right?",
        _POOL,
        ways=ways("rows.moved", ["i"]),
    ),
    of(
        "stride-ignored-in-columns",
        "The window moves by the stride downwards only.",
        "Compare the first column of your map with the second. Which of them is right?",
        _POOL,
        ways=ways("columns.moved", ["i"]),
    ),
    of(
        "height-for-both",
        "Windows are square.",
        "It is right for square windows. Where do you use {HH}, and where {WW}?",
        _POOL,
        ways=(frozenset({"height-for-both"}), frozenset({"width-for-both"})),
        seen_as=("sz-h-both",),
    ),
    of(
        "leftover-pooled",
        "A window that reaches over the end is cut off there.",
        "Your map has more rows than fit. Where would the last window end, and where does the image?",
        _POOL,
        ways=on_both("count", ["-(-L // S)", "-(-(L + 2 * P - W) // S) + 1"], (frozenset(), frozenset({"by-area"}))),
        seen_as=("sz-ceil",),
    ),
    of(
        "pads-with-zeros",
        "What fits no window is padded with zeros.",
        "Your map has more rows than fit. What does the slide do with the row that is left over?",
        _POOL,
        ways=tuple(
            frozenset({"padded-with-zeros"}) | one
            for one in on_both("count", ["-(-(L + 2 * P - W) // S) + 1", "-(-L // S)"])
        ),
        seen_as=("mp-zeropad", "ap-pad"),
    ),
    of(
        "size-over-the-stride",
        "There are as many windows as strides.",
        "Your size does not depend on the window. How many windows of {HH} rows fit into {H}?",
        _POOL,
        ways=on_both("count", ["L // S"]),
        seen_as=("sz-div-stride",),
    ),
    of(
        "size-without-plus-one",
        "The window fits as often as it can move.",
        "A window as large as the map: how often does it fit? What does your formula give?",
        _POOL,
        ways=on_both("count", ["(L + 2 * P - W) // S"]),
        seen_as=("sz-noplus1",),
    ),
    of(
        "size-plus-one-over-the-stride",
        "The size of a pooled map is half of it, rounded up.",
        "What does your formula give for 7 rows, a window of 3 and stride 2? How many windows do you count?",
        _POOL,
        ways=on_both("count", ["(L + 1) // S"]),
        seen_as=("sz-Hplus1",),
    ),
    of(
        "returns-early",
        "The first window is enough.",
        "All numbers but the first are 0. How often does your loop run before the function returns?",
        _POOL,
        ways=on_both("visited", ["range(min(n, 1))"]),
        seen_as=("mp-return",),
    ),
    of(
        "rows-and-columns-exchanged",
        "The first index of a map counts columns.",
        "For output row 0, column 1: does your window move to the right, or down?",
        _POOL,
        ways=on_both("moved", ["j * S"]),
    ),
    of(
        "images-and-channels-exchanged",
        "Reshaping moves axes.",
        "With one image it is right; with two, maps change places. Which axis comes first before you reshape?",
        _POOL,
    ),
    of(
        "first-channel-only",
        "There is one channel.",
        "Give it two different channels. Do their maps differ?",
        _POOL,
    ),
)
MAX_FORWARD = (
    of(
        "maximum-from-zero",
        "A maximum starts from 0.",
        "Try a window of negative numbers. Which of them do you get back?",
        _MAX,
        seen_as=("mp-zero",),
    ),
    *WINDOWS,
    of(
        "maximum-and-mean-exchanged",
        "Pooling always averages.",
        "Try the window 3 1 6 0. Do you get 6 or 2.5?",
        _MAX,
        seen_as=("mp-avg",),
    ),
    of(
        "absolute-values",
        "The strongest response counts, whatever its sign.",
        "Try the window −9 and 1. Which is larger?",
        _MAX,
        seen_as=("mp-abs",),
    ),
    of(
        "channels-pooled",
        "A window goes through all channels.",
        "The slide keeps the depth. Do your channels differ?",
        _POOL,
        ways=(frozenset({"channels-pooled"}), frozenset({"channels-pooled-away"})),
        seen_as=("mp-channels",),
    ),
    of(
        "reshaped",
        "Rows of a map may be cut into windows by reshaping.",
        "Print the entries of your first window. Are they a block of {HH} x {WW}?",
        _MAX,
        ways=(frozenset({"windows-by-reshaping"}),),
        seen_as=("mp-reshape",),
    ),
    of(
        "minimum-not-maximum",
        "Pooling keeps the smallest.",
        "Try the window 3 1 6 0. Do you get 6?",
        _MAX,
    ),
)
AVG_FORWARD = (
    of(
        "sum-not-mean",
        "An average is a sum.",
        "Try a window of ones. Do you get 1?",
        _AVG,
        seen_as=("ap-sum", "ab-nodiv"),
    ),
    *WINDOWS,
    of(
        "divided-by-the-stride",
        "The area of a window is the square of the stride.",
        "Try a window of ones, with a stride of another size. Do you get 1?",
        _AVG,
        seen_as=("ap-stride", "ab-div"),
    ),
    of(
        "divided-by-the-height",
        "A sum is divided by the height of its window.",
        "Try a window of ones. How many are there?",
        _AVG,
        seen_as=("ap-stride", "ab-div"),
    ),
    of(
        "divided-by-the-width",
        "A sum is divided by the width of its window.",
        "Try a window of ones. How many are there?",
        _AVG,
        seen_as=("ap-stride", "ab-div"),
    ),
    of(
        "whole-division",
        "A mean of whole numbers is a whole number.",
        "Try the window 1 2. Do you get 1.5? Which of the two divisions do you use?",
        _AVG,
        seen_as=("ap-int",),
    ),
    of(
        "cut-to-integers",
        "Means have the type of the image.",
        "Try the window −1 −2, as integers. Which type has the array that you collect the answer in?",
        _AVG,
        ways=(frozenset({"cut-to-integers"}), frozenset({"of-the-type-of-the-image"})),
    ),
    of(
        "maximum-and-mean-exchanged",
        "Pooling takes the largest.",
        "Try the window 3 1 6 0. Do you get 6 or 2.5?",
        _AVG,
        seen_as=("mp-avg",),
    ),
    of(
        "median-for-mean",
        "The average is the number in the middle.",
        "Try the window 0 0 0 8. Do you get 2?",
        _AVG,
        ways=(frozenset({"median-not-mean"}),),
    ),
)
BACK = (
    of(
        "window-overwritten",
        "Each window holds what it sends back, and nothing else.",
        "It is right where windows tile. Where two windows overlap, what happens to what the first one left?",
        _POOL,
        "dx",
        seen_as=("pb-assign-win", "ab-assign"),
    ),
    of(
        "backward-stride-ignored",
        "Backward, windows lie one entry apart.",
        "It is right where the stride is 1. Are these the windows of your forward pass?",
        _POOL,
        "dx",
        ways=on_both("moved", ["i"]),
        seen_as=("pb-nostride",),
    ),
    of(
        "gradient-without-dout",
        "The gradient does not depend on what comes back.",
        "Double dout. Does your answer double?",
        _POOL,
        "dx",
    ),
    of(
        "spreads-the-input",
        "What goes back is made of the input.",
        "Double dout, and leave the input as it is. Does your answer double?",
        _POOL,
        "dx",
        seen_as=("pb-mul-x", "ab-x"),
    ),
    of(
        "of-the-size-of-dout",
        "The gradient of a map has the size of what comes back.",
        "Print the shapes of x and of your dx. Which one does the caller expect?",
        _POOL,
        "dx",
        ways=(frozenset({"of-the-size-of-dout"}), frozenset({"of-the-size-of-dout", "undivided"})),
    ),
    of(
        "one-gradient-for-all",
        "The gradient is summed before it is sent back.",
        "Set all of dout to 0 but one number. Which entries get something, by hand, and in yours?",
        _POOL,
        "dx",
    ),
    of(
        "backward-rows-and-columns-exchanged",
        "The first index of a gradient counts columns.",
        "For the gradient at row 0, column 1: which entries does it reach, by hand, and in yours?",
        _POOL,
        "dx",
        ways=on_both("moved", ["j * S"]),
    ),
    of(
        "height-and-width-exchanged",
        "The first number of a window is its width.",
        "It is right for square windows. How many rows has your window, and how many columns?",
        _POOL,
        "dx",
    ),
    of(
        "window-is-stride",
        "The window is as large as the stride.",
        "Window and stride are two numbers. Which of yours says how much a window covers?",
        _POOL,
        "dx",
    ),
    of(
        "stride-is-window",
        "Windows lie side by side, whatever the stride.",
        "It is right where windows tile. For a window of 3 and stride 1, where does the second one begin?",
        _POOL,
        "dx",
    ),
    of(
        "nothing-written",
        "The array is filled already.",
        "All your numbers are 0. Into which array do you write, and which do you return?",
        _POOL,
        "out",
        "dx",
    ),
)
MAX_BACKWARD = (
    of(
        "gradient-assigned",
        "An entry is the largest of one window.",
        "An entry in the middle is the largest of how many overlapping windows? How many gradients reach it?",
        _MAX,
        "dx",
        seen_as=("pb-assign-max",),
    ),
    of(
        "argmax-split-by-height",
        "A flat index is divided by the height of the window.",
        "It is right for square windows. In a window of 2 rows and 3 columns, where is entry number 3?",
        _MAX,
        "dx",
        ways=tuple(
            frozenset({"argmax-split-by-height", *more}) for more in (set[str](), {"into-the-image"}, {"kept-inside"})
        ),
        seen_as=("pb-argmax-div",),
    ),
    of(
        "value-anywhere",
        "Every entry of the map that equals the maximum gets the gradient.",
        "Try a map in which the same number is the largest of one window, and lies in another one too. Who gets what?",
        _MAX,
        "dx",
        seen_as=("pb-global",),
    ),
    *BACK,
    of(
        "to-the-whole-window",
        "Every entry of a window gets all of its gradient.",
        "Send back a single 1. What do your numbers add up to?",
        _POOL,
        "dx",
        seen_as=("pb-mask-scalar",),
    ),
    of(
        "maximum-and-mean-exchanged",
        "A gradient is shared by the whole window.",
        "Add a little to an entry that is not the largest. Does the maximum change?",
        _MAX,
        "dx",
        seen_as=("mp-avg",),
    ),
    of(
        "writes-into-the-input",
        "A window of the image may hold its gradient.",
        "Where windows overlap: what does the second window find in the entries that the first one has written?",
        _MAX,
        "dx",
        ways=(frozenset({"into-the-input"}),),
        seen_as=("pb-mutate",),
    ),
    of(
        "largest-of-the-map",
        "The largest entry of the whole map gets the gradient.",
        "How many entries of your dx are not 0? How many windows are there?",
        _MAX,
        "dx",
    ),
    of(
        "row-and-column-apart",
        "The largest row and the largest column meet in the largest entry.",
        "Try the window 0 9 0 / 8 0 8. Where is its largest entry, and where do your row and column meet?",
        _MAX,
        "dx",
        seen_as=("pb-ties-rowcol",),
    ),
    of(
        "row-and-column-exchanged",
        "An index in a window counts columns first.",
        "In a window of 2 x 2 with its largest entry at the top right: which entry gets your gradient?",
        _MAX,
        "dx",
        ways=(frozenset({"row-and-column-exchanged"}), frozenset({"row-and-column-exchanged", "into-the-image"})),
    ),
)
AVG_BACKWARD = (
    of(
        "sum-not-mean",
        "Every entry gets the whole gradient of the mean.",
        "Add 1 to one entry of a window of four. By how much does the mean grow?",
        _AVG,
        "dx",
        seen_as=("ap-sum", "ab-nodiv"),
    ),
    of(
        "divided-by-the-width",
        "The share of an entry is the gradient divided by the width.",
        "Send back a single 1. What do your numbers add up to?",
        _AVG,
        "dx",
        seen_as=("ap-stride", "ab-div"),
    ),
    of(
        "divided-by-the-height",
        "The share of an entry is the gradient divided by the height.",
        "Send back a single 1. What do your numbers add up to?",
        _AVG,
        "dx",
        seen_as=("ap-stride", "ab-div"),
    ),
    of(
        "divided-by-the-stride",
        "The share of an entry is the gradient divided by the square of the stride.",
        "Send back a single 1. What do your numbers add up to?",
        _AVG,
        "dx",
        seen_as=("ap-stride", "ab-div"),
    ),
    *BACK,
    of(
        "maximum-and-mean-exchanged",
        "The gradient of a mean goes to the largest entry.",
        "Add a little to an entry that is not the largest. Does the mean change?",
        _AVG,
        "dx",
        ways=(frozenset({"maximum-and-mean-exchanged"}), frozenset({"maximum-and-mean-exchanged", "every-tie"})),
        seen_as=("mp-avg",),
    ),
)

_PLAIN: frozenset[str] = frozenset()
_IN_VIEWS, _LISTED = frozenset({"in-views"}), frozenset({"listed"})
_PLACES = ("count", "moved", "start", "stop", "pixel", "entry", "taps", "visited")
FORWARD_SLIPS = (
    *along_axes(_POOL, _PLACES, among={"": (_PLAIN,), "entry": (_IN_VIEWS,), "taps": (_PLAIN, _IN_VIEWS)}),
    slip(
        "answer-put-elsewhere",
        "An answer belongs elsewhere in the map.",
        "Where in your map is the number that belongs to row 0, column 1? Print both indices as you store it.",
        _POOL,
        ways("store", STORE),
    ),
)
MEAN_SLIPS = (
    slip(
        "divided-by-another-number",
        "A sum is divided by another number.",
        "Try a window of ones, {HH} x {WW} of them. Do you get 1?",
        _AVG,
        tuple(frozenset({knob}) for knob in DIVISORS),
        ("out", "dx"),
    ),
)
_APART = (frozenset({"read-alone"}), frozenset({"written-alone"}))  # one place of two


def back_slips(among: tuple[Knobs, ...], of_windows: tuple[Knobs, ...]) -> Iterator[Misconception]:
    """Yield the slips of a backward pass: under some settings, and under more where windows lie."""
    wider = dict.fromkeys(("moved", "start", "stop"), (*among, *of_windows))
    places = ("moved", "start", "stop", "pixel", "taps", "visited")
    yield from along_axes(_POOL, places, outputs=("dx",), prefix="backward-", among={"": among, **wider})


BACK_SLIPS = (
    slip(
        "gradient-read-elsewhere",
        "The gradient of another output is sent back.",
        "Set dout to 0 but for row 0, column 1. Which entries get something, by hand, and in yours?",
        _POOL,
        ways("store", STORE),
        ("dx",),
    ),
    slip(
        "gradient-added-to-the-mask",
        "A mask and a gradient are added.",
        "Take one gradient of 3. What do its window's entries get that are not the largest?",
        _POOL,
        (frozenset({"gradient-added"}),),
        ("dx",),
    ),
    slip(
        "gradients-subtracted",
        "Gradients are subtracted.",
        "Your numbers have the wrong sign. Is each part added, or subtracted?",
        _POOL,
        (frozenset({"subtracted"}),),
        ("dx",),
    ),
)

FAMILIES = (
    Family(
        exercises=("max_pool_forward",), misconceptions=(*MAX_FORWARD, *FORWARD_SLIPS), model=model, glance=shape_of
    ),
    Family(
        exercises=("max_pool_backward",),
        misconceptions=(*MAX_BACKWARD, *back_slips((_PLAIN, *_APART), (_LISTED,)), *BACK_SLIPS),
        model=model,
    ),
    Family(
        exercises=("avg_pool_forward",),
        misconceptions=(*AVG_FORWARD, *FORWARD_SLIPS, *MEAN_SLIPS),
        model=model,
        glance=shape_of,
    ),
    Family(
        exercises=("avg_pool_backward",),
        misconceptions=(
            *AVG_BACKWARD,
            *back_slips((_PLAIN, frozenset({"by-what-is-there"}), *_APART), ()),
            *BACK_SLIPS,
            *MEAN_SLIPS,
        ),
        model=model,
    ),
)
