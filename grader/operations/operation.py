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

    from convref.bounds import Bounded

    Array = NDArray[np.generic]
    Inputs = Mapping[str, Array]

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
    options : mapping of str to int
        Size symbols that are no extents (stride, pad), each with the least that is legal.
    returns : tuple of str
        The returned values that are graded.
    derive : callable
        Sizes → sizes, with those that follow from others (H_out).
    problem : callable
        Sizes and the arrays' shapes → why they are illegal, or None.
    calls : callable
        Case arguments and sizes → the calls; the last is graded.
    reference : callable
        Inputs and sizes → the reference's values and bounds, by returned value. Every term is an input
        or a product of two.
    terms : callable
        Inputs, sizes, returned value, index → the sum that gives that entry, as the slide writes it.
    """

    id: str
    shapes: Mapping[str, tuple[str, ...]]
    kernels: frozenset[str]
    options: Mapping[str, int]
    returns: tuple[str, ...]
    derive: Callable[[Sizes], Sizes]
    problem: Callable[[Sizes, Mapping[str, tuple[int, ...]]], str | None]
    calls: Callable[[Mapping[str, object], Sizes], tuple[Call, ...]]
    reference: "Callable[[Inputs, Sizes], Mapping[str, Bounded]]"
    terms: "Callable[[Inputs, Sizes, str, tuple[int, ...]], tuple[str, ...]]"

    @property
    def symbols(self) -> frozenset[str]:
        """Sizes that a case has to give."""
        named = {symbol for shape in self.shapes.values() for symbol in shape}
        return frozenset(named | set(self.options)) - {"H_out", "W_out"}

    def least(self, symbol: str) -> int:
        """Return the least legal value of a size: every extent is 1 at least."""
        return self.options.get(symbol, 1)

    def shape_of(self, name: str, sizes: Sizes) -> tuple[int, ...]:
        """Return the shape of an array to draw."""
        return tuple(sizes[symbol] for symbol in self.shapes[name])

    def expected(self, inputs: "Inputs", sizes: Sizes, unit: float = 1.0) -> Mapping[str, Expected]:
        """Return what is due, by returned value, and whether every order of summation gives it exactly.

        Parameters
        ----------
        inputs : mapping of str to ndarray
        sizes : mapping of str to int
        unit : float
            1 or a negative power of two. Where all inputs are multiples of it, all terms are multiples of
            the grid, ``unit ** 2``: so are the sums, and single precision holds them below 2**24 grids.
        """
        grid = unit**2
        on_unit = all(are_multiples(array, unit) for array in inputs.values())
        return {
            name: Expected(
                value=bounded.value,
                absolute=bounded.absolute,
                count=bounded.count,
                norm=bounded.norm,
                exact=on_unit and bool((bounded.absolute / grid < EXACT_BELOW).all()),
                grid=grid,
            )
            for name, bounded in self.reference(inputs, sizes).items()
        }


def are_multiples(values: "Array", unit: float) -> bool:
    """Whether every value is a whole number of units."""
    import numpy as np

    counts = np.asarray(values, np.float64) / unit  # a power of two: this rounds nothing
    return bool((np.isfinite(counts) & (counts == np.round(counts))).all())
