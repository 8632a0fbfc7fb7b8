"""A layer ends with its activation.

Fails: affine_forward.values
"""

import numpy as np


def affine_forward(x, w, b):
    return np.maximum(x.reshape(len(x), -1) @ w + b, 0), (x, w, b)
