"""Expected: everything it writes passes.

One map, and windows that go on by one: there is no stride.
"""

import numpy as np


def pool2d(matrix, pool_size, mode="max"):
    rows, columns = pool_size
    reduce = np.max if mode == "max" else np.mean
    out = np.zeros((matrix.shape[0] - rows + 1, matrix.shape[1] - columns + 1))
    if mode not in ("max", "avg"):
        raise ValueError(mode)
    for place in np.ndindex(*out.shape):
        i, j = place
        out[place] = reduce(matrix[i : i + rows, j : j + columns])
    return out


print(pool2d(np.arange(9.0).reshape(3, 3), (2, 2), "avg"))
