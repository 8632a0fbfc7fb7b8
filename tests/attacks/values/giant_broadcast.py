"""Returns one number stretched to a terabyte; must be refused without reading it.

harm: hung
stopped by: host
"""

import numpy as np


def f(x):
    return np.broadcast_to(np.float32(1), (40000, 40000))
