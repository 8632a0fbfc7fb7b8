import numpy as np
from numpy.lib.stride_tricks import sliding_window_view as swv


def edges_of_nothing():
    return 0


def which_filter():
    return "C"

KERNELS = {
    "edge": "-1 -1 -1; -1 8 -1; -1 -1 -1",
    "box": "1 1 1; 1 1 1; 1 1 1",
    "sharp": "0 -1 0; -1 5 -1; 0 -1 0",
    "blur": "1 2 1; 2 4 2; 1 2 1",
}


def kernel(name):
    return np.array([[int(t) for t in row.split()] for row in KERNELS[name].split(";")], dtype=float)


def correlate_image(x, k):
    if any(np.greater(k.shape, x.shape)):
        raise ValueError(f"{k.shape} does not fit into {x.shape}")
    return np.einsum("ijuv,uv->ij", swv(x.astype("d"), k.shape), k.astype("d"))


edge_detection = lambda x: correlate_image(x, kernel("edge"))
box_mean = lambda x: correlate_image(x, kernel("box")) / 9.0
sharpen = lambda x: correlate_image(x, kernel("sharp"))
gaussian_blur = lambda x: correlate_image(x, kernel("blur")) / 16.0


def find_filter(x, out):
    q, r = np.linalg.qr(swv(x.astype("d"), (3, 3)).reshape(-1, 9))
    return np.linalg.solve(r, q.T @ out.astype("d").reshape(-1)).reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    w = swv(x.astype("d"), k.shape)
    error = np.einsum("ijuv,uv->ij", w, k.astype("d")) - target
    return k - rate * np.einsum("ij,ijuv->uv", error, w)
