"""The convolution layer at the speed of the machine: forward beside backward.

In: images x (N, C, H, W), filters w (F, C, HH, WW), biases b (F,).  Out: activation maps (N, F, H_out, W_out).
These are the functions of `convref.layer`, which has the formulas. docs/how-fast-convolution-works.md leads from there
to here, step by step. Unusual or illegal arguments are read by the lesson's rules, so errors are the lesson's too.
"""

import numpy as np

cimport numpy as cnp

from .. import layer as lesson
from ..problems import conv_problem, gradient_problem
from ..shapes import conv_output_shape
from ..sizes import pair

from .._arguments cimport check, floats

from .processor cimport Kernels, Sizes, idx, kernels_for, read_pair, threads_for

cnp.import_array()


def conv_forward(x, w, b=None, *, stride=1, pad=0):
    """Slide every filter over every image.

    The result equals that of `convref.conv_forward` where nothing rounds. Elsewhere it is within the bound of
    `convref.bounds.conv_forward`, whose proof holds for every order of summation. Infinities and NaNs are in the same
    places, with one exception: a sum may overflow on its way in one order and not in another.

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
    MemoryError
        If there is no room for the result, or for working memory of about the size of one image.

    Examples
    --------
    >>> import numpy as np
    >>> x, w = np.ones((1, 3, 5, 5)), np.ones((1, 3, 5, 5))
    >>> conv_forward(x, w, [1])  # a 75-dimensional dot product, and the bias
    array([[[[76.]]]])
    """
    cdef Sizes s
    cdef const void* biases = NULL
    if b is None:
        x, w = floats(("x", "w"), (x, w))
    else:
        x, w, b = floats(("x", "w", "b"), (x, w, b))
    if not _fits(&s, x, w, b, stride, pad):
        check(conv_problem(x.shape, w.shape, None if b is None else b.shape, stride=stride, pad=pad))
        _fits(&s, x, w, b, pair(stride, "stride"), pair(pad, "pad"))  # legal, but unusual: lists, or NumPy's ints
    x, w = contiguous(x), contiguous(w)
    if b is not None:
        b = contiguous(b)
        biases = cnp.PyArray_DATA(b)
    try:
        out = empty4(s.N, s.F, s.OH, s.OW, x)
    except (MemoryError, ValueError):  # NumPy says one or the other, by size
        raise MemoryError(f"pad is {pad}: there is no memory for an output of {s.OH} rows and {s.OW} columns") from None
    cdef const Kernels* kernels = kernels_for(x)
    cdef const void* images = cnp.PyArray_DATA(x)
    cdef const void* filters = cnp.PyArray_DATA(w)
    cdef void* maps = cnp.PyArray_DATA(out)
    cdef int failed, threads = threads_for(_terms(&s))
    with nogil:
        failed = kernels.conv_forward(&s, images, filters, biases, maps, threads)
    if failed:
        raise MemoryError("no memory for the planes of one image")
    return out


def conv_backward(dout, x, w, *, stride=1, pad=0):
    """Return the gradients of the loss by x, w and b, given its gradient by the output.

    The results equal those of `convref.conv_backward` where nothing rounds. Elsewhere they are within the bound of
    `convref.bounds.conv_backward`. If x or w holds an infinity or a NaN, the lesson's loops do the work, slowly: the
    fast kernels also multiply by zeros that the formula does not have, and zero times infinity is a NaN.

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
    MemoryError
        If there is no room for the result or for working memory. Each thread needs about the size of one image, and a
        vector for each weight.

    Examples
    --------
    >>> dx, dw, db = conv_backward([[[[1, 10]]]], [[[[4, 5, 6]]]], [[[[2, 3]]]])
    >>> dx, dw, db
    (array([[[[ 2., 23., 30.]]]]), array([[[[54., 65.]]]]), array([11.]))
    """
    cdef Sizes s
    dout, x, w = floats(("dout", "x", "w"), (dout, x, w))
    if not _fits(&s, x, w, None, stride, pad) or not _is_output(&s, dout):
        check(conv_problem(x.shape, w.shape, stride=stride, pad=pad))
        check(gradient_problem("dout", dout.shape, conv_output_shape(x.shape, w.shape, stride=stride, pad=pad)))
        _fits(&s, x, w, None, pair(stride, "stride"), pair(pad, "pad"))  # legal, but unusual: lists, or NumPy's ints
    dout, x, w = contiguous(dout), contiguous(x), contiguous(w)
    cdef const Kernels* kernels = kernels_for(x)
    cdef const void* gradients = cnp.PyArray_DATA(dout)
    cdef const void* images = cnp.PyArray_DATA(x)
    cdef const void* filters = cnp.PyArray_DATA(w)
    if not kernels.all_finite(cnp.PyArray_SIZE(w), filters):
        return lesson.conv_backward(dout, x, w, stride=stride, pad=pad)
    dx, dw = empty4(s.N, s.C, s.H, s.W, x), empty4(s.F, s.C, s.HH, s.WW, x)
    db = np.empty(s.F, x.dtype)
    cdef void* by_x = cnp.PyArray_DATA(dx)
    cdef void* by_w = cnp.PyArray_DATA(dw)
    cdef void* by_b = cnp.PyArray_DATA(db)
    cdef int failed, threads = threads_for(2 * _terms(&s))
    with nogil:
        failed = kernels.conv_backward(&s, gradients, images, filters, by_x, by_w, by_b, threads)
    if failed:
        raise MemoryError("no memory for the planes of one image, or for the sums of the weights")
    # An infinity or a NaN in x makes some gradient of a weight infinite or NaN too. Only then is x looked at.
    if not kernels.all_finite(cnp.PyArray_SIZE(dw), by_w) and not kernels.all_finite(cnp.PyArray_SIZE(x), images):
        return lesson.conv_backward(dout, x, w, stride=stride, pad=pad)
    return dx, dw, db


cdef bint _fits(Sizes* s, cnp.ndarray x, cnp.ndarray w, object b, object stride, object pad) noexcept:
    """Read the sizes, if they are of the usual types and legal. Then `conv_problem` finds nothing either (tested)."""
    if cnp.PyArray_NDIM(x) != 4 or cnp.PyArray_NDIM(w) != 4:
        return False
    if not read_pair(stride, &s.SH, &s.SW) or not read_pair(pad, &s.PH, &s.PW):
        return False
    if b is not None and (cnp.PyArray_NDIM(b) != 1 or cnp.PyArray_DIM(b, 0) != cnp.PyArray_DIM(w, 0)):
        return False
    cdef const cnp.npy_intp* images = cnp.PyArray_DIMS(x)
    cdef const cnp.npy_intp* filters = cnp.PyArray_DIMS(w)
    s.N, s.C, s.H, s.W = images[0], images[1], images[2], images[3]
    s.F, s.HH, s.WW = filters[0], filters[2], filters[3]
    if s.N < 1 or s.C < 1 or s.H < 1 or s.W < 1 or s.F < 1 or s.HH < 1 or s.WW < 1 or filters[1] != s.C:
        return False
    if s.SH < 1 or s.SW < 1 or s.PH < 0 or s.PW < 0 or s.HH > s.H + 2 * s.PH or s.WW > s.W + 2 * s.PW:
        return False
    s.OH = (s.H + 2 * s.PH - s.HH) // s.SH + 1
    s.OW = (s.W + 2 * s.PW - s.WW) // s.SW + 1
    return True


cdef bint _is_output(const Sizes* s, cnp.ndarray dout) noexcept:
    cdef const cnp.npy_intp* shape = cnp.PyArray_DIMS(dout)
    if cnp.PyArray_NDIM(dout) != 4:
        return False
    return shape[0] == s.N and shape[1] == s.F and shape[2] == s.OH and shape[3] == s.OW


cdef double _terms(const Sizes* s) noexcept:
    return <double> s.N * s.F * s.OH * s.OW * s.C * s.HH * s.WW


cdef object contiguous(cnp.ndarray array):
    """Return the array in C order: itself, if it already is."""
    return array if cnp.PyArray_IS_C_CONTIGUOUS(array) else np.ascontiguousarray(array)


cdef object empty4(idx first, idx second, idx third, idx fourth, cnp.ndarray like):
    """Return a new array of four axes, with the type of another array."""
    cdef cnp.npy_intp[4] shape
    shape[0], shape[1], shape[2], shape[3] = first, second, third, fourth
    return cnp.PyArray_EMPTY(4, shape, cnp.PyArray_TYPE(like), 0)
