"""The output has the size for the stride, but the corners of the window are h and w, not h * stride and w *
stride.
"""

import numpy as np


def zero_pad(X, pad):
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)))


def conv_single_step(a_slice_prev, W, b):
    return float(np.sum(a_slice_prev * W) + b.item())


def conv_forward(A_prev, W, b, hparameters):
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = int((n_H_prev - f + 2 * pad) / stride) + 1
    n_W = int((n_W_prev - f + 2 * pad) / stride) + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    padded = zero_pad(A_prev, pad)
    for i in range(m):
        one = padded[i]
        for h in range(n_H):
            top, bottom = h, h + f
            for w in range(n_W):
                left, right = w, w + f
                for c in range(n_C):
                    Z[i, h, w, c] = conv_single_step(one[top:bottom, left:right, :], W[:, :, :, c], b[:, :, :, c])
    return Z, (A_prev, W, b, hparameters)
