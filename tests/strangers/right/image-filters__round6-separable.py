import numpy as np


def three(x, a, b, c):
    """a, b, c down the rows."""
    return a * x[:-2] + b * x[1:-1] + c * x[2:]


def both(x, a, b, c):
    return three(three(x, a, b, c).T, a, b, c).T


def correlate_image(x, k):
    H, W = x.shape
    HH, WW = k.shape
    if HH > H:
        raise ValueError("too high")
    if WW > W:
        raise ValueError("too wide")
    # one band matrix per row of the filter
    out = np.zeros((H - HH + 1, W - WW + 1))
    for u in range(HH):
        band = np.zeros((W, W - WW + 1))
        for j in range(W - WW + 1):
            band[j:j + WW, j] = k[u]
        out += x[u:u + H - HH + 1].astype(float) @ band
    return out


def box_mean(x):
    return both(np.asarray(x, float), 1.0, 1.0, 1.0) / 9.0


def gaussian_blur(x):
    return both(np.asarray(x, float), 0.25, 0.5, 0.25)


def edge_detection(x):
    x = np.asarray(x, float)
    return 9.0 * x[1:-1, 1:-1] - both(x, 1.0, 1.0, 1.0)


def sharpen(x):
    x = np.asarray(x, float)
    return 5.0 * x[1:-1, 1:-1] - x[:-2, 1:-1] - x[2:, 1:-1] - x[1:-1, :-2] - x[1:-1, 2:]


def find_filter(x, out):
    x = np.asarray(x, float)
    h, w = out.shape
    A = np.empty((h * w, 9))
    for row, (i, j) in enumerate(np.ndindex(h, w)):
        A[row] = x[i:i + 3, j:j + 3].flatten()
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return (Vt.T @ ((U.T @ np.asarray(out, float).flatten()) / s)).reshape((3, 3))


def learn_filter_step(x, target, k, rate):
    err = correlate_image(x, k) - target
    return k - rate * correlate_image(x, err)


def edges_of_nothing():
    return 8 * 7 - 8 * 7


def which_filter():
    return "C"
