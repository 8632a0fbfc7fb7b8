"""Runnable wrong models: for each operation one readable model with knobs, and what each knob means.

A *knob* is a misconception made to run. Knobs combine: ``frozenset({"kernel-flipped", "bias-forgotten"})`` is the
model of somebody who believes both. Pure.
"""

from collections.abc import Mapping

from grader.misconceptions import (
    activations,
    box,
    conv,
    dense,
    fields,
    filters,
    learned,
    matrices,
    network,
    pooling,
    sampled,
    signals,
    sizes,
    training,
    uses,
)
from grader.misconceptions.misconception import Family, Misconception

_MODULES = (
    *(box, signals, sampled, filters, learned, dense, activations, matrices),
    *(sizes, uses, fields, conv, pooling, network, training),
)

FAMILIES: Mapping[str, Family] = {
    exercise: family for module in _MODULES for family in module.FAMILIES for exercise in family.exercises
}

__all__ = ["FAMILIES", "Family", "Misconception"]
