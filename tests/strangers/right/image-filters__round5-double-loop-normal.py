import numpy as np


def edges_of_nothing():
    return 0


def which_filter():
    return "C"

EDGE = np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]])
SHARPEN = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
GAUSS = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])


def correlate_image(x, k):
    h, w = x.shape
    hh, ww = k.shape
    if hh > h or ww > w:
        raise ValueError("filter larger than image")
    x, k = x.astype(float), k.astype(float)
    out = np.zeros((h - hh + 1, w - ww + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = (x[i:i + hh, j:j + ww] * k).sum()
    return out


def edge_detection(x):
    return correlate_image(x, EDGE)


def box_mean(x):
    return correlate_image(x, np.ones((3, 3))) / 9


def sharpen(x):
    return correlate_image(x, SHARPEN)


def gaussian_blur(x):
    return correlate_image(x, GAUSS) / 16


def find_filter(x, out):
    rows = []
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            rows.append(x[i:i + 3, j:j + 3].ravel())
    k, *_ = np.linalg.lstsq(np.array(rows, dtype=float), out.ravel().astype(float), rcond=None)
    return k.reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    error = correlate_image(x, k) - target
    return k - rate * correlate_image(x, error)
