"""Round 1. Expected: conv_matrix loses points. Wrong: counts the columns of a row of pixels from the windows,
W_out * stride, when stride and filter are equally wide: wrong with a remainder.

Shows: conv_matrix(np.ones((1, 1, 2, 2)), (1, 4, 5), 2)[2]  # right: [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0]; here: [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
"""

import numpy as np


def conv_matrix(w, x_shape, stride):
    f, c, hh, ww = w.shape
    _, h, wd = x_shape
    ho, wo = (h - hh) // stride + 1, (wd - ww) // stride + 1
    across = wo * stride if stride == ww else wd
    matrix = np.zeros((f * ho * wo, c * h * wd))
    for k, i, j, ch, u, v in np.ndindex(f, ho, wo, c, hh, ww):
        column = (ch * h + i * stride + u) * across + j * stride + v
        matrix[(k * ho + i) * wo + j, column] = w[k, ch, u, v]
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
