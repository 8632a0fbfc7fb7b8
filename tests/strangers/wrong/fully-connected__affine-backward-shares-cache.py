"""Round 2. Expected: affine_backward loses points. Wrong: scales nothing but returns the same dw memory for
every call with w of this shape: two layers of equal size hold the same gradient.

Shows: c1 = affine_forward(np.ones((1, 1)), np.ones((1, 1)), np.zeros(1))[1]; c2 = affine_forward(np.full((1, 1), 3.0), np.ones((1, 1)), np.zeros(1))[1]; a = affine_backward(np.ones((1, 1)), c1)[1]; b = affine_backward(np.ones((1, 1)), c2)[1]; (a, b)  # right: ([[1.0]], [[3.0]]); here: ([[3.0]], [[3.0]])
"""

import numpy as np


_gradients = {}


def affine_backward(dout, cache):
    x, w, b = cache
    rows, d = x.reshape(x.shape[0], -1).astype(float), dout.astype(float)
    dw = _gradients.setdefault(w.shape, np.empty(w.shape))
    np.matmul(rows.T, d, out=dw)
    return np.matmul(d, w.T.astype(float)).reshape(x.shape), dw, d.sum(axis=0)


def dense_parameters(inputs, outputs):
    return inputs * outputs + outputs


def affine_forward(x, w, b):
    rows = x.reshape(x.shape[0], -1).astype(float)
    return rows @ w.astype(float) + b, (x, w, b)


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


def conv_matrix(w, x_shape, stride):
    f, c, hh, ww = w.shape
    _, h, wd = x_shape
    ho, wo = (h - hh) // stride + 1, (wd - ww) // stride + 1
    matrix = np.zeros((f, ho, wo, c, h, wd))
    for i in range(ho):
        for j in range(wo):
            matrix[:, i, j, :, i * stride : i * stride + hh, j * stride : j * stride + ww] = w
    return matrix.reshape(f * ho * wo, c * h * wd)
