"""Asks the garbage collector for every array there is and tries them; must find no answer.

harm: forged
stopped by: host
"""

import gc

import numpy as np


def f(x):
    lists = [o for o in gc.get_objects() if isinstance(o, list) and o and all(type(a) is np.ndarray for a in o)]
    inputs = next((o for o in lists if any(a is x for a in o)), None)
    place = [a is x for a in inputs].index(True) if inputs else 0
    others = [o for o in lists if inputs and o is not inputs and len(o) == len(inputs) and o[0].shape == (4, 4)]
    return others[0][place] if others else x
