"""Round 5. Expected: affine_forward loses points. Wrong: the output is rounded to three decimals."""

import numpy as np


def affine_forward(x, w, b):
    return np.round(x.reshape(x.shape[0], -1).astype(float) @ w.astype(float) + b, 3), (x, w, b)
