"""The convolution integral, sampled: what the discrete sum becomes when its steps get small.

In: samples of f and g at steps of dt.  Out: samples of their convolution at the same steps.
The two examples of the slide are here with their closed forms: two boxes make a triangle, and two
Gaussians make a Gaussian whose variance is the sum of theirs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._arguments import floats, number, positive
from .signal import convolve1d
from .sizes import ShapeError

Samples = NDArray[np.floating[Any]]

_STEP_RULE = "a step must be positive"
_MOST_STEPS = 2**31 - 1


def sample_times(start: float, stop: float, dt: float) -> Samples:
    """Return the middles of the steps of length dt from start to stop.

    With middles, the Riemann sum of a function that jumps between two steps is exact.

    Slide: What are Convolutions?

    Parameters
    ----------
    start, stop, dt : float
        In seconds, for example. If stop - start is not a multiple of dt, it is rounded to one.

    Returns
    -------
    ndarray of float64, one-dimensional

    Raises
    ------
    ShapeError
        If dt is not positive, there is not a single step, or there are too many for an array.
    TypeError
        If an argument is not a real number.

    Examples
    --------
    >>> sample_times(0, 1, 0.25)
    array([0.125, 0.375, 0.625, 0.875])
    """
    first, last, step = number("start", start), number("stop", stop), positive("dt", dt, _STEP_RULE)
    steps = (last - first) / step
    if steps > _MOST_STEPS:
        raise ShapeError(f"dt is {dt}: from {start} to {stop} there are more than {_MOST_STEPS} steps")
    if round(steps) < 1:
        raise ShapeError(f"from {start} to {stop} there is no step of {dt}")
    return first + (np.arange(round(steps)) + 0.5) * step


def box(t: ArrayLike, width: float = 1.0) -> Samples:
    """Return a box of height 1 around 0: 1 inside, 1/2 at the two jumps, 0 outside.

    Slide: What are Convolutions? (Convolution of two box functions)

    Parameters
    ----------
    t : array_like
        Times.
    width : float
        In the units of t.

    Returns
    -------
    ndarray of float64, shape of t

    Raises
    ------
    ShapeError
        If width is not positive.
    TypeError
        If t is not an array of real numbers, or width is not a number.

    Examples
    --------
    >>> box([-1, -0.5, 0, 0.25, 0.5])
    array([0. , 0.5, 1. , 1. , 0.5])
    """
    return np.heaviside(positive("width", width) / 2 - np.abs(_times(t)), 0.5)


def triangle(t: ArrayLike, width: float = 1.0) -> Samples:
    """Return the convolution of two boxes of the same width: a triangle, width high and 2 * width wide.

    Slide: What are Convolutions? (Convolution of two box functions)

    Parameters
    ----------
    t : array_like
        Times.
    width : float
        Of each box, in the units of t.

    Returns
    -------
    ndarray of float64, shape of t

    Raises
    ------
    ShapeError
        If width is not positive.
    TypeError
        If t is not an array of real numbers, or width is not a number.

    Examples
    --------
    >>> triangle([-1, -0.5, 0, 0.25, 2])
    array([0.  , 0.5 , 1.  , 0.75, 0.  ])
    """
    return np.maximum(positive("width", width) - np.abs(_times(t)), 0.0)


def gaussian(t: ArrayLike, variance: float = 1.0) -> Samples:
    """Return the Gaussian of area 1 around 0.

    The convolution of two of them is ``gaussian(t, variance_f + variance_g)``.

    Slide: What are Convolutions? (Convolution of two Gaussians)

    Parameters
    ----------
    t : array_like
        Times.
    variance : float
        In the square of the units of t.

    Returns
    -------
    ndarray of float64, shape of t

    Raises
    ------
    ShapeError
        If variance is not positive.
    TypeError
        If t is not an array of real numbers, or variance is not a number.

    Examples
    --------
    >>> gaussian([0, 1]).round(4)
    array([0.3989, 0.242 ])
    """
    spread = positive("variance", variance)
    density: Samples = np.exp(-(_times(t) ** 2) / (2 * spread)) / np.sqrt(2 * np.pi * spread)
    return density


def convolve_sampled(f: ArrayLike, g: ArrayLike, dt: float) -> Samples:
    """Convolve two functions known by their samples: the integral as a Riemann sum.

        out[n] = sum over i of  f[i] * g[n - i] * dt

    The functions are 0 outside their samples. If the first samples are at times t_f and t_g, the
    first of the output is at t_f + t_g.

    Slide: What are Convolutions?

    Parameters
    ----------
    f, g : array_like of float32, float64 or integers, shapes (n,) and (m,)
        Samples at steps of dt.
    dt : float
        In the units of time.

    Returns
    -------
    out : ndarray, shape (n + m - 1,)
        float32 if both arrays are float32, else float64.

    Raises
    ------
    ShapeError
        If an array is empty or not one-dimensional, or dt is not positive.
    TypeError
        If an array has another type.

    Examples
    --------
    >>> convolve_sampled([1, 1, 1, 1], [1, 1, 1, 1], 0.25)  # two boxes of width 1
    array([0.25, 0.5 , 0.75, 1.  , 0.75, 0.5 , 0.25])
    """
    f, g = samples_of(f, g, dt)
    return convolve1d(f, g, boundary="full") * float(dt)


def samples_of(f: ArrayLike, g: ArrayLike, dt: float) -> tuple[Samples, Samples]:
    """Return f and g as arrays of one float type, or say what is wrong with them or with dt.

    Slide: What are Convolutions?

    Parameters
    ----------
    f, g, dt
        As for `convolve_sampled`.

    Returns
    -------
    f, g : ndarray

    Raises
    ------
    ShapeError
        If an array is empty or not one-dimensional, or dt is not positive.
    TypeError
        If an array has another type.
    """
    positive("dt", dt, _STEP_RULE)
    f, g = floats(("f", "g"), (f, g))
    for name, samples in (("f", f), ("g", g)):
        if samples.ndim != 1 or not samples.size:
            raise ShapeError(f"{name} has shape {samples.shape}: it must be one row of samples")
    return f, g


def _times(t: ArrayLike) -> NDArray[np.float64]:
    (times,) = floats(("t",), (t,))
    return times.astype(np.float64, copy=False)
