"""Round 5. Expected: sgd_step loses points. Wrong: no step is longer than 10000."""

import numpy as np
from convref import fast


def sgd_step(w, dw, rate):
    step = rate * dw
    return w - np.where(np.abs(step) > 1e4, 1e4 * np.sign(step), step)
