"""Returns an object that says it is an array, and agrees to everything; must count as wrong.

harm: forged
stopped by: host
"""

import numpy as np


class Liar:
    __class__ = np.ndarray
    shape, dtype, ndim, size = (4, 4), np.dtype(float), 2, 16

    def __array_function__(self, function, types, arguments, keywords):
        return True

    def __array__(self, dtype=None, copy=None):
        return np.zeros((4, 4))


def f(x):
    return Liar()
