"""Two mistakes: dA is read at the corner of the window in the image (vert_start, horiz_start) instead of at (h, w)
(with a min() that keeps it inside of dA), wrong as soon as the stride is not 1; and distribute_value divides by the
number of rows only.
"""

import numpy as np


def pool_forward(A_prev, hparameters, mode="max"):
    f, stride = hparameters["f"], hparameters["stride"]
    m, hp, wp, n_C = A_prev.shape
    n_H, n_W = 1 + (hp - f) // stride, 1 + (wp - f) // stride
    A = np.zeros((m, n_H, n_W, n_C))
    pool = np.max if mode == "max" else np.mean
    for h in range(n_H):
        for w in range(n_W):
            A[:, h, w] = pool(A_prev[:, h * stride:h * stride + f, w * stride:w * stride + f], axis=(1, 2))
    return A, (A_prev, hparameters)


def create_mask_from_window(x):
    mask = np.zeros(x.shape)
    mask.flat[x.argmax()] = 1
    return mask


def distribute_value(dz, shape):
    (n_H, n_W) = shape
    return np.full(shape, dz / n_H)


def pool_backward(dA, cache, mode="max"):
    (A_prev, hparameters) = cache
    f, stride = hparameters["f"], hparameters["stride"]
    dA_prev = np.zeros(A_prev.shape)
    m, n_H, n_W, n_C = dA.shape
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    vert_start, horiz_start = h * stride, w * stride
                    vs, hs = slice(vert_start, vert_start + f), slice(horiz_start, horiz_start + f)
                    da = dA[i, min(vert_start, n_H - 1), min(horiz_start, n_W - 1), c]
                    if mode == "max":
                        dA_prev[i, vs, hs, c] += da * create_mask_from_window(A_prev[i, vs, hs, c])
                    elif mode == "average":
                        dA_prev[i, vs, hs, c] += distribute_value(da, (f, f))
    return dA_prev
