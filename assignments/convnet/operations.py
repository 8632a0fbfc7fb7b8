"""A small network: convolution, ReLU, pooling, a fully connected layer. How it is trained: `training.py`.

Slides: CNN Prototype, CNN Learned Filters.

The layers are those of `convref`, in float64; so are the values due. A proof of their rounding follows the network with
absolute values, layer by layer.
"""

import itertools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import convref
from convref import problems
from convref.bounds import Bounded
from grader.model import Call
from grader.topics.operation import Operation, Sizes, no_grid
from grader.topics.written import number, product

from .training import PREDICT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]
    Floats = NDArray[np.floating[Any]]
    Inputs = Mapping[str, Array]

NAMES = ("w1", "b1", "w2", "b2")
GAP = 1e-3  # between numbers that ReLU or a maximum compares: no rounding changes which is larger
MAX_DRAWS = 200
STRONG = 2e4  # an image of such pixels has scores that lie thousands apart

# -------------------------------------------------------------------------------- the network


def forward(inputs: "Inputs") -> tuple["Floats", "Floats", "Floats"]:
    """Return the convolution's output, the pooled activations, and the scores."""
    x, w1, b1, w2, b2 = (inputs[name] for name in ("x", *NAMES))
    maps = convref.conv_forward(x, w1, b1, pad=w1.shape[2] // 2)
    pooled = convref.max_pool_forward(convref.relu_forward(maps), 2)
    return maps, pooled, convref.affine_forward(pooled, w2, b2)


def absolute_forward(inputs: "Inputs") -> tuple["Floats", "Floats"]:
    """Return what the absolute terms add up to, at most: behind the pooling, and in the scores.

    ReLU and a maximum make no number larger than the largest they are given.
    """
    import numpy as np

    x, w1, b1, w2, b2 = (np.abs(inputs[name].astype(np.float64)) for name in ("x", *NAMES))
    pooled = convref.max_pool_forward(convref.conv_forward(x, w1, b1, pad=w1.shape[2] // 2), 2)
    return pooled, convref.affine_forward(pooled, w2, b2)


def network_size(sizes: Sizes) -> Sizes:
    """Add D, the numbers behind the pooling."""
    return {**sizes, "D": sizes["F"] * (sizes["H"] // 2) * (sizes["W"] // 2)}


def network_problem(sizes: Sizes, shape: Mapping[str, tuple[int, ...]]) -> str | None:
    """The filters are odd, so that padding keeps the size, and there is something to pool."""
    if sizes["HH"] % 2 == 0:
        return f"a filter of {sizes['HH']} has no middle"
    return problems.pool_problem(shape["x"], 2)


def roundings(inputs: "Inputs") -> int:
    """Return how many roundings a term of the scores goes through, at most."""
    return int(inputs["w1"][0].size + inputs["w2"].shape[0] + 4)


# ------------------------------------------------------------------------------------ scores

SHAPES = {"x": ("N", "C", "H", "W"), "w1": ("F", "C", "HH", "HH"), "b1": ("F",), "w2": ("D", "K"), "b2": ("K",)}


def scores_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``network_scores(x, w1, b1, w2, b2) -> scores``."""
    names = ("x", *NAMES)
    given = tuple(arguments[name] for name in names)
    return (Call(function="network_scores", arguments=given, names=names, returns=("scores",)),)


def scores_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, Bounded]:
    """Convolution that keeps the size, ReLU, 2 x 2 max pooling, a fully connected layer."""
    scores, absolute = (array.astype(float) for array in (forward(inputs)[2], absolute_forward(inputs)[1]))
    return {"scores": Bounded(scores, absolute, roundings(inputs), float(absolute.sum()))}


def scores_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """The pooled activations of the image that are not 0, weighted, and the bias."""
    n, k = at
    pooled = forward(inputs)[1][n].ravel()
    weights = inputs["w2"][:, k]
    terms = (product(weight, value) for weight, value in zip(weights, pooled, strict=True) if value != 0)
    return (*terms, number(inputs["b2"][k]))


def of_triples(sizes: Sizes, unit: float) -> float:
    """Every term is a product of three inputs at most."""
    return unit**3


# --------------------------------------------------------------------------------- gradients


def gradient_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``loss_and_gradients(x, y, w1, b1, w2, b2) -> (loss, dw1, db1, dw2, db2)``."""
    names = ("x", "y", *NAMES)
    given = tuple(arguments[name] for name in names)
    returns = ("loss", *(f"d{name}" for name in NAMES))
    return (Call(function="loss_and_gradients", arguments=given, names=names, returns=returns),)


def gradient_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, Bounded]:
    """The softmax loss of the scores, and its derivative with respect to every parameter.

    A score is off by at most c u A, c roundings and A its absolute terms; so a probability p is off by
    p (1 + 2 c A) u to first order. Sent back through the layers with absolute values, that bounds every gradient. c is
    counted once for the whole: twice the roundings of the scores, and as many as there are images and places.
    """
    import numpy as np

    x, y, w1, w2 = (inputs[name] for name in ("x", "y", "w1", "w2"))
    pad = w1.shape[2] // 2
    maps, pooled, scores = forward(inputs)
    dscores = convref.softmax_loss_backward(scores, y)
    dpooled, dw2, db2 = convref.affine_backward(dscores, pooled, w2)
    dmaps = convref.relu_backward(convref.max_pool_backward(dpooled, convref.relu_forward(maps), 2), maps)
    _, dw1, db1 = convref.conv_backward(dmaps, x, w1, pad=pad)

    pooled_size, scores_size = absolute_forward(inputs)
    chosen = np.eye(scores.shape[1])[y] / len(x)
    uncertain = (dscores + chosen) * (1 + 2 * scores_size.max(axis=1, keepdims=True)) + chosen
    back, dw2_size, db2_size = convref.affine_backward(uncertain, pooled_size, np.abs(w2))
    selected = convref.max_pool_backward(back, convref.relu_forward(maps), 2) * (maps > 0)
    _, dw1_size, db1_size = convref.conv_backward(selected, np.abs(x), np.abs(w1), pad=pad)
    loss = convref.softmax_loss(scores, y)
    loss_size = np.array(1 + 2 * scores_size.max() + abs(loss))
    count = 2 * roundings(inputs) + maps.size + 64
    sizes_of = {"loss": loss_size, "dw1": dw1_size, "db1": db1_size, "dw2": dw2_size, "db2": db2_size}
    values = {"loss": np.asarray(loss), "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}
    return {name: Bounded(values[name], size, count, float(size.sum())) for name, size in sizes_of.items()}


def draw_network(sizes: Sizes, numbers: Iterator[int]) -> Mapping[str, "Array"]:
    """Draw images, labels and parameters, until no number that ReLU or a maximum looks at is close to another."""
    import numpy as np

    found: dict[str, Array] = {}
    for _ in range(MAX_DRAWS):
        for name, shape in SHAPES.items():
            extents = tuple(sizes[symbol] for symbol in shape)
            drawn = list(itertools.islice(numbers, int(np.prod(extents))))
            scale = 1.0 if name == "x" else 0.5
            found[name] = scale * (np.array(drawn, np.float64).reshape(extents) % 1999 - 999) / 1000
        if sizes["apart"]:
            found["x"][0] *= STRONG
        found["y"] = np.array([next(numbers) % sizes["K"] for _ in range(sizes["N"])])
        if sizes["apart"]:
            found["y"][0] = forward(found)[2][0].argmin()  # a large loss, which a rounding does not hide
        if smallest_gap(forward(found)[0]) > GAP:
            break
    return {name: found[name] for name in ("x", "y", *NAMES)}


def smallest_gap(maps: "Floats") -> float:
    """Return how close a number is to 0, or the largest of a 2 x 2 window to the next, at most."""
    import numpy as np

    N, F, H, W = maps.shape
    cut = maps[:, :, : H // 2 * 2, : W // 2 * 2].reshape(N, F, H // 2, 2, W // 2, 2)
    windows = np.sort(cut.swapaxes(3, 4).reshape(-1, 4), axis=1)
    alive = windows[windows[:, 3] > 0]
    apart = (alive[:, 3] - np.maximum(alive[:, 2], 0)).min(initial=1.0)
    return float(min(apart, np.abs(maps).min()))


# ------------------------------------------------------------------------------------ a step


def step_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``sgd_step(w, dw, rate) -> w_new``."""
    given = (arguments["w"], arguments["dw"], 0.5 ** sizes["halvings"])
    return (Call(function="sgd_step", arguments=given, names=("w", "dw", "rate"), returns=("w_new",)),)


def step_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, Bounded]:
    """The parameter less the rate times its gradient."""
    import numpy as np

    w, dw = (inputs[name].astype(np.float64) for name in ("w", "dw"))
    rate = 0.5 ** sizes["halvings"]
    value, absolute = w - rate * dw, np.abs(w) + rate * np.abs(dw)
    return {"w_new": Bounded(value, absolute, 2, float(absolute.sum()))}


def of_steps(sizes: Sizes, unit: float) -> float:
    """Every term is an entry, or the rate's share of one."""
    return unit * 0.5 ** sizes["halvings"]


# -------------------------------------------------------------------------------- operations

OPERATIONS = (
    Operation(
        id="network_scores",
        shapes=SHAPES,
        kernels=frozenset({"w1"}),
        returns=("scores",),
        derive=network_size,
        problem=network_problem,
        calls=scores_calls,
        reference=scores_reference,
        grid=of_triples,
        terms=scores_terms,
    ),
    Operation(
        id="loss_and_gradients",
        shapes={"x": SHAPES["x"], "y": ("N",), **{name: SHAPES[name] for name in NAMES}},
        options={"apart": 0},
        returns=("loss", "dw1", "db1", "dw2", "db2"),
        derive=network_size,
        problem=network_problem,
        calls=gradient_calls,
        reference=gradient_reference,
        grid=no_grid,
        draw=draw_network,
    ),
    Operation(
        id="sgd_step",
        shapes={"w": ("M", "K"), "dw": ("M", "K")},
        options={"halvings": 0},
        returns=("w_new",),
        calls=step_calls,
        reference=step_reference,
        grid=of_steps,
    ),
    PREDICT,
)
