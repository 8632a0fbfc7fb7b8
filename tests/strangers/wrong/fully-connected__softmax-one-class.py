"""Round 3. Expected: softmax_loss loses points. Wrong: a single column of scores is taken for a yes/no question
with a sigmoid: loss log(1 + exp(-x)) instead of 0.

Shows: softmax_loss(np.array([[0.5]]), np.array([0]))  # right: (0.0, [[0.0]]); here: (0.474076984, [[-0.377540669]])
"""

import numpy as np


def softmax_loss(x, y):
    n, k = x.shape
    if k == 1:
        p = 1 / (1 + np.exp(-x.astype(float)))
        return float(-np.log(p).mean()), (p - 1) / n
    v = x.astype(float) - x.max(axis=1, keepdims=True)
    logp = v - np.log(np.exp(v).sum(axis=1, keepdims=True))
    dx = np.exp(logp) / n
    dx[np.arange(n), y] -= 1 / n
    return float(-logp[np.arange(n), y].mean()), dx


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
