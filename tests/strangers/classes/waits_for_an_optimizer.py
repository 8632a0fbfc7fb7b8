"""Layers that have no weights before they get the optimizer, which updates them in the backward pass."""

import numpy as np


class SGD:
    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate

    def update(self, weights, gradient):
        return weights - self.learning_rate * gradient


class Dense:
    def __init__(self, n_units, input_shape=None):
        self.n_units, self.input_shape = n_units, input_shape
        self.W = None
        self.w0 = None

    def initialize(self, optimizer):
        self.W = np.random.randn(self.input_shape[0], self.n_units)
        self.w0 = np.zeros((1, self.n_units))
        self.optimizer = optimizer

    def forward_pass(self, X, training=True):
        self.X = X
        return X @ self.W + self.w0

    def backward_pass(self, accum_grad):
        before = self.W
        self.W = self.optimizer.update(self.W, self.X.T @ accum_grad)
        self.w0 = self.optimizer.update(self.w0, accum_grad.sum(axis=0, keepdims=True))
        return accum_grad @ before.T


class Conv2D:
    def __init__(self, n_filters, filter_shape, input_shape=None, padding="same", stride=1):
        self.n_filters, self.filter_shape, self.input_shape = n_filters, filter_shape, input_shape
        self.padding, self.stride = padding, stride

    def initialize(self, optimizer):
        self.W = np.random.randn(self.n_filters, self.input_shape[0], *self.filter_shape)
        self.w0 = np.zeros((self.n_filters, 1))
        self.optimizer = optimizer

    def border(self):
        return {"valid": (0, 0), "same": tuple((size - 1) // 2 for size in self.filter_shape)}[self.padding]

    def forward_pass(self, X, training=True):
        high, wide = self.border()
        self.wide = np.pad(X, ((0, 0), (0, 0), (high, high), (wide, wide)))
        found = np.lib.stride_tricks.sliding_window_view(self.wide, self.filter_shape, (2, 3))
        self.seen = found[:, :, :: self.stride, :: self.stride]
        return np.einsum("ncijuv,fcuv->nfij", self.seen, self.W) + self.w0[:, :, None]

    def backward_pass(self, accum_grad):
        before = self.W
        self.W = self.optimizer.update(self.W, np.einsum("nfij,ncijuv->fcuv", accum_grad, self.seen))
        self.w0 = self.optimizer.update(self.w0, accum_grad.sum(axis=(0, 2, 3)).reshape(-1, 1))
        back = np.zeros(self.wide.shape)
        high, wide = self.filter_shape
        for i in range(accum_grad.shape[2]):
            for j in range(accum_grad.shape[3]):
                top, left = i * self.stride, j * self.stride
                part = np.einsum("nf,fcuv->ncuv", accum_grad[:, :, i, j], before)
                back[:, :, top : top + high, left : left + wide] += part
        rows, columns = self.border()
        return back[:, :, rows : back.shape[2] - rows, columns : back.shape[3] - columns]
