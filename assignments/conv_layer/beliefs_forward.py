"""What people believe of the forward pass of the convolution layer, most common first, and what they slip on."""

from grader.topics.misconception import Knobs
from grader.topics.misconception import believed as of

from ..shared.places import STORE
from ..shared.slips import EVERYWHERE, along_axes, on_both, slip, ways
from .model import COMBINE, EPSILONS

_LAYER, _RGB, _IMAGES = "Convolution Layer", "Convolutions on RGB Images", "Convolutions on Images"
_STRIDE, _PADDING = "Convolution Layers: Stride", "Convolution Layers: Padding"
_DIMENSIONS = "Convolution Layers: Dimensions"


def framed(knob: str) -> tuple[Knobs, ...]:
    """Return the settings of a wrong frame: its map is sized by the formula, or by the frame itself."""
    more = ({"size-from-the-frame"}, set[str](), {"slices"}, {"checked"})
    return tuple(frozenset({knob, *other}) for other in more)


BELIEFS = (
    of(
        "kernel-flipped",
        "A convolution turns the kernel by half a circle before it slides.",
        "Take a filter with a single 1 in its top left corner. Which corner of the window does it pick out?",
        _IMAGES,
    ),
    of(
        "bias-forgotten",
        "The dot product is all there is.",
        "Give your function an image of zeros. What should be left in each map?",
        _RGB,
    ),
    of(
        "bias-for-every-product",
        "The bias belongs to each product.",
        "With an image of zeros, how often is the bias in your answer? Is it added before or after the sum?",
        _RGB,
    ),
    of(
        "stride-ignored",
        "Every output looks at the window that begins at its own index.",
        "For stride 2: at which pixel does the window of output column 1 begin?",
        _STRIDE,
        ways=on_both("moved", ["i"]),
    ),
    of(
        "stride-ignored-in-columns",
        "The window moves by the stride downwards only.",
        "Compare the first column of your map with the second. Which is right, and by how much do you move?",
        _STRIDE,
        ways=ways("columns.moved", ["i"]),
    ),
    of(
        "stride-ignored-in-rows",
        "The window moves by the stride to the right only.",
        "Compare the first row of your map with the second. Which of them is right, and by how much do you move?",
        _STRIDE,
        ways=ways("rows.moved", ["i"]),
    ),
    of(
        "outputs-skipped",
        "The stride is the step between outputs that are filled.",
        "Some of your outputs are exactly 0. What takes steps: the output's index, or the window on the input?",
        _STRIDE,
        ways=(*(knobs | {"outputs-skipped"} for knobs in on_both("moved", ["i"])), frozenset({"outputs-skipped"})),
    ),
    of(
        "padding-is-one",
        "Padding is one pixel wide.",
        "It is right where the padding is 1. Where does the number that you are given enter?",
        _PADDING,
        ways=framed("padding-is-one"),
    ),
    of(
        "padding-rows-only",
        "Zeros go above and below.",
        "On how many sides of the image does the slide draw zeros?",
        _PADDING,
        ways=framed("padding-rows-only"),
    ),
    of(
        "padding-columns-only",
        "Zeros go left and right.",
        "On how many sides of the image does the slide draw zeros?",
        _PADDING,
        ways=framed("padding-columns-only"),
    ),
    of(
        "padding-on-one-side",
        "All the padding goes above and to the left.",
        "Your map is the right one, moved. How many zeros stand before the first pixel, how many behind the last?",
        _PADDING,
        ways=framed("padding-on-one-side"),
    ),
    of(
        "padding-forgotten",
        "Windows are cut out of the image as it is.",
        "Print the shape of the array that you cut windows from. Is it the padded one?",
        _PADDING,
        ways=framed("padding-forgotten"),
    ),
    of(
        "first-channel-only",
        "A filter looks at one channel.",
        "How many products are there in one window of an image with three channels? Count yours.",
        _RGB,
    ),
    of(
        "last-channel-only",
        "Each channel replaces the one before.",
        "Set all channels but the first to 0. Does your answer become 0? What happens at the next channel?",
        _RGB,
    ),
    of(
        "images-added",
        "A sum over the window runs over the batch too.",
        "Give it the same image twice. Is each answer doubled? Over which axes do you add?",
        _LAYER,
    ),
    of(
        "first-image-only",
        "There is one image.",
        "Give it two different images. Do their maps differ?",
        _LAYER,
    ),
    of(
        "images-mixed",
        "Reshaping moves axes.",
        "With one image it is right; with two, maps change places. Which axis comes first before you reshape?",
        _LAYER,
    ),
    of(
        "bias-of-the-first-filter",
        "There is one bias.",
        "Give every filter another bias, and look at an image of zeros. Do the maps differ?",
        _LAYER,
    ),
    of(
        "biases-added-up",
        "Every map gets all biases.",
        "Give every filter another bias, and look at an image of zeros. What is in each map?",
        _LAYER,
    ),
    of(
        "relu-inside",
        "A convolution ends with its activation.",
        "The slide's sharpened image holds a −7. Which of your numbers are negative?",
        _IMAGES,
    ),
    of(
        "cut-to-integers",
        "Pixels are whole numbers, and so are answers.",
        "Try an image of halves. Which type has the array that you collect the answer in?",
        _IMAGES,
    ),
    of(
        "rounded",
        "Answers are rounded to whole numbers.",
        "Try an image of halves, and one product of two of them. What is a quarter, rounded?",
        _IMAGES,
    ),
    of(
        "averaged",
        "A dot product is an average.",
        "Every number is too small by the same factor, the bias aside. Which number of products is that?",
        _RGB,
    ),
    of(
        "bias-for-every-channel",
        "Each channel adds the bias.",
        "With an image of zeros and three channels, how often is the bias in your answer?",
        _RGB,
    ),
    of(
        "bias-subtracted",
        "The bias is a threshold, and subtracted.",
        "With an image of zeros and a bias of 10, should the answer be 10 or −10?",
        _RGB,
    ),
    of(
        "kernel-transposed",
        "The first index of a filter counts columns.",
        "Use a filter that answers to horizontal edges. Does yours answer to vertical ones?",
        _IMAGES,
    ),
    of(
        "height-and-width-exchanged",
        "The first index of a map counts columns.",
        "Your map is the right one, mirrored along its diagonal. Which index grows as you go down?",
        _LAYER,
    ),
    of(
        "kernel-upside-down",
        "A filter stands on its head.",
        "Take a filter with a single 1 in its top left corner. Which corner of the window does it pick out?",
        _IMAGES,
    ),
    of(
        "kernel-mirrored",
        "A filter is seen in a mirror.",
        "Take a filter with a single 1 in its top left corner. Which corner of the window does it pick out?",
        _IMAGES,
    ),
    of(
        "padding-repeats-the-edge",
        "Beyond the edge, the last pixel goes on.",
        "Only outputs at the border are wrong. Which value does the slide put there?",
        _PADDING,
    ),
    of(
        "padding-mirrors",
        "Beyond the edge, the image is mirrored.",
        "Only outputs at the border are wrong. Which value does the slide put there?",
        _PADDING,
    ),
    of(
        "padding-wraps-around",
        "Beyond the edge, the image begins again.",
        "Only outputs at the border are wrong. Which value does the slide put there?",
        _PADDING,
    ),
    of(
        "nothing-written",
        "The array is filled already.",
        "All your numbers are 0. Into which array do you write, and which do you return?",
        _LAYER,
    ),
    of(
        "size-without-plus-one",
        "The window fits as often as it can move.",
        "A window as large as the image: how often does it fit? What does your formula give?",
        _DIMENSIONS,
        ways=on_both("count", ["(L + 2 * P - W) // S"]),
    ),
    of(
        "size-with-padding-once",
        "Padding makes the image wider by one padding.",
        "On how many sides of the image does the slide draw zeros? How much wider is the framed image?",
        _PADDING,
        ways=on_both("count", ["(L + P - W) // S + 1"], (*EVERYWHERE, frozenset({"checked"}))),
    ),
    of(
        "size-rounded-up",
        "A window that fits in part is an output too.",
        "Where the stride does not come out even, your map has one row more. Where would its last window end?",
        _PADDING,
        ways=on_both(
            "count", ["-(-(L + 2 * P - W) // S) + 1"], (frozenset(), frozenset({"checked"}), frozenset({"slices"}))
        ),
    ),
    of(
        "height-for-both",
        "Images are square.",
        "Square images are right. Which of the two sizes is computed from the height, and which from the width?",
        _DIMENSIONS,
        ways=(
            *ways("columns.count", ["(M + 2 * P - V) // S + 1"], EVERYWHERE),
            *ways("rows.count", ["(M + 2 * P - V) // S + 1"], EVERYWHERE),
        ),
    ),
    of(
        "sizes-exchanged",
        "The first axis of a map is its width.",
        "Your map has the right numbers of rows and columns, exchanged. Which comes first in a shape?",
        _DIMENSIONS,
        ways=(frozenset({"sizes-exchanged"}), frozenset({"sizes-exchanged", "slices"})),
    ),
    of(
        "filters-for-window",
        "F is the size of a filter, and the number of filters too.",
        "{F} filters of {HH} x {WW}: which of these numbers says how often the window fits?",
        _DIMENSIONS,
        ways=on_both("count", ["(L + 2 * P - F) // S + 1"], EVERYWHERE),
    ),
    of(
        "size-over-the-stride",
        "There are as many windows as strides.",
        "Your size does not depend on the window. How many windows of {HH} rows fit into {H}?",
        _DIMENSIONS,
        ways=on_both("count", ["L // S"], EVERYWHERE),
    ),
    of(
        "size-of-the-image",
        "A map is as large as its image.",
        "Print the shapes of your map and of the image. Where would the window of the last pixel end?",
        _DIMENSIONS,
        ways=on_both("count", ["L"], (*EVERYWHERE, frozenset({"checked"}))),
    ),
    of(
        "rows-and-columns-exchanged",
        "The first index of an image counts columns.",
        "For output row 0, column 1: does your window move to the right, or down?",
        _IMAGES,
        ways=on_both("moved", ["j * S"], EVERYWHERE),
    ),
    of(
        "start-plus-stride",
        "The stride is added to the index.",
        "For stride 2: at which pixel do the windows of outputs 0, 1 and 2 begin? And in yours?",
        _STRIDE,
        ways=on_both("moved", ["i + S"], EVERYWHERE),
    ),
    of(
        "window-begins-without-stride",
        "A window begins at the index of its output, and ends where the stride says.",
        "How many rows has your window of output row 1, for stride 2? How many should it have?",
        _STRIDE,
        ways=on_both("start", ["i"], (frozenset({"slices"}),)),
    ),
    of(
        "window-ends-without-stride",
        "A window begins where the stride says, and ends at its output's index and its height.",
        "How many rows has your window of output row 1, for stride 2? How many should it have?",
        _STRIDE,
        ways=on_both("stop", ["i + W"], (frozenset({"slices"}),)),
    ),
    of(
        "window-is-stride",
        "A window is as large as the stride.",
        "How many pixels does your window hold for a filter of {HH} x {WW}?",
        _STRIDE,
        ways=(*on_both("stop", ["i * S + S"], (frozenset({"slices"}),)), *on_both("taps", ["range(S)"])),
    ),
    of(
        "dilated",
        "The stride is the step between the weights.",
        "It is right where the stride is 1. Under output 1, which pixels does a filter of 3 cover at once?",
        _STRIDE,
        ways=on_both("pixel", ["(i + u) * S", "i + u * S"]),
    ),
    of(
        "padding-subtracted-again",
        "Indices of the framed image are those of the image.",
        "In the framed image, at which index does the first window begin? Where do you subtract the padding?",
        _PADDING,
        ways=on_both("pixel", ["i * S + u - P"]),
    ),
    of(
        "padding-at-the-end",
        "All the padding goes below and to the right.",
        "Your map is the right one, moved. How many zeros stand before the first pixel, how many behind the last?",
        _PADDING,
    ),
    of(
        "padding-of-ones",
        "A border is filled with ones.",
        "Only outputs at the border are wrong. Which value does the slide put there?",
        _PADDING,
    ),
    of(
        "batch-framed",
        "A frame goes around every axis.",
        "Print the shape of your padded array. Which axes have grown?",
        _PADDING,
    ),
    of(
        "channels-framed",
        "A frame goes around the channels too.",
        "Print the shape of your padded array. Which axes have grown?",
        _PADDING,
    ),
    of(
        "frame-filled-to-minus-pad",
        "Minus the padding is an index from the end.",
        "Only padding 0 fails. What does [1, 2, 3][0:-0] print?",
        _PADDING,
    ),
    of(
        "channel-of-the-filter",
        "Filter number f looks at channel number f.",
        "How many products are there in one window of an image with {C} channels? Which of them are in your sum?",
        _RGB,
    ),
    of(
        "channels-averaged",
        "Channels are averaged.",
        "With one channel it is right. With {C}, by which factor are you off, the bias aside?",
        _RGB,
    ),
    of(
        "last-image-only",
        "Each image replaces the one before.",
        "Give it two images. Which of their maps are 0?",
        _LAYER,
    ),
    of(
        "last-tap",
        "Each product replaces the one before.",
        "Set all weights but the last to 0. Does your answer change? What happens at the next product?",
        _IMAGES,
    ),
    of(
        "kernel-reshaped",
        "Reshaping turns rows into columns.",
        "Print a filter before and after you reshape it. Are rows still rows?",
        _IMAGES,
    ),
    of(
        "filters-read-as-channels-last",
        "A filter keeps the channels of a pixel together.",
        "In which order does reshape list the axes of (F, C, HH, WW)?",
        _RGB,
    ),
    of(
        "images-read-as-channels-last",
        "An image keeps the channels of a pixel together.",
        "In which order does reshape list the axes of (N, C, H, W)?",
        _RGB,
    ),
    of(
        "bias-of-the-next-filter",
        "Biases are counted from 1.",
        "Give every filter another bias, and look at an image of zeros. Which bias is in which map?",
        _LAYER,
    ),
    of(
        "bias-twice",
        "The bias is added at both ends of the sum.",
        "With an image of zeros, how often is the bias in your answer?",
        _RGB,
    ),
    of(
        "bias-alone",
        "The sum is in the map already.",
        "All maps hold their bias and nothing else. Where do the products go?",
        _LAYER,
    ),
    of(
        "epsilon-added",
        "A small number more changes nothing.",
        "Every number is too large by the same tiny amount. Is there a small number in your sum?",
        _IMAGES,
        ways=ways("epsilon", EPSILONS),
    ),
)

_ANY = (frozenset[str](), frozenset({"slices"}), frozenset({"bias-everywhere"}))
SLIPS = (
    *along_axes(_LAYER, ("count", "moved", "start", "stop", "pixel", "weight", "first", "last", "taps", "visited")),
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
