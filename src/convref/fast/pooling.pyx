"""Pooling layers at the speed of the machine: forward beside backward.

In: x (N, C, H, W), and a window that slides over each channel by itself.  Out: (N, C, H_out, W_out).
These are the functions of `convref.pooling`, with the same values, bit for bit. There is one exception: in
`max_pool_backward` of 3 x 3 windows with stride 2, what several windows send to one pixel is added up in another order.
"""

cimport numpy as cnp

from .. import pooling as lesson
from ..problems import gradient_problem, pool_problem
from ..shapes import pool_output_shape

from .._arguments cimport check, floats

from .layer cimport contiguous, empty4
from .processor cimport Kernels, Sizes, kernels_for, read_pair, threads_for

cnp.import_array()


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
    cdef Sizes s
    (x,) = floats(("x",), (x,))
    if not _fits(&s, x, window, stride):
        check(pool_problem(x.shape, window, stride=stride))
        return lesson.max_pool_forward(x, window, stride=stride)
    x = contiguous(x)
    out = empty4(s.N, s.C, s.OH, s.OW, x)
    cdef const Kernels* kernels = kernels_for(x)
    cdef const void* images = cnp.PyArray_DATA(x)
    cdef void* maps = cnp.PyArray_DATA(out)
    cdef int threads = threads_for(_numbers(&s))
    with nogil:
        kernels.max_pool_forward(&s, images, maps, threads)
    return out


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
    cdef Sizes s
    dout, x = floats(("dout", "x"), (dout, x))
    if not _fits(&s, x, window, stride) or not _is_output(&s, dout):
        check(pool_problem(x.shape, window, stride=stride))
        check(gradient_problem("dout", dout.shape, pool_output_shape(x.shape, window, stride=stride)))
        return lesson.max_pool_backward(dout, x, window, stride=stride)
    dout = contiguous(dout)
    x = contiguous(x)
    dx = empty4(s.N, s.C, s.H, s.W, dout)
    cdef const Kernels* kernels = kernels_for(dout)
    cdef const void* gradients = cnp.PyArray_DATA(dout)
    cdef const void* images = cnp.PyArray_DATA(x)
    cdef void* by_x = cnp.PyArray_DATA(dx)
    cdef int threads = threads_for(_numbers(&s))
    with nogil:
        kernels.max_pool_backward(&s, gradients, images, by_x, threads)
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
    cdef Sizes s
    (x,) = floats(("x",), (x,))
    if not _fits(&s, x, window, stride):
        check(pool_problem(x.shape, window, stride=stride))
        return lesson.avg_pool_forward(x, window, stride=stride)
    x = contiguous(x)
    out = empty4(s.N, s.C, s.OH, s.OW, x)
    cdef const Kernels* kernels = kernels_for(x)
    cdef const void* images = cnp.PyArray_DATA(x)
    cdef void* maps = cnp.PyArray_DATA(out)
    cdef int threads = threads_for(_numbers(&s))
    with nogil:
        kernels.avg_pool_forward(&s, images, maps, threads)
    return out


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
    cdef Sizes s
    dout, x = floats(("dout", "x"), (dout, x))
    if not _fits(&s, x, window, stride) or not _is_output(&s, dout):
        check(pool_problem(x.shape, window, stride=stride))
        check(gradient_problem("dout", dout.shape, pool_output_shape(x.shape, window, stride=stride)))
        return lesson.avg_pool_backward(dout, x, window, stride=stride)
    dout = contiguous(dout)
    dx = empty4(s.N, s.C, s.H, s.W, dout)
    cdef const Kernels* kernels = kernels_for(dout)
    cdef const void* gradients = cnp.PyArray_DATA(dout)
    cdef void* by_x = cnp.PyArray_DATA(dx)
    cdef int threads = threads_for(_numbers(&s))
    with nogil:
        kernels.avg_pool_backward(&s, gradients, by_x, threads)
    return dx


cdef bint _fits(Sizes* s, cnp.ndarray x, object window, object stride) noexcept:
    """Read the sizes, if they are of the usual types and legal. Anything else is left to the lesson."""
    cdef const cnp.npy_intp* shape = cnp.PyArray_DIMS(x)
    if cnp.PyArray_NDIM(x) != 4 or not read_pair(window, &s.HH, &s.WW):
        return False
    if not read_pair(window if stride is None else stride, &s.SH, &s.SW):
        return False
    s.N, s.C, s.H, s.W, s.F, s.PH, s.PW = shape[0], shape[1], shape[2], shape[3], shape[1], 0, 0
    if s.N < 1 or s.C < 1 or s.HH < 1 or s.WW < 1 or s.SH < 1 or s.SW < 1 or s.HH > s.H or s.WW > s.W:
        return False
    s.OH, s.OW = (s.H - s.HH) // s.SH + 1, (s.W - s.WW) // s.SW + 1
    return True


cdef bint _is_output(const Sizes* s, cnp.ndarray dout) noexcept:
    cdef const cnp.npy_intp* shape = cnp.PyArray_DIMS(dout)
    if cnp.PyArray_NDIM(dout) != 4:
        return False
    return shape[0] == s.N and shape[1] == s.C and shape[2] == s.OH and shape[3] == s.OW


cdef double _numbers(const Sizes* s) noexcept:
    """Count the numbers that are read. Pooling multiplies nothing, so this is its work."""
    return <double> s.N * s.C * s.H * s.W
