"""Wrong: learn_filter_step. The step is taken in k itself if k holds floats. On which inputs: any call with k as
float64: k is modified (the returned numbers are right). Due instead: k is left as it is.
"""
import numpy as np


def correlate_image(x, k):
    h, w = x.shape
    hh, ww = k.shape
    if hh > h or ww > w:
        raise ValueError("filter larger than image")
    x, k = x.astype(float), k.astype(float)
    out = np.zeros((h - hh + 1, w - ww + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = (x[i:i + hh, j:j + ww] * k).sum()
    return out


def learn_filter_step(x, target, k, rate):
    error = correlate_image(x, k) - target
    k_new = np.asarray(k, dtype=float)
    k_new -= rate * correlate_image(x, error)
    return k_new
