"""Expected: everything it writes passes.

A step of gradient descent takes its rate from settings, and returns them too.
"""


def sgd(w, dw, config=None):
    config = dict(config or {})
    rate = config.setdefault("learning_rate", 0.01)
    return w - rate * dw, config
