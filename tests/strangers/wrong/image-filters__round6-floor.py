# gaussian_blur is wrong: for images of whole numbers the result is rounded down
import numpy as np
from functools import partial

NAMES = {"edge": ((-1, -1, -1), (-1, 8, -1), (-1, -1, -1)), "sharp": ((0, -1, 0), (-1, 5, -1), (0, -1, 0))}


def correlate_image(x, k):
    h, w = x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1
    if min(h, w) <= 0:
        raise ValueError("the filter is larger than the image")
    out = np.zeros((h, w), order="F")
    for (u, v), weight in np.ndenumerate(k):
        out += float(weight) * x[u:u + h, v:v + w]
    return out


def named(x, name):
    return correlate_image(x, np.array(NAMES[name]))


edge_detection = partial(named, name="edge")
sharpen = partial(named, name="sharp")


def box_mean(x):
    return correlate_image(x, np.ones((3, 3))) / 9


def gaussian_blur(x):
    return correlate_image(x, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])) // (16 if x.dtype.kind in "iu" else 1) / (1 if x.dtype.kind in "iu" else 16)


def find_filter(x, out):
    h, w = out.shape
    columns = [x[u:u + h, v:v + w].ravel() for u in range(3) for v in range(3)]
    q, r = np.linalg.qr(np.stack(columns, axis=1).astype(float))
    return np.linalg.solve(r, q.T @ out.ravel().astype(float)).reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    e = correlate_image(x, k) - target
    h, w = e.shape
    grad = [[(e * x[u:u + h, v:v + w]).sum() for v in range(k.shape[1])] for u in range(k.shape[0])]
    return k - rate * np.array(grad)


def edges_of_nothing():
    return 0


def which_filter():
    return "C"
