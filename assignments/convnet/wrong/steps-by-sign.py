"""Only the direction counts.

Fails: sgd_step.values
Believes: sign-alone
"""

import numpy as np


def sgd_step(w, dw, rate):
    return w - rate * np.sign(dw)
