"""Wrong models of the parameters of a fully connected layer."""

from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Family, Knobs, believed
from grader.topics.operation import Sizes

from ..shared.beliefs import count_parameters, shared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Inputs = Mapping[str, NDArray[np.generic]]


def parameters(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return how many parameters a layer has."""
    numbers, outputs = sizes["inputs"], sizes["outputs"]
    weights = numbers + outputs if "sizes-added" in on else numbers * outputs
    biases = numbers if "bias-per-input" in on else outputs
    return np.asarray(count_parameters(weights, biases, on))


_FC = "Problems using FC Layers on Images"
MISCONCEPTIONS = (
    shared("no-biases", _FC, "parameters"),
    shared("one-bias", _FC, "parameters"),
    *(
        believed(id, belief, hint, _FC, "parameters")
        for id, belief, hint in (
            (
                "bias-per-input",
                "Every input has a bias.",
                "One neuron sees 7 numbers. How many numbers does it add at the end?",
            ),
            (
                "bias-per-weight",
                "Every weight has a bias.",
                "One neuron adds up 7 products. How many numbers does it add at the end?",
            ),
            (
                "sizes-added",
                "Inputs and outputs are added.",
                "Draw 3 inputs and 2 outputs. How many lines connect them?",
            ),
        )
    ),
)

FAMILIES = (Family(exercises=("dense_parameters",), misconceptions=MISCONCEPTIONS, model=parameters),)
