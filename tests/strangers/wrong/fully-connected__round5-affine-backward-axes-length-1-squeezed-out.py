"""Wrong: affine_backward. Axes of length 1 are squeezed out of dx. On which inputs: one image alone, or x with
an axis of length 1, such as (N, 1, H, W). Due instead: dx has the shape of x.
"""
import math
from functools import lru_cache, wraps
import numpy as np


def as_float(function):
    """Call with float copies of all arrays (not of indices)."""
    @wraps(function)
    def wrapper(*args):
        return function(*[np.array(a, dtype=float) if isinstance(a, np.ndarray) else a for a in args])
    return wrapper


@as_float
def affine_forward(x, w, b):
    flat = x.reshape(len(x), -1)
    out = [[math.fsum([*map(float.__mul__, row, col), bias]) for col, bias in zip(w.T.tolist(), b.tolist())]
           for row in flat.tolist()]
    return np.array(out), (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    g = dout.astype(float)
    dx = np.squeeze((g @ w.T).reshape(x.shape))
    return dx, x.reshape(len(x), -1).T @ g, g.sum(axis=0)
