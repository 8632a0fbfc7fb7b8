"""Expected: everything it writes passes.

A float32 pipeline like a graphics card's, unrolled over the cells of the filter.
"""
import numpy as np

K = {name: np.array(k, dtype=np.float32) / np.float32(s) for name, k, s in [
    ("edge", [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]], 1),
    ("box", [[1, 1, 1]] * 3, 9),
    ("sharp", [[0, -1, 0], [-1, 5, -1], [0, -1, 0]], 1),
    ("gauss", [[1, 2, 1], [2, 4, 2], [1, 2, 1]], 16)]}


def correlate_image(x, k):
    x, k = np.float32(x), np.float32(k)
    if k.shape[0] > x.shape[0] or k.shape[1] > x.shape[1]:
        raise ValueError("filter larger than image")
    h, w = x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1
    acc = np.zeros((h, w), dtype=np.float32)
    tmp = np.empty_like(acc)
    for u in range(k.shape[0]):
        for v in range(k.shape[1]):
            np.multiply(x[u:u + h, v:v + w], k[u, v], out=tmp)
            np.add(acc, tmp, out=acc)
    return acc


def edge_detection(x): return correlate_image(x, K["edge"])
def box_mean(x): return correlate_image(x, K["box"])
def sharpen(x): return correlate_image(x, K["sharp"])
def gaussian_blur(x): return correlate_image(x, K["gauss"])
