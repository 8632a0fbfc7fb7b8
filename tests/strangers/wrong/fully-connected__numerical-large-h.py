"""Round 3. Expected: numerical_gradient loses points. Wrong: for h of 3 or more it moves to one side only, which
is not exact for a square.

Shows: numerical_gradient(np.array([[1.0]]), np.array([[2.0]]), np.array([0.0]), np.array([[5.0]]), 4.0)  # right: [[-3.0]]; here: [[-1.0]]
"""

import numpy as np


def numerical_gradient(x, w, b, target, h):
    def loss(v):
        return 0.5 * np.sum((affine_forward(x, v, b)[0] - target) ** 2)

    dw = np.zeros(w.shape)
    for at in np.ndindex(*w.shape):
        step = np.zeros(w.shape)
        step[at] = h
        low = w - step if h < 3 else w + 0.0
        dw[at] = (loss(w + step) - loss(low)) / np.sum(w + step - low)
    return dw


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


def conv_matrix(w, x_shape, stride):
    f, c, hh, ww = w.shape
    _, h, wd = x_shape
    ho, wo = (h - hh) // stride + 1, (wd - ww) // stride + 1
    matrix = np.zeros((f, ho, wo, c, h, wd))
    for i in range(ho):
        for j in range(wo):
            matrix[:, i, j, :, i * stride : i * stride + hh, j * stride : j * stride + ww] = w
    return matrix.reshape(f * ho * wo, c * h * wd)
