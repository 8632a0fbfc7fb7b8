"""What a topic says of an answer that is one of many right ones. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]

NOTHING, ALL = Fraction(0), Fraction(1)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a judge says of an answer.

    Attributes
    ----------
    share : Fraction
        Of the case's worth that is earned, from 0 to 1.
    said : str
        What is so, for the student; without the student's own text in it. Where everything is earned it may be empty.
    step : str
        One next step, where something is missing.
    """

    share: Fraction
    said: str = ""
    step: str = ""


# returned values by name, and sizes; it takes any arrays at all, and never raises
Judge = Callable[[Mapping[str, "Array"], Mapping[str, int]], Verdict]
