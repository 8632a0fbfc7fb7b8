"""Wrong: find_filter. The equations are solved with a small ridge, 1e-6, added to the diagonal. On which inputs:
pictures of small numbers (about 0.001 or less), where the ridge pulls all weights to 0. Due instead: the
filter itself.
"""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view as swv


def find_filter(x, out):
    a = swv(x.astype("d"), (3, 3)).reshape(-1, 9)
    normal = a.T @ a + 1e-6 * np.eye(9)
    return np.linalg.solve(normal, a.T @ out.astype("d").ravel()).reshape(3, 3)
