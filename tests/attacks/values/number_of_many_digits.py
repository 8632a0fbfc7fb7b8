"""Returns a whole number of five thousand digits; must cost nobody else.

harm: crashed
stopped by: host
"""

import numpy as np


def f(x):
    return np.array([[10**5000] * 4] * 4, dtype=object)
