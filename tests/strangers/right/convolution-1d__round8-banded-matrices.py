"""Style: every operation is a matrix: a banded one built by np.eye(..., k=offset); the gradient is its transpose; 0-d arrays and numpy scalars as answers.

>>> correlate_shrink(np.array([4, 3, 2, -5, 3]), np.array([1, 2, 3])).tolist()
[16.0, -8.0, 1.0]
>>> box_filter(np.array([4, 3, 2, -5]), 2).tolist()
[3.5, 2.5, -1.5]
"""
import doctest

import numpy as np


def band(k, columns):
    """The matrix whose row i holds k from column i on.

    >>> band([1, 2], 3).astype(int).tolist()
    [[1, 2, 0], [0, 1, 2]]
    """
    rows = columns - len(k) + 1
    return sum(float(weight) * np.eye(rows, columns, k=u) for u, weight in enumerate(k))


def box_filter(x, width):
    return band(np.ones(width), len(x)) @ x / width


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("the kernel fits nowhere")
    return band(k, len(x)) @ x


def correlate_pad(x, k):
    margin, even = divmod(len(k) - 1, 2)
    if even:
        raise ValueError("even kernel")
    B = band(k, len(x) + 2 * margin)
    return B[:, margin:margin + len(x)] @ x       # the columns of zeros are not even built into x


def convolve_shrink(x, k):
    return band(np.flip(k), len(x)) @ x


def correlate_backward(dout, x, k):
    dx = band(k, len(x)).T @ dout
    dk = band(dout, len(x)) @ x
    return dx, dk


def convolve_sampled(f, g, dt):
    return dt * (band(g, len(f) + len(g) - 1).T @ f) if len(f) else f


def two_boxes():
    return np.str_("B")


def two_gaussians():
    return np.array(2.0)


def flip_unseen():
    return 'A'


if __name__ == "__main__":
    doctest.testmod()
