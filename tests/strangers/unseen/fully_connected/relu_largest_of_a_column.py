"""np.max(x, 0) instead of np.maximum(x, 0): the 0 is taken as an axis, and the largest entry of each column comes
out.
"""

import numpy as np


def relu_forward(x):
    out = np.max(x, 0)
    return out, x
