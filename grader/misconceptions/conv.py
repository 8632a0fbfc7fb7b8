"""Wrong models of the convolution layer, forward and backward.

The smaller exercises are the layer with one image and one filter, as in `grader.operations.conv`.
"""

from typing import TYPE_CHECKING

import numpy as np

from grader.misconceptions.misconception import Family, Knobs, Misconception
from grader.operations.operation import Sizes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Inputs = Mapping[str, NDArray[np.generic]]

# ------------------------------------------------------------------------------------ forward


def model(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return what one with these beliefs computes."""
    x, w = (inputs[name].astype(np.float64) for name in ("x", "w"))
    b = inputs["b"].astype(np.float64).reshape(-1)
    if exercise == "conv_backward":
        dout = inputs["dout"].astype(np.float64)
        return backward(dout, x, w, sizes["stride"], sizes["pad"], output, on)
    if exercise == "conv_forward":
        return forward(x, w, b, sizes["stride"], sizes["pad"], on)
    out = forward(x[None], w[None], b, 1, 0, on)[0, 0]
    return out if exercise == "conv_map" else np.asarray(out[0, 0])


def forward(x: "Floats", w: "Floats", b: "Floats", stride: int, pad: int, on: Knobs) -> "Floats":
    """Return the layer's output."""
    (N, _, H, W), (F, C, HH, WW) = x.shape, w.shape
    H_out, W_out = (H + 2 * pad - HH) // stride + 1, (W + 2 * pad - WW) // stride + 1
    if "nothing-written" in on:
        return np.zeros((N, F, H_out, W_out))
    rows, columns = places(H_out, HH, stride, "rows", on), places(W_out, WW, stride, "columns", on)
    windows = padded(x, pad, on)[:, :, rows[:, None, :, None], columns[None, :, None, :]]
    products = windows[:, None] * turned(w, on)[None, :, :, None, None]  # (N, F, C, H_out, W_out, HH, WW)
    out: Floats = products.sum(axis=(5, 6))
    if "first-channel-only" in on:
        out = out[:, :, 0]
    elif "last-channel-only" in on:
        out = out[:, :, -1]
    else:
        out = out.sum(axis=2)
    if "images-added" in on:
        out = np.broadcast_to(out.sum(axis=0), out.shape)
    if "first-image-only" in on:
        out = np.broadcast_to(out[:1], out.shape)
    if "averaged" in on:
        out = out / (C * HH * WW)
    out = out + biases(b, C, HH * WW, on)[:, None, None]
    if "images-mixed" in on:
        out = out.swapaxes(0, 1).reshape(N, F, H_out, W_out)
    if "outputs-skipped" in on:
        kept = np.zeros((H_out, W_out))
        kept[::stride, ::stride] = 1
        out = out * kept
    return finished(out, on)


def turned(w: "Floats", on: Knobs) -> "Floats":
    """Return the filters as they are laid on the image."""
    if "kernel-flipped" in on:
        w = w[..., ::-1, ::-1]
    if "kernel-upside-down" in on:
        w = w[..., ::-1, :]
    if "kernel-mirrored" in on:
        w = w[..., ::-1]
    if "kernel-transposed" in on:
        w = w.swapaxes(-1, -2)
    return w


def padded(x: "Floats", pad: int, on: Knobs) -> "Floats":
    """Return the images with a frame around them."""
    if "padding-forgotten" in on:
        pad = 0
    if "padding-is-one" in on:
        pad = 1
    rows = (pad, pad) if "padding-columns-only" not in on else (0, 0)
    columns = (pad, pad) if "padding-rows-only" not in on else (0, 0)
    if "padding-on-one-side" in on:
        rows, columns = (2 * pad, 0), (2 * pad, 0)
    modes = {"padding-repeats-the-edge": "edge", "padding-mirrors": "reflect", "padding-wraps-around": "wrap"}
    mode = next((mode for knob, mode in modes.items() if knob in on), "constant")
    return np.pad(x, ((0, 0), (0, 0), rows, columns), mode=mode)  # type: ignore[call-overload,no-any-return]


def places(count: int, window: int, stride: int, axis: str, on: Knobs) -> "NDArray[np.intp]":
    """Return the index of every pixel under every window along one axis."""
    ignored = {"stride-ignored", f"stride-ignored-in-{axis}", "outputs-skipped"} & on
    start = np.arange(count) * (1 if ignored else stride)
    return start[:, None] + np.arange(window)


def biases(b: "Floats", channels: int, area: int, on: Knobs) -> "Floats":
    """Return what is added to each map."""
    if "bias-forgotten" in on:
        return 0 * b
    if "bias-for-every-product" in on:
        return b * channels * area
    if "bias-for-every-channel" in on:
        return b * channels
    if "bias-of-the-first-filter" in on:
        return np.full(b.shape, b[0])
    if "biases-added-up" in on:
        return np.full(b.shape, b.sum())
    return -b if "bias-subtracted" in on else b


def finished(out: "Floats", on: Knobs) -> "Floats":
    """Return the output as it is handed back."""
    if "relu-inside" in on:
        out = np.maximum(out, 0)
    if "cut-to-integers" in on:
        out = np.trunc(out)
    if "rounded" in on:
        out = np.round(out)
    if "height-and-width-exchanged" in on:
        out = out.swapaxes(-1, -2)
    return out


_LAYER, _RGB, _IMAGES = "Convolution Layer", "Convolutions on RGB Images", "Convolutions on Images"
_STRIDE, _PADDING = "Convolution Layers: Stride", "Convolution Layers: Padding"

FORWARD = (
    Misconception(
        id="kernel-flipped",
        belief="A convolution turns the kernel by half a circle before it slides.",
        hint="Take a filter with a single 1 in its top left corner. Which corner of the window does it pick out?",
        slide=_IMAGES,
    ),
    Misconception(
        id="bias-forgotten",
        belief="The dot product is all there is.",
        hint="Give your function an image of zeros. What should be left in each map?",
        slide=_RGB,
    ),
    Misconception(
        id="bias-for-every-product",
        belief="The bias belongs to each product.",
        hint="With an image of zeros, how often is the bias in your answer? Is it added before or after the sum?",
        slide=_RGB,
    ),
    Misconception(
        id="stride-ignored",
        belief="Every output looks at the window that begins at its own index.",
        hint="For stride 2: at which pixel does the window of output column 1 begin?",
        slide=_STRIDE,
    ),
    Misconception(
        id="stride-ignored-in-columns",
        belief="The window moves by the stride downwards only.",
        hint="Compare the first column of your map with the second. Which is right, and by how much do you move?",
        slide=_STRIDE,
    ),
    Misconception(
        id="stride-ignored-in-rows",
        belief="The window moves by the stride to the right only.",
        hint="Compare the first row of your map with the second. Which of them is right, and by how much do you move?",
        slide=_STRIDE,
    ),
    Misconception(
        id="outputs-skipped",
        belief="The stride is the step between outputs that are filled.",
        hint="Some of your outputs are exactly 0. What takes steps: the output's index, or the window on the input?",
        slide=_STRIDE,
    ),
    Misconception(
        id="padding-is-one",
        belief="Padding is one pixel wide.",
        hint="It is right where the padding is 1. Where does the number that you are given enter?",
        slide=_PADDING,
    ),
    Misconception(
        id="padding-rows-only",
        belief="Zeros go above and below.",
        hint="On how many sides of the image does the slide draw zeros?",
        slide=_PADDING,
    ),
    Misconception(
        id="padding-columns-only",
        belief="Zeros go left and right.",
        hint="On how many sides of the image does the slide draw zeros?",
        slide=_PADDING,
    ),
    Misconception(
        id="padding-on-one-side",
        belief="All the padding goes above and to the left.",
        hint="Your map is the right one, moved. How many zeros stand before the first pixel, how many behind the last?",
        slide=_PADDING,
    ),
    Misconception(
        id="padding-forgotten",
        belief="Windows are cut out of the image as it is.",
        hint="Print the shape of the array that you cut windows from. Is it the padded one?",
        slide=_PADDING,
    ),
    Misconception(
        id="first-channel-only",
        belief="A filter looks at one channel.",
        hint="How many products are there in one window of an image with three channels? Count yours.",
        slide=_RGB,
    ),
    Misconception(
        id="last-channel-only",
        belief="Each channel replaces the one before.",
        hint="Set all channels but the first to 0. Does your answer become 0? What happens at the next channel?",
        slide=_RGB,
    ),
    Misconception(
        id="images-added",
        belief="A sum over the window runs over the batch too.",
        hint="Give it the same image twice. Is each answer doubled? Over which axes do you add?",
        slide=_LAYER,
    ),
    Misconception(
        id="first-image-only",
        belief="There is one image.",
        hint="Give it two different images. Do their maps differ?",
        slide=_LAYER,
    ),
    Misconception(
        id="images-mixed",
        belief="Reshaping moves axes.",
        hint="With one image it is right; with two, maps change places. Which axis comes first before you reshape?",
        slide=_LAYER,
    ),
    Misconception(
        id="bias-of-the-first-filter",
        belief="There is one bias.",
        hint="Give every filter another bias, and look at an image of zeros. Do the maps differ?",
        slide=_LAYER,
    ),
    Misconception(
        id="biases-added-up",
        belief="Every map gets all biases.",
        hint="Give every filter another bias, and look at an image of zeros. What is in each map?",
        slide=_LAYER,
    ),
    Misconception(
        id="relu-inside",
        belief="A convolution ends with its activation.",
        hint="The slide's sharpened image holds a −7. Which of your numbers are negative?",
        slide=_IMAGES,
    ),
    Misconception(
        id="cut-to-integers",
        belief="Pixels are whole numbers, and so are answers.",
        hint="Try an image of halves. Which type has the array that you collect the answer in?",
        slide=_IMAGES,
    ),
    Misconception(
        id="rounded",
        belief="Answers are rounded to whole numbers.",
        hint="Try an image of halves, and one product of two of them. What is a quarter, rounded?",
        slide=_IMAGES,
    ),
    Misconception(
        id="averaged",
        belief="A dot product is an average.",
        hint="Every number is too small by the same factor, the bias aside. Which number of products is that?",
        slide=_RGB,
    ),
    Misconception(
        id="bias-for-every-channel",
        belief="Each channel adds the bias.",
        hint="With an image of zeros and three channels, how often is the bias in your answer?",
        slide=_RGB,
    ),
    Misconception(
        id="bias-subtracted",
        belief="The bias is a threshold, and subtracted.",
        hint="With an image of zeros and a bias of 10, should the answer be 10 or −10?",
        slide=_RGB,
    ),
    Misconception(
        id="kernel-transposed",
        belief="The first index of a filter counts columns.",
        hint="Use a filter that answers to horizontal edges. Does yours answer to vertical ones?",
        slide=_IMAGES,
    ),
    Misconception(
        id="height-and-width-exchanged",
        belief="The first index of a map counts columns.",
        hint="Your map is the right one, mirrored along its diagonal. Which index grows as you go down?",
        slide=_LAYER,
    ),
    Misconception(
        id="kernel-upside-down",
        belief="A filter stands on its head.",
        hint="Take a filter with a single 1 in its top left corner. Which corner of the window does it pick out?",
        slide=_IMAGES,
    ),
    Misconception(
        id="kernel-mirrored",
        belief="A filter is seen in a mirror.",
        hint="Take a filter with a single 1 in its top left corner. Which corner of the window does it pick out?",
        slide=_IMAGES,
    ),
    Misconception(
        id="padding-repeats-the-edge",
        belief="Beyond the edge, the last pixel goes on.",
        hint="Only outputs at the border are wrong. Which value does the slide put there?",
        slide=_PADDING,
    ),
    Misconception(
        id="padding-mirrors",
        belief="Beyond the edge, the image is mirrored.",
        hint="Only outputs at the border are wrong. Which value does the slide put there?",
        slide=_PADDING,
    ),
    Misconception(
        id="padding-wraps-around",
        belief="Beyond the edge, the image begins again.",
        hint="Only outputs at the border are wrong. Which value does the slide put there?",
        slide=_PADDING,
    ),
    Misconception(
        id="nothing-written",
        belief="The array is filled already.",
        hint="All your numbers are 0. Into which array do you write, and which do you return?",
        slide=_LAYER,
    ),
)

# ----------------------------------------------------------------------------------- backward


def backward(dout: "Floats", x: "Floats", w: "Floats", stride: int, pad: int, output: str, on: Knobs) -> "Floats":
    """Return one of the three gradients."""
    if "gradient-without-dout" in on:
        dout = np.ones(dout.shape)
    gradient = {"dx": _dx, "dw": _dw, "db": _db}[output](dout, x, w, stride, pad, on)
    if "divided-by-the-batch" in on:
        gradient = gradient / len(x)
    return 0 * gradient if "gradient-of-zeros" in on else gradient


def _step(stride: int, on: Knobs) -> int:
    return 1 if "backward-stride-ignored" in on else stride


def _dx(dout: "Floats", x: "Floats", w: "Floats", stride: int, pad: int, on: Knobs) -> "Floats":
    (_, _, H, W), (_, _, HH, WW) = x.shape, w.shape
    wide = np.zeros((*x.shape[:2], H + 2 * pad, W + 2 * pad))
    step = _step(stride, on)
    w = w[..., ::-1, ::-1] if "dx-kernel-turned" in on else w
    for i, j in np.ndindex(dout.shape[2:]):
        here = (..., slice(i * step, i * step + HH), slice(j * step, j * step + WW))
        if "dx-assigned" in on:
            wide[here] = dout[:, -1, i, j][:, None, None, None] * w[-1]
        else:
            wide[here] += np.tensordot(dout[:, :, i, j], w, 1)
    if "crop-lost" in on:
        return np.zeros(x.shape)
    if "crop-forgotten" in on:
        return wide
    if "crop-to-minus-zero" in on:
        return wide[:, :, pad:-pad, pad:-pad]
    if "crop-by-one" in on:
        return wide[:, :, 1:-1, 1:-1]
    if "crop-from-the-corner" in on:
        return wide[:, :, :H, :W]
    return wide[:, :, pad : pad + H, pad : pad + W]


def _dw(dout: "Floats", x: "Floats", w: "Floats", stride: int, pad: int, on: Knobs) -> "Floats":
    _, _, HH, WW = w.shape
    wide = x if "dw-unpadded" in on else np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    step, dw = _step(stride, on), np.zeros(w.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        window = wide[:, :, i * step : i * step + HH, j * step : j * step + WW]
        if "dw-assigned" in on:
            dw = dout[-1, :, i, j][:, None, None, None] * window[-1]
        else:
            dw = dw + np.tensordot(dout[:, :, i, j], window, ((0,), (0,)))
    return dw[..., ::-1, ::-1] if "dw-turned" in on else dw


def _db(dout: "Floats", x: "Floats", w: "Floats", stride: int, pad: int, on: Knobs) -> "Floats":
    if "db-of-the-last-image" in on:
        return np.asarray(dout[-1].sum(axis=(1, 2)))
    if "db-of-the-last-place" in on:
        return dout[-1, :, -1, -1]
    if "db-not-over-images" in on:
        return np.asarray(dout.sum(axis=(2, 3)))
    if "db-not-over-places" in on:
        return np.asarray(dout.sum(axis=0))
    return np.asarray(dout.sum() if "db-one-number" in on else dout.sum(axis=(0, 2, 3)))


_ALL = ("dx", "dw", "db")

BACKWARD = (
    Misconception(
        id="dx-assigned",
        belief="A pixel belongs to one window.",
        hint="In how many windows of a 3 x 3 filter is a pixel in the middle? How many of them reach your dx?",
        slide=_LAYER,
        outputs=("dx",),
    ),
    Misconception(
        id="crop-to-minus-zero",
        belief="A slice that ends at minus the padding ends at the padding.",
        hint="Only padding 0 fails, and your dx is empty there. What does [1, 2, 3][0:-0] print?",
        slide=_PADDING,
        outputs=("dx",),
    ),
    Misconception(
        id="crop-lost",
        belief="Filling the padded gradient fills dx.",
        hint="All of dx is 0, though dw is right. Which array do you fill, and which one do you return?",
        slide=_PADDING,
        outputs=("dx",),
    ),
    Misconception(
        id="crop-forgotten",
        belief="The gradient keeps its frame.",
        hint="Print the shapes of x and of your dx. By how many rows do they differ?",
        slide=_PADDING,
        outputs=("dx",),
    ),
    Misconception(
        id="crop-by-one",
        belief="The frame is one pixel wide.",
        hint="It is right where the padding is 1. How wide is the frame that you cut off?",
        slide=_PADDING,
        outputs=("dx",),
    ),
    Misconception(
        id="crop-from-the-corner",
        belief="The image begins in the corner of its frame.",
        hint="Your dx is the right one, moved. At which row of the padded array does the image begin?",
        slide=_PADDING,
        outputs=("dx",),
    ),
    Misconception(
        id="dx-kernel-turned",
        belief="Backward, the kernel is turned around, however the gradient is sent.",
        hint="Follow one output back to its window by hand. Which weight does the top left pixel get?",
        slide=_LAYER,
        outputs=("dx",),
    ),
    Misconception(
        id="backward-stride-ignored",
        belief="Backward, windows lie one pixel apart.",
        hint="It is right where the stride is 1. Are these the windows of your forward pass?",
        slide=_STRIDE,
        outputs=("dx", "dw"),
    ),
    Misconception(
        id="divided-by-the-batch",
        belief="A gradient is averaged over the images.",
        hint="Every number is too small by the number of images. Has the loss taken the mean already?",
        slide=_LAYER,
        outputs=_ALL,
    ),
    Misconception(
        id="dw-assigned",
        belief="A weight is used in one place.",
        hint="In how many places does a filter lie on an image? How many of them reach your dw?",
        slide=_LAYER,
        outputs=("dw",),
    ),
    Misconception(
        id="dw-unpadded",
        belief="Weights meet the image as it is.",
        hint="It is right without padding. What did a weight at the border meet on the way forward?",
        slide=_PADDING,
        outputs=("dw",),
    ),
    Misconception(
        id="dw-turned",
        belief="The gradient of a filter is turned around.",
        hint="Turn your dw by half a circle, and compare. Which of the two slides over which?",
        slide=_LAYER,
        outputs=("dw",),
    ),
    Misconception(
        id="db-of-the-last-image",
        belief="The bias belongs to the last image.",
        hint="With one image it is right. How many images does each bias reach?",
        slide=_LAYER,
        outputs=("db",),
    ),
    Misconception(
        id="db-of-the-last-place",
        belief="Each place replaces the gradient of the bias.",
        hint="At how many places is a bias added? How many of them reach your db?",
        slide=_LAYER,
        outputs=("db",),
    ),
    Misconception(
        id="db-not-over-images",
        belief="Each image has a bias of its own.",
        hint="Print the shapes of b and of your db. Over which axes do you add?",
        slide=_LAYER,
        outputs=("db",),
    ),
    Misconception(
        id="db-not-over-places",
        belief="Each place has a bias of its own.",
        hint="Print the shapes of b and of your db. Over which axes do you add?",
        slide=_LAYER,
        outputs=("db",),
    ),
    Misconception(
        id="db-one-number",
        belief="There is one bias.",
        hint="Print the shapes of b and of your db. How many filters are there?",
        slide=_LAYER,
        outputs=("db",),
    ),
    Misconception(
        id="gradient-without-dout",
        belief="The gradient does not depend on what comes back.",
        hint="Double dout. Does your answer double?",
        slide=_LAYER,
        outputs=_ALL,
    ),
    Misconception(
        id="gradient-of-zeros",
        belief="The array is filled already.",
        hint="All your numbers are 0. Into which array do you write, and which do you return?",
        slide=_LAYER,
        outputs=_ALL,
    ),
)

FAMILIES = (
    Family(exercises=("conv_single", "conv_map", "conv_forward"), misconceptions=FORWARD, model=model),
    Family(exercises=("conv_backward",), misconceptions=BACKWARD, model=model),
)
