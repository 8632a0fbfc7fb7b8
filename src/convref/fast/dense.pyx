"""Fully connected layer and ReLU at the speed of the machine: forward beside backward.

In: x (N, ...), flattened to N rows of D numbers; w (D, M), b (M,).  Out: (N, M).
These are the functions of `convref.dense`. The fully connected layer is a matrix product. NumPy calls a library (BLAS)
for that, and no loop written here could be faster.
"""

import numpy as np

cimport numpy as cnp

from ..problems import affine_problem, gradient_problem

from .._arguments cimport check, floats

from .layer cimport contiguous
from .processor cimport Kernels, idx, kernels_for, threads_for

cnp.import_array()


def affine_forward(x, w, b=None):
    """Connect every input number with every output.

        out[n, m] = b[m] + sum over d of  x[n, d] * w[d, m]

    Slide: Problems using FC Layers on Images

    Parameters
    ----------
    x : array_like of float32, float64 or integers, shape (N, ...)
        Everything after N is flattened to D numbers, the last axis fastest.
    w : array_like, shape (D, M)
    b : array_like, shape (M,), optional
        Zero if not given.

    Returns
    -------
    out : ndarray, shape (N, M)
        float32 if all arrays are float32, else float64.

    Raises
    ------
    ShapeError
        If the sizes differ; `convref.shapes.affine_problem` has the rules.
    TypeError
        If an array has another type.

    Examples
    --------
    >>> affine_forward([[1, 2]], [[3, 4, 5], [6, 7, 8]], [0, 0, 100])
    array([[ 15.,  18., 121.]])
    """
    if b is None:
        x, w = floats(("x", "w"), (x, w))
        check(affine_problem(x.shape, w.shape))
        return x.reshape(x.shape[0], -1) @ w
    x, w, b = floats(("x", "w", "b"), (x, w, b))
    check(affine_problem(x.shape, w.shape, b.shape))
    out = x.reshape(x.shape[0], -1) @ w
    out += b
    return out


def affine_backward(dout, x, w):
    """Return the gradients of the loss by x, w and b, given its gradient by the output.

        db[m]    += dout[n, m]
        dx[n, d] += dout[n, m] * w[d, m]
        dw[d, m] += dout[n, m] * x[n, d]

    Slide: not on the slides; derived from Problems using FC Layers on Images

    Parameters
    ----------
    dout : array_like of float32, float64 or integers, shape (N, M)
    x : array_like, shape (N, ...)
    w : array_like, shape (D, M)

    Returns
    -------
    dx : ndarray, shape of x
    dw : ndarray, shape (D, M)
    db : ndarray, shape (M,)
        All float32 if all arrays are float32, else float64.

    Raises
    ------
    ShapeError
        If the forward pass would, or if dout does not have the shape of its output.
    TypeError
        If an array has another type.

    Examples
    --------
    >>> dx, dw, db = affine_backward([[1, 10]], [[3, 4]], [[5, 6], [7, 8]])
    >>> dx, dw, db
    (array([[65., 87.]]), array([[ 3., 30.],
           [ 4., 40.]]), array([ 1., 10.]))
    """
    dout, x, w = floats(("dout", "x", "w"), (dout, x, w))
    check(affine_problem(x.shape, w.shape))
    check(gradient_problem("dout", dout.shape, (x.shape[0], w.shape[1])))
    rows = x.reshape(x.shape[0], -1)
    dx = np.matmul(dout, w.T).reshape(x.shape)
    return dx, np.matmul(rows.T, dout), dout.sum(axis=0)


def relu_forward(x):
    """Keep what is positive: out = max(x, 0), entry by entry. A NaN stays a NaN.

    Slide: CNN Prototype

    Parameters
    ----------
    x : array_like of float32, float64 or integers, any shape

    Returns
    -------
    out : ndarray, same shape
        float32 if x is float32, else float64.

    Raises
    ------
    TypeError
        If x has another type.

    Examples
    --------
    >>> relu_forward([[-1, 0, 2]])
    array([[0., 0., 2.]])
    """
    (x,) = floats(("x",), (x,))
    x = contiguous(x)
    out = np.empty(x.shape, x.dtype)
    cdef const Kernels* kernels = kernels_for(x)
    cdef const void* given = cnp.PyArray_DATA(x)
    cdef void* kept = cnp.PyArray_DATA(out)
    cdef idx count = cnp.PyArray_SIZE(x)
    cdef int threads = threads_for(count)
    with nogil:
        kernels.relu_forward(count, given, kept, threads)
    return out


def relu_backward(dout, x):
    """Let the gradient through where x is positive: dx = dout if x > 0, else 0, at x = 0 too.

    Slide: not on the slides; derived from CNN Prototype

    Parameters
    ----------
    dout : array_like of float32, float64 or integers, shape of x
    x : array_like, any shape

    Returns
    -------
    dx : ndarray, same shape
        float32 if both arrays are float32, else float64.

    Raises
    ------
    ShapeError
        If dout does not have the shape of x.
    TypeError
        If an array has another type.

    Examples
    --------
    >>> relu_backward([[5, 6, 7]], [[-1, 0, 2]])
    array([[0., 0., 7.]])
    """
    dout, x = floats(("dout", "x"), (dout, x))
    check(gradient_problem("dout", dout.shape, x.shape))
    dout, x = contiguous(dout), contiguous(x)
    dx = np.empty(x.shape, x.dtype)
    cdef const Kernels* kernels = kernels_for(x)
    cdef const void* gradients = cnp.PyArray_DATA(dout)
    cdef const void* given = cnp.PyArray_DATA(x)
    cdef void* by_x = cnp.PyArray_DATA(dx)
    cdef idx count = cnp.PyArray_SIZE(x)
    cdef int threads = threads_for(count)
    with nogil:
        kernels.relu_backward(count, gradients, given, by_x, threads)
    return dx
