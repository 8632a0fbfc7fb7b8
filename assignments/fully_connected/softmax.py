"""The softmax loss, and how far the usual guards of its logarithm may move it.

Slide: Final Fully-Connected Layer.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from convref import bounds
from grader.model import Call, Convention
from grader.topics.operation import Operation, Sizes, no_grid

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Inputs = Mapping[str, NDArray[np.generic]]

LARGEST_GUARD = 1e-7  # Keras's epsilon; 1e-8, 1e-10, 1e-12 and 1e-15 are others
GUARDED = "keeps the logarithm from 0 by a small number, 1e-7 at most; accepted where no probability is 0"


def softmax_calls(arguments: Mapping[str, object], sizes: Sizes) -> tuple[Call, ...]:
    """``softmax_loss(x, y) -> (loss, dx)``."""
    given = (arguments["x"], arguments["y"])
    return (Call(function="softmax_loss", arguments=given, names=("x", "y"), returns=("loss", "dx")),)


def softmax_reference(inputs: "Inputs", sizes: Sizes) -> Mapping[str, bounds.Bounded]:
    """The mean of -log p, p the probability of the right class, and its gradient."""
    return {
        "loss": bounds.softmax_loss(inputs["x"], inputs["y"]),
        "dx": bounds.softmax_loss_backward(inputs["x"], inputs["y"]),
    }


def guarded(inputs: "Inputs", sizes: Sizes) -> Mapping[str, tuple[Convention, ...]]:
    """Return how far a guard g, at most 1e-7, moves the loss; nothing where a probability is too small for a float.

    Of one image whose right class has the probability p:

    - log(p + g) lies above log p by log(1 + g/p), at most g/p; log(max(p, g)) by no more. So the loss loses
      log(1 + g/p) at most.
    - p cut at 1 - g gains -log(1 - g) at most, and a sum of exponentials, 1 at least when the largest score is
      subtracted, with g added to it gains log(1 + g): both stay below g/(1 - g).

    The mean over the images keeps both ends. What else rounds does so in single precision at most.
    """
    import numpy as np

    x = inputs["x"].astype(np.float64)
    shifted = x - x.max(axis=1, keepdims=True)
    log_p = shifted[np.arange(len(x)), inputs["y"]] - np.log(np.exp(shifted).sum(axis=1))
    if (log_p < np.log(np.finfo(np.float64).tiny)).any():
        return {}
    loss = bounds.softmax_loss(inputs["x"], inputs["y"])
    rounding = loss.bound("float32")
    lowest = loss.value - np.log1p(LARGEST_GUARD / np.exp(log_p)).mean() - rounding
    highest = loss.value + LARGEST_GUARD / (1 - LARGEST_GUARD) + rounding
    return {"loss": (Convention(note=GUARDED, lowest=np.asarray(lowest), highest=np.asarray(highest), is_guard=True),)}


SOFTMAX_LOSS = Operation(
    id="softmax_loss",
    shapes={"x": ("N", "K"), "y": ("N",)},
    whole={"y": lambda sizes: (0, sizes["K"] - 1)},
    returns=("loss", "dx"),
    calls=softmax_calls,
    reference=softmax_reference,
    grid=no_grid,
    conventions=guarded,
)
