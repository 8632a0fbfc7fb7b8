"""The rate is for later.

Fails: sgd_step.values
Believes: rate-forgotten
"""


def sgd_step(w, dw, rate):
    return w - dw
