"""The padding is counted once in the size of the map."""

import numpy as np


def conv2d(X, W, b, stride=1, padding=0):
    n, c, h, w = X.shape
    f, _, kh, kw = W.shape
    out_h = (h - kh + padding) // stride + 1
    out_w = (w - kw + padding) // stride + 1
    Xp = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode="constant")
    out = np.zeros((n, f, out_h, out_w))
    for i in range(out_h):
        for j in range(out_w):
            win = Xp[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[:, :, i, j] = np.einsum("nchw,fchw->nf", win, W) + b
    return out
