"""Weights with a row for each output, and with channels last; right. Assignments: conv-layer, fully-connected."""

import numpy as np


class Linear:
    def __init__(self, in_features, out_features):
        limit = 1 / np.sqrt(in_features)
        self.weight = np.random.uniform(-limit, limit, (out_features, in_features))
        self.bias = np.zeros(out_features)

    def forward(self, x):
        self.x = x
        return x @ self.weight.T + self.bias

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.x
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight


class Conv2D:
    def __init__(self, in_channels, filters, kernel_size, stride=1, padding=0):
        self.stride, self.padding = stride, padding
        self.kernels = np.random.randn(kernel_size, kernel_size, in_channels, filters) * 0.1
        self.bias = np.zeros(filters)

    def forward(self, x):
        p, s, k = self.padding, self.stride, self.kernels.shape[0]
        self.shape = x.shape
        self.padded = np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))
        rows, columns = ((n - k) // s + 1 for n in self.padded.shape[1:3])
        out = np.zeros((len(x), rows, columns, self.kernels.shape[-1]))
        for r, c in np.ndindex(rows, columns):
            window = self.padded[:, r * s : r * s + k, c * s : c * s + k]
            out[:, r, c] = np.tensordot(window, self.kernels, 3) + self.bias
        return out

    def backward(self, grad):
        p, s, k = self.padding, self.stride, self.kernels.shape[0]
        d_padded, self.grad_weights = np.zeros(self.padded.shape), np.zeros(self.kernels.shape)
        for r, c in np.ndindex(*grad.shape[1:3]):
            at = np.s_[:, r * s : r * s + k, c * s : c * s + k]
            self.grad_weights += np.tensordot(self.padded[at], grad[:, r, c], (0, 0))
            d_padded[at] += np.tensordot(grad[:, r, c], self.kernels, (1, 3))
        self.grad_bias = grad.sum(axis=(0, 1, 2))
        return d_padded[:, p : p + self.shape[1], p : p + self.shape[2]]
