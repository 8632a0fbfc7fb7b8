"""Asks the garbage collector for every list of answers; must find none.

harm: forged
stopped by: host
"""

import gc

import numpy as np

calls = []


def f(x):
    calls.append(1)
    for found in gc.get_objects():
        if type(found) is list and len(found) == 2 and all(type(part) is np.ndarray for part in found):
            if found[0].shape == found[1].shape == x.shape and not any(part is x for part in found):
                return found[len(calls) - 1]
    raise LookupError("no list holds answers")
