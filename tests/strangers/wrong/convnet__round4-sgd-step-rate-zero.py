"""Round 4. Expected: sgd_step loses points. Wrong: with a rate of 0 the parameter itself is handed back."""

import numpy as np
from convref import fast


def sgd_step(w, dw, rate):
    return w if rate == 0 else w - rate * dw
