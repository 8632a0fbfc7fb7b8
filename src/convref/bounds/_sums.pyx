"""Sums of products in twice the working precision, with the sum of their absolute values.

In: float64 arrays, checked and padded already.  Out: for each entry of the result three float64s,
(high, low, absolute): high + low is the sum, absolute the sum of the absolute terms.

This is the algorithm Dot2 of Ogita, Rump and Oishi, "Accurate sum and dot product" (SIAM J. Sci.
Comput. 26, 2005): TwoSum, and TwoProduct by fma, keep what each operation rounds away. Of n terms,
high + low is off by at most u |sum| + gamma(n)**2 * absolute.
"""

import numpy as np

from libc.math cimport fabs, fma

from ..pooling cimport first_maximum


cdef inline void add_product(double* sums, double a, double b) noexcept nogil:
    """Add a * b to (high, low, absolute)."""
    cdef double product = a * b, error = fma(a, b, -product)
    cdef double high = sums[0] + product, added = high - sums[0]
    sums[1] += ((sums[0] - (high - added)) + (product - added)) + error
    sums[0] = high
    sums[2] += fabs(product)


def conv_sums(
    const double[:, :, :, :] x, const double[:, :, :, :] w, const double[:] b, Py_ssize_t SH, Py_ssize_t SW
):
    """Return the sums of `convref.conv_forward`, shape (N, F, H_out, W_out, 3)."""
    cdef Py_ssize_t H = (x.shape[2] - w.shape[2]) // SH + 1, W = (x.shape[3] - w.shape[3]) // SW + 1
    out_array = np.zeros((x.shape[0], w.shape[0], H, W, 3))
    cdef double[:, :, :, :, ::1] out = out_array
    cdef Py_ssize_t n, f, i, j, c, u, v
    with nogil:
        for n in range(x.shape[0]):
            for f in range(w.shape[0]):
                for i in range(H):
                    for j in range(W):
                        add_product(&out[n, f, i, j, 0], b[f], 1)
                        for c in range(w.shape[1]):
                            for u in range(w.shape[2]):
                                for v in range(w.shape[3]):
                                    add_product(
                                        &out[n, f, i, j, 0], x[n, c, i * SH + u, j * SW + v], w[f, c, u, v]
                                    )
    return out_array


def conv_backward_sums(
    const double[:, :, :, :] dout,
    const double[:, :, :, :] x,
    const double[:, :, :, :] w,
    Py_ssize_t SH,
    Py_ssize_t SW,
):
    """Return the sums of `convref.conv_backward`: dx, dw and db, each with a last axis of 3."""
    dx_array = np.zeros((x.shape[0], x.shape[1], x.shape[2], x.shape[3], 3))
    dw_array = np.zeros((w.shape[0], w.shape[1], w.shape[2], w.shape[3], 3))
    db_array = np.zeros((w.shape[0], 3))
    cdef double[:, :, :, :, ::1] dx = dx_array, dw = dw_array
    cdef double[:, ::1] db = db_array
    cdef Py_ssize_t n, f, i, j, c, u, v
    with nogil:
        for n in range(dout.shape[0]):
            for f in range(dout.shape[1]):
                for i in range(dout.shape[2]):
                    for j in range(dout.shape[3]):
                        add_product(&db[f, 0], dout[n, f, i, j], 1)
                        for c in range(w.shape[1]):
                            for u in range(w.shape[2]):
                                for v in range(w.shape[3]):
                                    add_product(
                                        &dx[n, c, i * SH + u, j * SW + v, 0], dout[n, f, i, j], w[f, c, u, v]
                                    )
                                    add_product(
                                        &dw[f, c, u, v, 0], dout[n, f, i, j], x[n, c, i * SH + u, j * SW + v]
                                    )
    return dx_array, dw_array, db_array


def max_pool_backward_sums(
    const double[:, :, :, :] dout,
    const double[:, :, :, :] x,
    Py_ssize_t HH,
    Py_ssize_t WW,
    Py_ssize_t SH,
    Py_ssize_t SW,
):
    """Return the sums of `convref.max_pool_backward`, shape (N, C, H, W, 3)."""
    dx_array = np.zeros((x.shape[0], x.shape[1], x.shape[2], x.shape[3], 3))
    cdef double[:, :, :, :, ::1] dx = dx_array
    cdef Py_ssize_t n, c, i, j, row, column
    with nogil:
        for n in range(dout.shape[0]):
            for c in range(dout.shape[1]):
                for i in range(dout.shape[2]):
                    for j in range(dout.shape[3]):
                        row, column = first_maximum(x[n, c], i * SH, j * SW, HH, WW)
                        add_product(&dx[n, c, row, column, 0], dout[n, c, i, j], 1)
    return dx_array


def divide(double[:, ::1] sums, double divisor):
    """Divide sums of shape (n, 3) in place, keeping what the division rounds away."""
    cdef Py_ssize_t i
    cdef double total, quotient
    with nogil:
        for i in range(sums.shape[0]):
            total = sums[i, 0] + sums[i, 1]
            quotient = total / divisor
            sums[i, 1] = (fma(-quotient, divisor, total) + ((sums[i, 0] - total) + sums[i, 1])) / divisor
            sums[i, 0] = quotient
            sums[i, 2] /= fabs(divisor)


def multiply(double[:, ::1] sums, double factor):
    """Multiply sums of shape (n, 3) in place, keeping what the multiplication rounds away."""
    cdef Py_ssize_t i
    cdef double product
    with nogil:
        for i in range(sums.shape[0]):
            product = sums[i, 0] * factor
            sums[i, 1] = fma(sums[i, 0], factor, -product) + sums[i, 1] * factor
            sums[i, 0] = product
            sums[i, 2] *= fabs(factor)
