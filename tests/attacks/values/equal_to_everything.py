"""Returns an array of objects that are close to everything; must count as wrong.

harm: forged
stopped by: host
"""

import numpy as np


class Close(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **keywords):
        return np.ones((4, 4), dtype=bool)


def f(x):
    return np.zeros((4, 4)).view(Close)
