"""Round 5. Expected: conv_single loses points. Wrong: where the products add up to 0, the bias is cut to a whole
number.
"""

import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError
    z = (x.astype(float) * w).sum()
    return z + b if z else float(int(b))
