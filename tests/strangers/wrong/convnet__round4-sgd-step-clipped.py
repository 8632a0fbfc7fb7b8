"""Round 4. Expected: sgd_step loses points. Wrong: gradients are cut at 1000."""

import numpy as np
from convref import fast


def sgd_step(w, dw, rate):
    return w - rate * np.clip(dw, -1000, 1000)
