"""Vector-Jacobian products of any function, to hold a backward pass against.

In: a function f of arrays, its arguments, and dout, the gradient of the loss by f's output.
Out: the gradient of the loss by one argument, which is sum over the outputs of dout * d out / d argument.

There are three ways. The first is for every smooth function, and has an error. The other two are exact. They are for
functions that are linear in the argument, and for maxima; other functions are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._arguments import floats, positive
from .bounds import gamma
from .sizes import integers

__all__ = ["exact_vjp_linear", "exact_vjp_maximum", "numerical_vjp"]

Function = Callable[..., Any]
Array = NDArray[np.float64]


def numerical_vjp(
    f: Function, arguments: Sequence[Any], dout: ArrayLike, argument: int = 0, step: float | None = None
) -> Array:
    """Differentiate by central differences, entry by entry.

        (loss(x + h) - loss(x - h)) / (2 h),  where loss = sum of dout * f

    Slide: not on the slides, which have no backward pass

    Parameters
    ----------
    f : function
        Called as ``f(*arguments)``; gives one array or number. It must keep no state. It may change its arguments.
    arguments : sequence
        All arguments of f. The one to differentiate by becomes float64.
    dout : array_like, shape of f's output
    argument : int
        The place of the argument to differentiate by.
    step : float, optional
        h. If not given, it is the cube root of eps, times the entry's size if that is above 1. With that step, the
        error of the formula and the error of rounding are about the same, near 1e-10.

    Returns
    -------
    ndarray of float64, shape of the argument

    Raises
    ------
    ValueError
        If dout does not have the shape of f's output, or step is not positive.

    Examples
    --------
    >>> numerical_vjp(lambda x: x**2, [[3.0, 4.0]], [1, 10]).round(6)
    array([ 6., 80.])
    """
    h = None if step is None else positive("step", step)
    x, dout = _argument(arguments, argument), _gradient(dout)
    _output(f, arguments, argument, x, dout)
    gradient = np.empty_like(x)
    for at, entry in np.ndenumerate(x):
        move = h or np.cbrt(np.finfo(np.float64).eps) * max(1.0, abs(entry))
        ahead, behind = _moved(x, at, move), _moved(x, at, -move)
        change = _output(f, arguments, argument, ahead, dout) - _output(f, arguments, argument, behind, dout)
        gradient[at] = np.vdot(dout, change) / (ahead[at] - behind[at])  # what the moves became by rounding
    return gradient


def exact_vjp_linear(f: Function, arguments: Sequence[Any], dout: ArrayLike, argument: int = 0) -> Array:
    """Differentiate a function that is linear in the argument, plus a constant: f(e_i) - f(0), unit by unit.

    Exact if f rounds nothing on units and zeros, as on integers.

    Slide: not on the slides, which have no backward pass

    Parameters
    ----------
    f : function
        Called as ``f(*arguments)``; gives one array or number. It must keep no state. It may change its arguments.
    arguments : sequence
        All arguments of f. The one to differentiate by becomes float64.
    dout : array_like, shape of f's output
    argument : int
        The place of the argument to differentiate by.

    Returns
    -------
    ndarray of float64, shape of the argument

    Raises
    ------
    ValueError
        If dout does not have the shape of f's output, or f is not linear: if at the argument itself, or at one of some
        other points, it is not what a linear function would give. It may be off by the rounding of single precision,
        which f may use inside.

    Examples
    --------
    >>> exact_vjp_linear(lambda x, w: x * w + 7, [[3, 4], np.array([5, 6])], [1, 10])
    array([ 5., 60.])
    """
    x, dout = _argument(arguments, argument), _gradient(dout)
    origin = np.zeros_like(x)
    constant = _output(f, arguments, argument, origin, dout)
    points = [x, *_probes(x)]
    predicted = [constant.copy() for _ in points]
    terms = [np.abs(constant) for _ in points]
    gradient = np.empty_like(x)
    for at, _ in np.ndenumerate(x):
        column = _output(f, arguments, argument, _moved(origin, at, 1.0), dout) - constant
        gradient[at] = np.vdot(dout, column)
        for point, sums, absolute in zip(points, predicted, terms, strict=True):
            sums += point[at] * column
            absolute += np.abs(point[at] * column)
    slack = gamma(x.size + dout.size + 4, np.float32)
    for point, sums, absolute in zip(points, predicted, terms, strict=True):
        if not (np.abs(_output(f, arguments, argument, point, dout) - sums) <= slack * absolute).all():
            raise ValueError(f"f is not linear in argument {argument}: unit vectors do not determine its derivative")
    return gradient


def exact_vjp_maximum(f: Function, arguments: Sequence[Any], dout: ArrayLike, argument: int = 0) -> Array:
    """Differentiate a function that only picks maxima, by steps of 1 in both directions.

    With all entries more than 2 apart, a step of 1 changes no choice, so the difference is the derivative. Half a step
    must change f by half as much.

    Slide: not on the slides; derived from Pooling Layer: Max Pooling

    Parameters
    ----------
    f : function
        Called as ``f(*arguments)``; gives one array or number. It must keep no state. It may change its arguments.
    arguments : sequence
        All arguments of f. The one to differentiate by becomes float64.
    dout : array_like, shape of f's output
    argument : int
        The place of the argument to differentiate by.

    Returns
    -------
    ndarray of float64, shape of the argument

    Raises
    ------
    ValueError
        If two entries of the argument are 2 apart or less, if a step down does not undo a step up or half a step
        is not half of it, or if dout does not have the shape of f's output.

    Examples
    --------
    >>> exact_vjp_maximum(lambda x: np.max(x), [[3, 9, 6]], 10)
    array([ 0., 10.,  0.])
    """
    x, dout = _argument(arguments, argument), _gradient(dout)
    _check_apart(x, argument)
    here = _output(f, arguments, argument, x, dout)
    gradient = np.empty_like(x)
    for at, _ in np.ndenumerate(x):
        up = _output(f, arguments, argument, _moved(x, at, 1.0), dout) - here
        down = here - _output(f, arguments, argument, _moved(x, at, -1.0), dout)
        if not np.array_equal(up, down):
            raise ValueError(
                f"f is not a maximum in argument {argument}: at {_place(at)} "
                "a step of 1 up and a step of 1 down change it by different amounts"
            )
        half = _output(f, arguments, argument, _moved(x, at, 0.5), dout) - here
        if not np.array_equal(2 * half, up):
            raise ValueError(
                f"f is not a maximum in argument {argument}: at {_place(at)} "
                "half a step does not change it by half as much as a step"
            )
        gradient[at] = np.vdot(dout, up)
    return gradient


def _argument(arguments: Sequence[Any], argument: int) -> Array:
    if not isinstance(arguments, (tuple, list)):
        raise TypeError(f"arguments is a {type(arguments).__name__}: it must be a tuple or list of all arguments of f")
    (place,) = integers(argument=argument)
    if not 0 <= place < len(arguments):
        raise ValueError(f"argument is {argument}: f has {len(arguments)} arguments, counted from 0")
    (x,) = floats((f"argument {place}",), (arguments[place],))
    return x.astype(np.float64)


def _gradient(dout: ArrayLike) -> Array:
    (gradient,) = floats(("dout",), (dout,))
    return gradient.astype(np.float64, copy=False)


def _output(f: Function, arguments: Sequence[Any], argument: int, value: Array, dout: Array) -> Array:
    """Call f with another value for the argument, all of it copied: f may change what it is given."""
    given = [other.copy() if isinstance(other, np.ndarray) else other for other in arguments]
    given[argument] = value.copy()
    (out,) = floats(("f's output",), (f(*given),))
    if out.shape != dout.shape:
        raise ValueError(f"dout has shape {dout.shape} but f gives shape {out.shape}: they must be equal")
    return out.astype(np.float64)  # a copy: f may use the memory of its output again


def _probes(x: Array) -> list[Array]:
    """Points at which a function that is not linear shows it: fractions, both signs, near x and far from it.

    A function may be linear at x and at units only: x * x is at 0 and 1, a product of two entries where one is 0.
    """
    directions = np.random.default_rng(0).uniform(-2, 2, (3, *x.shape))
    return [directions[0], x + directions[1], -x + directions[2]]


def _moved(x: Array, at: tuple[int, ...], step: float) -> Array:
    moved = x.copy()
    moved[at] += step
    return moved


def _check_apart(x: Array, argument: int) -> None:
    order = np.argsort(x, axis=None)
    for lower, upper in _neighbours(order):
        if not x.flat[upper] - x.flat[lower] > 2:
            places = [_place(np.unravel_index(index, x.shape)) for index in sorted((lower, upper))]
            raise ValueError(
                f"entries {' and '.join(places)} of argument {argument} are {x.flat[upper] - x.flat[lower]:g} apart: "
                "they must be more than 2 apart, so that a step of 1 changes no maximum"
            )


def _neighbours(order: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    return zip(order[:-1].tolist(), order[1:].tolist(), strict=True)


def _place(at: Sequence[Any]) -> str:
    return str([int(index) for index in at])
