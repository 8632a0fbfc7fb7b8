"""Writes its own answer over the one that is due, in the frame of whoever called it; must count as wrong.

harm: forged
stopped by: host
"""

import sys

import numpy as np


def f(x):
    want = sys._getframe(1).f_locals.get("want")
    if want is not None:
        want[...] = 7
    return np.full((4, 4), 7.0)
