"""What the grader knows of one operation. Pure.

An operation's *sizes* are integers by symbol ({"N": 2, "C": 3, …, "stride": 2}); its *inputs* are the
arrays and numbers drawn for them; its *calls* are how a student's functions are tried on the inputs.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.model import Call, Convention, Expected
from grader.topics.judge import Judge
from grader.topics.speed import Speed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from convref.bounds import Bounded

    Array = NDArray[np.generic]
    Inputs = Mapping[str, Array]

Sizes = Mapping[str, int]
Window = tuple[str, tuple[int, ...], tuple[int, int, int, int]]  # input, index, (top, left, height, width)
View = tuple[str, Mapping[str, object]]  # a kind of the lecture's views, and its settings
DERIVED = frozenset({"D", "H_out", "W_out", "L_out"})  # extents that follow from others
EXACT_BELOW = 2**24  # integers up to here are exact in single precision, in any order of summation


def no_derived(sizes: Sizes) -> Sizes:
    """Nothing follows from these sizes."""
    return sizes


def always_legal(sizes: Sizes, shapes: Mapping[str, tuple[int, ...]]) -> str | None:
    """Whatever the sizes, they are legal."""
    return None


def no_terms(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> tuple[str, ...]:
    """No sum is worth writing out."""
    return ()


def no_conventions(inputs: "Inputs", sizes: Sizes) -> Mapping[str, tuple[Convention, ...]]:
    """There is one right answer."""
    return {}


def no_window(sizes: Sizes, output: str, at: tuple[int, ...]) -> Window | None:
    """No picture of a window."""
    return None


def no_view(inputs: "Inputs", sizes: Sizes, output: str, at: tuple[int, ...]) -> View | None:
    """Nothing to try with these inputs."""
    return None


def of_products(sizes: Sizes, unit: float) -> float:
    """Every term is an input or a product of two: a multiple of the inputs' unit, or of its square if that is less."""
    return min(unit, unit**2)


def no_grid(sizes: Sizes, unit: float) -> float:
    """Terms are quotients or exponentials: answers round, and keep to the proven bound."""
    return 0.0


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One function that students write, as mathematics.

    Attributes
    ----------
    id : str
        The function's name.
    shapes : mapping of str to tuple of str
        The arrays to draw, in order, each with its size symbols; () is a plain number. Without any, the
        function's answer follows from the sizes alone.
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
        Inputs and sizes → the reference's values and bounds, by returned value.
    terms : callable
        Inputs, sizes, returned value, index → the sum that gives that entry, as the slide writes it. A
        single term may be any formula: ``("max(3, 1, 6, 0)",)``.
    distinct : frozenset of str
        Arrays without two equal entries, so that a maximum is where it is; unless a case's own range
        holds too few numbers.
    whole : mapping of str to callable
        Arrays of whole numbers whatever the case's dtype and unit (labels, window sizes): sizes → the
        lowest and the highest.
    grid : callable
        Sizes and the inputs' unit → what every term is a multiple of, a power of two; 0 where terms round.
    apart : callable
        The same, where terms round → how far apart two different answers are at least; 0 where nothing is known.
    conventions : callable
        Inputs and sizes → other answers that are right too, by returned value.
    draw : callable, optional
        Sizes and an endless stream of 32-bit numbers → all inputs, where they are no independent arrays.
    window : callable
        Sizes, returned value, index → the stretch of an input that makes this entry, for a picture; or None.
    view : callable
        Inputs, sizes, returned value, index → one of the lecture's views with the numbers around this entry; or None.
    at_least : float
        The share of entries that has to agree where a criterion checks accuracy.
    worth_from : float
        The share from which on a part of the points is earned, in proportion, up to all of them at `at_least`. By
        default there is no such part.
    named_sizes : mapping of str to str
        Sizes that students give as parameters of their own, not with an array, and what they are called there.
    judges : mapping of str to callable
        By criterion, what says how much of it an answer earns, where many answers are right. A criterion with the check
        `judged` needs one.
    speed : Speed, optional
        How its time is measured. Criteria with the check `speed` are its steps.
    """

    id: str
    shapes: Mapping[str, tuple[str, ...]]
    returns: tuple[str, ...]
    calls: Callable[[Mapping[str, object], Sizes], tuple[Call, ...]]
    reference: "Callable[[Inputs, Sizes], Mapping[str, Bounded]]"
    kernels: frozenset[str] = frozenset()
    options: Mapping[str, int] = field(default_factory=dict)
    derive: Callable[[Sizes], Sizes] = no_derived
    problem: Callable[[Sizes, Mapping[str, tuple[int, ...]]], str | None] = always_legal
    terms: "Callable[[Inputs, Sizes, str, tuple[int, ...]], tuple[str, ...]]" = no_terms
    distinct: frozenset[str] = frozenset()
    whole: Mapping[str, Callable[[Sizes], tuple[int, int]]] = field(default_factory=dict)
    grid: Callable[[Sizes, float], float] = of_products
    apart: Callable[[Sizes, float], float] = no_grid
    conventions: "Callable[[Inputs, Sizes], Mapping[str, tuple[Convention, ...]]]" = no_conventions
    draw: "Callable[[Sizes, Iterator[int]], Mapping[str, Array]] | None" = None
    window: Callable[[Sizes, str, tuple[int, ...]], Window | None] = no_window
    view: "Callable[[Inputs, Sizes, str, tuple[int, ...]], View | None]" = no_view
    at_least: float = 1.0
    worth_from: float = 1.0
    named_sizes: Mapping[str, str] = field(default_factory=lambda: {"stride": "stride", "pad": "pad"})
    judges: Mapping[str, Judge] = field(default_factory=dict)
    speed: Speed | None = None

    @property
    def symbols(self) -> frozenset[str]:
        """Sizes that a case has to give."""
        named = {symbol for shape in self.shapes.values() for symbol in shape}
        return frozenset(named | set(self.options)) - DERIVED

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
            the grid: so are the sums, and single precision holds them below 2**24 grids.
        """
        grid = self.grid(sizes, unit)
        conventions = self.conventions(inputs, sizes)
        on_unit = all(are_multiples(array, unit) for array in inputs.values())
        return {
            name: Expected(
                value=bounded.value,
                absolute=bounded.absolute,
                count=bounded.count,
                norm=bounded.norm,
                exact=grid > 0 and on_unit and bool((bounded.absolute < EXACT_BELOW * grid).all()),
                grid=grid,
                apart=self.apart(sizes, unit),
                conventions=conventions.get(name, ()),
                at_least=self.at_least,
                worth_from=self.worth_from,
            )
            for name, bounded in self.reference(inputs, sizes).items()
        }


def are_multiples(values: "Array", unit: float) -> bool:
    """Whether every value is a whole number of units."""
    import numpy as np

    counts = np.asarray(values, np.float64) / unit  # a power of two: this rounds nothing
    return bool((np.isfinite(counts) & (counts == np.round(counts))).all())
