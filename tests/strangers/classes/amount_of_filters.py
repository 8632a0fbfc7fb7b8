"""A layer with an amount of filters, and pooling whose mode is a maximum unless the constructor is told otherwise."""

import numpy as np


class ConvLayer:
    def __init__(self, in_channels, filter_amount, filter_size, learning_rate):
        self.size, self.learning_rate = filter_size, learning_rate
        self.filters = np.random.randn(filter_amount, in_channels, filter_size, filter_size)
        self.biases = np.zeros((1, filter_amount, 1, 1))

    def forward(self, x):
        self.x = x
        self.seen = np.lib.stride_tricks.sliding_window_view(x, (self.size, self.size), (2, 3))
        return np.einsum("ncijuv,fcuv->nfij", self.seen, self.filters) + self.biases

    def backward(self, grad):
        back = np.zeros(self.x.shape)
        for u in range(self.size):
            for v in range(self.size):
                rows, columns = slice(u, u + grad.shape[2]), slice(v, v + grad.shape[3])
                back[:, :, rows, columns] += np.einsum("nfij,fc->ncij", grad, self.filters[:, :, u, v])
        self.filters -= self.learning_rate * np.einsum("nfij,ncijuv->fcuv", grad, self.seen)
        self.biases -= self.learning_rate * grad.sum(axis=(0, 2, 3), keepdims=True)
        return back


class Pooling2D:
    def __init__(self, pool_size=2, pool_mode="max"):
        self.size, self.reduce = pool_size, {"max": np.max, "avg": np.mean}[pool_mode]

    def forward(self, x):
        p = self.size
        windows = np.lib.stride_tricks.sliding_window_view(x, (p, p), (2, 3))[:, :, ::p, ::p]
        return self.reduce(windows, axis=(4, 5))
