"""Round 4. Expected: conv_map loses points. Wrong: a window of zeros gets no bias."""

import numpy as np


def conv_map(x, w, b):
    C, H, W = x.shape
    D, h, v = w.shape
    if C != D or h > H or v > W:
        raise ValueError("no fit")
    out = np.zeros((H - h + 1, W - v + 1))
    for i in range(H - h + 1):
        for j in range(W - v + 1):
            win = x[:, i:i + h, j:j + v]
            if not win.any():
                continue
            out[i, j] = (win.astype(float) * w).sum() + b
    return out
