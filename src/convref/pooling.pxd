# `convref.bounds` uses this too, because it must choose the same maximum.

from ._arguments cimport real

cdef (Py_ssize_t, Py_ssize_t) first_maximum(
    const real[:, :] plane, Py_ssize_t row, Py_ssize_t column, Py_ssize_t HH, Py_ssize_t WW
) noexcept nogil
