"""Expected: everything it writes passes.

Four loops for any filter; the four filters of the slide are nested lists; lstsq for the unknown one.
"""
import numpy as np

EDGE = [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]
BOX = [[1 / 9, 1 / 9, 1 / 9]] * 3
SHARPEN = [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
GAUSS = [[1 / 16, 1 / 8, 1 / 16], [1 / 8, 1 / 4, 1 / 8], [1 / 16, 1 / 8, 1 / 16]]


def correlate_image(x, k):
    H, W = len(x), len(x[0])
    HH, WW = len(k), len(k[0])
    if HH > H or WW > W:
        raise ValueError("filter larger than image")
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(H - HH + 1):
        for j in range(W - WW + 1):
            for u in range(HH):
                for v in range(WW):
                    out[i, j] += float(x[i + u][j + v]) * k[u][v]
    return out


def edge_detection(x):
    return correlate_image(x, EDGE)


def box_mean(x):
    return correlate_image(x, BOX)


def sharpen(x):
    return correlate_image(x, SHARPEN)


def gaussian_blur(x):
    return correlate_image(x, GAUSS)


def find_filter(x, out):
    rows = []
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            rows.append(x[i:i + 3, j:j + 3].ravel())
    k, _, _, _ = np.linalg.lstsq(np.array(rows), out.ravel(), rcond=None)
    return k.reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    e = correlate_image(x, k) - target
    return k - rate * correlate_image(x, e)


def edges_of_nothing():
    return 0


def which_filter():
    return "C"
