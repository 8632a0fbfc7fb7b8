"""Runnable wrong models: for each operation one readable model with knobs, and what each knob means.

A *knob* is a misconception made to run. Knobs combine: ``frozenset({"kernel-flipped", "bias-forgotten"})`` is the
model of somebody who believes both. Pure.
"""

from collections.abc import Mapping

from grader.misconceptions import conv, dense, pooling, signals
from grader.misconceptions.misconception import Family, Misconception

FAMILIES: Mapping[str, Family] = {
    exercise: family
    for module in (dense, signals, conv, pooling)
    for family in module.FAMILIES
    for exercise in family.exercises
}

__all__ = ["FAMILIES", "Family", "Misconception"]
