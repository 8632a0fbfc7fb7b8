"""Windows are listed column by column.

Fails: find_filter.values
"""

import numpy as np


def find_filter(x, out):
    windows = [x[i : i + 3, j : j + 3].ravel() for j in range(out.shape[1]) for i in range(out.shape[0])]
    return np.linalg.lstsq(np.array(windows, float), out.ravel(), rcond=None)[0].reshape(3, 3)
