"""A convolution without stride and border, and pooling whose backward pass is handed the image and the places."""

import numpy as np


def conv_forward(X, W, b):
    rows, columns = X.shape[2] - W.shape[2] + 1, X.shape[3] - W.shape[3] + 1
    Z = np.zeros((len(X), len(W), rows, columns)) + b.reshape(-1, 1, 1)
    for u in range(W.shape[2]):
        for v in range(W.shape[3]):
            Z += np.einsum("ncij,fc->nfij", X[:, :, u:u + rows, v:v + columns], W[:, :, u, v])
    return Z


def maxpool_forward(A, size=2, stride=2):
    view = np.lib.stride_tricks.sliding_window_view(A, (size, size), (2, 3))[:, :, ::stride, ::stride]
    flat = view.reshape(*view.shape[:4], -1)
    return flat.max(axis=-1), flat.argmax(axis=-1)


def maxpool_backward(dOut, A, idx_cache, size=2, stride=2):
    dA = np.zeros(A.shape)
    for (n, c, i, j), place in np.ndenumerate(idx_cache):
        dA[n, c, i * stride + place // size, j * stride + place % size] += dOut[n, c, i, j]
    return dA
