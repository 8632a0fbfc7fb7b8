"""Layers as most people write them; right. Assignments: conv-layer, pooling, fully-connected."""

import numpy as np


class Conv2d:
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.stride, self.padding = stride, padding
        self.W = np.random.randn(out_channels, in_channels, kernel_size, kernel_size)
        self.b = np.zeros(out_channels)

    def forward(self, x):
        self.x = x
        s, p, k = self.stride, self.padding, self.W.shape[2]
        self.xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        ho, wo = (self.xp.shape[2] - k) // s + 1, (self.xp.shape[3] - k) // s + 1
        out = np.zeros((len(x), len(self.W), ho, wo))
        for i in range(ho):
            for j in range(wo):
                win = self.xp[:, :, i * s : i * s + k, j * s : j * s + k]
                out[:, :, i, j] = np.tensordot(win, self.W, ((1, 2, 3), (1, 2, 3))) + self.b
        return out

    def backward(self, dout):
        s, p, k = self.stride, self.padding, self.W.shape[2]
        dxp = np.zeros(self.xp.shape)
        self.dW, self.db = np.zeros(self.W.shape), dout.sum((0, 2, 3))
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                win = np.s_[:, :, i * s : i * s + k, j * s : j * s + k]
                self.dW += np.tensordot(dout[:, :, i, j], self.xp[win], (0, 0))
                dxp[win] += np.tensordot(dout[:, :, i, j], self.W, (1, 0))
        h, w = self.x.shape[2:]
        return dxp[:, :, p : p + h, p : p + w]


class MaxPool2d:
    def __init__(self, kernel_size: int, stride: int = 2):
        self.k, self.s = kernel_size, stride

    def __call__(self, x):
        self.x = x
        ho, wo = (x.shape[2] - self.k) // self.s + 1, (x.shape[3] - self.k) // self.s + 1
        out = np.zeros((*x.shape[:2], ho, wo))
        for i in range(ho):
            for j in range(wo):
                out[:, :, i, j] = self.window(x, i, j).max((2, 3))
        return out

    def window(self, x, i, j):
        return x[:, :, i * self.s : i * self.s + self.k, j * self.s : j * self.s + self.k]

    def backward(self, dout):
        dx = np.zeros(self.x.shape)
        for n, c, i, j in np.ndindex(*dout.shape):
            win = self.window(self.x, i, j)[n, c]
            r, q = np.unravel_index(win.argmax(), win.shape)
            dx[n, c, i * self.s + r, j * self.s + q] += dout[n, c, i, j]
        return dx


class Linear:
    def __init__(self, in_features, out_features):
        self.weight = np.zeros((in_features, out_features))
        self.bias = np.zeros(out_features)

    def forward(self, x):
        self.x = x
        return x @ self.weight + self.bias

    def backward(self, grad):
        self.weight_grad = self.x.T @ grad
        self.bias_grad = grad.sum(0)
        return grad @ self.weight.T


class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask
