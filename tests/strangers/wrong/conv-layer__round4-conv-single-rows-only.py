"""Round 4. Expected: conv_single loses points. Wrong: only channels and rows are compared, so one column is
stretched over all.
"""

import numpy as np


def conv_single(x, w, b):
    if x.shape[:2] != w.shape[:2]:
        raise ValueError
    return float((x.astype(float) * w).sum() + b)
