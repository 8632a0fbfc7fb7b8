"""What stands in a page for readers without script, and on paper: tables of numbers that `convref` computes. Pure.

Each function takes a view's settings and `say`, which turns a sentence into the page's language, and returns HTML. The
page's script puts the living view in its place, which begins with the same numbers.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convref import continuous, layer, matrix, pooling, shapes
from convref.sizes import ShapeError

Array = NDArray[np.floating[Any]]
Settings = Mapping[str, Any]
Say = Callable[[str], str]
LARGEST_BELOW = 16  # the largest denominator of a number that is written as a fraction


def array_of(nested: Any) -> Array:
    """Return numbers as an array; one may stand as a fraction, "1/3"."""
    if isinstance(nested, list):
        return np.array([array_of(one) for one in nested])
    return np.array(float(Fraction(nested)))


def written(value: float) -> str:
    """Return a number as people read it: whole, a small fraction, or two places."""
    near = Fraction(value).limit_denominator(LARGEST_BELOW)
    text = str(near) if abs(near - Fraction(value)) < 1e-9 else f"{value:.2f}"
    return text.replace("-", "−")


def table(title: str, values: Any, marked: Callable[[int, int], str] = lambda i, j: "") -> str:
    """Return a plane of numbers, marked cells with their class."""
    rows = "".join(
        "<tr>" + "".join(_cell(value, marked(i, j)) for j, value in enumerate(row)) + "</tr>"
        for i, row in enumerate(np.atleast_2d(np.asarray(values, float)).tolist())
    )
    return f"<figure><figcaption>{escape(title)}</figcaption>{scrolling(f'<table>{rows}</table>', title)}</figure>"


def scrolling(content: str, title: str) -> str:
    """Return what may be wider than the page, in a box that the keyboard can scroll."""
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(title)}">{content}</div>'


def planes(*figures: str) -> str:
    """Return figures side by side."""
    return f'<div class="planes">{"".join(figures)}</div>'


def _cell(value: float, mark: str) -> str:
    marked = f' class="{mark}"' if mark else ""
    return f'<td{marked} data-value="{value:.12g}">{written(value)}</td>'


def channels(title: str, values: Array, say: Say, word: str = "channel {c}") -> list[str]:
    """Return a table for each plane of an array (C, H, W)."""
    if len(values) == 1:
        return [table(title, values[0])]
    return [table(f"{title}, {say(word).format(c=c)}", plane) for c, plane in enumerate(values)]


def window(settings: Settings, say: Say) -> str:
    """Return input, filters and output of a convolution."""
    x, w, stride, pad = _layer(settings)
    b = array_of(settings["b"]) if "b" in settings else None
    out = _padded_rows(x, w, b, stride, pad)[0]
    title = "Output" if len(out) == 1 else "Activation map {f}" if out[0].size > 1 else "Output {f}"
    maps = [table(say(title).format(f=f), m) for f, m in enumerate(out)]
    bias = [] if b is None else [table(say("Bias"), b[:1])]
    return planes(*channels(say("Input"), x[0], say), *channels(say("Filter"), w[0], say), *bias, *maps)


def _layer(settings: Settings) -> tuple[Array, Array, int, int]:
    x, w = array_of(settings["x"])[np.newaxis], array_of(settings["w"])
    return x, w, settings.get("stride", 1), settings.get("pad", 0)


def _padded_rows(x: Array, w: Array, b: Array | None, stride: int, pad: int) -> Array:
    return layer.conv_forward(x, w, b, stride=stride, pad=pad_of(x, pad))


def pad_of(x: Array, pad: int) -> tuple[int, int]:
    """Return the padding by axis: a signal of one row is padded along its columns only."""
    return (0 if x.shape[2] == 1 else pad, pad)


def sizes(settings: Settings, say: Say) -> str:
    """Return in how many windows each pixel lies, and the size of the output by both rules."""
    length, side, stride, pad = (settings.get(name, due) for name, due in SIZES.items())
    uses = shapes.pixel_uses(length, side, stride=stride, pad=pad)
    try:
        strict = str(shapes.output_size_strict(length, side, stride, pad))
    except ShapeError:
        strict = say("Illegal stride for input & filter size!")
    by_rule = [
        (say("fractions are illegal"), strict),
        (say("rounded down"), str(shapes.output_size(length, side, stride, pad))),
    ]
    lines = "".join(f"<li>{escape(rule)}: {escape(size)}</li>" for rule, size in by_rule)
    named = f"N = {length}, F = {side}, S = {stride}, P = {pad}"
    return f"<p>{named}</p><ul>{lines}</ul>" + table(
        say("Input: in how many windows each pixel lies"), uses, lambda i, j: "" if uses[i][j] else "left"
    )


SIZES = {"length": 7, "window": 3, "stride": 1, "pad": 0}


def back(settings: Settings, say: Say) -> str:
    """Return dout, the filter, and dx."""
    x, w, stride, pad = _layer(settings)
    dout = array_of(settings["dout"])[np.newaxis]
    dx, _, _ = layer.conv_backward(dout, x, w, stride=stride, pad=pad)
    return planes(table("dout", dout[0, 0]), table(say("Filter"), w[0, 0]), table("dx", dx[0, 0]))


def pool(settings: Settings, say: Say) -> str:
    """Return the input, what pooling keeps, and what it sends back when output n has the gradient n."""
    x = array_of(settings["x"])[np.newaxis, np.newaxis]
    side, stride = settings.get("window", 2), settings.get("stride", 2)
    is_max = settings.get("pool", "max") == "max"
    out = (pooling.max_pool_forward if is_max else pooling.avg_pool_forward)(x, side, stride=stride)
    dout = np.arange(1.0, out.size + 1).reshape(out.shape)
    dx = (pooling.max_pool_backward if is_max else pooling.avg_pool_backward)(dout, x, side, stride=stride)
    title = say("Largest of each window" if is_max else "Average of each window")
    return planes(
        *(table(*one) for one in [(say("Input"), x[0, 0]), (title, out[0, 0]), ("dout", dout[0, 0]), ("dx", dx[0, 0])])
    )


def sparse(settings: Settings, say: Say) -> str:
    """Return a convolution beside its matrix."""
    x, w, stride, pad = _layer(settings)
    out = layer.conv_forward(x, w, stride=stride, pad=pad)
    dense = matrix.weight_matrix(w, x.shape[1:], stride=stride, pad=pad).toarray()
    title = say("The matrix: a row for each output, a column for each input pixel")
    return planes(table(say("Input"), x[0, 0]), table(say("Filter"), w[0, 0]), table(say("Output"), out[0, 0])) + table(
        title, dense, lambda i, j: "small" if dense[i, j] else "small left"
    )


DT, REACH = 0.02, 4.0


def curves(settings: Settings, say: Say) -> str:
    """Return the convolution of two functions at some times."""
    f, g = (getattr(continuous, settings.get(name, "box")) for name in "fg")
    times = continuous.sample_times(-REACH, REACH, DT)
    found = continuous.convolve_sampled(f(times), g(times), DT)
    first = 2 * times[0]
    shown = [n / 2 for n in range(-4, 5)]
    values = [f"{found[round((t - first) / DT)]:.2f}" for t in shown]
    return _listed("f * g", [("t", [f"{t:g}".replace("-", "−") for t in shown]), ("(f * g)(t)", values)])


def _listed(title: str, lines: Sequence[tuple[str, Sequence[str]]]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
        for name, cells in lines
    )
    return f"<figure><figcaption>{escape(title)}</figcaption>{scrolling(f'<table>{rows}</table>', title)}</figure>"


def field(settings: Settings, say: Say) -> str:
    """Return what one output of a stack sees of each layer."""
    stack = [(int(side), int(stride)) for side, stride in settings["stack"]]
    depths = range(len(stack), -1, -1)
    seen = [shapes.receptive_field(stack[depth:]).size[0] for depth in depths]
    named = {len(stack): say("output"), 0: say("input")}
    names = [named.get(depth) or say("after layer {n}").format(n=depth) for depth in depths]
    layers = ["", *(f"F = {side}, S = {stride}" for side, stride in reversed(stack))]
    lines = [(name, [str(size), setting]) for name, size, setting in zip(names, seen, layers, strict=True)]
    return _listed(say("The stack, drawn"), lines)


def network(settings: Settings, say: Say) -> str:
    """Return the first learned filters as numbers, and the shapes that a picture takes through the layers."""
    params = settings["network"]
    count = len(params["b1"])
    filters = np.reshape(params["w1"], (count, -1))
    side = round(filters.shape[1] ** 0.5)
    x_shape = shapes.conv_output_shape((1, 1, 12, 12), (count, 1, side, side), pad=side // 2)
    pooled = shapes.pool_output_shape(x_shape, 2)
    lines = [
        (say("Your picture"), ["1 × 12 × 12"]),
        (say("Convolution"), [" × ".join(map(str, x_shape[1:]))]),
        ("ReLU", [" × ".join(map(str, x_shape[1:]))]),
        (say("Max pooling"), [" × ".join(map(str, pooled[1:]))]),
        (say("Fully connected layer: a score for each class"), [str(len(params["b2"]))]),
    ]
    planes_of = [table(say("filter {f}").format(f=f + 1), filters[f].reshape(side, side)) for f in range(2)]
    return _listed(say("The shape after each layer"), lines) + planes(*planes_of)


def training(settings: Settings, say: Say) -> str:
    """Return the loss of some epochs."""
    losses = settings["network"]["losses"]
    some = [n for n in range(len(losses)) if n % 5 == 0]
    lines = [(say("Epochs"), [str(n) for n in some]), (say("Loss"), [f"{losses[n]:.2f}" for n in some])]
    return _listed(say("The loss over the epochs"), lines)


STILLS: Mapping[str, Callable[[Settings, Say], str]] = {
    "window": window,
    "sizes": sizes,
    "back": back,
    "pooling": pool,
    "matrix": sparse,
    "curves": curves,
    "field": field,
    "network": network,
    "training": training,
}
