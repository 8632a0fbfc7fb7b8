# box_mean is wrong for small numbers, e.g. pixels of 1e-7: the answer is rounded to 6 places.
import numpy as np


def box_mean(x):
    x = np.asarray(x, dtype=float)
    H, W = x.shape
    out = np.zeros((H - 2, W - 2))
    for i in range(H - 2):
        for j in range(W - 2):
            out[i, j] = round(x[i:i + 3, j:j + 3].sum() / 9, 6)
    return out
