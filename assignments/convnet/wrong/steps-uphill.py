"""A step follows the gradient.

Fails: sgd_step.values
Believes: uphill
"""


def sgd_step(w, dw, rate):
    return w + rate * dw
