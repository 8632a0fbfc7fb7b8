"""Only the direction counts.

Fails: sgd_step.values
"""

import numpy as np


def sgd_step(w, dw, rate):
    return w - rate * np.sign(dw)
