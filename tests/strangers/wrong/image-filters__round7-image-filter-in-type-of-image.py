# correlate_image is wrong for an image of whole numbers with a filter of fractions: the filter is cut to the image's type.
import numpy as np


def correlate_image(x, k):
    H, W = x.shape
    HH, WW = k.shape
    if HH > H or WW > W:
        raise ValueError("filter larger than image")
    weights = np.zeros_like(x, shape=k.shape)
    weights[...] = k
    out = np.zeros((H - HH + 1, W - WW + 1))
    for u in range(HH):
        for v in range(WW):
            out += float(weights[u, v]) * x[u:u + out.shape[0], v:v + out.shape[1]]
    return out
