# correlate_image is wrong where the filter is larger than the image by exactly 1 along one axis: it returns an empty array instead of ValueError.
import numpy as np


def correlate_image(x, k):
    H, W = x.shape
    HH, WW = k.shape
    if HH > H and WW > W:
        raise ValueError("filter larger than image")
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(x[i:i + HH, j:j + WW] * k.astype(float))
    return out
