"""What the grader knows of one operation. Pure.

An operation's *sizes* are integers by symbol ({"N": 2, "C": 3, …, "stride": 2}); its *inputs* are the
arrays and numbers drawn for them; its *calls* are how a student's functions are tried on the inputs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.model import Call, Expected

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Inputs = Mapping[str, NDArray[np.generic]]

Sizes = Mapping[str, int]
EXACT_BELOW = 2**24  # integers up to here are exact in single precision, in any order of summation


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One function that students write, as mathematics.

    Attributes
    ----------
    id : str
        The function's name.
    shapes : mapping of str to tuple of str
        The arrays to draw, in order, each with its size symbols; () is a plain number.
    kernels : frozenset of str
        Arrays of weights: drawn without zeros and without any symmetry of their last two axes.
    options : tuple of str
        Size symbols that are no extents: stride, pad.
    returns : tuple of str
        The returned values that are graded.
    derive : callable
        Sizes → sizes, with those that follow from others (H_out).
    problem : callable
        Sizes and the arrays' shapes → why they are illegal, or None.
    calls : callable
        Case arguments and sizes → the calls; the last is graded.
    expected : callable
        Inputs and sizes → what is due, by returned value.
    terms : callable
        Inputs, sizes, returned value, index → the sum that gives that entry, as the slide writes it.
    """

    id: str
    shapes: Mapping[str, tuple[str, ...]]
    kernels: frozenset[str]
    options: tuple[str, ...]
    returns: tuple[str, ...]
    derive: Callable[[Sizes], Sizes]
    problem: Callable[[Sizes, Mapping[str, tuple[int, ...]]], str | None]
    calls: Callable[[Mapping[str, object], Sizes], tuple[Call, ...]]
    expected: "Callable[[Inputs, Sizes], Mapping[str, Expected]]"
    terms: "Callable[[Inputs, Sizes, str, tuple[int, ...]], tuple[str, ...]]"

    @property
    def symbols(self) -> frozenset[str]:
        """Sizes that a case has to give."""
        named = {symbol for shape in self.shapes.values() for symbol in shape}
        return frozenset(named | set(self.options)) - {"H_out", "W_out"}

    def shape_of(self, name: str, sizes: Sizes) -> tuple[int, ...]:
        """Return the shape of an array to draw."""
        return tuple(sizes[symbol] for symbol in self.shapes[name])
