"""Right work of a fourth round, written without sight of the cases: shifted sums. Expected: everything."""

import numpy as np


def sharpen(x):
    return correlate_image(x, np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]))


def edges_of_nothing():
    return 0


def which_filter():
    return "C"


def correlate_image(x, k):
    if k.shape[0] > x.shape[0] or k.shape[1] > x.shape[1]: raise ValueError
    H, W = x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1
    out = np.zeros((H, W))
    for (u, v), weight in np.ndenumerate(k):
        out += float(weight) * x[u:u + H, v:v + W]
    return out
def edge_detection(x):
    x = x.astype(int) if x.dtype.kind in "ui" else x
    return 9 * x[1:-1, 1:-1] - sum(x[i:x.shape[0] - 2 + i, j:x.shape[1] - 2 + j] for i in range(3) for j in range(3))
def box_mean(x):
    out = np.empty((x.shape[0] - 2, x.shape[1] - 2))
    for i in range(len(out)):
        for j in range(len(out[0])):
            out[i, j] = np.mean(x[i:i + 3, j:j + 3])
    return out
def gaussian_blur(x):
    x = x * 1.0
    r = (x[:-2] + 2 * x[1:-1] + x[2:]) / 4
    return (r[:, :-2] + 2 * r[:, 1:-1] + r[:, 2:]) / 4
def find_filter(x, out):
    V = np.lib.stride_tricks.sliding_window_view(x.astype(float), (3, 3)).reshape(-1, 9)
    return (np.linalg.pinv(V) @ out.reshape(-1)).reshape(3, 3)
def learn_filter_step(x, target, k, rate):
    HH, WW = k.shape
    e = correlate_image(x, k) - target
    g = np.zeros((HH, WW))
    for i in range(e.shape[0]):
        for j in range(e.shape[1]):
            g += e[i, j] * x[i:i + HH, j:j + WW]
    return k - rate * g
