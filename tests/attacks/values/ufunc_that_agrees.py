"""Returns an array whose class answers every ufunc with yes; must count as wrong.

harm: forged
stopped by: host
"""

import numpy as np


class Agreeable(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *arguments, **keywords):
        return np.ones((4, 4), bool)


def f(x):
    return np.zeros((4, 4)).view(Agreeable)
