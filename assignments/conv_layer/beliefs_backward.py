"""What people believe of the gradients of the convolution layer, most common first."""

from grader.topics.misconception import believed

from ..shared import slip_words
from ..shared.places import STORE
from ..shared.slips import EVERYWHERE, along_axes, on_both, slip, ways
from .beliefs_frame import FRAME
from .model_forward import COMBINE

_LAYER = "Convolution Layer"
_STRIDE, _PADDING = "Convolution Layers: Stride", "Convolution Layers: Padding"

BELIEFS = (
    believed(
        "dx-assigned",
        "A pixel belongs to one window.",
        "In how many windows of a 3 x 3 filter is a pixel in the middle? How many of them reach your dx?",
        _LAYER,
        "dx",
        ways=(frozenset({"dx-assigned"}), frozenset({"dx-assigned", "last-filter-alone"})),
    ),
    *FRAME,
    believed(
        "dx-kernel-turned",
        "Backward, the kernel is turned around, however the gradient is sent.",
        "Follow one output back to its window by hand. Which weight does the top left pixel get?",
        _LAYER,
        "dx",
    ),
    believed(
        "backward-stride-ignored",
        "Backward, windows lie one pixel apart.",
        "It is right where the stride is 1. Are these the windows of your forward pass?",
        _STRIDE,
        "dx",
        "dw",
        ways=on_both("moved", ["i"], EVERYWHERE),
    ),
    believed(
        "divided-by-the-batch",
        "A gradient is averaged over the images.",
        "Every number is too small by the number of images. Has the loss taken the mean already?",
        _LAYER,
        "dx",
        "dw",
        "db",
    ),
    believed(
        "dw-assigned",
        "A weight is used in one place.",
        "In how many places does a filter lie on an image? How many of them reach your dw?",
        _LAYER,
        "dw",
    ),
    believed(
        "dw-of-the-last-image",
        "Each image begins the gradient of a filter anew.",
        "Give it two images. What is left of the first one in your dw?",
        _LAYER,
        "dw",
    ),
    believed(
        "dw-unpadded",
        "Weights meet the image as it is.",
        "It is right without padding. What did a weight at the border meet on the way forward?",
        _PADDING,
        "dw",
        ways=tuple(
            frozenset({"dw-unpadded", *program}) for program in ({"whole-windows"}, set[str](), {"checked"}, {"slices"})
        ),
    ),
    believed(
        "dw-turned",
        "The gradient of a filter is turned around.",
        "Turn your dw by half a circle, and compare. Which of the two slides over which?",
        _LAYER,
        "dw",
    ),
    believed(
        "db-of-the-last-image",
        "The bias belongs to the last image.",
        "With one image it is right. How many images does each bias reach?",
        _LAYER,
        "db",
    ),
    believed(
        "db-of-the-last-place",
        "Each place replaces the gradient of the bias.",
        "At how many places is a bias added? How many of them reach your db?",
        _LAYER,
        "db",
    ),
    believed(
        "db-not-over-images",
        "Each image has a bias of its own.",
        "Print the shapes of b and of your db. Over which axes do you add?",
        _LAYER,
        "db",
    ),
    believed(
        "db-not-over-places",
        "Each place has a bias of its own.",
        "Print the shapes of b and of your db. Over which axes do you add?",
        _LAYER,
        "db",
    ),
    believed(
        "db-one-number",
        "There is one bias.",
        "Print the shapes of b and of your db. How many filters are there?",
        _LAYER,
        "db",
    ),
    believed(
        "gradient-without-dout",
        "The gradient does not depend on what comes back.",
        "Double dout. Does your answer double?",
        _LAYER,
        "dx",
        "dw",
        "db",
    ),
    believed(
        "gradient-of-zeros",
        "The array is filled already.",
        "All your numbers are 0. Print the array that you return, and what you put into it: which of them is 0 first?",
        _LAYER,
        "dx",
        "dw",
        "db",
    ),
    believed(
        "pad-sliced-to-minus-zero",
        "Minus the padding is an index from the end.",
        "Only padding 0 fails. What does [1, 2, 3][0:-0] print?",
        _PADDING,
        "dx",
        "dw",
        "db",
    ),
    believed(
        "crop-of-the-last-image",
        "One crop is enough for all images.",
        "With one image it is right. Does the crop happen for every image?",
        _PADDING,
        "dx",
    ),
    believed(
        "dx-unpadded",
        "The gradient of an image has no frame.",
        "It is right without padding. Where does the first window lie, forward, when there is a frame?",
        _PADDING,
        "dx",
        ways=(frozenset({"dx-unpadded"}), frozenset({"dx-unpadded", "slices"})),
    ),
    believed(
        "dx-without-weights",
        "What comes back is spread as it is.",
        "Double the filter. Does your dx double?",
        _LAYER,
        "dx",
    ),
    believed(
        "dw-without-x",
        "The gradient of a weight is what comes back, added up.",
        "Double the image. Does your dw double?",
        _LAYER,
        "dw",
    ),
    believed(
        "dw-of-another-image",
        "There is one image.",
        "With one image it is right. Which image goes with which gradient?",
        _LAYER,
        "dw",
    ),
    believed(
        "dw-steps-by-stride",
        "The stride is a step between the weights.",
        "It is right where the stride is 1. Which pixels did one weight meet, forward?",
        _STRIDE,
        "dw",
        "dx",
        ways=on_both("pixel", ["i + u * S", "(i + u) * S"]),
    ),
    believed(
        "backward-rows-and-columns-exchanged",
        "The first index of a gradient counts columns.",
        "For the gradient at row 0, column 1: which pixels does it reach, by hand, and in yours?",
        _LAYER,
        "dx",
        "dw",
        ways=on_both("moved", ["j * S"], EVERYWHERE),
    ),
    believed(
        "first-image-only",
        "There is one image.",
        "Give it two images. Is the gradient of the second one 0?",
        _LAYER,
        "dx",
        "dw",
    ),
    believed(
        "divided-by-the-places",
        "A gradient is an average over all places.",
        "Give it twice as large an image. Should the gradient of a weight shrink?",
        _LAYER,
        "dx",
        "dw",
        "db",
    ),
    believed(
        "db-averaged",
        "The gradient of a bias is the mean of what comes back.",
        "Add 1 to a bias. How many outputs grow by 1?",
        _LAYER,
        "db",
    ),
    believed(
        "db-of-the-first-image",
        "The bias belongs to the first image.",
        "With one image it is right. How many images does each bias reach?",
        _LAYER,
        "db",
    ),
    believed(
        "db-over-filters",
        "Each image has a bias, and the filters are added up.",
        "Print the shapes of b and of your db. Over which axes do you add?",
        _LAYER,
        "db",
    ),
    believed(
        "db-not-over-rows",
        "Each row has a bias of its own.",
        "Print the shapes of b and of your db. Over which axes do you add?",
        _LAYER,
        "db",
    ),
    believed(
        "db-not-over-columns",
        "Each column has a bias of its own.",
        "Print the shapes of b and of your db. Over which axes do you add?",
        _LAYER,
        "db",
    ),
    believed(
        "gradient-negated",
        "A gradient points downhill.",
        "Raise one weight a little. Does the output grow as your gradient says, or fall?",
        _LAYER,
        "dx",
        "dw",
        "db",
    ),
    believed(
        "rounded",
        "Gradients are rounded to whole numbers.",
        "Try an image of halves. What is a quarter, rounded?",
        _LAYER,
        "dx",
        "dw",
        "db",
    ),
    believed(
        "cut-to-integers",
        "Gradients are whole numbers.",
        "Try an image of halves. Which type has the array that you collect the gradient in?",
        _LAYER,
        "dx",
        "dw",
        "db",
    ),
)

_BOTH = ("dx", "dw")
SLIPS = (
    *along_axes(
        _LAYER,
        ("moved", "start", "stop", "pixel", "weight", "first", "last", "taps", "visited"),
        slip_words.LAYER_BACKWARD,
        outputs=_BOTH,
        prefix="backward-",
    ),
    slip(
        "gradient-read-elsewhere",
        "The gradient of another output is sent back.",
        "Set dout to 0 but for row 0, column 1. Which pixels get something, by hand, and in yours?",
        _LAYER,
        ways("store", STORE, EVERYWHERE),
        _BOTH,
    ),
    slip(
        "gradient-combined",
        "A gradient and its weight, or its pixel, are put together in another way.",
        "Take one gradient of 3 and one weight of 2, all others 0. Does 6 come back?",
        _LAYER,
        ways("combine", COMBINE, EVERYWHERE),
        _BOTH,
    ),
    slip(
        "gradients-subtracted",
        "Gradients are subtracted.",
        "Your numbers have the wrong sign. Is each part added, or subtracted?",
        _LAYER,
        (frozenset({"dx-subtracted"}), frozenset({"dw-subtracted"})),
        _BOTH,
    ),
    slip(
        "crop-elsewhere",
        "The image lies elsewhere in its frame.",
        "Print the shape of your dx before and after the crop. In which rows of the frame does the image lie?",
        _PADDING,
        tuple(
            frozenset(setting)
            for name in (
                "other-size",
                "size-subtracted",
                "size-alone",
                "from-twice-the-pad",
                "one-late",
                "to-the-end",
                "size-times-pad",
                "pad-over-size",
                "pad-modulo-size",
                "pad-to-the-size",
            )
            for setting in (
                {f"rows.crop={name}"},
                {f"columns.crop={name}"},
                {f"rows.crop={name}", f"columns.crop={name}"},
            )
        ),
        ("dx",),
    ),
)

MISCONCEPTIONS = (*BELIEFS, *SLIPS)
