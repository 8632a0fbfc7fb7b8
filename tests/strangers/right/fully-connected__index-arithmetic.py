"""Expected: everything it writes passes.

conv_matrix by one fancy assignment with six-dimensional index grids; np.matrix for the layer.
"""
import numpy as np


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    Ho, Wo = 1 + (H - HH) // stride, 1 + (W - WW) // stride
    f, i, j, c, u, v = np.ogrid[:F, :Ho, :Wo, :C, :HH, :WW]
    matrix = np.zeros((F * Ho * Wo, C * H * W), dtype=w.dtype)
    matrix[(f * Ho + i) * Wo + j, (c * H + i * stride + u) * W + j * stride + v] = w[:, None, None]
    return matrix


def affine_forward(x, w, b):
    X, W = np.asmatrix(x.reshape(x.shape[0], -1)), np.asmatrix(w)
    return np.asarray(X * W + b), (X, W, x.shape)


def affine_backward(dout, cache):
    X, W, shape = cache
    D = np.asmatrix(dout)
    return np.asarray(D * W.T).reshape(shape), np.asarray(X.T * D), np.asarray(D.sum(axis=0)).ravel()


def numerical_gradient(x, w, b, target, h):
    """Moves a single weight: only one output column changes, so only that one is computed again."""
    X = x.reshape(x.shape[0], -1).astype(float)
    e = X @ w + b - target
    dw = np.zeros(w.shape)
    for d in range(w.shape[0]):
        for m in range(w.shape[1]):
            plus = np.sum((e[:, m] + h * X[:, d]) ** 2)
            minus = np.sum((e[:, m] - h * X[:, d]) ** 2)
            dw[d, m] = 0.5 * (plus - minus) / (2 * h)
    return dw
