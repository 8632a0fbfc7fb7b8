# conv_map is wrong where the filter is exactly as high and wide as the image: it raises ValueError, the answer is a 1 x 1 map.
import numpy as np


def conv_map(x, w, b):
    C, H, W = x.shape
    D, HH, WW = w.shape
    if C != D:
        raise ValueError("depth")
    if HH > H or WW > W or (HH >= H and WW >= W):
        raise ValueError("no room to slide")
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(H - HH + 1):
        for j in range(W - WW + 1):
            out[i, j] = np.sum(x[:, i:i + HH, j:j + WW] * w.astype(float)) + b
    return out
