"""Nine equations are enough, whichever.

Fails: find_filter.values
"""

import numpy as np


def find_filter(x, out):
    windows = [x[i : i + 3, j : j + 3].ravel() for i in range(out.shape[0]) for j in range(out.shape[1])]
    return np.linalg.lstsq(np.array(windows, float)[:8], out.ravel()[:8], rcond=None)[0].reshape(3, 3)
