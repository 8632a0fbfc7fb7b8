"""What a bound is: a reference value, and how far any correct evaluation can be from it.

A sum of products evaluated in any order, in a precision with unit roundoff u, is off by at most
gamma(n) * sum |terms|, where gamma(n) = n u / (1 - n u) and n is the largest number of roundings
that one term goes through (Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., 3.1).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from ..sizes import integers


def gamma(count: int, dtype: DTypeLike) -> float:
    """Bound the relative error of ``count`` roundings: n u / (1 - n u).

    Slide: not on the slides; Higham, "Accuracy and Stability of Numerical Algorithms", lemma 3.1

    Parameters
    ----------
    count : int
        n.
    dtype : dtype
        A float type; its unit roundoff u is half its eps.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If count is negative, or so large that n u reaches 1, and nothing can be said.
    TypeError
        If count is not an int or dtype is not a float type.

    Examples
    --------
    >>> gamma(1, "float32") == 2**-24 / (1 - 2**-24)
    True
    """
    (count,) = integers(count=count)
    if count < 0:
        raise ValueError(f"count is {count}: there cannot be fewer than 0 roundings")
    roundoff = count * float(float_type(dtype).eps) / 2
    if roundoff >= 1:
        raise ValueError(f"count is {count}: so many roundings in {np.dtype(dtype)} leave no correct digit")
    return roundoff / (1 - roundoff)


def float_type(dtype: DTypeLike) -> np.finfo[Any]:
    """Return what NumPy knows of a float type, or say that the type is none.

    Slide: not on the slides

    Parameters
    ----------
    dtype : dtype

    Returns
    -------
    numpy.finfo

    Raises
    ------
    TypeError
        If it is not a float type.
    """
    try:
        return np.finfo(dtype)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise TypeError(f"dtype is {dtype!r}: it must be a float type") from None


class Bounded(NamedTuple):
    """A reference value with its rounding bound.

    Parameters
    ----------
    value : ndarray of float64
        The exact result for these inputs, rounded once from twice the precision.
    absolute : ndarray of float64, same shape
        The sum of the absolute terms of each entry.
    count : int
        The largest number of roundings a term goes through in any order of evaluation; 0 if nothing rounds.
    norm : float
        The product of the Euclidean norms of the operands (plus that of the bias), at least every
        entry of absolute. Algorithms that mix entries (FFT, Winograd) have errors proportional to it.
    """

    value: NDArray[np.float64]
    absolute: NDArray[np.float64]
    count: int  # type: ignore[assignment]  # tuples have a method of this name; nobody needs it here
    norm: float

    def bound(self, dtype: DTypeLike) -> NDArray[np.float64]:
        """Return how far from ``value`` each entry of a correct answer computed in ``dtype`` can be.

        Slide: not on the slides; Higham, "Accuracy and Stability of Numerical Algorithms", 3.1

        Parameters
        ----------
        dtype : dtype
            float32 or float64.

        Returns
        -------
        ndarray of float64
            Zero where nothing rounds. It is assumed that inputs are finite and nothing overflows on the way. An
            answer may first cast both factors of every product to ``dtype``: it stays within the bound.

        Examples
        --------
        >>> Bounded(np.array([0.1]), np.array([0.1]), 1, 0.1).bound("float64") < 1e-16
        array([ True])
        """
        if self.count == 0:
            return np.zeros_like(self.absolute)
        # There are four roundings more than count. Two cast the factors, and one made ``value`` a float64. The last one
        # is for the roundings inside ``absolute`` and in this line. A product that underflows loses at most one
        # smallest number.
        underflow = self.count * float(float_type(dtype).smallest_subnormal)
        return gamma(self.count + 4, dtype) * self.absolute + underflow
