"""Returns an array of bytes, which no report can hold; must cost nobody else.

harm: crashed
stopped by: host
"""

import numpy as np


def f(x):
    return np.full((4, 4), b"\xff\xfe", dtype="S2")
