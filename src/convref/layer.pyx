"""The convolution layer: forward beside backward.

In: images x (N, C, H, W), filters w (F, C, HH, WW), biases b (F,).  Out: activation maps (N, F, H_out, W_out).
The layer slides the filter as it is: by custom it is called convolution, but it is cross-correlation.
"""

import numpy as np

from .problems import conv_problem, gradient_problem, pair
from .shapes import conv_output_shape

from ._arguments cimport check, crop, floats, is_float32, real, zero_pad


def conv_forward(x, w, b=None, *, stride=1, pad=0):
    """Slide every filter over every image.

        out[n, f, i, j] = b[f] + sum over c, u, v of  x[n, c, i * S + u, j * S + v] * w[f, c, u, v]

    where x already has its zeros around it, and S is the stride (of the rows for i, of the columns
    for j). Rows and columns left over at the end, which no longer fill a step, are not used.

    Slide: Convolution Layer

    Parameters
    ----------
    x : array_like of float32, float64 or integers, shape (N, C, H, W)
    w : array_like, shape (F, C, HH, WW)
    b : array_like, shape (F,), optional
        Zero if not given.
    stride : int or (height, width)
        The step, in pixels.
    pad : int or (height, width)
        The zeros added to each side, in pixels.

    Returns
    -------
    out : ndarray, shape (N, F, H_out, W_out)
        float32 if all arrays are float32, else float64.

    Raises
    ------
    ShapeError
        If the channels differ or the filter does not fit; `convref.shapes.conv_problem` has the rules.
    TypeError
        If an array has another type.

    Examples
    --------
    >>> import numpy as np
    >>> x, w = np.ones((1, 3, 5, 5)), np.ones((1, 3, 5, 5))
    >>> conv_forward(x, w, [1])  # a 75-dimensional dot product, and the bias
    array([[[[76.]]]])
    """
    if b is None:
        x, w = floats(("x", "w"), (x, w))
        check(conv_problem(x.shape, w.shape, stride=stride, pad=pad))
        b = np.zeros(w.shape[0], x.dtype)
    else:
        x, w, b = floats(("x", "w", "b"), (x, w, b))
        check(conv_problem(x.shape, w.shape, b.shape, stride=stride, pad=pad))
    x = zero_pad(x, pair(pad, "pad"))
    step = pair(stride, "stride")
    if is_float32(x):
        return _conv_forward[float](x, w, b, step[0], step[1])
    return _conv_forward[double](x, w, b, step[0], step[1])


def conv_backward(dout, x, w, *, stride=1, pad=0):
    """Return the gradients of the loss by x, w and b, given its gradient by the output.

    Each term of the forward sum sends the gradient back to its two factors:

        db[f]                         += dout[n, f, i, j]
        dx[n, c, i * S + u, j * S + v] += dout[n, f, i, j] * w[f, c, u, v]
        dw[f, c, u, v]                += dout[n, f, i, j] * x[n, c, i * S + u, j * S + v]

    Rows and columns that the forward pass did not use get gradient zero.

    Slide: not on the slides; derived from Convolution Layer

    Parameters
    ----------
    dout : array_like of float32, float64 or integers, shape (N, F, H_out, W_out)
    x : array_like, shape (N, C, H, W)
    w : array_like, shape (F, C, HH, WW)
    stride, pad : int or (height, width)
        As in the forward pass, in pixels.

    Returns
    -------
    dx : ndarray, shape (N, C, H, W)
    dw : ndarray, shape (F, C, HH, WW)
    db : ndarray, shape (F,)
        All float32 if all arrays are float32, else float64.

    Raises
    ------
    ShapeError
        If the forward pass would, or if dout does not have the shape of its output.
    TypeError
        If an array has another type.

    Examples
    --------
    >>> dx, dw, db = conv_backward([[[[1, 10]]]], [[[[4, 5, 6]]]], [[[[2, 3]]]])
    >>> dx, dw, db
    (array([[[[ 2., 23., 30.]]]]), array([[[[54., 65.]]]]), array([11.]))
    """
    dout, x, w = floats(("dout", "x", "w"), (dout, x, w))
    check(conv_problem(x.shape, w.shape, stride=stride, pad=pad))
    check(gradient_problem("dout", dout.shape, conv_output_shape(x.shape, w.shape, stride=stride, pad=pad)))
    zeros = pair(pad, "pad")
    step = pair(stride, "stride")
    x = zero_pad(x, zeros)
    dx, dw, db = np.zeros(x.shape, x.dtype), np.zeros(w.shape, w.dtype), np.zeros(w.shape[0], w.dtype)
    if is_float32(x):
        _conv_backward[float](dout, x, w, step[0], step[1], dx, dw, db)
    else:
        _conv_backward[double](dout, x, w, step[0], step[1], dx, dw, db)
    return np.ascontiguousarray(crop(dx, zeros)), dw, db


cdef _conv_forward(const real[:, :, :, :] x, const real[:, :, :, :] w, const real[:] b, Py_ssize_t SH, Py_ssize_t SW):
    cdef Py_ssize_t N = x.shape[0], C = x.shape[1], H = x.shape[2], W = x.shape[3]
    cdef Py_ssize_t F = w.shape[0], HH = w.shape[2], WW = w.shape[3]
    out_array = np.empty((N, F, (H - HH) // SH + 1, (W - WW) // SW + 1), np.float32 if real is float else np.float64)
    cdef real[:, :, :, ::1] out = out_array
    cdef Py_ssize_t n, f, i, j, c, u, v
    with nogil:
        for n in range(N):
            for f in range(F):
                for i in range(out.shape[2]):
                    for j in range(out.shape[3]):
                        out[n, f, i, j] = b[f]
                        for c in range(C):
                            for u in range(HH):
                                for v in range(WW):
                                    out[n, f, i, j] += x[n, c, i * SH + u, j * SW + v] * w[f, c, u, v]
    return out_array


cdef _conv_backward(
    const real[:, :, :, :] dout, const real[:, :, :, :] x, const real[:, :, :, :] w, Py_ssize_t SH, Py_ssize_t SW,
    real[:, :, :, ::1] dx, real[:, :, :, ::1] dw, real[::1] db,
):
    cdef Py_ssize_t n, f, i, j, c, u, v
    with nogil:
        for n in range(dout.shape[0]):
            for f in range(dout.shape[1]):
                for i in range(dout.shape[2]):
                    for j in range(dout.shape[3]):
                        db[f] += dout[n, f, i, j]
                        for c in range(w.shape[1]):
                            for u in range(w.shape[2]):
                                for v in range(w.shape[3]):
                                    dx[n, c, i * SH + u, j * SW + v] += dout[n, f, i, j] * w[f, c, u, v]
                                    dw[f, c, u, v] += dout[n, f, i, j] * x[n, c, i * SH + u, j * SW + v]
