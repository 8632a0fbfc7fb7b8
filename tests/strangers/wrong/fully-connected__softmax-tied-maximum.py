"""Round 3. Expected: softmax_loss loses points. Wrong: log of the sum as the maximum plus log1p of the others,
where every score equal to the maximum counts as the maximum: wrong when the largest score occurs twice.

Shows: softmax_loss(np.array([[2.0, 2.0, 0.0]]), np.array([0]))[0]  # right: 0.758623676; here: 0.126928011
"""

import numpy as np


def softmax_loss(x, y):
    n = len(x)
    v = x.astype(float)
    total = np.empty((n, 1))
    for i, row in enumerate(v):
        top = row.max()
        total[i] = top + np.log1p(np.exp(row[row != top] - top).sum())
    logp = v - total
    dx = np.exp(v - v.max(axis=1, keepdims=True))
    dx /= dx.sum(axis=1, keepdims=True)
    dx[np.arange(n), y] -= 1
    return float(-logp[np.arange(n), y].mean()), dx / n


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


def conv_matrix(w, x_shape, stride):
    f, c, hh, ww = w.shape
    _, h, wd = x_shape
    ho, wo = (h - hh) // stride + 1, (wd - ww) // stride + 1
    matrix = np.zeros((f, ho, wo, c, h, wd))
    for i in range(ho):
        for j in range(wo):
            matrix[:, i, j, :, i * stride : i * stride + hh, j * stride : j * stride + ww] = w
    return matrix.reshape(f * ho * wo, c * h * wd)
