"""Convolution and pooling layers with their rounding bounds: same names and arguments as in `convref`.

In a sum of n products, a term is rounded once as a product and at most n - 1 times as part of a sum. A bias adds one
more rounding. Adding a zero, from padding or to start a sum, does not round.
"""

from __future__ import annotations

from math import prod, sqrt

import numpy as np
from numpy.typing import ArrayLike

from .._arguments import check
from ..pooling import max_pool_forward as _max_pool_forward
from ..problems import Pair, conv_problem, gradient_problem, pair, pool_problem
from ..shapes import conv_output_shape, pool_output_shape
from . import _sums
from ._evaluate import Arrays, bounded, conv, conv_gradients, float64s, norm, windows_over_a_pixel
from .bounded import Bounded


def conv_forward(x: ArrayLike, w: ArrayLike, b: ArrayLike | None = None, *, stride: Pair = 1, pad: Pair = 0) -> Bounded:
    """Bound the convolution layer.

    Slide: Convolution Layer

    Parameters
    ----------
    x, w, b, stride, pad
        As in `convref.conv_forward`.

    Returns
    -------
    Bounded
        Of shape (N, F, H_out, W_out).

    Examples
    --------
    >>> out = conv_forward([[[[4, -5]]]], [[[[2, 3]]]], [1])
    >>> out.value.item(), out.absolute.item(), out.count
    (-6.0, 24.0, 3)
    """
    if b is None:
        x, w = float64s(("x", "w"), (x, w))
        check(conv_problem(x.shape, w.shape, stride=stride, pad=pad))
        return conv(x, w, None, pair(stride, "stride"), pair(pad, "pad"))
    x, w, b = float64s(("x", "w", "b"), (x, w, b))
    check(conv_problem(x.shape, w.shape, b.shape, stride=stride, pad=pad))
    return conv(x, w, b, pair(stride, "stride"), pair(pad, "pad"))


def conv_backward(
    dout: ArrayLike, x: ArrayLike, w: ArrayLike, *, stride: Pair = 1, pad: Pair = 0
) -> tuple[Bounded, Bounded, Bounded]:
    """Bound the gradients of the convolution layer.

    Slide: not on the slides; derived from Convolution Layer

    Parameters
    ----------
    dout, x, w, stride, pad
        As in `convref.conv_backward`.

    Returns
    -------
    dx, dw, db : Bounded
        Of shapes (N, C, H, W), (F, C, HH, WW) and (F,).

    Examples
    --------
    >>> dx, dw, db = conv_backward([[[[1, 10]]]], [[[[4, 5, 6]]]], [[[[2, 3]]]])
    >>> dx.value, dw.value, db.value
    (array([[[[ 2., 23., 30.]]]]), array([[[[54., 65.]]]]), array([11.]))
    """
    dout, x, w = float64s(("dout", "x", "w"), (dout, x, w))
    check(conv_problem(x.shape, w.shape, stride=stride, pad=pad))
    check(gradient_problem("dout", dout.shape, conv_output_shape(x.shape, w.shape, stride=stride, pad=pad)))
    return conv_gradients(dout, x, w, pair(stride, "stride"), pair(pad, "pad"))


def max_pool_forward(x: ArrayLike, window: Pair, *, stride: Pair | None = None) -> Bounded:
    """Bound max pooling, which is exact: a maximum does not round.

    Slide: Pooling Layer: Max Pooling

    Parameters
    ----------
    x, window, stride
        As in `convref.max_pool_forward`.

    Returns
    -------
    Bounded
        Of shape (N, C, H_out, W_out), with count 0.

    Examples
    --------
    >>> max_pool_forward([[[[3, 1], [6, 0]]]], 2).bound("float32")
    array([[[[0.]]]])
    """
    (x,) = float64s(("x",), (x,))
    value = _max_pool_forward(x, window, stride=stride).astype(np.float64, copy=False)
    return Bounded(value, np.abs(value), 0, norm(x))


def max_pool_backward(dout: ArrayLike, x: ArrayLike, window: Pair, *, stride: Pair | None = None) -> Bounded:
    """Bound the gradient of max pooling: exact unless windows overlap, where gradients are added.

    Slide: not on the slides; derived from Pooling Layer: Max Pooling

    Parameters
    ----------
    dout, x, window, stride
        As in `convref.max_pool_backward`.

    Returns
    -------
    dx : Bounded
        Of shape (N, C, H, W).

    Examples
    --------
    >>> max_pool_backward([[[[5, 7]]]], [[[[1, 4, 3], [2, 0, 4]]]], 2, stride=1).count
    1
    """
    dout, x, size, step = _pool_arguments(dout, x, window, stride)
    sums = _sums.max_pool_backward_sums(dout, x, *size, *step)
    terms = windows_over_a_pixel(size, step, dout.shape[2:])
    return bounded(sums, x.shape, terms - 1, norm(dout) * sqrt(terms))


def avg_pool_forward(x: ArrayLike, window: Pair, *, stride: Pair | None = None) -> Bounded:
    """Bound average pooling: the sum, then a division or a multiplication with a rounded 1 / (HH * WW).

    Slide: Pooling Layer: Average Pooling

    Parameters
    ----------
    x, window, stride
        As in `convref.avg_pool_forward`.

    Returns
    -------
    Bounded
        Of shape (N, C, H_out, W_out).

    Examples
    --------
    >>> out = avg_pool_forward([[[[3, 1], [6, 0]]]], 2)
    >>> out.value.item(), out.absolute.item(), out.count
    (2.5, 2.5, 5)
    """
    (x,) = float64s(("x",), (x,))
    out_shape = pool_output_shape(x.shape, window, stride=stride)
    size = pair(window, "window")
    step = size if stride is None else pair(stride, "stride")
    channels = x.reshape(-1, 1, *x.shape[2:])
    sums = _sums.conv_sums(channels, np.ones((1, 1, *size)), np.zeros(1), *step)
    _sums.divide(sums.reshape(-1, 3), prod(size))
    return bounded(sums, out_shape, prod(size) + 1, norm(x) / sqrt(prod(size)))


def avg_pool_backward(dout: ArrayLike, x: ArrayLike, window: Pair, *, stride: Pair | None = None) -> Bounded:
    """Bound the gradient of average pooling.

    Slide: not on the slides; derived from Pooling Layer: Average Pooling

    Parameters
    ----------
    dout, x, window, stride
        As in `convref.avg_pool_backward`.

    Returns
    -------
    dx : Bounded
        Of shape (N, C, H, W).

    Examples
    --------
    >>> avg_pool_backward([[[[4, 8]]]], [[[[1, 4, 3], [2, 0, 4]]]], 2, stride=1).value
    array([[[[1., 3., 2.],
             [1., 3., 2.]]]])
    """
    dout, x, size, step = _pool_arguments(dout, x, window, stride)
    gradients = dout.reshape(-1, 1, *dout.shape[2:])
    sums, _, _ = _sums.conv_backward_sums(
        gradients, np.zeros((len(gradients), 1, *x.shape[2:])), np.ones((1, 1, *size)), *step
    )
    _sums.divide(sums.reshape(-1, 3), prod(size))
    terms = windows_over_a_pixel(size, step, dout.shape[2:])
    return bounded(sums, x.shape, terms + 1, norm(dout) * sqrt(terms) / prod(size))


def _pool_arguments(
    dout: ArrayLike, x: ArrayLike, window: Pair, stride: Pair | None
) -> tuple[Arrays, Arrays, tuple[int, int], tuple[int, int]]:
    dout, x = float64s(("dout", "x"), (dout, x))
    check(pool_problem(x.shape, window, stride=stride))
    check(gradient_problem("dout", dout.shape, pool_output_shape(x.shape, window, stride=stride)))
    size = pair(window, "window")
    return dout, x, size, size if stride is None else pair(stride, "stride")
