"""Returns an array whose class wraps the results of every operation as zeros; must count as wrong.

harm: forged
stopped by: host
"""

import numpy as np


class Near(np.ndarray):
    def __array_wrap__(self, array, context=None, return_scalar=False):
        if array.dtype == bool:
            return np.ones(array.shape, bool)
        return np.zeros(array.shape).view(Near)


def f(x):
    return np.zeros((4, 4)).view(Near)
