"""What people believe of the forward pass of pooling, most common first, and what they slip on."""

from grader.topics.misconception import Knobs, believed

from ..shared import slip_words
from ..shared.places import COUNTED, STORE
from ..shared.slips import across, along_axes, loop_in_steps, on_both, put_at_the_window, slip, ways
from ..shared.windows import ROUNDED, STEPS, TRUNCATED, WHOLE
from .model import DIVISORS

MAX, AVG, POOL = "Pooling Layer: Max Pooling", "Pooling Layer: Average Pooling", "Pooling Layer"


def square_maps() -> tuple[Knobs, ...]:
    """Return the settings of a map that is made with one size for both extents, and filled by loops over both."""
    return tuple(
        frozenset({f"{axis}.count=(M + 2 * P - V) // S + 1", f"{axis}.visited={WHOLE}"}) for axis in ("columns", "rows")
    )


NOTHING_WRITTEN = believed(
    "nothing-written",
    "The array is filled already.",
    "All your numbers are 0. Print the array that you return, and what you put into it: which of them is 0 first?",
    POOL,
    "out",
    "dx",
)
WINDOWS = (
    believed(
        "window-is-stride",
        "The window is as large as the stride.",
        "Window and stride are two numbers. Which of yours says how much a window covers?",
        POOL,
    ),
    believed(
        "stride-is-window",
        "Windows lie side by side, whatever the stride.",
        "With a window of 3 and stride 1: at which entry does the second window begin?",
        POOL,
        ways=(frozenset({"stride-is-window"}), frozenset({"stride-is-window", "has-to-divide"})),
    ),
    believed(
        "height-and-width-exchanged",
        "The first number of a window is its width.",
        "It is right for square windows. How many rows has your window, and how many columns?",
        POOL,
        ways=(
            frozenset({"height-and-width-exchanged"}),
            frozenset({"height-and-width-exchanged", "one-at-least"}),
            *(frozenset({"height-and-width-exchanged"}) | setting for setting in on_both("count", TRUNCATED)),
        ),
    ),
    believed(
        "stride-ignored",
        "The window moves one entry at a time.",
        "For stride 2: at which entry does the window of output column 1 begin?",
        POOL,
        ways=on_both("moved", ["i"]),
    ),
    believed(
        "first-image-only",
        "There is one image.",
        "Give it two different images. Do their maps differ?",
        POOL,
    ),
    NOTHING_WRITTEN,
    believed(
        "stride-ignored-in-rows",
        "The window moves by the stride to the right only.",
        "Compare the first row of your map with the second. Which of them is right?",
        POOL,
        ways=ways("rows.moved", ["i"]),
    ),
    believed(
        "stride-ignored-in-columns",
        "The window moves by the stride downwards only.",
        "Compare the first column of your map with the second. Which of them is right?",
        POOL,
        ways=ways("columns.moved", ["i"]),
    ),
    believed(
        "height-for-both",
        "Windows are square.",
        "It is right for square windows. Where do you use {HH}, and where {WW}?",
        POOL,
        ways=(frozenset({"height-for-both"}), frozenset({"width-for-both"})),
    ),
    believed(
        "leftover-pooled",
        "A window that reaches over the end is cut off there.",
        "Your map has more rows than fit. Where would the last window end, and where does the image?",
        POOL,
        ways=on_both("count", ["-(-L // S)", "-(-(L + 2 * P - W) // S) + 1"], (frozenset(), frozenset({"by-area"}))),
    ),
    believed(
        "pads-with-zeros",
        "What fits no window is padded with zeros.",
        "Your map has more rows than fit. What does the slide do with the row that is left over?",
        POOL,
        ways=tuple(
            frozenset({"padded-with-zeros"}) | setting
            for setting in on_both("count", ["-(-(L + 2 * P - W) // S) + 1", "-(-L // S)"])
        ),
    ),
    believed(
        "size-over-the-stride",
        "There are as many windows as strides.",
        "Your size does not depend on the window. How many windows of {HH} rows fit into {H}?",
        POOL,
        ways=on_both("count", ["L // S"]),
    ),
    believed(
        "size-without-plus-one",
        "The window fits as often as it can move.",
        "A window as large as the map: how often does it fit? What does your formula give?",
        POOL,
        ways=on_both("count", ["(L + 2 * P - W) // S"]),
    ),
    believed(
        "size-plus-one-over-the-stride",
        "The size of a pooled map is half of it, rounded up.",
        "What does your formula give for 7 rows, a window of 3 and stride 2? How many windows do you count?",
        POOL,
        ways=on_both("count", ["(L + 1) // S"]),
    ),
    believed(
        "returns-early",
        "The first window is enough.",
        "All numbers but the first are 0. How often does your loop run before the function returns?",
        POOL,
        ways=on_both("visited", ["range(min(n, 1))"]),
    ),
    believed(
        "rows-and-columns-exchanged",
        "The first index of a map counts columns.",
        "For output row 0, column 1: does your window move to the right, or down?",
        POOL,
        ways=on_both("moved", ["j * S"]),
    ),
    believed(
        "images-and-channels-exchanged",
        "A reshape exchanges axes, as a transpose does.",
        "With one image it is right; with two, maps change places. Which axis comes first before you reshape?",
        POOL,
    ),
    believed(
        "first-channel-only",
        "There is one channel.",
        "Give it two different channels. Do their maps differ?",
        POOL,
    ),
    believed(
        "no-window",
        "Every output looks at the whole map.",
        "Print the shape of what you reduce to one number. Is it {HH} x {WW}?",
        POOL,
    ),
    believed(
        "size-rounded",
        "The size is rounded to the nearest whole number.",
        "What does your formula give for 6 rows, a window of 3 and stride 2? Where would the last window end?",
        POOL,
        ways=on_both("count", ROUNDED),
    ),
    believed(
        "window-at-every-step",
        "A window begins at every step of the stride.",
        "For {H} rows and a window of {HH}: at which row may the last window begin? Where does your loop end?",
        POOL,
        ways=on_both("visited", STEPS[:1]),
    ),
    believed(
        "map-sized-by-one-extent",
        "Maps are square.",
        "Print the shape of your map for an image that is wider than high. Which of its sizes is used twice?",
        POOL,
        ways=square_maps(),
    ),
    believed(
        "loop-in-steps-of-the-stride",
        "A loop that goes in steps of the stride needs no other stride.",
        "For stride 2: which entries of your map are written, and at which entry does the window of each begin?",
        POOL,
        ways=loop_in_steps(),
    ),
    believed(
        "put-where-the-window-begins",
        "An answer stands where its window begins.",
        "For stride 2: where in your map do you put the answer of the second window of a row? Where is it due?",
        POOL,
        ways=put_at_the_window(),
    ),
    believed(
        "loops-exchanged",
        "The loop over the rows runs as far as there are columns.",
        "For a map of 2 rows of 3, print every pair of indices at which you write. Which of them is no place of it?",
        POOL,
        ways=across(),
    ),
    believed(
        "counter-split-by-rows",
        "A counter is divided by the number of rows.",
        "Take a map of 2 rows of 3. The counter is 3: which row, which column? By which number do you divide?",
        POOL,
        ways=ways("store", COUNTED),
    ),
    believed(
        "batch-sliced",
        "The batch is sliced as if it were one image.",
        "Print the shape of your window. Is its first axis a row, or an image?",
        POOL,
    ),
)
RESHAPED = (
    "Rows of a map may be cut into windows by reshaping.",
    "Print the entries of your first window. Are they a block of {HH} x {WW}?",
)
BLOCKS = tuple(
    frozenset({knob, *tiles}) for knob in ("blocks-apart", "blocks-in-line") for tiles in (set[str](), {"any-tiles"})
)
MAXIMUM = (
    believed(
        "maximum-from-zero",
        "A maximum starts from 0.",
        "Try a window of negative numbers. Which of them do you get back?",
        MAX,
    ),
    *WINDOWS,
    believed(
        "maximum-and-mean-exchanged",
        "Pooling always averages.",
        "Try the window 3 1 6 0. Do you get 6 or 2.5?",
        MAX,
    ),
    believed(
        "absolute-values",
        "The strongest response counts, whatever its sign.",
        "Try the window −9 and 1. Which is larger?",
        MAX,
    ),
    believed(
        "channels-pooled",
        "A window goes through all channels.",
        "The slide keeps the depth. Do your channels differ?",
        POOL,
        ways=(frozenset({"channels-pooled"}), frozenset({"channels-pooled-away"})),
    ),
    believed("reshaped", *RESHAPED, MAX, ways=(frozenset({"windows-by-reshaping"}), *BLOCKS)),
    believed(
        "minimum-not-maximum",
        "Pooling keeps the smallest.",
        "Try the window 3 1 6 0. Do you get 6?",
        MAX,
    ),
)
MEAN = (
    believed(
        "sum-not-mean",
        "An average is a sum.",
        "Try a window of ones. Do you get 1?",
        AVG,
    ),
    *WINDOWS,
    believed(
        "divided-by-the-stride",
        "The area of a window is the square of the stride.",
        "Try a window of ones, with a stride of another size. Do you get 1?",
        AVG,
    ),
    believed(
        "divided-by-the-height",
        "A sum is divided by the height of its window.",
        "Try a window of ones. How many are there?",
        AVG,
    ),
    believed(
        "divided-by-the-width",
        "A sum is divided by the width of its window.",
        "Try a window of ones. How many are there?",
        AVG,
    ),
    believed(
        "divided-by-the-places",
        "A sum is divided by the number of windows.",
        "Try a large image of ones and a small window. Do you get 1?",
        AVG,
    ),
    believed(
        "whole-division",
        "A mean of whole numbers is a whole number.",
        "Try the window 1 2. Do you get 1.5? Which of the two divisions do you use?",
        AVG,
    ),
    believed(
        "cut-to-integers",
        "Means have the type of the image.",
        "Try the window −1 −2, as integers. Which type has the array that you collect the answer in?",
        AVG,
        ways=(frozenset({"cut-to-integers"}), frozenset({"of-the-type-of-the-image"})),
    ),
    believed(
        "maximum-and-mean-exchanged",
        "Pooling takes the largest.",
        "Try the window 3 1 6 0. Do you get 6 or 2.5?",
        AVG,
    ),
    believed("reshaped", *RESHAPED, AVG, ways=BLOCKS),
    believed(
        "median-for-mean",
        "The average is the number in the middle.",
        "Try the window 0 0 0 8. Do you get 2?",
        AVG,
        ways=(frozenset({"median-not-mean"}),),
    ),
    believed(
        "channels-pooled",
        "A window goes through all channels.",
        "The slide keeps the depth. Do your channels differ?",
        POOL,
        ways=(frozenset({"channels-averaged"}),),
    ),
)

_PLAIN: frozenset[str] = frozenset()
_IN_VIEWS = frozenset({"in-views"})
_PLACES = ("count", "moved", "start", "stop", "pixel", "entry", "taps", "visited")
SLIPS = (
    *along_axes(
        POOL, _PLACES, slip_words.POOLING, among={"": (_PLAIN,), "entry": (_IN_VIEWS,), "taps": (_PLAIN, _IN_VIEWS)}
    ),
    slip(
        "answer-put-elsewhere",
        "An answer belongs elsewhere in the map.",
        "Where in your map is the number that belongs to row 0, column 1? Print both indices as you store it.",
        POOL,
        ways("store", STORE),
    ),
)
MEAN_SLIPS = (
    slip(
        "divided-by-another-number",
        "A sum is divided by another number.",
        "Try a window of ones, {HH} x {WW} of them. Do you get 1?",
        AVG,
        tuple(frozenset({knob}) for knob in DIVISORS),
        ("out", "dx"),
    ),
)

OF_MAXIMUM = (*MAXIMUM, *SLIPS)
OF_MEAN = (*MEAN, *SLIPS, *MEAN_SLIPS)
