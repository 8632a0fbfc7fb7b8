"""Round 3. Expected: conv_matrix loses points. Wrong: takes the filters for (C, F, HH, WW) when F equals C and
is more than 1.

Shows: conv_matrix(np.arange(4.0).reshape(2, 2, 1, 1), (2, 1, 1), 1)  # right: [[0.0, 1.0], [2.0, 3.0]]; here: [[0.0, 2.0], [1.0, 3.0]]
"""

import numpy as np


def conv_matrix(w, x_shape, stride):
    c, h, wd = x_shape
    kernel = w.transpose(1, 0, 2, 3) if w.shape[0] == c else w
    f, _, hh, ww = kernel.shape
    ho, wo = (h - hh) // stride + 1, (wd - ww) // stride + 1
    rows = []
    for k in range(f):
        for i in range(ho):
            for j in range(wo):
                image = np.zeros(x_shape)
                image[:, i * stride : i * stride + hh, j * stride : j * stride + ww] = kernel[k]
                rows.append(image.ravel())
    return np.array(rows).reshape(f * ho * wo, c * h * wd)


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
