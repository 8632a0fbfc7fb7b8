"""Signals: sliding a filter along a row of numbers, with and without a flip.

Slide: What are Convolutions?
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from convref import bounds, problems
from grader.model import Call
from grader.topics.operation import Operation, Sizes, View, Window
from grader.topics.written import number, product

from ..shared.references import divided

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]
    Inputs = Mapping[str, Array]

SHAPES = {"x": ("L",), "k": ("K",)}
DT = 0.25  # seconds between samples, or a part of them; a power of two, so that nothing rounds

# ---------------------------------------------------------------------------------- the box


def box_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``box_filter(x, width) -> out``."""
    given = (arguments["x"], sizes["width"])
    return (Call(function="box_filter", arguments=given, names=("x", "width"), returns=("out",)),)


def box_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """The mean of every stretch of numbers."""
    import numpy as np

    return {"out": divided(bounds.correlate1d(inputs["x"], np.ones(sizes["width"])), sizes["width"])}


def box_problem(sizes: Sizes, shape: Mapping[str, tuple[int, ...]]) -> str | None:
    """The box fits at least once."""
    return problems.signal_problem(shape["x"], (sizes["width"],), 1)


def box_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """Return ``(4 + 3 + 2)/3``."""
    stretch = inputs["x"][at[0] : at[0] + sizes["width"]]
    return (f"({' + '.join(number(value) for value in stretch)})/{sizes['width']}",)


def of_means(sizes: Sizes, unit: float) -> float:
    """Return the inputs' unit over the width; 0 where that is no power of two: then means round."""
    width = max(sizes["width"], 1)
    return 0.0 if width & (width - 1) else unit / width


# ---------------------------------------------------------------------------------- filters


def _call(function: str, arguments: Mapping[str, object], names: tuple[str, ...], *returns: str) -> tuple[Call, ...]:
    given = tuple(arguments[name] for name in names)
    return (Call(function=function, arguments=given, names=names, returns=returns),)


def shrink_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``correlate_shrink(x, k) -> out``."""
    return _call("correlate_shrink", arguments, ("x", "k"), "out")


def pad_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``correlate_pad(x, k) -> out``."""
    return _call("correlate_pad", arguments, ("x", "k"), "out")


def flipped_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``convolve_shrink(x, k) -> out``."""
    return _call("convolve_shrink", arguments, ("x", "k"), "out")


def backward_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``correlate_backward(dout, x, k) -> (dx, dk)``."""
    return _call("correlate_backward", arguments, ("dout", "x", "k"), "dx", "dk")


def fits(boundary: str) -> Callable[[Sizes, Mapping[str, tuple[int, ...]]], str | None]:
    """Return the check that a kernel fits a signal."""

    def problem(sizes: Sizes, shape: Mapping[str, tuple[int, ...]]) -> str | None:
        return problems.signal_problem(shape["x"], shape["k"], 1, boundary=boundary)

    return problem


def shrink_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """The kernel as it is, wherever it fits."""
    return {"out": bounds.correlate1d(inputs["x"], inputs["k"])}


def pad_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """The kernel as it is, with as many zeros on each side as keep the size."""
    return {"out": bounds.correlate1d(inputs["x"], inputs["k"], boundary="zero")}


def flipped_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """The kernel turned around, wherever it fits."""
    return {"out": bounds.convolve1d(inputs["x"], inputs["k"])}


def backward_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """The vector-Jacobian product of correlate_shrink."""
    gradients = bounds.correlate1d_backward(inputs["dout"], inputs["x"], inputs["k"])
    return dict(zip(("dx", "dk"), gradients, strict=True))


def weighted(k: "Array", x: "Array", start: int) -> tuple[str, ...]:
    """Return the kernel's weights times the numbers under it; beyond the ends these are 0."""
    return tuple(product(weight, x[start + u] if 0 <= start + u < len(x) else 0) for u, weight in enumerate(k))


def shrink_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """The kernel over the signal at one place."""
    return weighted(inputs["k"], inputs["x"], at[0])


def window_shrink(sizes: Sizes, output: str, at: tuple[int, ...]) -> Window | None:
    """The stretch under the kernel."""
    return "x", (), (0, at[0], 1, sizes["K"])


def shrink_view(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> View:
    """The kernel that slides over the signal."""
    return "window", {"x": [[inputs["x"].tolist()]], "w": [[[inputs["k"].tolist()]]], "chosen": [0, at[0]]}


def pad_view(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> View:
    """The same over a padded signal."""
    kind, settings = shrink_view(inputs, sizes, output, at)
    return kind, {**settings, "pad": (sizes["K"] - 1) // 2}


def window_pad(sizes: Sizes, output: str, at: tuple[int, ...]) -> Window | None:
    """The stretch under the kernel; it may begin outside."""
    return "x", (), (0, at[0] - (sizes["K"] - 1) // 2, 1, sizes["K"])


def pad_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """The kernel over the padded signal at one place."""
    return weighted(inputs["k"], inputs["x"], at[0] - (sizes["K"] - 1) // 2)


def flipped_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """The turned kernel over the signal at one place."""
    return weighted(inputs["k"][::-1], inputs["x"], at[0])


def backward_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """Every place where the number took part, each with the gradient that came back from there."""
    x, k, dout = inputs["x"], inputs["k"], inputs["dout"]
    if output == "dk":
        return tuple(product(x[i + at[0]], dout[i]) for i in range(len(dout)))
    return tuple(product(k[at[0] - i], dout[i]) for i in range(len(dout)) if 0 <= at[0] - i < len(k))


def output_length(sizes: Sizes) -> Sizes:
    """Add L_out of the shrinking filter; 0 where the kernel does not fit, which is found illegal later."""
    return {**sizes, "L_out": max(sizes["L"] - sizes["K"] + 1, 0)}


# ------------------------------------------------------------------------------- continuous


def sampled_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``convolve_sampled(f, g, dt) -> out``."""
    given = (arguments["f"], arguments["g"], DT * sizes["quarters"])
    return (Call(function="convolve_sampled", arguments=given, names=("f", "g", "dt"), returns=("out",)),)


def sampled_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """The integral as a sum over samples, every overlap included."""
    return {"out": bounds.convolve_sampled(inputs["f"], inputs["g"], DT * sizes["quarters"])}


def sampled_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """Return ``f*g*dt`` for every pair of samples that meet."""
    f, g = inputs["f"], inputs["g"]
    pairs = ((f[tau], g[at[0] - tau]) for tau in range(len(f)) if 0 <= at[0] - tau < len(g))
    return tuple(f"{product(one, other)}*{DT * sizes['quarters']:g}" for one, other in pairs)


def of_samples(sizes: Sizes, unit: float) -> float:
    """Every term is a product of two samples and the time between them."""
    return unit**2 * DT


# -------------------------------------------------------------------------------- operations

OPERATIONS = (
    Operation(
        id="box_filter",
        shapes={"x": ("L",)},
        options={"width": 1},
        returns=("out",),
        problem=box_problem,
        calls=box_calls,
        reference=box_reference,
        grid=of_means,
        terms=box_terms,
    ),
    Operation(
        id="correlate_shrink",
        shapes=SHAPES,
        kernels=frozenset({"k"}),
        distinct=frozenset({"k"}),
        returns=("out",),
        problem=fits("shrink"),
        calls=shrink_calls,
        reference=shrink_reference,
        terms=shrink_terms,
        window=window_shrink,
        view=shrink_view,
    ),
    Operation(
        id="correlate_pad",
        shapes=SHAPES,
        kernels=frozenset({"k"}),
        distinct=frozenset({"k"}),
        returns=("out",),
        problem=fits("zero"),
        calls=pad_calls,
        reference=pad_reference,
        terms=pad_terms,
        window=window_pad,
        view=pad_view,
    ),
    Operation(
        id="convolve_shrink",
        shapes=SHAPES,
        kernels=frozenset({"k"}),
        distinct=frozenset({"k"}),
        returns=("out",),
        problem=fits("shrink"),
        calls=flipped_calls,
        reference=flipped_reference,
        terms=flipped_terms,
        window=window_shrink,
    ),
    Operation(
        id="correlate_backward",
        shapes={**SHAPES, "dout": ("L_out",)},
        kernels=frozenset({"k", "dout"}),
        distinct=frozenset({"k", "dout"}),
        returns=("dx", "dk"),
        derive=output_length,
        problem=fits("shrink"),
        calls=backward_calls,
        reference=backward_reference,
        terms=backward_terms,
    ),
    Operation(
        id="convolve_sampled",
        shapes={"f": ("L",), "g": ("K",)},
        options={"quarters": 1},
        distinct=frozenset({"f", "g"}),
        returns=("out",),
        calls=sampled_calls,
        reference=sampled_reference,
        grid=of_samples,
        terms=sampled_terms,
    ),
)
