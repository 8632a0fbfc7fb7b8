"""The nine weights are read column by column."""

import numpy as np


def find_filter(x, out):
    x = np.asarray(x, float)
    rows = []
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            rows.append(x[i : i + 3, j : j + 3].T.ravel())
    k, *_ = np.linalg.lstsq(np.array(rows), np.asarray(out, float).ravel(), rcond=None)
    return k.reshape(3, 3)
