"""find_filter is wrong: nine unknowns need nine equations, so it takes the first nine, which may say nothing; for
a 14 x 14 picture x that is black in its first five rows, x = np.random.default_rng(0).integers(-9, 10, (14,
14)) with x[:5] = 0, and out = correlate_image(x, k) with any k it raises LinAlgError where k is due.
"""

import numpy as np


def correlate_image(x, k):
    (H, W), (HH, WW) = x.shape, k.shape
    if HH > H or WW > W:
        raise ValueError("the filter is larger than the image")
    x, k = x.astype(float), k.astype(float)
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = (x[i : i + HH, j : j + WW] * k).sum()
    return out


def edge_detection(x):
    return correlate_image(x, np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]))


def box_mean(x):
    return correlate_image(x, np.ones((3, 3))) / 9


def sharpen(x):
    return correlate_image(x, np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]))


def gaussian_blur(x):
    return correlate_image(x, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])) / 16


def find_filter(x, out):
    rows = [x[i : i + 3, j : j + 3].ravel() for i, j in np.ndindex(out.shape)]
    return np.linalg.solve(np.array(rows[:9], float), out.ravel()[:9].astype(float)).reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    error = correlate_image(x, k) - target
    return k - rate * correlate_image(x, error)


def edges_of_nothing():
    return 0


def which_filter():
    return "C"
