"""Pooling, maximum and average, forward and backward.

Slides: Pooling Layer, Max Pooling, Average Pooling. Gradients are not on the slides; the lesson derives them.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from convref import bounds
from convref.problems import pool_problem
from grader.model import Call, Convention, Kept
from grader.topics.operation import Operation, Sizes, View, Window
from grader.topics.written import number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]
    Float64s = NDArray[np.float64]
    Inputs = Mapping[str, Array]

SHAPES = {"x": ("N", "C", "H", "W")}
BACKWARD_SHAPES = {**SHAPES, "dout": ("N", "C", "H_out", "W_out")}
OPTIONS = {"HH": 1, "WW": 1, "stride": 1}
TO_EVERY_TIE = "gives every tied entry the whole gradient: widely taught, though no derivative; accepted"
SHARED_TIE = "shares the gradient among tied entries; any share is a subgradient, accepted"
OTHER_TIE = "gives the gradient to another of the tied entries than the first; any of them is a subgradient, accepted"

# ----------------------------------------------------------------------------- sizes, calls


def output_sizes(sizes: Sizes) -> Sizes:
    """Add H_out and W_out by the floor rule; 0 where no window fits, which is found illegal later."""
    stride = max(sizes["stride"], 1)
    return {
        **sizes,
        "H_out": max((sizes["H"] - sizes["HH"]) // stride + 1, 0),
        "W_out": max((sizes["W"] - sizes["WW"]) // stride + 1, 0),
    }


def problem(sizes: Sizes, shape: Mapping[str, tuple[int, ...]]) -> str | None:
    """A window fits into the image at least once."""
    return pool_problem(shape["x"], (sizes["HH"], sizes["WW"]), stride=sizes["stride"])


def window(sizes: Sizes) -> dict[str, tuple[int, int] | int]:
    """Return window and stride as `convref` takes them."""
    return {"window": (sizes["HH"], sizes["WW"]), "stride": sizes["stride"]}


def _forward(function: str, arguments: Mapping[str, object], sizes: Sizes) -> Call:
    pool_param = {"pool_height": sizes["HH"], "pool_width": sizes["WW"], "stride": sizes["stride"]}
    return Call(
        function=function,
        arguments=(arguments["x"], pool_param),
        names=("x", "pool_param"),
        returns=("out", "cache"),
        keep=("cache",),
    )


def _backward(function: str, arguments: Mapping[str, object]) -> Call:
    cache = Kept(call=0, position=1)
    return Call(function=function, arguments=(arguments["dout"], cache), names=("dout", "cache"), returns=("dx",))


def max_forward_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``max_pool_forward(x, pool_param) -> (out, cache)``, pool_param holding pool_height, pool_width, stride."""
    return (_forward("max_pool_forward", arguments, sizes),)


def max_backward_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """The student's own forward pass, then ``max_pool_backward(dout, cache) -> dx``."""
    return (_forward("max_pool_forward", arguments, sizes), _backward("max_pool_backward", arguments))


def avg_forward_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``avg_pool_forward(x, pool_param) -> (out, cache)``, pool_param as for max pooling."""
    return (_forward("avg_pool_forward", arguments, sizes),)


def avg_backward_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """The student's own forward pass, then ``avg_pool_backward(dout, cache) -> dx``."""
    return (_forward("avg_pool_forward", arguments, sizes), _backward("avg_pool_backward", arguments))


# -------------------------------------------------------------------------------- reference


def max_forward_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """The largest entry of every window."""
    return {"out": bounds.max_pool_forward(inputs["x"], **window(sizes))}


def max_backward_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """Every gradient goes to the first largest entry of its window."""
    return {"dx": bounds.max_pool_backward(inputs["dout"], inputs["x"], **window(sizes))}


def avg_forward_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """The mean of every window."""
    return {"out": bounds.avg_pool_forward(inputs["x"], **window(sizes))}


def avg_backward_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """Every entry of a window gets an equal share."""
    return {"dx": bounds.avg_pool_backward(inputs["dout"], inputs["x"], **window(sizes))}


def of_shares(sizes: Sizes, unit: float) -> float:
    """Return the inputs' unit over the window's area; 0 where that is no power of two: then answers round."""
    area = max(sizes["HH"] * sizes["WW"], 1)
    return 0.0 if area & (area - 1) else unit / area


def one_share(sizes: Sizes, unit: float) -> float:
    """Return the inputs' unit over the window's area: sums of shares are multiples of it, but for rounding."""
    return unit / max(sizes["HH"] * sizes["WW"], 1)


def of_entries(sizes: Sizes, unit: float) -> float:
    """Every term is an entry of the input."""
    return unit


# -------------------------------------------------------------------------------------- ties


def windows(sizes: Sizes, shape: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], tuple[int | slice, ...]]]:
    """Yield each output's index, and the index of its window."""
    import numpy as np

    N, C, _, _ = shape
    stride = sizes["stride"]
    for n, c, i, j in np.ndindex(N, C, sizes["H_out"], sizes["W_out"]):
        rows = slice(i * stride, i * stride + sizes["HH"])
        yield (n, c, i, j), (n, c, rows, slice(j * stride, j * stride + sizes["WW"]))


def ties(inputs: "Inputs", sizes: Sizes) -> Mapping[str, tuple[Convention, ...]]:
    """Return what else is right where a window has its largest entry more than once; nothing where none has.

    Any share of a window's gradient among its tied entries is a subgradient, and so is any sum of those, whether
    windows overlap or not. The usual ways have a note of their own. The whole gradient to every tied entry is no
    subgradient; it is widely taught.
    """
    import numpy as np

    x, dout = inputs["x"], inputs["dout"].astype(np.float64)
    places = np.arange(x.size).reshape(x.shape)
    ways: dict[str, Float64s] = {
        name: np.zeros(x.shape) for name in ("every", "equal", "last", "first column", "last column")
    }
    lowest, highest = np.zeros(x.shape), np.zeros(x.shape)
    shares = []
    for at, place in windows(sizes, x.shape):
        tied = x[place] == x[place].max()
        gradient = dout[at]
        ways["every"][place] += gradient * tied
        ways["equal"][place] += gradient * tied / tied.sum()
        rows, columns = np.nonzero(tied)
        by_column = np.lexsort((rows, columns))
        for name, one in {"last": -1, "first column": by_column[0], "last column": by_column[-1]}.items():
            ways[name][place][rows[one], columns[one]] += gradient
        lowest[place] += np.minimum(gradient, 0) * tied
        highest[place] += np.maximum(gradient, 0) * tied
        shares.append((float(gradient), tuple(places[place][tied].tolist())))
    if all(len(tied) == 1 for _, tied in shares):
        return {}
    notes = {"every": TO_EVERY_TIE, "equal": SHARED_TIE}
    conventions = [Convention(note=notes.get(name, OTHER_TIE), lowest=dx, highest=dx) for name, dx in ways.items()]
    conventions.append(Convention(note=SHARED_TIE, lowest=lowest, highest=highest, shares=tuple(shares)))
    return {"dx": tuple(conventions)}


# ------------------------------------------------------------------------------------- terms


def entries_under(inputs: "Inputs", sizes: Sizes, at: tuple[int, ...]) -> list[str]:
    """Return the entries of an output's window, row by row."""
    n, c, i, j = at
    top, left = i * sizes["stride"], j * sizes["stride"]
    block = inputs["x"][n, c, top : top + sizes["HH"], left : left + sizes["WW"]]
    return [number(value) for value in block.ravel()]


def max_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """Return ``max(3, 1, 6, 0)``."""
    return (f"max({', '.join(entries_under(inputs, sizes, at))})",)


def avg_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """Return ``(3 + 1 + 6 + 0)/4``."""
    entries = entries_under(inputs, sizes, at)
    return (f"({' + '.join(entries)})/{len(entries)}",)


def max_backward_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """Return the gradients of the windows whose first largest entry this is."""
    x, dout = inputs["x"], inputs["dout"]
    terms = []
    for here, place in windows(sizes, x.shape):
        if here[:2] == at[:2]:
            row, column = divmod(int(x[place].argmax()), sizes["WW"])
            if (here[2] * sizes["stride"] + row, here[3] * sizes["stride"] + column) == at[2:]:
                terms.append(number(dout[here]))
    return tuple(terms) or ("0",)


def avg_backward_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """Return a share of the gradient of every window that the entry is in."""
    n, c, row, column = at
    stride, area = sizes["stride"], sizes["HH"] * sizes["WW"]
    terms = [
        f"{number(inputs['dout'][n, c, i, j])}/{area}"
        for i in range(sizes["H_out"])
        for j in range(sizes["W_out"])
        if 0 <= row - i * stride < sizes["HH"] and 0 <= column - j * stride < sizes["WW"]
    ]
    return tuple(terms) or ("0",)


def window_under(sizes: Sizes, output: str, at: tuple[int, ...]) -> Window | None:
    """The window of one output."""
    n, c, i, j = at
    return "x", (n, c), (i * sizes["stride"], j * sizes["stride"], sizes["HH"], sizes["WW"])


def pool_view(kind: str) -> Callable[["Inputs", Sizes, str, tuple[int, ...]], View | None]:
    """Return what shows one map with its square windows, and the way back."""

    def view(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> View | None:
        if sizes["HH"] != sizes["WW"]:
            return None
        settings = {"x": inputs["x"][at[0], at[1]].tolist(), "window": sizes["HH"], "stride": sizes["stride"]}
        return "pooling", {**settings, "pool": kind}

    return view


MAX_VIEW, AVG_VIEW = pool_view("max"), pool_view("average")

# -------------------------------------------------------------------------------- operations

NAMED = {"HH": "pool_height", "WW": "pool_width", "stride": "stride"}

MAX_POOL_FORWARD = Operation(
    id="max_pool_forward",
    shapes=SHAPES,
    options=OPTIONS,
    named_sizes=NAMED,
    returns=("out",),
    distinct=frozenset({"x"}),
    derive=output_sizes,
    problem=problem,
    calls=max_forward_calls,
    reference=max_forward_reference,
    grid=of_entries,
    terms=max_terms,
    window=window_under,
    view=MAX_VIEW,
)

MAX_POOL_BACKWARD = Operation(
    id="max_pool_backward",
    shapes=BACKWARD_SHAPES,
    options=OPTIONS,
    named_sizes=NAMED,
    returns=("dx",),
    distinct=frozenset({"x", "dout"}),
    derive=output_sizes,
    problem=problem,
    calls=max_backward_calls,
    reference=max_backward_reference,
    grid=of_entries,
    terms=max_backward_terms,
    conventions=ties,
    view=MAX_VIEW,
)

AVG_POOL_FORWARD = Operation(
    id="avg_pool_forward",
    shapes=SHAPES,
    options=OPTIONS,
    named_sizes=NAMED,
    returns=("out",),
    derive=output_sizes,
    problem=problem,
    calls=avg_forward_calls,
    reference=avg_forward_reference,
    grid=of_shares,
    apart=one_share,
    terms=avg_terms,
    window=window_under,
    view=AVG_VIEW,
)

AVG_POOL_BACKWARD = Operation(
    id="avg_pool_backward",
    shapes=BACKWARD_SHAPES,
    options=OPTIONS,
    named_sizes=NAMED,
    returns=("dx",),
    distinct=frozenset({"dout"}),
    derive=output_sizes,
    problem=problem,
    calls=avg_backward_calls,
    reference=avg_backward_reference,
    grid=of_shares,
    apart=one_share,
    terms=avg_backward_terms,
    view=AVG_VIEW,
)

OPERATIONS = (MAX_POOL_FORWARD, MAX_POOL_BACKWARD, AVG_POOL_FORWARD, AVG_POOL_BACKWARD)
