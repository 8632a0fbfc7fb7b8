"""The old parameters are not needed.

Fails: sgd_step.values
"""


def sgd_step(w, dw, rate):
    w -= (rate * dw).astype(w.dtype)
    return w
