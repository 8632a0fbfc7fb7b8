"""One-channel images: a filter, the four filters of the slide, a hidden filter, a learned filter.

Slides: Convolutions on Images, Image Filters, Different Filters.
"""

import itertools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from convref import bounds, problems
from grader.model import Call
from grader.topics.operation import Operation, Sizes, View, Window, no_grid
from grader.topics.written import product

from ..shared.references import divided

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]
    Inputs = Mapping[str, Array]

FILTERS: Mapping[str, tuple[list[list[int]], int]] = {  # whole weights, and what all are divided by
    "edge_detection": ([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]], 1),
    "box_mean": ([[1, 1, 1], [1, 1, 1], [1, 1, 1]], 9),
    "sharpen": ([[0, -1, 0], [-1, 5, -1], [0, -1, 0]], 1),
    "gaussian_blur": ([[1, 2, 1], [2, 4, 2], [1, 2, 1]], 16),
}
RATE = 2.0**-6  # of a learning step, or a multiple of it; a power of two, so that nothing rounds
HIDDEN = range(-5, 6)  # weights of a hidden filter

# -------------------------------------------------------------------------------- one filter


def image_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``correlate_image(x, k) -> out``."""
    given = (arguments["x"], arguments["k"])
    return (Call(function="correlate_image", arguments=given, names=("x", "k"), returns=("out",)),)


def image_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """The kernel as it is, wherever it fits."""
    return {"out": bounds.correlate2d(inputs["x"], inputs["k"])}


def image_problem(sizes: Sizes, shape: Mapping[str, tuple[int, ...]]) -> str | None:
    """The kernel fits into the image."""
    return problems.signal_problem(shape["x"], shape["k"], 2)


def under(k: "Array", x: "Array", at: tuple[int, ...]) -> tuple[str, ...]:
    """Return the weights that are not 0 times the pixels under them."""
    import numpy as np

    return tuple(product(k[u, v], x[at[0] + u, at[1] + v]) for u, v in np.ndindex(k.shape) if k[u, v] != 0)


def image_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """The window at one place."""
    return under(inputs["k"], inputs["x"], at)


def image_window(sizes: Sizes, output: str, at: tuple[int, ...]) -> Window | None:
    """The window of one output."""
    return "x", (), (at[0], at[1], sizes["HH"], sizes["WW"])


def image_view(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> View:
    """The filter that slides over the image."""
    return "window", {"x": [inputs["x"].tolist()], "w": [[inputs["k"].tolist()]], "chosen": list(at)}


def window_of_three(sizes: Sizes, output: str, at: tuple[int, ...]) -> Window | None:
    """The 3 x 3 window of one output."""
    return "x", (), (at[0], at[1], 3, 3)


# -------------------------------------------------------------------------- the four filters


def fixed_filter(name: str) -> Operation:
    """Return the operation of one of the slide's filters."""
    import numpy as np

    weights, divisor = FILTERS[name]

    def calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
        return (Call(function=name, arguments=(arguments["x"],), names=("x",), returns=("out",)),)

    def reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
        sums = bounds.correlate2d(inputs["x"], np.array(weights, float))
        return {"out": sums if divisor == 1 else divided(sums, divisor)}

    def problem(sizes: Sizes, shape: Mapping[str, tuple[int, ...]]) -> str | None:
        return problems.signal_problem(shape["x"], (3, 3), 2)

    def terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
        sums = under(np.array(weights), inputs["x"], at)
        return sums if divisor == 1 else (f"({' + '.join(sums).replace('*', '·')})/{divisor}",)

    def grid(sizes: Sizes, unit: float) -> float:
        return 0.0 if divisor & (divisor - 1) else unit / divisor

    calls.__doc__ = f"``{name}(x) -> out``."
    return Operation(
        id=name,
        shapes={"x": ("H", "W")},
        returns=("out",),
        problem=problem,
        calls=calls,
        reference=reference,
        grid=grid,
        terms=terms,
        window=window_of_three,
    )


# --------------------------------------------------------------------------- a hidden filter


def windows(x: "Array") -> "NDArray[np.float64]":
    """Return a row for every 3 x 3 window of an image."""
    import numpy as np

    found = np.lib.stride_tricks.sliding_window_view(x.astype(np.float64), (3, 3))
    return found.reshape(-1, 9)


def draw_hidden(sizes: Sizes, numbers: Iterator[int]) -> Mapping[str, "Array"]:
    """Draw an image and a filter without symmetry, and filter the one with the other.

    Pixels are whole parts of 1/x_parts beside an even grey, and weights of 1/k_parts: powers of two. So many rows
    above and as many below are black.
    """
    import numpy as np

    image = [number % 19 - 9 for number in itertools.islice(numbers, sizes["H"] * sizes["W"])]
    x = sizes["grey"] + np.array(image, np.float64).reshape(sizes["H"], sizes["W"]) / sizes["x_parts"]
    x[: sizes["black"]] = x[len(x) - sizes["black"] :] = 0
    weights = list(HIDDEN)
    hidden = []
    for _ in range(9):  # without repetition: no two weights can be exchanged
        hidden.append(weights.pop(next(numbers) % len(weights)))
    k = np.array(hidden, np.float64) / sizes["k_parts"]
    return {"x": x, "out": (windows(x) @ k).reshape(sizes["H"] - 2, sizes["W"] - 2), "hidden": k.reshape(3, 3)}


def find_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``find_filter(x, out) -> k``, k being the 3 x 3 filter that made out of x."""
    given = (arguments["x"], arguments["out"])
    return (Call(function="find_filter", arguments=given, names=("x", "out"), returns=("k",)),)


def find_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """The hidden filter. Solving for it rounds: by the normal equations, the least accurate way in use, the error
    is at most of the order of ``m n u κ² ‖k‖`` for m equations in n unknowns and condition number κ (Higham, section
    20.4). Whole weights are told apart by far: the image is drawn, and κ is small.
    """
    import numpy as np

    equations = windows(inputs["x"])
    condition = float(np.linalg.cond(equations))
    value = inputs["hidden"].astype(np.float64)
    absolute = np.full((3, 3), condition**2 * float(np.linalg.norm(value)))
    return {"k": bounds.Bounded(value, absolute, equations.size, float(absolute.sum()))}


def find_problem(sizes: Sizes, shape: Mapping[str, tuple[int, ...]]) -> str | None:
    """More equations than unknowns, without those of black windows, which say nothing."""
    if (sizes["H"] - 2 * sizes["black"] - 2) * (sizes["W"] - 2) < 18:
        return "18 windows at least are needed to find 9 weights in safety"
    return None


# -------------------------------------------------------------------------- a learned filter


def learn_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``learn_filter_step(x, target, k, rate) -> k_new``, one step of gradient descent."""
    names = ("x", "target", "k", "rate")
    given = (*(arguments[name] for name in names[:-1]), RATE * sizes["steps"])
    return (Call(function="learn_filter_step", arguments=given, names=names, returns=("k_new",)),)


def learn_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """The filter less the rate times the gradient of half the squared error."""
    import numpy as np

    x, target, k = (inputs[name].astype(np.float64) for name in ("x", "target", "k"))

    def correlated(image: "NDArray[np.float64]", kernel: "NDArray[np.float64]") -> "NDArray[np.float64]":
        return bounds.correlate2d(image, kernel).value

    rate = RATE * sizes["steps"]
    value = k - rate * correlated(x, correlated(x, k) - target)
    largest = correlated(np.abs(x), np.abs(k)) + np.abs(target)
    absolute = np.abs(k) + rate * correlated(np.abs(x), largest)
    return {"k_new": bounds.Bounded(value, absolute, 2 * x.size, float(absolute.sum()))}


def of_steps(sizes: Sizes, unit: float) -> float:
    """Every term is the rate times three inputs at most."""
    return RATE * unit**3


def filtered_size(sizes: Sizes) -> Sizes:
    """Add H_out and W_out; 0 where the kernel does not fit, which is found illegal later."""
    rows, columns = sizes["H"] - sizes["HH"] + 1, sizes["W"] - sizes["WW"] + 1
    return {**sizes, "H_out": max(rows, 0), "W_out": max(columns, 0)}


def hidden_size(sizes: Sizes) -> Sizes:
    """Add H_out and W_out of a 3 x 3 filter."""
    return filtered_size({**sizes, "HH": 3, "WW": 3})


# -------------------------------------------------------------------------------- operations

OPERATIONS = (
    Operation(
        id="correlate_image",
        shapes={"x": ("H", "W"), "k": ("HH", "WW")},
        kernels=frozenset({"k"}),
        returns=("out",),
        problem=image_problem,
        calls=image_calls,
        reference=image_reference,
        terms=image_terms,
        window=image_window,
        view=image_view,
    ),
    *map(fixed_filter, FILTERS),
    Operation(
        id="find_filter",
        shapes={"x": ("H", "W"), "out": ("H_out", "W_out")},
        options={"grey": 0, "x_parts": 1, "k_parts": 1, "black": 0},
        returns=("k",),
        derive=hidden_size,
        problem=find_problem,
        calls=find_calls,
        reference=find_reference,
        grid=no_grid,
        draw=draw_hidden,
    ),
    Operation(
        id="learn_filter_step",
        shapes={"x": ("H", "W"), "target": ("H_out", "W_out"), "k": ("HH", "WW")},
        kernels=frozenset({"k"}),
        options={"steps": 1},
        returns=("k_new",),
        derive=filtered_size,
        problem=image_problem,
        calls=learn_calls,
        reference=learn_reference,
        grid=of_steps,
    ),
)
