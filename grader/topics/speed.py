"""How fast a function has to be: a yardstick that runs beside it, and steps. Pure.

Seconds say nothing of a function on a machine that others use. So the same inputs go to the student's function and to a
yardstick, in turn, each in a child of the sandbox; only the ratio of their times counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step on the way to a fast function.

    Attributes
    ----------
    most : float
        How many times as long as the yardstick it may take.
    next_step : str
        What to do for whoever takes longer.
    """

    most: float
    next_step: str


@dataclass(frozen=True, kw_only=True)
class Speed:
    """How an operation's time is measured.

    Attributes
    ----------
    sizes : mapping of str to int
        Of the inputs; every round has numbers of its own.
    source : str
        A module with a function of the exercise's name, which takes as long as it should take.
        It need not compute what is due, and had better not.
    yardstick : str
        What students call it: "the matrix product alone".
    steps : mapping of str to Step
        By criterion, the widest first.
    rounds : int
        How often both are measured at most; the first round warms up.
    """

    sizes: Mapping[str, int]
    source: str
    yardstick: str
    steps: Mapping[str, Step]
    rounds: int = 12
