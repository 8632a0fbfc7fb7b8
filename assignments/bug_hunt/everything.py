"""All that is believed of the convolution layer, and what one test tells from the truth."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from grader.topics.misconception import Knobs, Misconception

from .boxes import LAYER
from .trials import Trial, family_of, is_told_apart, wrong_answer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WITH_PADDING = frozenset(  # without padding, nothing shows them
    (
        "every-axis-padded",
        "padding-rows-only",
        "padding-columns-only",
        "padding-on-one-side",
        "padding-forgotten",
        "padding-repeats-the-edge",
        "padding-mirrors",
        "padding-wraps-around",
        "size-with-padding-once",
        "padding-subtracted-again",
        "padding-at-the-end",
        "padding-of-ones",
    )
)
WITHOUT_PADDING = frozenset(("frame-filled-to-minus-pad", "image-lost-without-padding"))  # with it, nothing does
ROUNDED = frozenset(("epsilon-added",))  # it differs by less than a test can ask for
FIRST_IS_RIGHT = frozenset(("pixel-and-weight-combined",))  # the first of its settings is no mistake


@cache
def possible(pad: int) -> tuple[Misconception, ...]:
    """Return what some test with this padding tells from a right layer."""
    hidden = WITHOUT_PADDING if pad else WITH_PADDING
    return tuple(one for one in family_of(LAYER).misconceptions if one.id not in hidden | ROUNDED)


def missed(trial: Trial, right: "NDArray[np.float64]", among: Sequence[Misconception]) -> list[Misconception]:
    """Return what a test cannot tell from a right layer: somebody with this belief gets the same numbers.

    A belief may be held in many ways, and a slip has one for every wrong formula. One stands for all of them here.
    """
    return [one for one in among if not is_told_apart(right, wrong_answer(trial, "out", way(one)))]


def way(one: Misconception) -> Knobs:
    """Return the setting of a misconception that is tried."""
    return one.settings[1 if one.id in FIRST_IS_RIGHT else 0]
