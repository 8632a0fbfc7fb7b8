"""Sizes as Python's ints: one number, a pair, or a whole shape; and the error that says what is wrong with them.

In: ints of any kind, NumPy's too.  Out: ints, or an error that names the argument.
NumPy's ints must not stay what they are: they overflow in silence. In int32, 100000 * 100000 is 1410165408.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence

Shape = Sequence[int]
Pair = int | Sequence[int]

_PAIR = "an int or a pair of ints (height, width)"


class ShapeError(ValueError):
    """Sizes or numbers that cannot work; the message names the argument, its value and the rule."""


def pair(value: Pair, name: str) -> tuple[int, int]:
    """Read an int, or a pair of ints, as (height, width).

    Slide: Convolution Layers: Stride

    Parameters
    ----------
    value : int or (int, int)
        One int stands for both axes.
    name : str
        What to call the value in an error.

    Returns
    -------
    (int, int)
        Height first, then width, as the axes of an array are ordered.

    Raises
    ------
    TypeError
        If an entry is not an int (True and 2.0 are not).
    ShapeError
        If there are not two entries.

    Examples
    --------
    >>> pair(2, "stride"), pair((2, 1), "stride")
    ((2, 2), (2, 1))
    """
    if type(value) is int:  # nearly every call
        return value, value
    if not isinstance(value, (tuple, list)):
        value = _integer(value, name, _PAIR)
        return value, value
    if len(value) != 2:
        raise ShapeError(f"{name} has {len(value)} entries: it must be {_PAIR}")
    return _integer(value[0], name, _PAIR), _integer(value[1], name, _PAIR)


def integers(**numbers: int) -> list[int]:
    """Read ints of any kind as Python's, which do not overflow.

    Slide: not on the slides

    Parameters
    ----------
    numbers : int
        By name, for the error.

    Returns
    -------
    list of int

    Raises
    ------
    TypeError
        If a number is not an int (True and 2.0 are not).

    Examples
    --------
    >>> integers(length=7, window=3)
    [7, 3]
    """
    if {*map(type, numbers.values())} <= {int}:  # nearly every call
        return [*numbers.values()]
    return [_integer(number, name, "an int") for name, number in numbers.items()]


def extents(**shapes: Shape) -> list[tuple[int, ...]]:
    """Read shapes as tuples of Python's ints.

    Slide: not on the slides

    Parameters
    ----------
    shapes : sequence of int
        By name, for the error.

    Returns
    -------
    list of tuples of int

    Raises
    ------
    TypeError
        If a shape is not a sequence of ints.

    Examples
    --------
    >>> extents(x_shape=[1, 3, 7, 7])
    [(1, 3, 7, 7)]
    """
    return [_extents(shape, name) for name, shape in shapes.items()]


def _extents(shape: Shape, name: str) -> tuple[int, ...]:
    if type(shape) is tuple and {*map(type, shape)} <= {int}:  # nearly every call
        return shape
    try:
        entries = None if isinstance(shape, (str, bytes)) else tuple(shape)
    except TypeError:
        entries = None
    if entries is None:
        raise TypeError(f"{name} is {shape!r}: it must be a tuple of ints")
    return tuple(_integer(entry, f"an entry of {name}", "an int") for entry in entries)


def _integer(value: object, name: str, allowed: str) -> int:
    if type(value) is int:  # nearly every call
        return value
    try:
        if not isinstance(value, bool):
            return operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        pass
    raise TypeError(f"{name} is {value!r}: it must be {allowed}")
