"""Fully connected layer, ReLU and softmax loss: forward beside backward.

In: x (N, ...), flattened to N rows of D numbers; w (D, M), b (M,).  Out: (N, M).
"""

import numpy as np

from libc.math cimport exp, log

from .problems import affine_problem, gradient_problem, softmax_problem

from ._arguments cimport array_of, check, floats, is_float32, real


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
        b = np.zeros(w.shape[1], x.dtype)
    else:
        x, w, b = floats(("x", "w", "b"), (x, w, b))
        check(affine_problem(x.shape, w.shape, b.shape))
    x = x.reshape(x.shape[0], -1)
    return _affine_forward[float](x, w, b) if is_float32(x) else _affine_forward[double](x, w, b)


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
    dx, dw, db = np.zeros(rows.shape, x.dtype), np.zeros(w.shape, w.dtype), np.zeros(w.shape[1], w.dtype)
    if is_float32(x):
        _affine_backward[float](dout, rows, w, dx, dw, db)
    else:
        _affine_backward[double](dout, rows, w, dx, dw, db)
    return dx.reshape(x.shape), dw, db


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
    out = np.empty(x.shape, x.dtype)
    if is_float32(x):
        _relu_forward[float](x.reshape(-1), out.reshape(-1))
    else:
        _relu_forward[double](x.reshape(-1), out.reshape(-1))
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
    dx = np.empty(x.shape, x.dtype)
    if is_float32(x):
        _relu_backward[float](dout.reshape(-1), x.reshape(-1), dx.reshape(-1))
    else:
        _relu_backward[double](dout.reshape(-1), x.reshape(-1), dx.reshape(-1))
    return dx


def softmax_loss(scores, labels):
    """Compare the probabilities that the scores stand for with the right answers.

        p[n, j] = exp(scores[n, j]) / sum over i of exp(scores[n, i])
        loss = mean over n of  -log(p[n, labels[n]])

    The largest score of a row is first subtracted from the whole row. That leaves p the same, and exp cannot overflow.

    Slide: Final Fully-Connected Layer

    Parameters
    ----------
    scores : array_like of float32, float64 or integers, shape (N, M)
        One column for each class.
    labels : array_like of integers from 0 to M - 1, shape (N,)
        The right class of each row.

    Returns
    -------
    loss : float
        In nats.

    Raises
    ------
    ShapeError
        If there is not one label for each row, or a label is not a column.
    TypeError
        If scores has another type or labels are not integers.

    Examples
    --------
    >>> softmax_loss([[5, 5, 5, 5]], [2])  # log(4)
    1.3862943611198906
    """
    (scores,) = floats(("scores",), (scores,))
    labels = labels_of(labels, scores.shape)
    return _softmax_loss[float](scores, labels) if is_float32(scores) else _softmax_loss[double](scores, labels)


def softmax_loss_backward(scores, labels):
    """Return the gradient of the softmax loss by the scores.

        dscores[n, j] = (p[n, j] - (1 if j == labels[n] else 0)) / N

    Slide: not on the slides; derived from Final Fully-Connected Layer

    Parameters
    ----------
    scores : array_like of float32, float64 or integers, shape (N, M)
    labels : array_like of integers from 0 to M - 1, shape (N,)

    Returns
    -------
    dscores : ndarray, shape (N, M)
        float32 if scores is float32, else float64.

    Raises
    ------
    ShapeError
        If there is not one label for each row, or a label is not a column.
    TypeError
        If scores has another type or labels are not integers.

    Examples
    --------
    >>> softmax_loss_backward([[5, 5, 5, 5]], [2])
    array([[ 0.25,  0.25, -0.75,  0.25]])
    """
    (scores,) = floats(("scores",), (scores,))
    labels = labels_of(labels, scores.shape)
    dscores = np.empty(scores.shape, scores.dtype)
    if is_float32(scores):
        _softmax_loss_backward[float](scores, labels, dscores)
    else:
        _softmax_loss_backward[double](scores, labels, dscores)
    return dscores


def labels_of(labels, scores_shape):
    """Return labels as an array of columns of scores, or say which label is not a column.

    Slide: Final Fully-Connected Layer

    Parameters
    ----------
    labels : array_like of integers, shape (N,)
    scores_shape : (N, M)

    Returns
    -------
    ndarray of intp, shape (N,)

    Raises
    ------
    ShapeError
        If there is not one label for each row, or a label is not a column.
    TypeError
        If labels are not integers.
    """
    labels = array_of("labels", labels)
    check(softmax_problem(scores_shape, labels.shape))
    if labels.dtype.kind not in "iu":
        raise TypeError(f"labels has type {labels.dtype}: it must be integers")
    columns = scores_shape[1]
    for n in np.flatnonzero((labels < 0) | (labels >= columns))[:1]:
        check(f"labels[{n}] is {labels[n]} but scores has {columns} columns: a label is a column, from 0 on")
    return labels.astype(np.intp)


cdef _affine_forward(const real[:, :] x, const real[:, :] w, const real[:] b):
    out_array = np.empty((x.shape[0], w.shape[1]), np.float32 if real is float else np.float64)
    cdef real[:, ::1] out = out_array
    cdef Py_ssize_t n, m, d
    with nogil:
        for n in range(x.shape[0]):
            for m in range(w.shape[1]):
                out[n, m] = b[m]
                for d in range(x.shape[1]):
                    out[n, m] += x[n, d] * w[d, m]
    return out_array


cdef _affine_backward(
    const real[:, :] dout, const real[:, :] x, const real[:, :] w, real[:, ::1] dx, real[:, ::1] dw, real[::1] db
):
    cdef Py_ssize_t n, m, d
    with nogil:
        for n in range(x.shape[0]):
            for m in range(w.shape[1]):
                db[m] += dout[n, m]
                for d in range(x.shape[1]):
                    dx[n, d] += dout[n, m] * w[d, m]
                    dw[d, m] += dout[n, m] * x[n, d]


cdef _relu_forward(const real[:] x, real[::1] out):
    cdef Py_ssize_t i
    for i in range(x.shape[0]):
        out[i] = 0 if x[i] < 0 else x[i]  # `x[i] if x[i] > 0 else 0` would hide a NaN


cdef _relu_backward(const real[:] dout, const real[:] x, real[::1] dx):
    cdef Py_ssize_t i
    for i in range(x.shape[0]):
        dx[i] = dout[i] if x[i] > 0 else 0


cdef real _largest(const real[:] row) noexcept nogil:
    cdef real best = row[0]
    cdef Py_ssize_t j
    for j in range(row.shape[0]):
        if row[j] > best:
            best = row[j]
    return best


cdef _softmax_loss(const real[:, :] scores, const Py_ssize_t[:] labels):
    cdef Py_ssize_t n, j
    cdef real largest, total, loss = 0
    for n in range(scores.shape[0]):
        largest = _largest(scores[n])
        total = 0
        for j in range(scores.shape[1]):
            total += exp(scores[n, j] - largest)
        loss += log(total) - (scores[n, labels[n]] - largest)
    return loss / scores.shape[0]


cdef _softmax_loss_backward(const real[:, :] scores, const Py_ssize_t[:] labels, real[:, ::1] dscores):
    cdef Py_ssize_t n, j
    cdef real largest, total
    for n in range(scores.shape[0]):
        largest = _largest(scores[n])
        total = 0
        for j in range(scores.shape[1]):
            total += exp(scores[n, j] - largest)
        for j in range(scores.shape[1]):
            dscores[n, j] = exp(scores[n, j] - largest) / total
        dscores[n, labels[n]] -= 1
        for j in range(scores.shape[1]):
            dscores[n, j] /= scores.shape[0]
