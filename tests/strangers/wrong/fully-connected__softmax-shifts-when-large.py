"""Round 2. Expected: softmax_loss loses points. Wrong: leaves scores alone unless one exceeds 500; then it
subtracts the maxima in the caller's own array of floats.

Shows: x = np.array([[600.0, 599.0]]); loss = softmax_loss(x, np.array([0]))[0]; x  # right: [[600.0, 599.0]]; here: [[0.0, -1.0]]
"""

import numpy as np


def softmax_loss(x, y):
    if x.max() > 500 or x.min() < -500:
        if x.dtype.kind == "f":
            x -= x.max(axis=1, keepdims=True)
        else:
            x = x - x.max(axis=1, keepdims=True).astype(float)
    n = len(x)
    v = x.astype(float) - x.max(axis=1, keepdims=True)
    logp = v - np.log(np.exp(v).sum(axis=1, keepdims=True))
    dx = np.exp(logp)
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
