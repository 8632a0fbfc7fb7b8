"""The step is added."""


def sgd_step(w, dw, rate):
    return w + rate * dw
