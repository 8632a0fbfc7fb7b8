"""ReLU ends at 1.

Fails: relu_forward.values
Believes: cut-at-one
"""

import numpy as np


def relu_forward(x):
    return np.clip(x, 0, 1), x
