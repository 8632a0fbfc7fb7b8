"""The old parameters are not needed.

Fails: sgd_step.inputs
Believes: input-modified
"""


def sgd_step(w, dw, rate):
    w -= (rate * dw).astype(w.dtype)
    return w
