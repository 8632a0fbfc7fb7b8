"""Returns an array of records whose fields are objects with tricks; must cost nobody else.

harm: crashed
stopped by: host
"""

import os

import numpy as np


class Field:
    def __float__(self):
        os._exit(0)

    __index__ = __bool__ = __eq__ = __abs__ = __le__ = __sub__ = __rsub__ = __float__


def f(x):
    return np.array([[(Field(), 1)] * 4] * 4, dtype=[("x", object), ("y", int)])
