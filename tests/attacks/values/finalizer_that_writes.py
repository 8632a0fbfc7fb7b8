"""Returns an array that is changed when the caller lets go of another one; must count as wrong.

harm: forged
stopped by: host
"""

import sys
import weakref

import numpy as np


class Keeper(np.ndarray):
    pass


def f(x):
    answer = np.zeros((4, 4)).view(Keeper)
    frame = sys._getframe(1)
    want = frame.f_locals.get("want")
    if want is not None:
        weakref.finalize(answer, lambda: None)
        answer[...] = want
    return answer
