"""Layers as functions that take every size by itself; right. Assignments: conv-layer, pooling."""

import numpy as np


def padded(X, padding):
    return np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))


def conv2d(X, W, b=None, stride: int = 1, padding: int = 0):
    P = padded(X, padding)
    k, l = W.shape[2:]
    rows, columns = (P.shape[2] - k) // stride + 1, (P.shape[3] - l) // stride + 1
    out = np.zeros((X.shape[0], W.shape[0], rows, columns))
    for r in range(rows):
        for c in range(columns):
            window = P[:, None, :, r * stride : r * stride + k, c * stride : c * stride + l]
            out[:, :, r, c] = (window * W).sum((2, 3, 4))
    return out if b is None else out + b.reshape(1, -1, 1, 1)


def conv2d_backward(grad_output, X, W, stride=1, padding=0):
    P = padded(X, padding)
    dP, dW = np.zeros(P.shape), np.zeros(W.shape)
    k, l = W.shape[2:]
    for n, f, r, c in np.ndindex(*grad_output.shape):
        at = np.s_[n, :, r * stride : r * stride + k, c * stride : c * stride + l]
        dP[at] += grad_output[n, f, r, c] * W[f]
        dW[f] += grad_output[n, f, r, c] * P[at]
    dX = dP[:, :, padding : padding + X.shape[2], padding : padding + X.shape[3]]
    return dX, dW, grad_output.sum((0, 2, 3))


def maxpool_forward(X, size=2, stride=2):
    rows, columns = (X.shape[2] - size) // stride + 1, (X.shape[3] - size) // stride + 1
    out = np.zeros((*X.shape[:2], rows, columns))
    for r, c in np.ndindex(rows, columns):
        out[:, :, r, c] = X[:, :, r * stride : r * stride + size, c * stride : c * stride + size].max((2, 3))
    return out, (X, size, stride)


def maxpool_backward(dout, cache):
    X, size, stride = cache
    dX = np.zeros(X.shape)
    for n, c, i, j in np.ndindex(*dout.shape):
        window = X[n, c, i * stride : i * stride + size, j * stride : j * stride + size]
        r, q = np.unravel_index(np.argmax(window), window.shape)
        dX[n, c, i * stride + r, j * stride + q] += dout[n, c, i, j]
    return dX
