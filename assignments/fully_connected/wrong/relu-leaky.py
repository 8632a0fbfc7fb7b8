"""A little gets through below 0.

Fails: relu_forward.values
Believes: leaky
"""

import numpy as np


def relu_forward(x):
    return np.where(x > 0, x, 0.01 * x), x
