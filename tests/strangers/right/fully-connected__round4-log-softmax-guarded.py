"""Right work of a fourth round, written without sight of the cases: log softmax guarded. Expected: everything."""

import numpy as np


def dense_parameters(inputs, outputs):
    return inputs * outputs + outputs


def weights_of_a_normal_image():
    return 3000000000


def more_layers():
    return "B"


def weight_sharing():
    return "C"


def affine_forward(x, w, b):
    return x.reshape(x.shape[0], -1).astype(float) @ w.astype(float) + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    d = dout.astype(float)
    return (d @ w.T.astype(float)).reshape(x.shape), x.reshape(x.shape[0], -1).T.astype(float) @ d, d.sum(0)


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return np.where(cache > 0, dout, 0)


def numerical_gradient(x, w, b, target, h):
    w = np.array(w, float)
    dw = np.zeros(w.shape)
    def loss(w):
        return 0.5 * ((affine_forward(x, w, b)[0] - target) ** 2).sum()
    for at in np.ndindex(w.shape):
        old = w[at]
        w[at] = old + h
        up = loss(w)
        w[at] = old - h
        down = loss(w)
        w[at] = old
        dw[at] = (up - down) / (2 * h)
    return dw


def _probabilities(x):
    e = np.exp(x.astype(np.float64) - np.max(x, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)
def softmax_loss(x, y):
    x = x.astype(np.float64)
    shifted = x - np.max(x, axis=1, keepdims=True)
    loss = np.mean(np.log(np.sum(np.exp(shifted), axis=1)) - shifted[np.arange(x.shape[0]), y])
    dx = _probabilities(x)
    dx[np.arange(x.shape[0]), y] -= 1
    dx /= x.shape[0]
    return loss, dx
def conv_matrix(w, x_shape, stride):
    C, H, W = x_shape
    pixels = np.arange(C * H * W).reshape(C, H, W)
    view = np.lib.stride_tricks.sliding_window_view(pixels, w.shape[1:])[0, ::stride, ::stride]
    m = np.zeros((w.shape[0], view.shape[0] * view.shape[1], C * H * W))
    for f in range(len(w)):
        for p, ids in enumerate(view.reshape(m.shape[1], -1)):
            m[f, p, ids] = w[f].ravel()
    return m.reshape(-1, C * H * W)
