"""The mask is true for every entry that equals the maximum, and each of them gets the whole gradient."""

import numpy as np


def pool_backward(dA, A_prev, kernel_shape, stride=(1, 1), mode="max"):
    kh, kw = kernel_shape
    sh, sw = stride
    grad = np.zeros(A_prev.shape)
    m, hn, wn, cn = dA.shape
    for i in range(m):
        for c in range(cn):
            for y in range(hn):
                for x in range(wn):
                    spot = np.s_[i, y * sh:y * sh + kh, x * sw:x * sw + kw, c]
                    if mode == "max":
                        largest = A_prev[spot].max()
                        grad[spot] += np.where(A_prev[spot] == largest, dA[i, y, x, c], 0)
                    else:
                        grad[spot] += dA[i, y, x, c] / (kh * kw)
    return grad
