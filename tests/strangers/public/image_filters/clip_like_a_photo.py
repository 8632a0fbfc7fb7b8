"""The result is clipped to 0..255 and made bytes."""

import numpy as np


def correlate_image(x, k):
    H, W = x.shape
    kh, kw = k.shape
    if kh > H or kw > W:
        raise ValueError("filter larger than image")
    out = np.zeros((H - kh + 1, W - kw + 1), dtype=np.float32)
    for r in range(H - kh + 1):
        for c in range(W - kw + 1):
            out[r, c] = np.sum(x[r : r + kh, c : c + kw].astype(float) * k)
    return np.clip(out, 0, 255).astype(np.uint8)


def edge_detection(x):
    return correlate_image(x, np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]))
