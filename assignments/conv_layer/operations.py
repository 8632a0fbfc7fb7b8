"""The convolution layer: one dot product, one activation map, the layer forward and backward.

Slides: Convolutions on RGB Images, Convolution Layer. All four are one mathematical operation, so
the reference is ``convref.bounds.conv_forward`` and its backward for all; the smaller exercises
are the layer with one image and one filter.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from convref import bounds, shapes
from grader.model import Call, Kept
from grader.topics.operation import Operation, Sizes, View, Window
from grader.topics.written import number, product

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Inputs = Mapping[str, NDArray[np.generic]]

LAYER_SHAPES = {"x": ("N", "C", "H", "W"), "w": ("F", "C", "HH", "WW"), "b": ("F",)}
OPTIONS = {"stride": 1, "pad": 0}

# -------------------------------------------------------------------------------- reference


def single_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """One filter on a chunk of its own size."""
    bounded = bounds.conv_forward(inputs["x"][None], inputs["w"][None], inputs["b"][None])
    return {"out": _part(bounded, (0, 0, 0, 0))}


def map_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """One filter over one image."""
    bounded = bounds.conv_forward(inputs["x"][None], inputs["w"][None], inputs["b"][None])
    return {"out": _part(bounded, (0, 0))}


def _part(bounded: bounds.Bounded, at: tuple[int, ...]) -> bounds.Bounded:
    """Return one image's or one map's part of a reference value."""
    return bounded._replace(value=bounded.value[at], absolute=bounded.absolute[at])


def forward_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """Every filter over every image."""
    options = {"stride": sizes["stride"], "pad": sizes["pad"]}
    return {"out": bounds.conv_forward(inputs["x"], inputs["w"], inputs["b"], **options)}


def backward_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """The layer's vector-Jacobian product."""
    options = {"stride": sizes["stride"], "pad": sizes["pad"]}
    gradients = bounds.conv_backward(inputs["dout"], inputs["x"], inputs["w"], **options)
    return dict(zip(("dx", "dw", "db"), gradients, strict=True))


# ------------------------------------------------------------------------------------ calls


def single_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``conv_single(x, w, b) -> out``."""
    return (_call("conv_single", arguments),)


def map_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``conv_map(x, w, b) -> out``."""
    return (_call("conv_map", arguments),)


def _call(function: str, arguments: Mapping[str, object]) -> Call:
    names = ("x", "w", "b")
    return Call(function=function, arguments=tuple(arguments[n] for n in names), names=names, returns=("out",))


def forward_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``conv_forward(x, w, b, conv_param) -> (out, cache)``; the cache stays with the student's process."""
    conv_param = {"stride": sizes["stride"], "pad": sizes["pad"]}
    call = Call(
        function="conv_forward",
        arguments=(arguments["x"], arguments["w"], arguments["b"], conv_param),
        names=("x", "w", "b", "conv_param"),
        returns=("out", "cache"),
        keep=("cache",),
    )
    return (call,)


def backward_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """The student's own forward pass, then ``conv_backward(dout, cache) -> (dx, dw, db)``."""
    call = Call(
        function="conv_backward",
        arguments=(arguments["dout"], Kept(call=0, position=1)),
        names=("dout", "cache"),
        returns=("dx", "dw", "db"),
    )
    return (*forward_calls(arguments, sizes), call)


# ---------------------------------------------------------------------------------- legality


def output_sizes(sizes: Sizes) -> Sizes:
    """Add H_out and W_out by the floor rule; 0 where nothing fits, which is found illegal later."""
    stride, pad = max(sizes["stride"], 1), sizes["pad"]  # so is a stride of 0
    return {
        **sizes,
        "H_out": max((sizes["H"] + 2 * pad - sizes["HH"]) // stride + 1, 0),
        "W_out": max((sizes["W"] + 2 * pad - sizes["WW"]) // stride + 1, 0),
    }


def single_problem(sizes: Sizes, shape: Mapping[str, tuple[int, ...]]) -> str | None:
    """A chunk and a filter have the same shape."""
    if shape["x"] != shape["w"]:
        return f"x has shape {shape['x']} and w has shape {shape['w']}: one dot product needs the same shape"
    return map_problem(sizes, shape)


def map_problem(sizes: Sizes, shape: Mapping[str, tuple[int, ...]]) -> str | None:
    """One image and one filter, legal for the layer."""
    return shapes.conv_problem((1, *shape["x"]), (1, *shape["w"]))


def layer_problem(sizes: Sizes, shape: Mapping[str, tuple[int, ...]]) -> str | None:
    """Legal for the layer."""
    return shapes.conv_problem(shape["x"], shape["w"], shape["b"], stride=sizes["stride"], pad=sizes["pad"])


# ------------------------------------------------------------------------------------- terms


def window_terms(x: "NDArray[np.generic]", w: "NDArray[np.generic]", b: object, top: int, left: int) -> tuple[str, ...]:
    """Terms of one output: the filter's weights that are not zero times the pixels under them, and the bias.

    `top` and `left` may be negative: that far the window hangs over the padding, where pixels are 0.
    """
    C, HH, WW = w.shape
    _, H, W = x.shape
    terms = []
    for c in range(C):
        for u in range(HH):
            for v in range(WW):
                inside = 0 <= top + u < H and 0 <= left + v < W
                if w[c, u, v] != 0:
                    terms.append(product(w[c, u, v], x[c, top + u, left + v] if inside else 0))
    return (*terms, number(b)) if b else tuple(terms)


def single_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """The whole dot product."""
    return window_terms(inputs["x"], inputs["w"], inputs["b"][()], 0, 0)


def map_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """The window at one place."""
    return window_terms(inputs["x"], inputs["w"], inputs["b"][()], *at)


def forward_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """The window of one filter on one image at one place."""
    n, f, i, j = at
    top, left = (k * sizes["stride"] - sizes["pad"] for k in (i, j))
    return window_terms(inputs["x"][n], inputs["w"][f], inputs["b"][f], top, left)


def backward_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """Every place where the entry took part, each with the gradient that came back from there."""
    x, w, dout = inputs["x"], inputs["w"], inputs["dout"]
    if output == "db":
        return tuple(number(value) for value in dout[:, at[0]].ravel())
    stride, pad = sizes["stride"], sizes["pad"]
    N, F, H_out, W_out = dout.shape
    _, _, H, W = x.shape
    _, _, HH, WW = w.shape
    terms = []
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride - pad, j * stride - pad
            if output == "dx":
                n, c, row, column = at
                if 0 <= row - top < HH and 0 <= column - left < WW:
                    terms += [product(w[f, c, row - top, column - left], dout[n, f, i, j]) for f in range(F)]
            else:
                f, c, u, v = at
                if 0 <= top + u < H and 0 <= left + v < W:
                    terms += [product(x[n, c, top + u, left + v], dout[n, f, i, j]) for n in range(N)]
    return tuple(terms)


# ----------------------------------------------------------------------------------- windows


def map_window(sizes: Sizes, output: str, at: tuple[int, ...]) -> Window | None:
    """The window on the first channel."""
    return "x", (0,), (at[0], at[1], sizes["HH"], sizes["WW"])


def forward_window(sizes: Sizes, output: str, at: tuple[int, ...]) -> Window | None:
    """The window on the first channel of the image; with padding it may begin outside."""
    n, _, i, j = at
    top, left = (k * sizes["stride"] - sizes["pad"] for k in (i, j))
    return "x", (n, 0), (top, left, sizes["HH"], sizes["WW"])


def map_view(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> View:
    """The filter that slides over the image."""
    x, w, b = (inputs[name] for name in "xwb")
    return "window", {"x": x.tolist(), "w": [w.tolist()], "b": [float(b)], "chosen": list(at)}


def forward_view(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> View:
    """The filter of this map, on its image."""
    n, f, i, j = at
    x, w, b = inputs["x"][n], inputs["w"][f], inputs["b"][f]
    found = {"x": x.tolist(), "w": [w.tolist()], "b": [float(b)], "chosen": [i, j]}
    return "window", {**found, "stride": sizes["stride"], "pad": sizes["pad"]}


# -------------------------------------------------------------------------------- operations

CONV_SINGLE = Operation(
    id="conv_single",
    shapes={"x": ("C", "HH", "WW"), "w": ("C", "HH", "WW"), "b": ()},
    kernels=frozenset({"w"}),
    returns=("out",),
    problem=single_problem,
    calls=single_calls,
    reference=single_reference,
    terms=single_terms,
)

CONV_MAP = Operation(
    id="conv_map",
    shapes={"x": ("C", "H", "W"), "w": ("C", "HH", "WW"), "b": ()},
    kernels=frozenset({"w"}),
    returns=("out",),
    problem=map_problem,
    calls=map_calls,
    reference=map_reference,
    terms=map_terms,
    window=map_window,
    view=map_view,
)

CONV_FORWARD = Operation(
    id="conv_forward",
    shapes=LAYER_SHAPES,
    kernels=frozenset({"w"}),
    options=OPTIONS,
    returns=("out",),
    derive=output_sizes,
    problem=layer_problem,
    calls=forward_calls,
    reference=forward_reference,
    terms=forward_terms,
    window=forward_window,
    view=forward_view,
)

CONV_BACKWARD = Operation(
    id="conv_backward",
    shapes={**LAYER_SHAPES, "dout": ("N", "F", "H_out", "W_out")},
    kernels=frozenset({"w", "dout"}),
    options=OPTIONS,
    returns=("dx", "dw", "db"),
    derive=output_sizes,
    problem=layer_problem,
    calls=backward_calls,
    reference=backward_reference,
    terms=backward_terms,
)

OPERATIONS = (CONV_SINGLE, CONV_MAP, CONV_FORWARD, CONV_BACKWARD)
