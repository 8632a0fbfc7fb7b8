"""Arrays as the kernels want them: the one place where types are checked.

In: whatever the caller gave.  Out: ndarrays of one float type, or an error that names the argument.
Arrays that are right already pass through untouched, whatever their strides: a tiny call must stay cheap.
"""

import numpy as np

cimport numpy as cnp

from .problems import ShapeError

cnp.import_array()


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
        If the type of a value is another, such as float16, complex or bool.
    ShapeError
        If a list is ragged.
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
        try:
            array = np.asarray(value)
        except ValueError:
            raise ShapeError(f"{name} is ragged: its rows must have the same length") from None
        if array.dtype.kind not in "iu" and array.dtype.type not in (np.float32, np.float64):
            raise TypeError(f"{name} has type {array.dtype}: it must be float32, float64 or integers")
        arrays.append(array)
    single = all([array.dtype.type is np.float32 for array in arrays])
    wanted = np.dtype(np.float32 if single else np.float64)
    return tuple([np.require(array, wanted, "A") for array in arrays])


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
    padded = np.zeros([length + 2 * zeros for length, zeros in zip(x.shape, before)], x.dtype)
    crop(padded, pad)[...] = x
    return padded


cpdef object crop(object x, tuple pad):
    """Return the part of a padded x that was x, as a view: what `zero_pad` did, undone."""
    return x[(..., *[slice(zeros, length - zeros) for zeros, length in zip(pad, x.shape[x.ndim - len(pad):])])]
