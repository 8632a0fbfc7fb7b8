"""Returns an array subclass that sleeps whenever anything is computed with it or compared to it.

harm: hung
stopped by: host
"""

import time

import numpy as np


class Answer(np.ndarray):
    def __array_ufunc__(self, *arguments, **named):
        time.sleep(20)

    def __array_function__(self, *arguments, **named):
        time.sleep(20)

    __eq__ = __le__ = __sub__ = __array_ufunc__


def f(x):
    return x.view(Answer)
