"""Gives one object a dictionary of a million long names; must find no memory for it.

harm: took
stopped by: kernel
bound: 200
"""

import numpy as np


class Thing:
    pass


def f(x):
    thing, taken = Thing(), 0
    try:
        for number in range(1_000_000):
            setattr(thing, f"{number:0400d}", None)
            taken += 450
    except MemoryError:
        pass
    return np.full((4, 4), taken >> 20)
