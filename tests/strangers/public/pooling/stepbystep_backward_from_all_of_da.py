"""The mask is multiplied by a slice of dA, not by one number (a notebook's mistake)."""

import numpy as np


def pool_forward(A_prev, hparameters, mode="max"):
    m, n_H_prev, n_W_prev, n_C_prev = A_prev.shape
    f, stride = hparameters["f"], hparameters["stride"]
    n_H, n_W = (n_H_prev - f) // stride + 1, (n_W_prev - f) // stride + 1
    A = np.zeros((m, n_H, n_W, n_C_prev))
    pick = np.max if mode == "max" else np.mean
    for h in range(n_H):
        for w in range(n_W):
            A[:, h, w, :] = pick(A_prev[:, h * stride : h * stride + f, w * stride : w * stride + f, :], axis=(1, 2))
    return A, (A_prev, hparameters)


def pool_backward(dA, cache, mode="max"):
    A_prev, hparameters = cache
    stride, f = hparameters["stride"], hparameters["f"]
    m, n_H, n_W, n_C = dA.shape
    dA_prev = np.zeros(A_prev.shape)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    vs, hs = h * stride, w * stride
                    if mode == "max":
                        a = A_prev[i, vs : vs + f, hs : hs + f, c]
                        mask = a == np.max(a)
                        dA_prev[i, vs : vs + f, hs : hs + f, c] += np.multiply(mask, dA[i, vs : vs + f, hs : hs + f, c])
                    else:
                        da = dA[i, vs : vs + f, hs : hs + f, c]
                        dA_prev[i, vs : vs + f, hs : hs + f, c] += np.ones((f, f)) * da / (f * f)
    return dA_prev
