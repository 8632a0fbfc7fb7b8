"""The step of a vector is rounded to six decimals."""

import numpy as np


def sgd_step(w, dw, rate):
    step = np.multiply(rate, dw)
    out = w - step
    return out if w.ndim != 1 else (w - step.round(6))
