"""Kernels slid over images: forward beside backward. `convref.signal` does the same in one dimension.

In: x (H, W) and a kernel k (HH, WW).  Out: what the boundary makes of x, along each axis as in `convref.signal`.
Correlation slides the kernel as it is; convolution slides the flipped kernel, both axes of it.
"""

import numpy as np

from .shapes import signal_padding

from ._arguments cimport crop, is_float32, real, signal_arguments, signal_gradient_arguments, zero_pad


def correlate2d(x, k, *, boundary="shrink"):
    """Slide a kernel over an image, as it is.

        out[i, j] = sum over u, v of  x[i + u, j + v] * k[u, v]

    where x already has the zeros of its boundary.

    Slide: Convolutions on Images

    Parameters
    ----------
    x : array_like of float32, float64 or integers, shape (H, W)
    k : array_like, shape (HH, WW)
    boundary : "shrink", "zero" or "full"
        No zeros on each side, (HH - 1) / 2 and (WW - 1) / 2, or HH - 1 and WW - 1.

    Returns
    -------
    out : ndarray, shape (H - HH + 1, W - WW + 1), (H, W) or (H + HH - 1, W + WW - 1)
        float32 if both arrays are float32, else float64.

    Raises
    ------
    ShapeError
        If the kernel does not fit; `convref.shapes.signal_problem` has the rules.
    TypeError
        If an array has another type.

    Examples
    --------
    >>> correlate2d([[1, 2, 3], [4, 5, 6]], [[1, 10]])
    array([[21., 32.],
           [54., 65.]])
    """
    x, k = signal_arguments(x, k, 2, boundary)
    return _correlate2d_any(x, k, boundary)


def correlate2d_backward(dout, x, k, *, boundary="shrink"):
    """Return the gradients of the loss by image and kernel, given its gradient by the output.

        dx[i + u, j + v] += dout[i, j] * k[u, v]
        dk[u, v]         += dout[i, j] * x[i + u, j + v]

    Slide: not on the slides; derived from Convolutions on Images

    Parameters
    ----------
    dout : array_like of float32, float64 or integers, shape of the output
    x : array_like, shape (H, W)
    k : array_like, shape (HH, WW)
    boundary : "shrink", "zero" or "full"
        As in the forward pass.

    Returns
    -------
    dx : ndarray, shape (H, W)
    dk : ndarray, shape (HH, WW)
        Both float32 if all arrays are float32, else float64.

    Raises
    ------
    ShapeError
        If the forward pass would, or if dout does not have the shape of its output.
    TypeError
        If an array has another type.

    Examples
    --------
    >>> correlate2d_backward([[1, 10]], [[4, 5, 6]], [[2, 3]])
    (array([[ 2., 23., 30.]]), array([[54., 65.]]))
    """
    dout, x, k = signal_gradient_arguments(dout, x, k, 2, boundary)
    return _correlate2d_backward_any(dout, x, k, boundary)


def convolve2d(x, k, *, boundary="shrink"):
    """Slide the flipped kernel, both axes of it, over an image.

        out[i, j] = sum over u, v of  x[i + u, j + v] * k[HH - 1 - u, WW - 1 - v]

    where x already has the zeros of its boundary.

    Slide: What are Convolutions?

    Parameters
    ----------
    x : array_like of float32, float64 or integers, shape (H, W)
    k : array_like, shape (HH, WW)
    boundary : "shrink", "zero" or "full"
        No zeros on each side, (HH - 1) / 2 and (WW - 1) / 2, or HH - 1 and WW - 1.

    Returns
    -------
    out : ndarray, shape (H - HH + 1, W - WW + 1), (H, W) or (H + HH - 1, W + WW - 1)
        float32 if both arrays are float32, else float64.

    Raises
    ------
    ShapeError
        If the kernel does not fit; `convref.shapes.signal_problem` has the rules.
    TypeError
        If an array has another type.

    Examples
    --------
    >>> convolve2d([[1, 2, 3], [4, 5, 6]], [[1, 10]])
    array([[12., 23.],
           [45., 56.]])
    """
    x, k = signal_arguments(x, k, 2, boundary)
    return _correlate2d_any(x, k[::-1, ::-1], boundary)


def convolve2d_backward(dout, x, k, *, boundary="shrink"):
    """Return the gradients of the loss by image and kernel, given its gradient by the output.

        dx[i + u, j + v]             += dout[i, j] * k[HH - 1 - u, WW - 1 - v]
        dk[HH - 1 - u, WW - 1 - v]   += dout[i, j] * x[i + u, j + v]

    Slide: not on the slides; derived from What are Convolutions?

    Parameters
    ----------
    dout : array_like of float32, float64 or integers, shape of the output
    x : array_like, shape (H, W)
    k : array_like, shape (HH, WW)
    boundary : "shrink", "zero" or "full"
        As in the forward pass.

    Returns
    -------
    dx : ndarray, shape (H, W)
    dk : ndarray, shape (HH, WW)
        Both float32 if all arrays are float32, else float64.

    Raises
    ------
    ShapeError
        If the forward pass would, or if dout does not have the shape of its output.
    TypeError
        If an array has another type.

    Examples
    --------
    >>> convolve2d_backward([[1, 10]], [[4, 5, 6]], [[3, 2]])
    (array([[ 2., 23., 30.]]), array([[65., 54.]]))
    """
    dout, x, k = signal_gradient_arguments(dout, x, k, 2, boundary)
    dx, dk = _correlate2d_backward_any(dout, x, k[::-1, ::-1], boundary)
    return dx, dk[::-1, ::-1].copy()


cdef _correlate2d_any(x, k, boundary):
    x = zero_pad(x, signal_padding(k.shape, boundary=boundary))
    return _correlate2d[float](x, k) if is_float32(x) else _correlate2d[double](x, k)


cdef _correlate2d(const real[:, :] x, const real[:, :] k):
    shape = x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1
    out_array = np.zeros(shape, np.float32 if real is float else np.float64)
    cdef real[:, ::1] out = out_array
    cdef Py_ssize_t i, j, u, v
    with nogil:
        for i in range(out.shape[0]):
            for j in range(out.shape[1]):
                for u in range(k.shape[0]):
                    for v in range(k.shape[1]):
                        out[i, j] += x[i + u, j + v] * k[u, v]
    return out_array


cdef _correlate2d_backward_any(dout, x, k, boundary):
    zeros = signal_padding(k.shape, boundary=boundary)
    x = zero_pad(x, zeros)
    dx, dk = np.zeros(x.shape, x.dtype), np.zeros(k.shape, k.dtype)
    if is_float32(x):
        _correlate2d_backward[float](dout, x, k, dx, dk)
    else:
        _correlate2d_backward[double](dout, x, k, dx, dk)
    return np.ascontiguousarray(crop(dx, zeros)), dk


cdef _correlate2d_backward(
    const real[:, :] dout, const real[:, :] x, const real[:, :] k, real[:, ::1] dx, real[:, ::1] dk
):
    cdef Py_ssize_t i, j, u, v
    with nogil:
        for i in range(dout.shape[0]):
            for j in range(dout.shape[1]):
                for u in range(k.shape[0]):
                    for v in range(k.shape[1]):
                        dx[i + u, j + v] += dout[i, j] * k[u, v]
                        dk[u, v] += dout[i, j] * x[i + u, j + v]
