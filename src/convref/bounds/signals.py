"""1-D and 2-D correlation and convolution with their rounding bounds: same names and arguments as in `convref`.

A signal is an image of one row, and filtering an image is a convolution layer with one channel and one filter.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .._arguments import positive, signal_arguments, signal_gradient_arguments
from ..continuous import samples_of
from ..shapes import signal_output_shape, signal_padding
from . import _sums
from ._evaluate import Arrays, bounded, conv, conv_gradients, float64s, norm
from .bounded import Bounded


def correlate1d(x: ArrayLike, k: ArrayLike, *, boundary: str = "shrink") -> Bounded:
    """Bound 1-D cross-correlation.

    Slide: What are Convolutions?

    Parameters
    ----------
    x, k, boundary
        As in `convref.correlate1d`.

    Returns
    -------
    Bounded
        One-dimensional.

    Examples
    --------
    >>> correlate1d([4, 3, 2, -5], [1, 1, 1]).absolute
    array([ 9., 10.])
    """
    return _filter(x, k, 1, 1, boundary)


def convolve1d(x: ArrayLike, k: ArrayLike, *, boundary: str = "shrink") -> Bounded:
    """Bound 1-D convolution.

    Slide: What are Convolutions?

    Parameters
    ----------
    x, k, boundary
        As in `convref.convolve1d`.

    Returns
    -------
    Bounded
        One-dimensional.

    Examples
    --------
    >>> convolve1d([0, 1, 0], [1, 2, 3], boundary="zero").value
    array([1., 2., 3.])
    """
    return _filter(x, k, 1, -1, boundary)


def correlate2d(x: ArrayLike, k: ArrayLike, *, boundary: str = "shrink") -> Bounded:
    """Bound 2-D cross-correlation.

    Slide: Convolutions on Images

    Parameters
    ----------
    x, k, boundary
        As in `convref.correlate2d`.

    Returns
    -------
    Bounded
        Two-dimensional.

    Examples
    --------
    >>> correlate2d([[1, 2], [3, 4]], [[1, -1]]).value
    array([[-1.],
           [-1.]])
    """
    return _filter(x, k, 2, 1, boundary)


def convolve2d(x: ArrayLike, k: ArrayLike, *, boundary: str = "shrink") -> Bounded:
    """Bound 2-D convolution.

    Slide: What are Convolutions?

    Parameters
    ----------
    x, k, boundary
        As in `convref.convolve2d`.

    Returns
    -------
    Bounded
        Two-dimensional.

    Examples
    --------
    >>> convolve2d([[1, 2], [3, 4]], [[1, -1]]).value
    array([[1.],
           [1.]])
    """
    return _filter(x, k, 2, -1, boundary)


def correlate1d_backward(
    dout: ArrayLike, x: ArrayLike, k: ArrayLike, *, boundary: str = "shrink"
) -> tuple[Bounded, Bounded]:
    """Bound the gradients of 1-D cross-correlation.

    Slide: not on the slides; derived from What are Convolutions?

    Parameters
    ----------
    dout, x, k, boundary
        As in `convref.correlate1d_backward`.

    Returns
    -------
    dx, dk : Bounded

    Examples
    --------
    >>> dx, dk = correlate1d_backward([1, 10], [4, 5, 6], [2, 3])
    >>> dx.value, dk.value
    (array([ 2., 23., 30.]), array([54., 65.]))
    """
    return _filter_gradients(dout, x, k, 1, 1, boundary)


def convolve1d_backward(
    dout: ArrayLike, x: ArrayLike, k: ArrayLike, *, boundary: str = "shrink"
) -> tuple[Bounded, Bounded]:
    """Bound the gradients of 1-D convolution.

    Slide: not on the slides; derived from What are Convolutions?

    Parameters
    ----------
    dout, x, k, boundary
        As in `convref.convolve1d_backward`.

    Returns
    -------
    dx, dk : Bounded

    Examples
    --------
    >>> dx, dk = convolve1d_backward([1, 10], [4, 5, 6], [3, 2])
    >>> dx.value, dk.value
    (array([ 2., 23., 30.]), array([65., 54.]))
    """
    return _filter_gradients(dout, x, k, 1, -1, boundary)


def correlate2d_backward(
    dout: ArrayLike, x: ArrayLike, k: ArrayLike, *, boundary: str = "shrink"
) -> tuple[Bounded, Bounded]:
    """Bound the gradients of 2-D cross-correlation.

    Slide: not on the slides; derived from Convolutions on Images

    Parameters
    ----------
    dout, x, k, boundary
        As in `convref.correlate2d_backward`.

    Returns
    -------
    dx, dk : Bounded

    Examples
    --------
    >>> dx, dk = correlate2d_backward([[1, 10]], [[4, 5, 6]], [[2, 3]])
    >>> dx.value, dk.value
    (array([[ 2., 23., 30.]]), array([[54., 65.]]))
    """
    return _filter_gradients(dout, x, k, 2, 1, boundary)


def convolve2d_backward(
    dout: ArrayLike, x: ArrayLike, k: ArrayLike, *, boundary: str = "shrink"
) -> tuple[Bounded, Bounded]:
    """Bound the gradients of 2-D convolution.

    Slide: not on the slides; derived from What are Convolutions?

    Parameters
    ----------
    dout, x, k, boundary
        As in `convref.convolve2d_backward`.

    Returns
    -------
    dx, dk : Bounded

    Examples
    --------
    >>> dx, dk = convolve2d_backward([[1, 10]], [[4, 5, 6]], [[3, 2]])
    >>> dx.value, dk.value
    (array([[ 2., 23., 30.]]), array([[65., 54.]]))
    """
    return _filter_gradients(dout, x, k, 2, -1, boundary)


def convolve_sampled(f: ArrayLike, g: ArrayLike, dt: float) -> Bounded:
    """Bound the sampled continuous convolution: a sum of products, multiplied by dt at some point.

    Slide: What are Convolutions?

    Parameters
    ----------
    f, g, dt
        As in `convref.convolve_sampled`.

    Returns
    -------
    Bounded
        One-dimensional. The bound is on the Riemann sum, not on its distance from the integral.

    Examples
    --------
    >>> convolve_sampled([1, 1], [1, 1], 0.5).value
    array([0.5, 1. , 0.5])
    """
    f, g = float64s(("f", "g"), samples_of(f, g, dt))
    dt = positive("dt", dt)
    sums = _sums.conv_sums(np.pad(f, g.size - 1)[None, None, None, :], g[None, None, None, ::-1], np.zeros(1), 1, 1)
    _sums.multiply(sums.reshape(-1, 3), dt)
    return bounded(sums, (f.size + g.size - 1,), min(f.size, g.size) + 2, norm(f, g) * dt)


def _filter(x: ArrayLike, k: ArrayLike, axes: int, direction: int, boundary: str) -> Bounded:
    x, k = float64s(("x", "k"), signal_arguments(x, k, axes, boundary))
    out = conv(_image(x), _image(_directed(k, direction)), None, (1, 1), _zeros(k, boundary))
    shape = signal_output_shape(x.shape, k.shape, boundary=boundary)
    return out._replace(value=out.value.reshape(shape), absolute=out.absolute.reshape(shape))


def _filter_gradients(
    dout: ArrayLike, x: ArrayLike, k: ArrayLike, axes: int, direction: int, boundary: str
) -> tuple[Bounded, Bounded]:
    dout, x, k = float64s(("dout", "x", "k"), signal_gradient_arguments(dout, x, k, axes, boundary))
    dx, dk, _ = conv_gradients(_image(dout), _image(x), _image(_directed(k, direction)), (1, 1), _zeros(k, boundary))
    return (
        dx._replace(value=dx.value.reshape(x.shape), absolute=dx.absolute.reshape(x.shape)),
        dk._replace(
            value=_directed(dk.value.reshape(k.shape), direction),
            absolute=_directed(dk.absolute.reshape(k.shape), direction),
        ),
    )


def _image(array: Arrays) -> Arrays:
    """See a signal or an image as a batch of one image with one channel."""
    return array.reshape((1,) * (4 - array.ndim) + array.shape)


def _directed(array: Arrays, direction: int) -> Arrays:
    """Leave a kernel as it is (1), or flip all its axes (-1)."""
    return array if direction == 1 else np.flip(array)


def _zeros(k: Arrays, boundary: str) -> tuple[int, int]:
    zeros = signal_padding(k.shape, boundary=boundary)
    return zeros if len(zeros) == 2 else (0, zeros[0])
