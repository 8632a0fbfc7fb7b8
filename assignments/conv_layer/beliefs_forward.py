"""What people believe of the forward pass of the convolution layer, most common first, and what they slip on."""

from grader.topics.misconception import Knobs, believed

from ..shared import slip_words
from ..shared.places import STORE
from ..shared.slips import EVERYWHERE, along_axes, on_both, slip, ways
from .beliefs_windows import OUTPUTS_SKIPPED, WINDOWS
from .model_forward import COMBINE, EPSILONS

_LAYER, _RGB, _IMAGES = "Convolution Layer", "Convolutions on RGB Images", "Convolutions on Images"
_STRIDE, _PADDING = "Convolution Layers: Stride", "Convolution Layers: Padding"
_DIMENSIONS = "Convolution Layers: Dimensions"


def framed(knob: str) -> tuple[Knobs, ...]:
    """Return the settings of a wrong frame: its map is sized by the formula, or by the frame itself."""
    programs = ({"size-from-the-frame"}, set[str](), {"slices"}, {"checked"})
    return tuple(frozenset({knob, *program}) for program in programs)


BELIEFS = (
    believed(
        "kernel-flipped",
        "A convolution turns the kernel by half a circle before it slides.",
        "Take a filter with a single 1 in its top left corner. Which corner of the window does it pick out?",
        _IMAGES,
    ),
    believed(
        "bias-forgotten",
        "The dot product is all there is.",
        "Give your function an image of zeros. What should be left in each map?",
        _RGB,
    ),
    believed(
        "bias-for-every-product",
        "The bias belongs to each product.",
        "With an image of zeros, how often is the bias in your answer? Is it added before or after the sum?",
        _RGB,
    ),
    believed(
        "stride-ignored",
        "Every output looks at the window that begins at its own index.",
        "For stride 2: at which pixel does the window of output column 1 begin?",
        _STRIDE,
        ways=on_both("moved", ["i"]),
    ),
    believed(
        "stride-ignored-in-columns",
        "The window moves by the stride downwards only.",
        "Compare the first column of your map with the second. Which is right, and by how much do you move?",
        _STRIDE,
        ways=ways("columns.moved", ["i"]),
    ),
    believed(
        "stride-ignored-in-rows",
        "The window moves by the stride to the right only.",
        "Compare the first row of your map with the second. Which of them is right, and by how much do you move?",
        _STRIDE,
        ways=ways("rows.moved", ["i"]),
    ),
    believed(
        "outputs-skipped",
        "The stride is the step between outputs that are filled.",
        "Some of your outputs hold no sum. What takes steps: the output's index, or the window on the input?",
        _STRIDE,
        ways=OUTPUTS_SKIPPED,
    ),
    believed(
        "padding-is-one",
        "Padding is one pixel wide.",
        "It is right where the padding is 1. Where does the number that you are given enter?",
        _PADDING,
        ways=framed("padding-is-one"),
    ),
    believed(
        "every-axis-padded",
        "Padding goes around every axis.",
        "Print the shape of your padded image beside that of x. Which of its sizes have grown?",
        _PADDING,
        ways=tuple(frozenset(("every-axis-padded", "images-too", "channels-too")[:axes]) for axes in (1, 2, 3)),
    ),
    believed(
        "padding-rows-only",
        "Zeros go above and below.",
        "On how many sides of the image does the slide draw zeros?",
        _PADDING,
        ways=framed("padding-rows-only"),
    ),
    believed(
        "padding-columns-only",
        "Zeros go left and right.",
        "On how many sides of the image does the slide draw zeros?",
        _PADDING,
        ways=framed("padding-columns-only"),
    ),
    believed(
        "padding-on-one-side",
        "All the padding goes above and to the left.",
        "Your map is the right one, moved. How many zeros stand before the first pixel, how many behind the last?",
        _PADDING,
        ways=framed("padding-on-one-side"),
    ),
    believed(
        "padding-forgotten",
        "Windows are cut out of the image as it is.",
        "Print the shape of the array that you cut windows from. Is it the padded one?",
        _PADDING,
        ways=framed("padding-forgotten"),
    ),
    believed(
        "first-channel-only",
        "A filter looks at one channel.",
        "How many products are there in one window of an image with three channels? Count yours.",
        _RGB,
    ),
    believed(
        "last-channel-only",
        "Each channel replaces the one before.",
        "Set all channels but the first to 0. Does your answer become 0? What happens at the next channel?",
        _RGB,
    ),
    believed(
        "images-added",
        "A sum over the window runs over the batch too.",
        "Give it the same image twice. Is each answer doubled? Over which axes do you add?",
        _LAYER,
    ),
    believed(
        "first-image-only",
        "There is one image.",
        "Give it two different images. Do their maps differ?",
        _LAYER,
    ),
    believed(
        "images-mixed",
        "A reshape exchanges axes, as a transpose does.",
        "With one image it is right; with two, maps change places. Which axis comes first before you reshape?",
        _LAYER,
    ),
    believed(
        "bias-of-the-first-filter",
        "There is one bias.",
        "Give every filter another bias, and look at an image of zeros. Do the maps differ?",
        _LAYER,
    ),
    believed(
        "biases-added-up",
        "Every map gets all biases.",
        "Give every filter another bias, and look at an image of zeros. What is in each map?",
        _LAYER,
    ),
    believed(
        "relu-inside",
        "A convolution ends with its activation.",
        "The slide's sharpened image holds a −7. Which of your numbers are negative?",
        _IMAGES,
    ),
    believed(
        "cut-to-integers",
        "Pixels are whole numbers, and so are answers.",
        "Try an image of halves. Which type has the array that you collect the answer in?",
        _IMAGES,
    ),
    believed(
        "rounded",
        "Answers are rounded to whole numbers.",
        "Try an image of halves, and one product of two of them. What is a quarter, rounded?",
        _IMAGES,
    ),
    believed(
        "averaged",
        "A dot product is an average.",
        "Every number is too small by the same factor, the bias aside. Which number of products is that?",
        _RGB,
    ),
    believed(
        "bias-for-every-channel",
        "Each channel adds the bias.",
        "With an image of zeros and three channels, how often is the bias in your answer?",
        _RGB,
    ),
    believed(
        "bias-subtracted",
        "The bias is a threshold, and subtracted.",
        "With an image of zeros and a bias of 10, should the answer be 10 or −10?",
        _RGB,
    ),
    believed(
        "matrix-product",
        "Pixels and weights are multiplied as matrices.",
        "Let the last pixel of the first row be 3, and all others 0. Which weights does it meet, by hand and in yours?",
        _IMAGES,
        ways=(frozenset({"matrix-product"}), frozenset({"matrix-product", "across-channels"})),
    ),
    believed(
        "kernel-transposed",
        "The first index of a filter counts columns.",
        "Use a filter that answers to horizontal edges. Does yours answer to vertical ones?",
        _IMAGES,
    ),
    believed(
        "height-and-width-exchanged",
        "The first index of a map counts columns.",
        "Your map is the right one, mirrored along its diagonal. Which index grows as you go down?",
        _LAYER,
    ),
    believed(
        "kernel-upside-down",
        "A filter stands on its head.",
        "Take a filter with a single 1 in its top left corner. Which corner of the window does it pick out?",
        _IMAGES,
    ),
    believed(
        "kernel-mirrored",
        "A filter is seen in a mirror.",
        "Take a filter with a single 1 in its top left corner. Which corner of the window does it pick out?",
        _IMAGES,
    ),
    believed(
        "padding-repeats-the-edge",
        "Beyond the edge, the last pixel goes on.",
        "Only outputs at the border are wrong. Which value does the slide put there?",
        _PADDING,
    ),
    believed(
        "padding-mirrors",
        "Beyond the edge, the image is mirrored.",
        "Only outputs at the border are wrong. Which value does the slide put there?",
        _PADDING,
    ),
    believed(
        "padding-wraps-around",
        "Beyond the edge, the image begins again.",
        "Only outputs at the border are wrong. Which value does the slide put there?",
        _PADDING,
    ),
    believed(
        "nothing-written",
        "The array is filled already.",
        "All your numbers are 0. Print the array that you return, and what you put into it: which of them is 0 first?",
        _LAYER,
    ),
    *WINDOWS,
    believed(
        "padding-at-the-end",
        "All the padding goes below and to the right.",
        "Your map is the right one, moved. How many zeros stand before the first pixel, how many behind the last?",
        _PADDING,
    ),
    believed(
        "padding-of-ones",
        "A border is filled with ones.",
        "Only outputs at the border are wrong. Which value does the slide put there?",
        _PADDING,
    ),
    believed(
        "batch-framed",
        "A frame goes around every axis.",
        "Print the shape of your padded array. Which axes have grown?",
        _PADDING,
    ),
    believed(
        "channels-framed",
        "A frame goes around the channels too.",
        "Print the shape of your padded array. Which axes have grown?",
        _PADDING,
    ),
    believed(
        "frame-filled-to-minus-pad",
        "Minus the padding is an index from the end.",
        "Only padding 0 fails. What does [1, 2, 3][0:-0] print?",
        _PADDING,
    ),
    believed(
        "image-lost-without-padding",
        "Without padding there is nothing to copy.",
        "Only padding 0 is wrong, and your maps hold nothing but biases there. Which array do you cut windows from?",
        _PADDING,
        ways=(frozenset({"image-lost-without-padding"}), frozenset({"image-lost-without-padding", "slices"})),
    ),
    believed(
        "channel-of-the-filter",
        "Filter number f looks at channel number f.",
        "How many products are there in one window of an image with {C} channels? Which of them are in your sum?",
        _RGB,
    ),
    believed(
        "channels-averaged",
        "Channels are averaged.",
        "With one channel it is right. With {C}, by which factor are you off, the bias aside?",
        _RGB,
    ),
    believed(
        "last-image-only",
        "Each image replaces the one before.",
        "Give it two images. Which of their maps are 0?",
        _LAYER,
    ),
    believed(
        "last-tap",
        "Each product replaces the one before.",
        "Set all weights but the last to 0. Does your answer change? What happens at the next product?",
        _IMAGES,
    ),
    believed(
        "kernel-reshaped",
        "Reshaping turns rows into columns.",
        "Print a filter before and after you reshape it. Are rows still rows?",
        _IMAGES,
    ),
    believed(
        "filters-read-as-channels-last",
        "A filter keeps the channels of a pixel together.",
        "In which order does reshape list the axes of (F, C, HH, WW)?",
        _RGB,
    ),
    believed(
        "images-read-as-channels-last",
        "An image keeps the channels of a pixel together.",
        "In which order does reshape list the axes of (N, C, H, W)?",
        _RGB,
    ),
    believed(
        "bias-of-the-next-filter",
        "Biases are counted from 1.",
        "Give every filter another bias, and look at an image of zeros. Which bias is in which map?",
        _LAYER,
    ),
    believed(
        "bias-twice",
        "The bias is added at both ends of the sum.",
        "With an image of zeros, how often is the bias in your answer?",
        _RGB,
    ),
    believed(
        "bias-alone",
        "The sum is in the map already.",
        "All maps hold their bias and nothing else. Where do the products go?",
        _LAYER,
    ),
    believed(
        "epsilon-added",
        "A small number more changes nothing.",
        "Every number is too large by the same tiny amount. Is there a small number in your sum?",
        _IMAGES,
        ways=ways("epsilon", EPSILONS),
    ),
)

_ANY = (frozenset[str](), frozenset({"slices"}), frozenset({"bias-everywhere"}))
SLIPS = (
    *along_axes(
        _LAYER,
        ("count", "moved", "start", "stop", "pixel", "weight", "first", "last", "taps", "visited"),
        slip_words.LAYER,
    ),
    slip(
        "answer-put-elsewhere",
        "An answer belongs elsewhere in the map.",
        "Where in your map is the number that belongs to row 0, column 1? Print both indices as you store it.",
        _LAYER,
        ways("store", STORE, _ANY),
    ),
    slip(
        "pixel-and-weight-combined",
        "A pixel and its weight are put together in another way.",
        "Take a window with one pixel of 3 and one weight of 2, all others 0. Is your answer 6, the bias aside?",
        _IMAGES,
        ways("combine", COMBINE, EVERYWHERE),
    ),
    slip(
        "sum-subtracted",
        "Products are subtracted.",
        "Your numbers have the wrong sign, the bias aside. Is each product added, or subtracted?",
        _IMAGES,
        (frozenset({"sum-subtracted"}),),
    ),
    slip(
        "bias-combined",
        "A sum and its bias are put together in another way.",
        "With an image of zeros and a bias of 10, do you get 10?",
        _RGB,
        ways("bias", (name for name in COMBINE if name != "sum")),
    ),
    slip(
        "frame-too-wide",
        "The frame is wider on one side.",
        "Print the shape of the padded array. By how many rows and columns has it grown?",
        _PADDING,
        (
            frozenset({"padding-one-row-more"}),
            frozenset({"padding-one-column-more"}),
            frozenset({"padding-one-row-more", "padding-one-column-more"}),
        ),
    ),
)
