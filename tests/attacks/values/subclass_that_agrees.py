"""Returns an array whose class answers every comparison with yes; must count as wrong.

harm: forged
stopped by: host
"""

import numpy as np


class Agreeable(np.ndarray):
    def __array_function__(self, function, types, arguments, keywords):
        return True


def f(x):
    return np.zeros((4, 4)).view(Agreeable)
