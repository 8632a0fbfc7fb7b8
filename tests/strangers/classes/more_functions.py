"""Functions: a convolution that returns three values, a loss with its gradient, a rectifier's chain rule, and pooling
that is told the shape of its input."""

import numpy as np


def conv2d_forward(x, W, b, stride=1, pad=0):
    wide = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    seen = np.lib.stride_tricks.sliding_window_view(wide, W.shape[2:], (2, 3))[:, :, ::stride, ::stride]
    out = np.einsum("ncijuv,fcuv->nfij", seen, W) + b[:, None, None]
    return out, seen, wide


def maxpool2d(x, k=2, stride=None):
    stride = k if stride is None else stride
    seen = np.lib.stride_tricks.sliding_window_view(x, (k, k), (2, 3))[:, :, ::stride, ::stride]
    seen = seen.reshape(*seen.shape[:4], -1)
    return seen.max(axis=-1), seen.argmax(axis=-1)


def maxpool2d_backward(dy, x_shape, argmax, k=2, stride=None):
    stride = k if stride is None else stride
    dx = np.zeros(x_shape)
    for n, c, i, j in np.ndindex(*dy.shape):
        down, right = divmod(int(argmax[n, c, i, j]), k)
        dx[n, c, i * stride + down, j * stride + right] += dy[n, c, i, j]
    return dx


def relu(Z):
    return np.maximum(0, Z), Z


def relu_derivative(dA, Z):
    return np.where(Z > 0, dA, 0)


def softmax_cross_entropy(logits, labels):
    shifted = logits - logits.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    rows = np.arange(len(labels))
    gradient = np.exp(logs)
    gradient[rows, labels] -= 1
    return float(-logs[rows, labels].mean()), gradient / len(labels)
