"""Round 3. Expected: numerical_gradient loses points. Wrong: flattens images of four axes pixel by pixel instead
of channel by channel.

Shows: numerical_gradient(np.arange(8.0).reshape(1, 2, 2, 2), np.zeros((8, 1)), np.zeros(1), np.ones((1, 1)), 0.5)  # right: [[0.0], [-1.0], [-2.0], [-3.0], [-4.0], [-5.0], [-6.0], [-7.0]]; here: [[0.0], [-4.0], [-1.0], [-5.0], [-2.0], [-6.0], [-3.0], [-7.0]]
"""

import numpy as np


def numerical_gradient(x, w, b, target, h):
    if x.ndim == 4:
        x = x.transpose(0, 2, 3, 1)
    rows = x.reshape(len(x), -1).astype(float)
    dw = np.zeros(w.shape)
    for d in range(w.shape[0]):
        for m in range(w.shape[1]):
            v = w.astype(float)
            v[d, m] += h
            up = np.sum((rows @ v + b - target) ** 2)
            v[d, m] -= 2 * h
            dw[d, m] = (up - np.sum((rows @ v + b - target) ** 2)) / (4 * h)
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
