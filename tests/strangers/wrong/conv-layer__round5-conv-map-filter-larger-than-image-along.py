"""Wrong: conv_map. A filter that is larger than the image along one axis only is not refused: an empty map comes
out. On which inputs: HH > H but WW <= W, or the other way round. Due instead: ValueError.
"""
import math
import numpy as np


def conv_single(x, w, b):
    if tuple(np.shape(x)) != tuple(np.shape(w)):
        raise ValueError("different shapes")
    a, k = np.asarray(x).ravel().tolist(), np.asarray(w).ravel().tolist()
    return float(math.fsum([p * q for p, q in zip(a, k)] + [np.asarray(b).item()]))


def conv_map(x, w, b):
    (c, h, wd), (c2, hh, ww) = x.shape, w.shape
    if c != c2:
        raise ValueError("depth")
    if hh > h and ww > wd:
        raise ValueError("too large")
    rows, cols = max(h - hh + 1, 0), max(wd - ww + 1, 0)
    out = np.empty((rows, cols))
    for i, j in np.ndindex(rows, cols):
        out[i, j] = conv_single(x[:, i:i + hh, j:j + ww], w, b)
    return out
