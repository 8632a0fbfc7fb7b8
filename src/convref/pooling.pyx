"""Pooling layers, maximum and average: forward beside backward.

In: x (N, C, H, W), and a window that slides over each channel by itself.  Out: (N, C, H_out, W_out).
At a tie the first maximum, row by row, takes the whole gradient, as in most frameworks.
"""

import numpy as np

from .problems import gradient_problem, pair, pool_problem
from .shapes import pool_output_shape

from ._arguments cimport check, floats, is_float32, real


def max_pool_forward(x, window, *, stride=None):
    """Pick the strongest activation in each window.

        out[n, c, i, j] = maximum over u, v of  x[n, c, i * S + u, j * S + v]

    A window that holds a NaN gives NaN, as `numpy.max` does.

    Slide: Pooling Layer: Max Pooling

    Parameters
    ----------
    x : array_like of float32, float64 or integers, shape (N, C, H, W)
    window : int or (height, width)
        The spatial extent, in pixels.
    stride : int or (height, width), optional
        The step, in pixels: the window if not given. With a smaller step windows overlap; with a larger one they
        leave gaps.

    Returns
    -------
    out : ndarray, shape (N, C, H_out, W_out)
        float32 if x is float32, else float64.

    Raises
    ------
    ShapeError
        If the window does not fit; `convref.shapes.pool_problem` has the rules.
    TypeError
        If x has another type.

    Examples
    --------
    >>> max_pool_forward([[[[3, 1, 3, 5], [6, 0, 7, 9], [3, 2, 1, 4], [0, 2, 4, 3]]]], 2)
    array([[[[6., 9.],
             [3., 4.]]]])
    """
    (x,) = floats(("x",), (x,))
    check(pool_problem(x.shape, window, stride=stride))
    size, step = _window_and_stride(window, stride)
    if is_float32(x):
        return _max_pool_forward[float](x, size[0], size[1], step[0], step[1])
    return _max_pool_forward[double](x, size[0], size[1], step[0], step[1])


def max_pool_backward(dout, x, window, *, stride=None):
    """Return the gradient of the loss by x, given its gradient by the output.

    The gradient of an output goes to the entry that was its maximum, the first one at a tie (the
    first NaN if there is one). An entry that won several overlapping windows gets the sum.

    Slide: not on the slides; derived from Pooling Layer: Max Pooling

    Parameters
    ----------
    dout : array_like of float32, float64 or integers, shape (N, C, H_out, W_out)
    x : array_like, shape (N, C, H, W)
    window : int or (height, width)
    stride : int or (height, width), optional
        As in the forward pass, in pixels.

    Returns
    -------
    dx : ndarray, shape (N, C, H, W)
        float32 if both arrays are float32, else float64.

    Raises
    ------
    ShapeError
        If the forward pass would, or if dout does not have the shape of its output.
    TypeError
        If an array has another type.

    Examples
    --------
    >>> max_pool_backward([[[[5, 7]]]], [[[[1, 4, 3], [2, 0, 4]]]], 2, stride=1)
    array([[[[ 0., 12.,  0.],
             [ 0.,  0.,  0.]]]])
    """
    dout, x = floats(("dout", "x"), (dout, x))
    check(pool_problem(x.shape, window, stride=stride))
    check(gradient_problem("dout", dout.shape, pool_output_shape(x.shape, window, stride=stride)))
    size, step = _window_and_stride(window, stride)
    dx = np.zeros(x.shape, x.dtype)
    if is_float32(x):
        _max_pool_backward[float](dout, x, size[0], size[1], step[0], step[1], dx)
    else:
        _max_pool_backward[double](dout, x, size[0], size[1], step[0], step[1], dx)
    return dx


def avg_pool_forward(x, window, *, stride=None):
    """Average each window.

        out[n, c, i, j] = sum over u, v of  x[n, c, i * S + u, j * S + v],  divided by HH * WW

    Slide: Pooling Layer: Average Pooling

    Parameters
    ----------
    x : array_like of float32, float64 or integers, shape (N, C, H, W)
    window : int or (height, width)
        The spatial extent HH, WW, in pixels.
    stride : int or (height, width), optional
        The step, in pixels: the window if not given.

    Returns
    -------
    out : ndarray, shape (N, C, H_out, W_out)
        float32 if x is float32, else float64.

    Raises
    ------
    ShapeError
        If the window does not fit; `convref.shapes.pool_problem` has the rules.
    TypeError
        If x has another type.

    Examples
    --------
    >>> avg_pool_forward([[[[3, 1, 3, 5], [6, 0, 7, 9], [3, 2, 1, 4], [0, 2, 4, 3]]]], 2)
    array([[[[2.5 , 6.  ],
             [1.75, 3.  ]]]])
    """
    (x,) = floats(("x",), (x,))
    check(pool_problem(x.shape, window, stride=stride))
    size, step = _window_and_stride(window, stride)
    if is_float32(x):
        return _avg_pool_forward[float](x, size[0], size[1], step[0], step[1])
    return _avg_pool_forward[double](x, size[0], size[1], step[0], step[1])


def avg_pool_backward(dout, x, window, *, stride=None):
    """Return the gradient of the loss by x, given its gradient by the output.

    Every entry of a window gets an equal share:

        dx[n, c, i * S + u, j * S + v] += dout[n, c, i, j] / (HH * WW)

    Slide: not on the slides; derived from Pooling Layer: Average Pooling

    Parameters
    ----------
    dout : array_like of float32, float64 or integers, shape (N, C, H_out, W_out)
    x : array_like, shape (N, C, H, W)
        Only its shape and type matter.
    window : int or (height, width)
    stride : int or (height, width), optional
        As in the forward pass, in pixels.

    Returns
    -------
    dx : ndarray, shape (N, C, H, W)
        float32 if both arrays are float32, else float64.

    Raises
    ------
    ShapeError
        If the forward pass would, or if dout does not have the shape of its output.
    TypeError
        If an array has another type.

    Examples
    --------
    >>> avg_pool_backward([[[[4, 8]]]], [[[[1, 4, 3], [2, 0, 4]]]], 2, stride=1)
    array([[[[1., 3., 2.],
             [1., 3., 2.]]]])
    """
    dout, x = floats(("dout", "x"), (dout, x))
    check(pool_problem(x.shape, window, stride=stride))
    check(gradient_problem("dout", dout.shape, pool_output_shape(x.shape, window, stride=stride)))
    size, step = _window_and_stride(window, stride)
    dx = np.zeros(x.shape, x.dtype)
    if is_float32(x):
        _avg_pool_backward[float](dout, size[0], size[1], step[0], step[1], dx)
    else:
        _avg_pool_backward[double](dout, size[0], size[1], step[0], step[1], dx)
    return dx


def _window_and_stride(window, stride):
    window = pair(window, "window")
    return window, window if stride is None else pair(stride, "stride")


cdef _empty_output(const real[:, :, :, :] x, Py_ssize_t HH, Py_ssize_t WW, Py_ssize_t SH, Py_ssize_t SW):
    shape = x.shape[0], x.shape[1], (x.shape[2] - HH) // SH + 1, (x.shape[3] - WW) // SW + 1
    return np.empty(shape, np.float32 if real is float else np.float64)


cdef (Py_ssize_t, Py_ssize_t) first_maximum(
    const real[:, :] plane, Py_ssize_t row, Py_ssize_t column, Py_ssize_t HH, Py_ssize_t WW
) noexcept nogil:
    """Find the first largest entry of the window at (row, column), row by row; a NaN counts as the largest."""
    cdef Py_ssize_t r, c, best_r = row, best_c = column
    cdef real best = plane[row, column], value
    for r in range(row, row + HH):
        for c in range(column, column + WW):
            value = plane[r, c]
            if value > best or (value != value and best == best):
                best, best_r, best_c = value, r, c
    return best_r, best_c


cdef _max_pool_forward(const real[:, :, :, :] x, Py_ssize_t HH, Py_ssize_t WW, Py_ssize_t SH, Py_ssize_t SW):
    out_array = _empty_output(x, HH, WW, SH, SW)
    cdef real[:, :, :, ::1] out = out_array
    cdef Py_ssize_t n, c, i, j, row, column
    with nogil:
        for n in range(out.shape[0]):
            for c in range(out.shape[1]):
                for i in range(out.shape[2]):
                    for j in range(out.shape[3]):
                        row, column = first_maximum(x[n, c], i * SH, j * SW, HH, WW)
                        out[n, c, i, j] = x[n, c, row, column]
    return out_array


cdef _max_pool_backward(
    const real[:, :, :, :] dout, const real[:, :, :, :] x, Py_ssize_t HH, Py_ssize_t WW, Py_ssize_t SH, Py_ssize_t SW,
    real[:, :, :, ::1] dx,
):
    cdef Py_ssize_t n, c, i, j, row, column
    with nogil:
        for n in range(dout.shape[0]):
            for c in range(dout.shape[1]):
                for i in range(dout.shape[2]):
                    for j in range(dout.shape[3]):
                        row, column = first_maximum(x[n, c], i * SH, j * SW, HH, WW)
                        dx[n, c, row, column] += dout[n, c, i, j]


cdef _avg_pool_forward(const real[:, :, :, :] x, Py_ssize_t HH, Py_ssize_t WW, Py_ssize_t SH, Py_ssize_t SW):
    out_array = _empty_output(x, HH, WW, SH, SW)
    cdef real[:, :, :, ::1] out = out_array
    cdef Py_ssize_t n, c, i, j, u, v
    with nogil:
        for n in range(out.shape[0]):
            for c in range(out.shape[1]):
                for i in range(out.shape[2]):
                    for j in range(out.shape[3]):
                        out[n, c, i, j] = 0
                        for u in range(HH):
                            for v in range(WW):
                                out[n, c, i, j] += x[n, c, i * SH + u, j * SW + v]
                        out[n, c, i, j] /= HH * WW
    return out_array


cdef _avg_pool_backward(
    const real[:, :, :, :] dout, Py_ssize_t HH, Py_ssize_t WW, Py_ssize_t SH, Py_ssize_t SW, real[:, :, :, ::1] dx
):
    cdef Py_ssize_t n, c, i, j, u, v
    with nogil:
        for n in range(dout.shape[0]):
            for c in range(dout.shape[1]):
                for i in range(dout.shape[2]):
                    for j in range(dout.shape[3]):
                        for u in range(HH):
                            for v in range(WW):
                                dx[n, c, i * SH + u, j * SW + v] += dout[n, c, i, j] / (HH * WW)
