# conv_single is wrong: x and w of different shape but the same number of entries, e.g. (2, 3, 4) and (2, 4, 3), give a number instead of ValueError.
import numpy as np


def conv_single(x, w, b):
    x_row = np.asarray(x, dtype=float).reshape(-1)
    w_row = np.asarray(w, dtype=float).reshape(-1)
    if len(x_row) != len(w_row):
        raise ValueError("the filter does not match the block")
    return float(x_row @ w_row + b)
