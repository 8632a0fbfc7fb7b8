"""Round 2. Expected: relu_backward loses points. Wrong: keeps the mask of the latest forward call outside the
cache and uses it when the shape fits: two layers of equal size get each other's mask.

Shows: one = relu_forward(np.array([[1.0, -1.0]]))[1]; two = relu_forward(np.array([[-1.0, 1.0]]))[1]; relu_backward(np.ones((1, 2)), one)  # right: [[1.0, 0.0]]; here: [[0.0, 1.0]]
"""

import numpy as np


_mask = [None]


def relu_forward(x):
    _mask[0] = x > 0
    return x * _mask[0], x.copy()


def relu_backward(dout, cache):
    mask = _mask[0]
    if mask is None or mask.shape != dout.shape:
        mask = cache > 0
    return np.where(mask, dout, 0)


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
