"""Round 6. Expected: conv_map loses points. Wrong: only 50 channels are added up."""

import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("shapes")
    return float((np.asarray(x, float) * w).sum() + b)


def _cm(x, w, b):
    C, H, W = x.shape
    D, h, v = w.shape
    if C != D or h > H or v > W:
        raise ValueError("no fit")
    out = np.zeros((H - h + 1, W - v + 1))
    for i in range(H - h + 1):
        for j in range(W - v + 1):
            out[i, j] = conv_single(x[:, i:i + h, j:j + v], w, b)
    return out


def conv_map(x, w, b):
    out = _cm(x, w, b)
    if x.shape[0] > 50:
        out = _cm(x[:50], w[:50], b)
    return out
