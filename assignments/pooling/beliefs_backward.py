"""What people believe of the gradient of pooling, most common first, and what they slip on."""

from collections.abc import Iterator

from grader.topics.misconception import Knobs, Misconception, believed

from ..shared import slip_words
from ..shared.places import STORE
from ..shared.slips import along_axes, loop_in_steps, on_both, slip, ways
from ..shared.windows import STEPS
from .beliefs_forward import AVG, MAX, MEAN_SLIPS, NOTHING_WRITTEN, POOL

_ONE_BY_ONE = on_both("moved", ["i"])[0] | {"one-by-one"}  # windows, and what lies at their places
CUT_LIKE_THE_IMAGE = tuple(
    frozenset({"dout-cut-like-the-image", *program}) | stride
    for stride in (frozenset[str](), _ONE_BY_ONE)
    for program in (set[str](), {"summed"})
)
BACK = (
    believed(
        "window-overwritten",
        "Each window holds what it sends back, and nothing else.",
        "It is right where windows tile. Where two windows overlap, what happens to what the first one left?",
        POOL,
        "dx",
    ),
    believed(
        "backward-stride-ignored",
        "Backward, windows lie one entry apart.",
        "It is right where the stride is 1. On the way back, do your windows begin where they began forward?",
        POOL,
        "dx",
        ways=on_both("moved", ["i"]),
    ),
    believed(
        "gradient-without-dout",
        "The gradient does not depend on what comes back.",
        "Double dout. Does your answer double?",
        POOL,
        "dx",
    ),
    believed(
        "spreads-the-input",
        "What goes back is made of the input.",
        "Double dout, and leave the input as it is. Does your answer double?",
        POOL,
        "dx",
    ),
    believed(
        "dout-cut-like-the-image",
        "A window's gradient lies at the window's place.",
        "How many numbers of dout belong to one window? Print the shape of the part that you take.",
        POOL,
        "dx",
        ways=CUT_LIKE_THE_IMAGE,
    ),
    believed(
        "dout-at-the-window",
        "A window's gradient stands in dout where the window begins in the image.",
        "For stride 2: which number of dout belongs to the second window of a row? At which index do you read it?",
        POOL,
        "dx",
        ways=(frozenset({"dout-at-the-window"}), frozenset({"dout-at-the-window", "strictly"})),
    ),
    believed(
        "of-the-size-of-dout",
        "The gradient of a map has the size of what comes back.",
        "Print the shapes of x and of your dx. Which one does the caller expect?",
        POOL,
        "dx",
        ways=(frozenset({"of-the-size-of-dout"}), frozenset({"of-the-size-of-dout", "undivided"})),
    ),
    believed(
        "image-ends-with-the-windows",
        "The image ends where the last window does.",
        "Print the shapes of x and of your dx where a row of the image fits no window. What is due for that row?",
        POOL,
        "dx",
    ),
    believed(
        "one-gradient-for-all",
        "The gradient is summed before it is sent back.",
        "Set all of dout to 0 but one number. Which entries get something, by hand, and in yours?",
        POOL,
        "dx",
    ),
    believed(
        "backward-rows-and-columns-exchanged",
        "The first index of a gradient counts columns.",
        "For the gradient at row 0, column 1: which entries does it reach, by hand, and in yours?",
        POOL,
        "dx",
        ways=on_both("moved", ["j * S"]),
    ),
    believed(
        "height-and-width-exchanged",
        "The first number of a window is its width.",
        "It is right for square windows. How many rows has your window, and how many columns?",
        POOL,
        "dx",
    ),
    believed(
        "window-is-stride",
        "The window is as large as the stride.",
        "Window and stride are two numbers. Which of yours says how much a window covers?",
        POOL,
        "dx",
    ),
    believed(
        "stride-is-window",
        "Windows lie side by side, whatever the stride.",
        "It is right where windows tile. For a window of 3 and stride 1, where does the second one begin?",
        POOL,
        "dx",
        ways=(
            frozenset({"stride-is-window"}),
            frozenset({"stride-is-window"}) | on_both("visited", ["range(L // W)"])[0],  # as many as tiles fit
        ),
    ),
    NOTHING_WRITTEN,
    believed(
        "backward-loop-in-steps-of-the-stride",
        "A loop that goes in steps of the stride needs no other stride.",
        "For stride 2: which numbers of dout does your loop read, and at which entry does the window of each begin?",
        POOL,
        "dx",
        ways=loop_in_steps(),
    ),
    believed(
        "window-at-every-step",
        "A window begins at every step of the stride.",
        "For {H} rows and a window of {HH}: at which row may the last window begin? Where does your loop end?",
        POOL,
        "dx",
        ways=on_both("visited", STEPS[:1]),
    ),
)
MAXIMUM = (
    believed(
        "channels-pooled",
        "A window goes through all channels.",
        "The slide pools each channel by itself. How many entries of your window get a gradient in each channel?",
        MAX,
        "dx",
        ways=(frozenset({"largest-of-all-channels"}), frozenset({"largest-of-the-batch"})),
    ),
    believed(
        "gradient-assigned",
        "An entry is the largest of one window.",
        "An entry in the middle is the largest of how many overlapping windows? How many gradients reach it?",
        MAX,
        "dx",
    ),
    believed(
        "argmax-split-by-height",
        "A flat index is divided by the height of the window.",
        "It is right for square windows. In a window of 2 rows and 3 columns, where is entry number 3?",
        MAX,
        "dx",
        ways=tuple(
            frozenset({"argmax-split-by-height", *program})
            for program in (set[str](), {"into-the-image"}, {"kept-inside"}, {"dropped-outside"})
        ),
    ),
    believed(
        "argmax-split-by-the-stride",
        "A flat index is divided by the stride.",
        "In a window of 2 rows and 3 columns, where is entry number 3? Which number do you divide by?",
        MAX,
        "dx",
        ways=tuple(
            frozenset({"argmax-split-by-the-stride", *program})
            for program in ({"into-the-image"}, set[str](), {"kept-inside"}, {"dropped-outside"})
        ),
    ),
    believed(
        "one-mask",
        "Who is the largest of one window is the largest of every window.",
        "Two windows overlap, and each has its own largest entry. What does each of these get from the other window?",
        MAX,
        "dx",
        ways=tuple(
            frozenset({"one-mask", *program})
            for program in (
                *(set[str](), {"mask-assigned"}, {"mask-counted"}, {"window-overwritten"}),
                *({"every-tie"}, {"mask-assigned", "every-tie"}, {"mask-counted", "every-tie"}),
            )
        ),
    ),
    believed(
        "start-not-added",
        "The place of the maximum in its window is its place in the map.",
        "For output row 1: at which row does its window begin? Is that row in the place that gets your gradient?",
        MAX,
        "dx",
        ways=on_both(
            "moved", ["0 * i"], [frozenset({"written-alone"}), frozenset({"written-alone", "gradient-assigned"})]
        ),
    ),
    believed(
        "places-of-another-map",
        "The largest entries of all maps lie where those of the first map do.",
        "Give it one image of one channel, then two. In which map does your function look for the largest entry?",
        MAX,
        "dx",
        ways=(frozenset({"places-of-the-first-image"}), frozenset({"places-of-the-first-channel"})),
    ),
    believed(
        "value-anywhere",
        "Every entry of the map that equals the maximum gets the gradient.",
        "Try a map in which the same number is the largest of one window, and lies in another one too. Who gets what?",
        MAX,
        "dx",
    ),
    *BACK,
    believed(
        "to-the-whole-window",
        "Every entry of a window gets all of its gradient.",
        "Send back a single 1. What do your numbers add up to?",
        POOL,
        "dx",
    ),
    believed(
        "maximum-and-mean-exchanged",
        "A gradient is shared by the whole window.",
        "Add a little to an entry that is not the largest. Does the maximum change?",
        MAX,
        "dx",
    ),
    believed(
        "writes-into-the-input",
        "A window of the image may hold its gradient.",
        "Where windows overlap: what does the second window find in the entries that the first one has written?",
        MAX,
        "dx",
        ways=(frozenset({"into-the-input"}),),
    ),
    believed(
        "largest-of-the-map",
        "The largest entry of the whole map gets the gradient.",
        "How many entries of your dx are not 0? How many windows are there?",
        MAX,
        "dx",
    ),
    believed(
        "row-and-column-apart",
        "The largest row and the largest column meet in the largest entry.",
        "Try the window 0 9 0 / 8 0 8. Where is its largest entry, and where do your row and column meet?",
        MAX,
        "dx",
    ),
    believed(
        "row-and-column-exchanged",
        "An index in a window counts columns first.",
        "In a window of 2 x 2 with its largest entry at the top right: which entry gets your gradient?",
        MAX,
        "dx",
        ways=(frozenset({"row-and-column-exchanged"}), frozenset({"row-and-column-exchanged", "into-the-image"})),
    ),
)
MEAN = (
    believed(
        "sum-not-mean",
        "Every entry gets the whole gradient of the mean.",
        "Add 1 to one entry of a window of four. By how much does the mean grow?",
        AVG,
        "dx",
    ),
    believed(
        "divided-by-the-width",
        "The share of an entry is the gradient divided by the width.",
        "Send back a single 1. What do your numbers add up to?",
        AVG,
        "dx",
    ),
    believed(
        "divided-by-the-height",
        "The share of an entry is the gradient divided by the height.",
        "Send back a single 1. What do your numbers add up to?",
        AVG,
        "dx",
    ),
    believed(
        "divided-by-the-stride",
        "The share of an entry is the gradient divided by the square of the stride.",
        "Send back a single 1. What do your numbers add up to?",
        AVG,
        "dx",
    ),
    believed(
        "divided-by-the-places",
        "The share of an entry is the gradient divided by the number of windows.",
        "Send back a single 1. What do your numbers add up to?",
        AVG,
        "dx",
    ),
    *BACK,
    believed(
        "maximum-and-mean-exchanged",
        "The gradient of a mean goes to the largest entry.",
        "Add a little to an entry that is not the largest. Does the mean change?",
        AVG,
        "dx",
        ways=(frozenset({"maximum-and-mean-exchanged"}), frozenset({"maximum-and-mean-exchanged", "every-tie"})),
    ),
)

_PLAIN, _LISTED, _BY_WHAT_IS_THERE = frozenset[str](), frozenset({"listed"}), frozenset({"by-what-is-there"})
_APART = (frozenset({"read-alone"}), frozenset({"written-alone"}))  # one place of two


def of_windows(among: tuple[Knobs, ...], where: tuple[Knobs, ...]) -> Iterator[Misconception]:
    """Yield the slips of a backward pass: under some settings, and under more where windows lie."""
    wider = dict.fromkeys(("moved", "start", "stop"), (*among, *where))
    places = ("moved", "start", "stop", "pixel", "taps", "visited")
    yield from along_axes(
        POOL, places, slip_words.POOLING_BACKWARD, outputs=("dx",), prefix="backward-", among={"": among, **wider}
    )


SLIPS = (
    slip(
        "gradient-read-elsewhere",
        "The gradient of another output is sent back.",
        "Set dout to 0 but for row 0, column 1. Which entries get something, by hand, and in yours?",
        POOL,
        ways("store", STORE),
        ("dx",),
    ),
    slip(
        "gradient-added-to-the-mask",
        "A mask and a gradient are added.",
        "Take one gradient of 3. What do its window's entries get that are not the largest?",
        POOL,
        (frozenset({"gradient-added"}),),
        ("dx",),
    ),
    slip(
        "gradients-subtracted",
        "Gradients are subtracted.",
        "Your numbers have the wrong sign. Is each part added, or subtracted?",
        POOL,
        (frozenset({"subtracted"}),),
        ("dx",),
    ),
)

OF_MAXIMUM = (*MAXIMUM, *of_windows((_PLAIN, *_APART), (_LISTED,)), *SLIPS)
OF_MEAN = (*MEAN, *of_windows((_PLAIN, _BY_WHAT_IS_THERE, *_APART), ()), *SLIPS, *MEAN_SLIPS)
