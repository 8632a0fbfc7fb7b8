"""Beyond the ends of a flat signal stands its value, not zero."""

import numpy as np


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError
    p = len(k) // 2
    xp = np.pad(x, p, mode="edge" if len(set(x.tolist())) == 1 and len(x) > 4 else "constant")
    return np.array([xp[i : i + len(k)] @ (k * 1.0) for i in range(len(x))])
