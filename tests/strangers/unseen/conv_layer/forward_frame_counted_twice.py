"""The image is padded first, its size is read from the padded image, and 2 * pad is added again; what lies outside is
skipped by a guard, so the map has rows and columns too many at the end.
"""

import numpy as np


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    N, C, H, W = xp.shape
    F, _, HH, WW = w.shape
    out_h = (H + 2 * p - HH) // s + 1
    out_w = (W + 2 * p - WW) // s + 1
    out = np.zeros((N, F, out_h, out_w))
    for f in range(F):
        for i in range(out_h):
            for j in range(out_w):
                acc = np.zeros(N)
                for u in range(HH):
                    for v in range(WW):
                        r, q = i * s + u, j * s + v
                        if r < H and q < W:
                            acc += xp[:, :, r, q] @ w[f, :, u, v]
                out[:, f, i, j] = acc + b[f]
    return out, (x, w, b, conv_param)
