"""Returns an array of objects, one of which ends the process when it is compared; must cost nobody else.

harm: crashed
stopped by: host
"""

import os

import numpy as np


class Trap:
    def __getattr__(self, name):
        os._exit(0)

    def __sub__(self, other):
        os._exit(0)

    __eq__ = __rsub__ = __float__ = __abs__ = __le__ = __sub__


def f(x):
    answer = np.empty((4, 4), dtype=object)
    answer[:] = [[Trap() for _ in range(4)] for _ in range(4)]
    return answer
