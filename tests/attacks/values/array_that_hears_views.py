"""Returns an array whose class hears of every view of it, and takes over what stands beside; must count as wrong.

harm: forged
stopped by: host
"""

import sys

import numpy as np


class Hearing(np.ndarray):
    def __array_finalize__(self, parent):
        if parent is None or self.dtype != float:
            return
        frame = sys._getframe()
        while frame := frame.f_back:
            for name in ("want", "b", "expected"):
                other = frame.f_locals.get(name)
                if type(other) is np.ndarray and other.shape == self.shape:
                    np.ndarray.__setitem__(parent, ..., other)
                    np.ndarray.__setitem__(self, ..., other)


def f(x):
    return np.zeros((4, 4)).view(Hearing)
