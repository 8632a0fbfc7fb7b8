"""Returns an array whose strides lead outside its memory; must cost nobody else.

harm: crashed
stopped by: host
"""

import numpy as np


def f(x):
    return np.lib.stride_tricks.as_strided(np.zeros(1), (4, 4), (1 << 40, 1 << 41))
