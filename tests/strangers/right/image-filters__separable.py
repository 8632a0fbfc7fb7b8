"""Expected: everything it writes passes.

Box and Gaussian as a column after a row; edge detection as identity minus box; sharpening by the discrete Laplacian.
"""
import numpy as np


def _row(x, k):
    n = x.shape[1] - len(k) + 1
    return sum(w * x[:, v:v + n] for v, w in enumerate(k))


def _col(x, k):
    return _row(x.T, k).T


def box_mean(x):
    third = np.repeat(1 / 3, 3)
    return _col(_row(x, third), third)


def gaussian_blur(x):
    quarter = np.array([1, 2, 1]) / 4
    return _row(_col(x, quarter), quarter)


def edge_detection(x):
    inner = x[1:-1, 1:-1].astype(np.float64)
    return 9 * (inner - box_mean(x))


def sharpen(x):
    x = x.astype(np.float64)
    laplacian = _row(x, [1, -2, 1])[1:-1] + _col(x, [1, -2, 1])[:, 1:-1]
    return x[1:-1, 1:-1] - laplacian


def correlate_image(x, k):
    """Any filter is a sum of separable ones: the singular value decomposition finds them."""
    if k.shape[0] > x.shape[0] or k.shape[1] > x.shape[1]:
        raise ValueError("The filter has no place on the image")
    U, s, Vt = np.linalg.svd(k.astype(float), full_matrices=False)
    return sum(_col(_row(x.astype(float), r), strength * c) for c, strength, r in zip(U.T, s, Vt))
