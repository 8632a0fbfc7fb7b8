"""One letter for each parameter."""

import numpy as np


def out_size(n, f, s, p):
    return int(np.floor((n + p + p - f) / s)) + 1


def convolve(I, K):  # noqa: E741
    a, b = K.shape
    return np.array(
        [[(I[i : i + a, j : j + b] * K).sum() for j in range(I.shape[1] - b + 1)] for i in range(I.shape[0] - a + 1)]
    )
