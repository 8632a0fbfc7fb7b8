"""What people believe of the layer's windows: how often one fits, where it begins, which pixels it holds."""

from grader.topics.misconception import believed

from ..shared import windows
from ..shared.places import COUNTED
from ..shared.slips import EVERYWHERE, across, loop_in_steps, on_both, put_at_the_window, ways

_IMAGES = "Convolutions on Images"
_STRIDE, _PADDING = "Convolution Layers: Stride", "Convolution Layers: Padding"
_DIMENSIONS = "Convolution Layers: Dimensions"

OUTPUTS_SKIPPED = (
    *(knobs | {"outputs-skipped"} for knobs in on_both("moved", ["i"])),
    frozenset({"outputs-skipped"}),
    *loop_in_steps(knobs | {"bias-everywhere"} for knobs in EVERYWHERE[:2]),
    *loop_in_steps(EVERYWHERE[1:2]),
)
WINDOWS = (
    believed(
        "size-without-plus-one",
        "The window fits as often as it can move.",
        "A window as large as the image: how often does it fit? What does your formula give?",
        _DIMENSIONS,
        ways=on_both("count", ["(L + 2 * P - W) // S"]),
    ),
    believed(
        "size-with-padding-once",
        "Padding makes the image wider by one padding.",
        "On how many sides of the image does the slide draw zeros? How much wider is the framed image?",
        _PADDING,
        ways=on_both(
            "count",
            ["(L + P - W) // S + 1"],
            (*EVERYWHERE, frozenset({"checked"}), *(way | {"half-the-padding"} for way in EVERYWHERE)),
        ),
    ),
    believed(
        "size-rounded-up",
        "A window that fits in part is an output too.",
        "Where the stride does not come out even, your map has one row more. Where would its last window end?",
        _PADDING,
        ways=on_both(
            "count", ["-(-(L + 2 * P - W) // S) + 1"], (frozenset(), frozenset({"checked"}), frozenset({"slices"}))
        ),
    ),
    believed(
        "height-for-both",
        "Images are square.",
        "Square images are right. Which of the two sizes is computed from the height, and which from the width?",
        _DIMENSIONS,
        ways=(
            *ways("columns.count", ["(M + 2 * P - V) // S + 1"], EVERYWHERE),
            *ways("rows.count", ["(M + 2 * P - V) // S + 1"], EVERYWHERE),
        ),
    ),
    believed(
        "sizes-exchanged",
        "The first axis of a map is its width.",
        "Your map has the right numbers of rows and columns, exchanged. Which comes first in a shape?",
        _DIMENSIONS,
        ways=(frozenset({"sizes-exchanged"}), frozenset({"sizes-exchanged", "slices"})),
    ),
    believed(
        "filters-for-window",
        "F is the size of a filter, and the number of filters too.",
        "{F} filters of {HH} x {WW}: which of these numbers says how often the window fits?",
        _DIMENSIONS,
        ways=on_both("count", ["(L + 2 * P - F) // S + 1"], EVERYWHERE),
    ),
    believed(
        "size-over-the-stride",
        "There are as many windows as strides.",
        "Your size does not depend on the window. How many windows of {HH} rows fit into {H}?",
        _DIMENSIONS,
        ways=on_both("count", ["L // S"], EVERYWHERE),
    ),
    believed(
        "size-of-the-image",
        "A map is as large as its image.",
        "Print the shapes of your map and of the image. Where would the window of the last pixel end?",
        _DIMENSIONS,
        ways=on_both("count", ["L"], (*EVERYWHERE, frozenset({"checked"}))),
    ),
    believed(
        "size-rounded",
        "The size is rounded to the nearest whole number.",
        "What does your formula give for 6 rows, a window of 3, stride 2 and no padding? Where would the last one end?",
        _DIMENSIONS,
        ways=on_both("count", windows.ROUNDED, (frozenset(), frozenset({"slices"}), frozenset({"checked"}))),
    ),
    believed(
        "map-sized-by-one-extent",
        "Maps are square.",
        "Print the shape of your map for an image that is wider than high. Which of its sizes is used twice?",
        _DIMENSIONS,
        ways=tuple(
            frozenset({f"{axis}.count=(M + 2 * P - V) // S + 1", f"{axis}.visited={windows.WHOLE}"})
            for axis in ("columns", "rows")
        ),
    ),
    believed(
        "window-at-every-step",
        "A window begins at every step of the stride.",
        "For {H} rows and a window of {HH}: at which row may the last window begin? Where does your loop end?",
        _STRIDE,
        ways=on_both("visited", windows.STEPS, (frozenset(), frozenset({"slices"}))),
    ),
    believed(
        "output-at-every-place",
        "There is an output at every place, whatever the stride.",
        "Print the shape of your map for stride 1 and for stride 2. Which of its sizes does not change?",
        _STRIDE,
        ways=tuple(
            frozenset(f"{axis}.{place}" for axis in axes for place in ("count=L + 2 * P - W + 1", "moved=i"))
            for axes in (("columns",), ("rows",), ("rows", "columns"))
        ),
    ),
    believed(
        "put-where-the-window-begins",
        "An answer stands where its window begins.",
        "For stride 2: where in your map do you put the answer of the second window of a row? Where is it due?",
        _STRIDE,
        ways=put_at_the_window(EVERYWHERE),
    ),
    believed(
        "loops-exchanged",
        "The loop over the rows runs as far as there are columns.",
        "For a map of 2 rows of 3, print every pair of indices at which you write. Which of them is no place of it?",
        _DIMENSIONS,
        ways=across(),
    ),
    believed(
        "counter-split-by-rows",
        "A counter is divided by the number of rows.",
        "Take a map of 2 rows of 3. The counter is 3: which row, which column? By which number do you divide?",
        _DIMENSIONS,
        ways=ways("store", COUNTED),
    ),
    believed(
        "stride-and-padding-exchanged",
        "The stride is the padding, and the padding the stride.",
        "Print stride and pad inside your function. Are they the {stride} and the {pad} that it was given?",
        _DIMENSIONS,
        ways=(frozenset({"stride-and-padding-exchanged"}), frozenset({"stride-and-padding-exchanged", "slices"})),
    ),
    believed(
        "stride-and-padding-left-out",
        "A layer has neither stride nor padding.",
        "It is right for stride 1 without padding. Which line of yours reads the stride, and which the padding?",
        _STRIDE,
    ),
    believed(
        "filters-are-square",
        "Filters are square.",
        "It is right for square filters. From which axis of w do you take the height, and from which the width?",
        _DIMENSIONS,
        ways=(frozenset({"filters-are-square"}), frozenset({"filters-are-square", "by-their-width"})),
    ),
    believed(
        "padding-is-half-the-kernel",
        "The frame is as wide as half the filter.",
        "It is right where the padding is half the filter. Where does the padding that you are given enter?",
        _PADDING,
        ways=tuple(
            size | {"padding-is-half-the-kernel", *program}
            for program in (set[str](), {"slices"})
            for size in (*on_both("count", ["L", "-(-L // S)"]), frozenset({"size-from-the-frame"}), frozenset[str]())
        ),
    ),
    believed(
        "rows-and-columns-exchanged",
        "The first index of an image counts columns.",
        "For output row 0, column 1: does your window move to the right, or down?",
        _IMAGES,
        ways=on_both("moved", ["j * S"], EVERYWHERE),
    ),
    believed(
        "start-plus-stride",
        "The stride is added to the index.",
        "For stride 2: at which pixel do the windows of outputs 0, 1 and 2 begin? And in yours?",
        _STRIDE,
        ways=on_both("moved", ["i + S"], EVERYWHERE),
    ),
    believed(
        "window-begins-without-stride",
        "A window begins at the index of its output, and ends where the stride says.",
        "How many rows has your window of output row 1, for stride 2? How many should it have?",
        _STRIDE,
        ways=on_both("start", ["i"], (frozenset({"slices"}),)),
    ),
    believed(
        "window-ends-without-stride",
        "A window begins where the stride says, and ends at its output's index and its height.",
        "How many rows has your window of output row 1, for stride 2? How many should it have?",
        _STRIDE,
        ways=on_both("stop", ["i + W"], (frozenset({"slices"}),)),
    ),
    believed(
        "window-is-stride",
        "A window is as large as the stride.",
        "How many pixels does your window hold for a filter of {HH} x {WW}?",
        _STRIDE,
        ways=(*on_both("stop", ["i * S + S"], (frozenset({"slices"}),)), *on_both("taps", ["range(S)"])),
    ),
    believed(
        "dilated",
        "The stride is the step between the weights.",
        "It is right where the stride is 1. Under output 1, which pixels does a filter of 3 cover at once?",
        _STRIDE,
        ways=on_both("pixel", ["(i + u) * S", "i + u * S"]),
    ),
    believed(
        "padding-subtracted-again",
        "Indices of the framed image are those of the image.",
        "In the framed image, at which index does the first window begin? Where do you subtract the padding?",
        _PADDING,
        ways=on_both("pixel", ["i * S + u - P"]),
    ),
)
