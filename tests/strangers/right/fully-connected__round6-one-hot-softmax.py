"""Softmax with one-hot labels, logsumexp and closures."""

import numpy as np


def logsumexp(a, axis=None):
    m = a.max(axis=axis, keepdims=True)
    return np.log(np.exp(a - m).sum(axis=axis, keepdims=True)) + m


def one_hot(y, k):
    return np.eye(k)[y]


def softmax_loss(x, y):
    logp = x - logsumexp(x, axis=1)
    Y = one_hot(y, x.shape[1])
    loss = float(-(Y * logp).sum(axis=1).mean())
    return loss, (np.exp(logp) - Y) / len(x)


def relu_forward(x):
    return np.clip(x, 0, None), (x > 0)


def relu_backward(dout, cache):
    return np.where(cache, dout, 0)


def affine_forward(x, w, b):
    X = x.reshape((len(x), -1))
    def back(dout):
        return dout.dot(w.T).reshape(x.shape), X.T.dot(dout), dout.sum(0)
    return X.dot(w) + b, back


def affine_backward(dout, cache):
    return cache(dout)


def numerical_gradient(x, w, b, target, h):
    def loss(w):
        r = affine_forward(x, w, b)[0] - target
        return (r ** 2).sum() / 2
    dw = np.empty(w.shape, float)
    for k in range(w.size):
        e = np.zeros(w.size)
        e[k] = h
        e = e.reshape(w.shape)
        dw.flat[k] = (loss(w + e) - loss(w - e)) / (2 * h)
    return dw


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    rows = []
    for f in range(F):
        for i in range(0, H - HH + 1, stride):
            for j in range(0, W - WW + 1, stride):
                image = np.zeros(x_shape)
                image[:, i:i + HH, j:j + WW] = w[f]
                rows.append(image.flatten())
    return np.array(rows)


dense_parameters = lambda inputs, outputs: (inputs + 1) * outputs
