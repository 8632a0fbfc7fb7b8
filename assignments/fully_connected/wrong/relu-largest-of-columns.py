"""np.max(x, 0) compares with 0.

Fails: relu_forward.values
Believes: largest-of-columns
"""

import numpy as np


def relu_forward(x):
    return np.maximum(0 * x, np.max(x, 0)), x
