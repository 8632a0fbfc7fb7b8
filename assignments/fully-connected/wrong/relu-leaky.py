"""A little gets through below 0.

Fails: relu_forward.values
"""

import numpy as np


def relu_forward(x):
    return np.where(x > 0, x, 0.5 * x), x
