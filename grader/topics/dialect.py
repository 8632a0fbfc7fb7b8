"""How another course calls an exercise: its function, its arguments, its order of axes. Pure.

A dialect's marks, by which a submission is recognised, are data in ``assignments/dialects/``; its phrases come with the
topic whose exercises they are for.
"""

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from grader.model import Call, Case

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]

Translate = Callable[[Case], tuple[Call, ...] | None]  # None: this course cannot be asked such a case
ToNativeAxes = Mapping[
    str, Callable[["Array", Mapping[str, int]], "Array"]
]  # returned value → how to give it our order of axes, by the sizes of its case


@dataclasses.dataclass(frozen=True)
class Phrase:
    """How a dialect calls one exercise.

    Attributes
    ----------
    function : str
        The function's name there.
    translate : callable
        A case → its calls there; None where that course knows no such case.
    to_native_axes : mapping of str to callable
        For returned values whose axes are in another order.
    owner : str
        What a submission has to define: the function, or the class of the object that is asked.
    shaped : tuple of str
        Gradients whose numbers come in another shape than the input's, as of a layer that was given rows.
    layout : str
        Which order of axes and which shapes it gives and expects; "" where there is one alone.
    note : str
        What its students should know.
    instead : tuple of Phrase
        Other ways of asking, for where this one ends in an error.
    """

    function: str
    translate: Translate
    to_native_axes: ToNativeAxes = dataclasses.field(default_factory=dict)
    owner: str = ""
    shaped: tuple[str, ...] = ()
    layout: str = ""
    note: str = ""
    instead: "tuple[Phrase, ...]" = ()

    def __post_init__(self) -> None:
        if not self.owner:
            object.__setattr__(self, "owner", self.function.partition(".")[0])


def renamed(names: Mapping[str, str]) -> Translate:
    """Return a translation that changes function names alone."""

    def translate(case: Case) -> tuple[Call, ...]:
        return tuple(dataclasses.replace(call, function=names.get(call.function, call.function)) for call in case.calls)

    return translate
