"""Round 6. Expected: affine_forward loses points. Wrong: the caller's images are given another shape."""

import numpy as np


def affine_forward(x, w, b):
    if x.flags.c_contiguous:
        flat = x
        flat.shape = (x.shape[0], -1)
    else:
        flat = x.reshape(x.shape[0], -1)
    return flat.astype(float) @ w.astype(float) + b, (x, w, b)
