"""ReLU makes everything positive.

Fails: relu_forward.values
Believes: absolute-values
"""

import numpy as np


def relu_forward(x):
    return np.abs(x), x
