"""The bias is added before the sum, so once for every term."""

import numpy as np


def conv_single_step(a_slice_prev, W, b):
    s = np.multiply(a_slice_prev, W) + b
    Z = np.sum(s)
    return Z


def conv_forward(A_prev, W, b, hparameters):
    m, H, Wd, _ = A_prev.shape
    f, _, _, n_C = W.shape
    s, p = hparameters["stride"], hparameters["pad"]
    n_H, n_W = (H - f + 2 * p) // s + 1, (Wd - f + 2 * p) // s + 1
    P = np.pad(A_prev, ((0, 0), (p, p), (p, p), (0, 0)))
    Z = np.zeros((m, n_H, n_W, n_C))
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    Z[i, h, w, c] = conv_single_step(P[i, h * s : h * s + f, w * s : w * s + f], W[..., c], b[..., c])
    return Z, (A_prev, W, b, hparameters)
