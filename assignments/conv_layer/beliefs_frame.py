"""What people believe of the frame around the image on the way back: how wide it is, and where it is cut off."""

from grader.topics.misconception import believed

from ..shared import windows
from ..shared.slips import on_both

_STRIDE, _PADDING = "Convolution Layers: Stride", "Convolution Layers: Padding"
_DIMENSIONS = "Convolution Layers: Dimensions"

FRAME = (
    believed(
        "crop-to-minus-zero",
        "A slice that ends at minus the padding ends at the padding.",
        "Only padding 0 fails, and your dx is empty there. What does [1, 2, 3][0:-0] print?",
        _PADDING,
        "dx",
    ),
    believed(
        "crop-lost",
        "Filling the padded gradient fills dx.",
        "All of dx is 0, though dw is right. Which array do you fill, and which one do you return?",
        _PADDING,
        "dx",
    ),
    believed(
        "crop-forgotten",
        "The gradient keeps its frame.",
        "Print the shapes of x and of your dx. By how many rows do they differ?",
        _PADDING,
        "dx",
    ),
    believed(
        "crop-by-one",
        "The frame is one pixel wide.",
        "It is right where the padding is 1. How wide is the frame that you cut off?",
        _PADDING,
        "dx",
        ways=(frozenset({"crop-by-one"}), frozenset({"crop-by-one", "of-large-filters"})),
    ),
    believed(
        "crop-by-half-the-kernel",
        "The frame is as wide as half the kernel.",
        "It is right where the padding is half the kernel. Which number says how wide the frame is that you cut off?",
        _PADDING,
        "dx",
        ways=tuple(
            frozenset({knob})
            for knob in (
                "crop-by-half-the-kernel",
                "crop-by-half-the-kernel-to-minus-zero",
                "crop-half-a-kernel-in",
                "crop-by-the-kernel-less-one",
            )
        ),
    ),
    believed(
        "crop-on-one-side",
        "The frame is on one side of the image.",
        "On how many sides of the image does the slide draw zeros? On how many do you cut them off?",
        _PADDING,
        "dx",
        ways=(frozenset({"crop-at-the-beginning"}), frozenset({"crop-at-the-end"})),
    ),
    believed(
        "crop-lost-without-padding",
        "Without padding there is nothing to cut off, and nothing to copy.",
        "Only padding 0 is wrong: dx is 0 there. Which array do you return where there is no frame?",
        _PADDING,
        "dx",
    ),
    believed(
        "padding-is-one",
        "Padding is one pixel wide.",
        "It is right where the padding is 1. Where does the number that you are given enter, backward?",
        _PADDING,
        "dx",
        "dw",
        ways=tuple(
            frozenset({"frame-of-one", *program}) for program in (set[str](), {"slices"}, {"crop-by-one"}, {"tapped"})
        ),
    ),
    believed(
        "window-at-every-step",
        "A window begins at every step of the stride.",
        "For {H} rows and a window of {HH}: at which row may the last window begin? Where does your loop end?",
        _STRIDE,
        "dx",
        "dw",
        ways=on_both("visited", windows.STEPS, (frozenset(), frozenset({"slices"}))),
    ),
    believed(
        "stride-and-padding-exchanged",
        "The stride is the padding, and the padding the stride.",
        "Print stride and pad inside your function. Are they the {stride} and the {pad} that it was given?",
        _PADDING,
        "dx",
        "dw",
        ways=(frozenset({"stride-and-padding-exchanged"}), frozenset({"stride-and-padding-exchanged", "slices"})),
    ),
    believed(
        "stride-and-padding-left-out",
        "A layer has neither stride nor padding.",
        "It is right for stride 1 without padding. Which line of yours reads the stride, and which the padding?",
        _STRIDE,
        "dx",
        "dw",
        ways=tuple(
            frozenset({"stride-and-padding-left-out", *program})
            for program in (set[str](), {"slices"}, {"whole-windows"})
        ),
    ),
    believed(
        "backward-by-sliding",
        "Both gradients slide by one pixel, whatever the stride.",
        "It is right for stride 1 without padding. Which windows did these gradients come from, with this stride?",
        _STRIDE,
        "dx",
        "dw",
        ways=tuple(
            frozenset({"backward-by-sliding", *program})
            for program in (
                {"into-an-array"},
                set[str](),
                {"cut-by-the-pad"},
                {"cut-by-the-pad", "into-an-array"},
                {"into-an-array", "dw-unpadded"},
            )
        ),
    ),
    believed(
        "slides-without-a-turn",
        "A gradient slides over the filter as it is.",
        "Follow one output back to its window by hand. Which weight does the top left pixel get?",
        _STRIDE,
        "dx",
        ways=tuple(
            frozenset({"backward-by-sliding", "dx-kernel-turned", *program})
            for program in ({"into-an-array"}, set[str]())
        ),
    ),
    believed(
        "filters-are-square",
        "Filters are square.",
        "It is right for square filters. From which axis of w do you take the height, and from which the width?",
        _DIMENSIONS,
        "dx",
        "dw",
        ways=(frozenset({"filters-are-square"}), frozenset({"filters-are-square", "by-their-width"})),
    ),
    believed(
        "crop-from-the-corner",
        "The image begins in the corner of its frame.",
        "Your dx is the right one, moved. At which row of the padded array does the image begin?",
        _PADDING,
        "dx",
    ),
)
