"""Arguments as the kernels want them. Types are checked here, and nowhere else.

In: whatever the caller gave.  Out: ndarrays of one float type, or an error that names the argument.
Arrays that already are of that type are returned as they are, whatever their strides. So a tiny call stays cheap.
"""

import numbers
import sys

import numpy as np

cimport numpy as cnp

from libc.math cimport INFINITY

from .problems import gradient_problem, signal_problem
from .shapes import signal_output_shape
from .sizes import ShapeError

cnp.import_array()

cdef double LARGEST_EXACT = 2.0**53  # float64 holds every integer up to here, and not the next one


cpdef tuple floats(tuple names, tuple values):
    """Return the values as ndarrays of one type: float32 if all are, else float64.

    Parameters
    ----------
    names : tuple of str
        What to call the values in an error.
    values : tuple of array_like
        Of float32, float64 or integers; lists too.

    Returns
    -------
    tuple of ndarray

    Raises
    ------
    TypeError
        If the type of a value is another, such as float16, complex or bool, or if a value is a masked array.
    ShapeError
        If a list is ragged, or an integer is too large to be exact in float64.
    """
    cdef int wanted = -1, kind
    for value in values:
        if not cnp.PyArray_CheckExact(value) or not cnp.PyArray_ISBEHAVED_RO(value):
            return _converted(names, values)
        kind = cnp.PyArray_TYPE(value)
        if kind != cnp.NPY_FLOAT64 and kind != cnp.NPY_FLOAT32 or wanted != -1 and kind != wanted:
            return _converted(names, values)
        wanted = kind
    return values


cdef tuple _converted(tuple names, tuple values):
    arrays = []
    for name, value in zip(names, values):
        array = array_of(name, value)
        if array.dtype.kind not in "iu" and array.dtype.type not in (np.float32, np.float64):
            raise TypeError(f"{name} has type {array.dtype}: it must be float32, float64 or integers")
        _check_exact(name, array)
        arrays.append(array)
    single = all([array.dtype.type is np.float32 for array in arrays])
    wanted = np.dtype(np.float32 if single else np.float64)
    return tuple([np.require(array, wanted, "A") for array in arrays])


cdef object _check_exact(str name, cnp.ndarray array):
    """Refuse integers that float64 would round: a reference value must be exact."""
    if array.dtype.kind not in "iu" or array.dtype.itemsize < 8 or array.size == 0:
        return
    for entry in (int(array.max()), int(array.min())):
        if abs(entry) > LARGEST_EXACT:
            raise ShapeError(f"{name} holds {entry}: integers beyond 2**53 are not exact in float64")


cpdef object array_of(str name, object value):
    """Return a value as an ndarray of any type, or say why it cannot be one."""
    if _is_masked(value):
        raise TypeError(f"{name} is a masked array: nothing here knows what a mask means, so fill it first")
    try:
        return np.asarray(value)
    except ValueError:
        raise ShapeError(f"{name} is ragged: its rows must have the same length") from None


cdef bint _is_masked(object value):
    """Whether it is a masked array, or a list that holds one."""
    if isinstance(value, (list, tuple)):
        return any([_is_masked(entry) for entry in value])
    masks = sys.modules.get("numpy.ma")  # nobody made a masked array without it, and importing it takes a while
    return masks is not None and isinstance(value, masks.MaskedArray)


cpdef object number(str name, object value):
    """Return a finite real number as a float, or say why the value is not one."""
    cdef double finite = _real_number(name, value)
    if not -INFINITY < finite < INFINITY:
        raise ShapeError(f"{name} is {value}: it must be finite")
    return finite


cpdef object positive(str name, object value, str rule="it must be positive"):
    """Return a positive finite number as a float, or say which rule it breaks."""
    if not _real_number(name, value) > 0:
        raise ShapeError(f"{name} is {value}: {rule}")
    return number(name, value)


cdef double _real_number(str name, object value) except? -1:
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        raise TypeError(f"{name} is {value!r}: it must be a number")
    try:
        return float(value)
    except OverflowError:
        return INFINITY if value > 0 else -INFINITY


cpdef tuple signal_arguments(object x, object k, int axes, object boundary):
    """Return a signal or an image and its kernel as arrays whose shapes fit together."""
    x, k = floats(("x", "k"), (x, k))
    check(signal_problem(x.shape, k.shape, axes, boundary=boundary))
    return x, k


cpdef tuple signal_gradient_arguments(object dout, object x, object k, int axes, object boundary):
    """Return a gradient, a signal or an image, and its kernel as arrays whose shapes fit together."""
    dout, x, k = floats(("dout", "x", "k"), (dout, x, k))
    check(signal_problem(x.shape, k.shape, axes, boundary=boundary))
    check(gradient_problem("dout", dout.shape, signal_output_shape(x.shape, k.shape, boundary=boundary)))
    return dout, x, k


cpdef object check(object problem):
    """Raise a `ShapeError` if there is a problem."""
    if problem is not None:
        raise ShapeError(problem)


cpdef bint is_float32(object array):
    """Tell float32 from float64, the only two types `floats` returns."""
    return cnp.PyArray_TYPE(array) == cnp.NPY_FLOAT32


cpdef object zero_pad(object x, tuple pad):
    """Return x with zeros added to both sides of its last axes, as many as ``pad`` says for each."""
    if not any(pad):
        return x
    before = (0,) * (x.ndim - len(pad)) + pad
    try:
        padded = np.zeros([length + 2 * zeros for length, zeros in zip(x.shape, before)], x.dtype)
    except (MemoryError, ValueError):  # NumPy says one or the other, by size
        raise MemoryError(f"pad is {pad}: there is no memory for so many zeros around x of shape {x.shape}") from None
    crop(padded, pad)[...] = x
    return padded


cpdef object crop(object x, tuple pad):
    """Return the part of a padded x that was x, as a view. This undoes `zero_pad`."""
    return x[(..., *[slice(zeros, length - zeros) for zeros, length in zip(pad, x.shape[x.ndim - len(pad):])])]
