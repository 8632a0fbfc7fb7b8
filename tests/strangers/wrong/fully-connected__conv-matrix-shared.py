"""Round 2. Expected: conv_matrix loses points. Wrong: one matrix is kept for each shape of filter and image: a
second call with other weights changes the first result.

Shows: a = conv_matrix(np.ones((1, 1, 1, 1)), (1, 1, 2), 1); b = conv_matrix(np.full((1, 1, 1, 1), 5.0), (1, 1, 2), 1); a  # right: [[1.0, 0.0], [0.0, 1.0]]; here: [[5.0, 0.0], [0.0, 5.0]]
"""

import numpy as np


_matrices = {}


def conv_matrix(w, x_shape, stride):
    f, c, hh, ww = w.shape
    _, h, wd = x_shape
    ho, wo = (h - hh) // stride + 1, (wd - ww) // stride + 1
    key = (w.shape, tuple(x_shape), stride)
    if key not in _matrices:
        _matrices[key] = np.zeros((f * ho * wo, c * h * wd))
    matrix = _matrices[key]
    for row, (k, i, j) in enumerate(np.ndindex(f, ho, wo)):
        image = matrix[row].reshape(c, h, wd)
        image[:, i * stride : i * stride + hh, j * stride : j * stride + ww] = w[k]
    return matrix


def dense_parameters(inputs, outputs):
    return inputs * outputs + outputs


def affine_forward(x, w, b):
    rows = x.reshape(x.shape[0], -1).astype(float)
    return rows @ w.astype(float) + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    d = dout.astype(float)
    rows = x.reshape(x.shape[0], -1).astype(float)
    return (d @ w.astype(float).T).reshape(x.shape), rows.T @ d, d.sum(axis=0)


def relu_forward(x):
    return np.where(x > 0, x, 0), x.copy()


def relu_backward(dout, cache):
    return np.where(cache > 0, dout, 0)


def softmax_loss(x, y):
    n = x.shape[0]
    shifted = x.astype(float) - x.astype(float).max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(n), y].mean()
    dx = np.exp(logp)
    dx[np.arange(n), y] -= 1
    return float(loss), dx / n


def numerical_gradient(x, w, b, target, h):
    def loss(v):
        return 0.5 * np.sum((x.reshape(len(x), -1).astype(float) @ v + b - target) ** 2)

    dw = np.zeros(w.shape)
    for at in np.ndindex(*w.shape):
        up, down = w.astype(float), w.astype(float)
        up[at] += h
        down[at] -= h
        dw[at] = (loss(up) - loss(down)) / (2 * h)
    return dw
