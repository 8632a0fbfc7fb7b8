"""Pooling: its families, and which beliefs and slips concern which exercise."""

from typing import TYPE_CHECKING

import numpy as np

from grader.topics.misconception import Beliefs, Family, Knobs
from grader.topics.operation import Sizes

from . import beliefs_backward, beliefs_forward
from .model import backward, forward, glance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Inputs = Mapping[str, NDArray[np.generic]]


def model(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> "Floats":
    """Return what somebody with these beliefs computes."""
    x = inputs["x"]
    window, stride = (sizes["HH"], sizes["WW"]), sizes["stride"]
    is_max = exercise.startswith("max")
    if exercise.endswith("forward"):
        return forward(x, window, stride, is_max, on)
    return backward(inputs["dout"].astype(np.float64), x.astype(np.float64), window, stride, is_max, on)


def shape_of(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> tuple[int, ...] | None:
    """Return the shape of the maps that one with these beliefs computes, without computing them."""
    return glance(inputs["x"].shape, (sizes["HH"], sizes["WW"]), sizes["stride"], on)


FREQUENT = ("gradient-assigned", "window-overwritten", "argmax-split-by-height", "argmax-split-by-the-stride")
FAMILIES = (
    Family(exercises=("max_pool_forward",), misconceptions=beliefs_forward.OF_MAXIMUM, model=model, glance=shape_of),
    Family(
        exercises=("max_pool_backward",),
        misconceptions=beliefs_backward.OF_MAXIMUM,
        model=model,
        run_cost=1.15,
        frequent=FREQUENT,
    ),
    Family(exercises=("avg_pool_forward",), misconceptions=beliefs_forward.OF_MEAN, model=model, glance=shape_of),
    Family(exercises=("avg_pool_backward",), misconceptions=beliefs_backward.OF_MEAN, model=model),
)
BELIEFS = Beliefs(families=FAMILIES)
