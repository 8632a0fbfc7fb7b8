"""Right work of a fourth round, written without sight of the cases: qr. Expected: everything."""

import numpy as np


def correlate_image(x, k):
    H, W = x.shape
    h, v = k.shape
    if h > H or v > W:
        raise ValueError("large")
    x, k = np.asarray(x, float), np.asarray(k, float)
    out = np.zeros((H - h + 1, W - v + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = (x[i:i + h, j:j + v] * k).sum()
    return out


def edge_detection(x):
    return correlate_image(x, np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]))


def box_mean(x):
    return correlate_image(x, np.ones((3, 3))) / 9


def sharpen(x):
    return correlate_image(x, np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]))


def gaussian_blur(x):
    return correlate_image(x, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])) / 16


def edges_of_nothing():
    return 0


def which_filter():
    return "C"


def find_filter(x, out):
    A = np.stack([x[u:u + out.shape[0], v:v + out.shape[1]].astype(float).ravel() for u in range(3) for v in range(3)], 1)
    q, r = np.linalg.qr(A)
    return np.linalg.solve(r, q.T @ out.ravel()).reshape(3, 3)
def learn_filter_step(x, target, k, rate):
    new = k.astype(float).copy()
    e = correlate_image(x, k) - target
    for u in range(k.shape[0]):
        for v in range(k.shape[1]):
            new[u, v] -= rate * np.sum(e * x[u:u + e.shape[0], v:v + e.shape[1]])
    return new
