"""Kernels slid over signals: forward beside backward. `convref.image` does the same in two dimensions.

In: x (L,) and a kernel k (K,).  Out: what the boundary makes of x.
Correlation slides the kernel as it is, as the discrete slides do; convolution slides the flipped
kernel, as the integral on the first slide does. No kernel on the slides shows the difference: all are symmetric.

At the ends of x a boundary decides, here shown for x = [1, 2, 3, 4] and a kernel of three:

    "shrink"       1 2 3 4         only where the kernel fits: the output has size L - K + 1
    "zero"       0 1 2 3 4 0       (K - 1) / 2 zeros on each side: size L; the kernel must be odd
    "full"     0 0 1 2 3 4 0 0     K - 1 zeros on each side: size L + K - 1
"""

import numpy as np

from .image import convolve2d, convolve2d_backward, correlate2d, correlate2d_backward
from .shapes import signal_padding

from ._arguments cimport crop, is_float32, real, signal_arguments, signal_gradient_arguments, zero_pad

__all__ = [  # those of images too: users may import them from here
    "convolve1d",
    "convolve1d_backward",
    "convolve2d",
    "convolve2d_backward",
    "correlate1d",
    "correlate1d_backward",
    "correlate2d",
    "correlate2d_backward",
]


def correlate1d(x, k, *, boundary="shrink"):
    """Slide a kernel over a signal, as it is.

        out[i] = sum over u of  x[i + u] * k[u]

    where x already has the zeros of its boundary.

    Slide: What are Convolutions?

    Parameters
    ----------
    x : array_like of float32, float64 or integers, shape (L,)
    k : array_like, shape (K,)
    boundary : "shrink", "zero" or "full"
        No zeros on each side, (K - 1) / 2, or K - 1.

    Returns
    -------
    out : ndarray, shape (L - K + 1,), (L,) or (L + K - 1,)
        float32 if both arrays are float32, else float64.

    Raises
    ------
    ShapeError
        If the kernel does not fit; `convref.shapes.signal_problem` has the rules.
    TypeError
        If an array has another type.

    Examples
    --------
    >>> correlate1d([4, 3, 2, -5], [1, 2, 3])
    array([16., -8.])
    """
    x, k = signal_arguments(x, k, 1, boundary)
    return _correlate1d_any(x, k, boundary)


def correlate1d_backward(dout, x, k, *, boundary="shrink"):
    """Return the gradients of the loss by signal and kernel, given its gradient by the output.

        dx[i + u] += dout[i] * k[u]
        dk[u]     += dout[i] * x[i + u]

    Slide: not on the slides; derived from What are Convolutions?

    Parameters
    ----------
    dout : array_like of float32, float64 or integers, shape of the output
    x : array_like, shape (L,)
    k : array_like, shape (K,)
    boundary : "shrink", "zero" or "full"
        As in the forward pass.

    Returns
    -------
    dx : ndarray, shape (L,)
    dk : ndarray, shape (K,)
        Both float32 if all arrays are float32, else float64.

    Raises
    ------
    ShapeError
        If the forward pass would, or if dout does not have the shape of its output.
    TypeError
        If an array has another type.

    Examples
    --------
    >>> correlate1d_backward([1, 10], [4, 5, 6], [2, 3])
    (array([ 2., 23., 30.]), array([54., 65.]))
    """
    dout, x, k = signal_gradient_arguments(dout, x, k, 1, boundary)
    return _correlate1d_backward_any(dout, x, k, boundary)


def convolve1d(x, k, *, boundary="shrink"):
    """Slide the flipped kernel over a signal.

        out[i] = sum over u of  x[i + u] * k[K - 1 - u]

    where x already has the zeros of its boundary.

    Slide: What are Convolutions?

    Parameters
    ----------
    x : array_like of float32, float64 or integers, shape (L,)
    k : array_like, shape (K,)
    boundary : "shrink", "zero" or "full"
        No zeros on each side, (K - 1) / 2, or K - 1.

    Returns
    -------
    out : ndarray, shape (L - K + 1,), (L,) or (L + K - 1,)
        float32 if both arrays are float32, else float64.

    Raises
    ------
    ShapeError
        If the kernel does not fit; `convref.shapes.signal_problem` has the rules.
    TypeError
        If an array has another type.

    Examples
    --------
    >>> convolve1d([4, 3, 2, -5], [1, 2, 3])
    array([20.,  8.])
    """
    x, k = signal_arguments(x, k, 1, boundary)
    return _correlate1d_any(x, k[::-1], boundary)


def convolve1d_backward(dout, x, k, *, boundary="shrink"):
    """Return the gradients of the loss by signal and kernel, given its gradient by the output.

        dx[i + u]     += dout[i] * k[K - 1 - u]
        dk[K - 1 - u] += dout[i] * x[i + u]

    Slide: not on the slides; derived from What are Convolutions?

    Parameters
    ----------
    dout : array_like of float32, float64 or integers, shape of the output
    x : array_like, shape (L,)
    k : array_like, shape (K,)
    boundary : "shrink", "zero" or "full"
        As in the forward pass.

    Returns
    -------
    dx : ndarray, shape (L,)
    dk : ndarray, shape (K,)
        Both float32 if all arrays are float32, else float64.

    Raises
    ------
    ShapeError
        If the forward pass would, or if dout does not have the shape of its output.
    TypeError
        If an array has another type.

    Examples
    --------
    >>> convolve1d_backward([1, 10], [4, 5, 6], [3, 2])
    (array([ 2., 23., 30.]), array([65., 54.]))
    """
    dout, x, k = signal_gradient_arguments(dout, x, k, 1, boundary)
    dx, dk = _correlate1d_backward_any(dout, x, k[::-1], boundary)
    return dx, dk[::-1].copy()


cdef _correlate1d_any(x, k, boundary):
    x = zero_pad(x, signal_padding(k.shape, boundary=boundary))
    return _correlate1d[float](x, k) if is_float32(x) else _correlate1d[double](x, k)


cdef _correlate1d(const real[:] x, const real[:] k):
    out_array = np.zeros(x.shape[0] - k.shape[0] + 1, np.float32 if real is float else np.float64)
    cdef real[::1] out = out_array
    cdef Py_ssize_t i, u
    with nogil:
        for i in range(out.shape[0]):
            for u in range(k.shape[0]):
                out[i] += x[i + u] * k[u]
    return out_array


cdef _correlate1d_backward_any(dout, x, k, boundary):
    zeros = signal_padding(k.shape, boundary=boundary)
    x = zero_pad(x, zeros)
    dx, dk = np.zeros(x.shape, x.dtype), np.zeros(k.shape, k.dtype)
    if is_float32(x):
        _correlate1d_backward[float](dout, x, k, dx, dk)
    else:
        _correlate1d_backward[double](dout, x, k, dx, dk)
    return np.ascontiguousarray(crop(dx, zeros)), dk


cdef _correlate1d_backward(const real[:] dout, const real[:] x, const real[:] k, real[::1] dx, real[::1] dk):
    cdef Py_ssize_t i, u
    with nogil:
        for i in range(dout.shape[0]):
            for u in range(k.shape[0]):
                dx[i + u] += dout[i] * k[u]
                dk[u] += dout[i] * x[i + u]
