"""Convolution as a matrix: windows as columns, and the layer as one sparse matrix with shared weights.

In: images (N, C, H, W) or filters (F, C, HH, WW).  Out: columns (N, C * HH * WW, H_out * W_out), or a matrix.
"""

from math import prod
from typing import NamedTuple

import numpy as np

from .problems import window_problem
from .shapes import conv_output_shape
from .sizes import ShapeError, extents, pair

from ._arguments cimport check, crop, floats, is_float32, real, zero_pad


class SparseMatrix(NamedTuple):
    """A matrix that is mostly zeros: matrix[rows[i], columns[i]] = values[i], and 0 elsewhere.

    Parameters
    ----------
    rows, columns : ndarray of intp, shape (n,)
        No position twice.
    values : ndarray of float32 or float64, shape (n,)
    shape : (int, int)
    """

    rows: np.ndarray
    columns: np.ndarray
    values: np.ndarray
    shape: tuple[int, int]

    def toarray(self):
        """Return the whole matrix.

        Slide: Convolutions vs Fully-Connected

        Returns
        -------
        ndarray, shape ``shape``
        """
        matrix = np.zeros(self.shape, self.values.dtype)
        matrix[self.rows, self.columns] = self.values
        return matrix


def im2col(x, window, *, stride=1, pad=0):
    """Write every window of an image as a column.

        columns[n, (c * HH + u) * WW + v, i * W_out + j] = x[n, c, i * S + u, j * S + v]

    where x already has its zeros around it. A convolution layer is then one matrix product:
    ``w.reshape(F, -1) @ columns``.

    Slide: Convolutions on RGB Images

    Parameters
    ----------
    x : array_like of float32, float64 or integers, shape (N, C, H, W)
    window : int or (height, width)
        The filter's HH and WW, in pixels.
    stride, pad : int or (height, width)
        In pixels.

    Returns
    -------
    columns : ndarray, shape (N, C * HH * WW, H_out * W_out)
        float32 if x is float32, else float64.

    Raises
    ------
    ShapeError
        If the window does not fit; `convref.shapes.window_problem` has the rules.
    TypeError
        If x has another type.

    Examples
    --------
    >>> im2col([[[[1, 2, 3], [4, 5, 6]]]], (1, 2))
    array([[[1., 2., 4., 5.],
            [2., 3., 5., 6.]]])
    """
    (x,) = floats(("x",), (x,))
    N, C, HH, WW, H_out, W_out = _extents(x.shape, window, stride, pad)
    x = zero_pad(x, pair(pad, "pad"))
    step = pair(stride, "stride")
    columns = np.empty((N, C, HH, WW, H_out, W_out), x.dtype)
    if is_float32(x):
        _im2col[float](x, step[0], step[1], columns)
    else:
        _im2col[double](x, step[0], step[1], columns)
    return columns.reshape(N, C * HH * WW, H_out * W_out)


def col2im(columns, x_shape, window, *, stride=1, pad=0):
    """Add every column back where `im2col` took it from: its transpose.

        x[n, c, i * S + u, j * S + v] += columns[n, (c * HH + u) * WW + v, i * W_out + j]

    Slide: not on the slides; derived from Convolutions on RGB Images

    Parameters
    ----------
    columns : array_like of float32, float64 or integers, shape (N, C * HH * WW, H_out * W_out)
    x_shape : (N, C, H, W)
    window, stride, pad : int or (height, width)
        As for `im2col`, in pixels.

    Returns
    -------
    x : ndarray, shape (N, C, H, W)
        float32 if columns is float32, else float64.

    Raises
    ------
    ShapeError
        If the window does not fit, or if columns does not have the shape that `im2col` gives it.
    TypeError
        If columns has another type.

    Examples
    --------
    >>> col2im([[[1, 2], [3, 4]]], (1, 1, 1, 3), (1, 2))
    array([[[[1., 5., 4.]]]])
    """
    (columns,) = floats(("columns",), (columns,))
    (x_shape,) = extents(x_shape=x_shape)
    N, C, HH, WW, H_out, W_out = _extents(x_shape, window, stride, pad)
    if columns.shape != (N, C * HH * WW, H_out * W_out):
        raise ShapeError(
            f"columns has shape {columns.shape} but im2col makes {(N, C * HH * WW, H_out * W_out)} "
            f"of x_shape {x_shape}"
        )
    zeros = pair(pad, "pad")
    step = pair(stride, "stride")
    x = np.zeros((N, C, x_shape[2] + 2 * zeros[0], x_shape[3] + 2 * zeros[1]), columns.dtype)
    columns = columns.reshape(N, C, HH, WW, H_out, W_out)
    if is_float32(x):
        _col2im[float](columns, step[0], step[1], x)
    else:
        _col2im[double](columns, step[0], step[1], x)
    return np.ascontiguousarray(crop(x, zeros))


def weight_matrix(w, x_shape, *, stride=1, pad=0):
    """Write the convolution of one image as a fully connected layer: its sparse weight matrix.

    ``weight_matrix(w, x.shape).toarray() @ x.ravel()`` is the layer's output, raveled. Most entries
    are zero, and every weight appears in many rows: structure, and weight sharing.

    Slide: Convolutions vs Fully-Connected

    Parameters
    ----------
    w : array_like of float32, float64 or integers, shape (F, C, HH, WW)
    x_shape : (C, H, W)
        Of one image.
    stride, pad : int or (height, width)
        In pixels.

    Returns
    -------
    SparseMatrix
        Of shape (F * H_out * W_out, C * H * W). Its rows are in order. Weights that meet only padding are left out.

    Raises
    ------
    ShapeError
        If the channels differ or the filter does not fit.
    TypeError
        If w has another type.

    Examples
    --------
    >>> weight_matrix([[[[1, 2, 3]]]], (1, 1, 5)).toarray()
    array([[1., 2., 3., 0., 0.],
           [0., 1., 2., 3., 0.],
           [0., 0., 1., 2., 3.]])
    """
    (w,) = floats(("w",), (w,))
    (x_shape,) = extents(x_shape=x_shape)
    if len(x_shape) != 3:
        raise ShapeError(f"x_shape is {x_shape}: it must be (C, H, W), of one image")
    _, F, H_out, W_out = conv_output_shape((1, *x_shape), w.shape, stride=stride, pad=pad)
    try:
        pixels = np.arange(1, prod(x_shape) + 1, dtype=np.float64).reshape(1, *x_shape)  # 0 is the padding's
    except (MemoryError, ValueError):  # NumPy says one or the other, by size
        raise MemoryError(f"x_shape is {x_shape}: there is no memory for so many pixels") from None
    sources = im2col(pixels, w.shape[2:], stride=stride, pad=pad)[0].T.astype(np.intp) - 1
    sources = np.broadcast_to(sources, (F, *sources.shape))  # (F, H_out * W_out, C * HH * WW)
    weights = np.broadcast_to(w.reshape(F, 1, -1), sources.shape)
    rows = np.broadcast_to(np.arange(F * H_out * W_out).reshape(F, -1, 1), sources.shape)
    inside = sources >= 0
    return SparseMatrix(rows[inside], sources[inside], weights[inside], (F * H_out * W_out, prod(x_shape)))


def _extents(x_shape, window, stride, pad):
    check(window_problem(x_shape, window, stride=stride, pad=pad))
    HH, WW = pair(window, "window")
    _, _, H_out, W_out = conv_output_shape(x_shape, (1, x_shape[1], HH, WW), stride=stride, pad=pad)
    return x_shape[0], x_shape[1], HH, WW, H_out, W_out


cdef _im2col(const real[:, :, :, :] x, Py_ssize_t SH, Py_ssize_t SW, real[:, :, :, :, :, ::1] columns):
    cdef Py_ssize_t n, c, u, v, i, j
    with nogil:
        for n in range(columns.shape[0]):
            for c in range(columns.shape[1]):
                for u in range(columns.shape[2]):
                    for v in range(columns.shape[3]):
                        for i in range(columns.shape[4]):
                            for j in range(columns.shape[5]):
                                columns[n, c, u, v, i, j] = x[n, c, i * SH + u, j * SW + v]


cdef _col2im(const real[:, :, :, :, :, :] columns, Py_ssize_t SH, Py_ssize_t SW, real[:, :, :, ::1] x):
    cdef Py_ssize_t n, c, u, v, i, j
    with nogil:
        for n in range(columns.shape[0]):
            for c in range(columns.shape[1]):
                for u in range(columns.shape[2]):
                    for v in range(columns.shape[3]):
                        for i in range(columns.shape[4]):
                            for j in range(columns.shape[5]):
                                x[n, c, i * SH + u, j * SW + v] += columns[n, c, u, v, i, j]
