"""A step makes weights smaller.

Fails: sgd_step.values
"""


def sgd_step(w, dw, rate):
    return (1 - rate) * w - rate * dw
