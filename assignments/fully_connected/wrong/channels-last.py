"""A pixel keeps its channels together.

Fails: affine_forward.values
"""

import numpy as np


def affine_forward(x, w, b):
    return np.moveaxis(x, 1, -1).reshape(len(x), -1) @ w + b, (x, w, b)
