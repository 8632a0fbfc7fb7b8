"""Expected: everything it writes passes.

conv_single_step returns shape (1, 1, 1), as b has it; conv_forward stores it in a slice of that shape, which NumPy 2 allows.
"""
import numpy as np


def zero_pad(X, pad):
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)), "constant", constant_values=0)


def conv_single_step(a_slice_prev, W, b):
    s = np.multiply(a_slice_prev, W)
    Z = np.add(np.sum(s), b)
    return Z


def conv_forward(A_prev, W, b, hparameters):
    m, n_H_prev, n_W_prev, n_C_prev = A_prev.shape
    f1, f2, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = (n_H_prev - f1 + 2 * pad) // stride + 1
    n_W = (n_W_prev - f2 + 2 * pad) // stride + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    a_slice = A_prev_pad[i][h * stride:h * stride + f1, w * stride:w * stride + f2]
                    Z[i, h:h + 1, w:w + 1, c:c + 1] = conv_single_step(a_slice, W[..., c], b[..., c])
    cache = (A_prev, W, b, hparameters)
    return Z, cache
