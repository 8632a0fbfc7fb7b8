"""A layer that gets what makes its weights and what updates them, and pooling that calls its window P."""

import numpy as np


class SimpleInitializer:
    def __init__(self, sigma):
        self.sigma = sigma

    def W(self, *shape):
        return self.sigma * np.random.randn(*shape)

    def B(self, size):
        return self.sigma * np.random.randn(size)


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def update(self, layer):
        layer.W -= self.lr * layer.dW
        layer.B -= self.lr * layer.dB


class FC:
    def __init__(self, n_nodes1, n_nodes2, initializer, optimizer):
        self.optimizer = optimizer
        self.W = initializer.W(n_nodes1, n_nodes2)
        self.B = initializer.B(n_nodes2)

    def forward(self, X):
        self.X = X
        return X @ self.W + self.B

    def backward(self, dA):
        dZ = dA @ self.W.T
        self.dW, self.dB = self.X.T @ dA, dA.sum(axis=0)
        self.optimizer.update(self)
        return dZ


class MaxPool2D:
    def __init__(self, P):
        self.P = P

    def forward(self, A):
        n, c, high, wide = A.shape
        rows, columns = high // self.P, wide // self.P
        tiles = A[:, :, : rows * self.P, : columns * self.P].reshape(n, c, rows, self.P, columns, self.P)
        tiles = tiles.transpose(0, 1, 2, 4, 3, 5).reshape(n, c, rows, columns, -1)
        self.shape, self.best = A.shape, tiles.argmax(axis=-1)
        return tiles.max(axis=-1)

    def backward(self, dA):
        back = np.zeros(self.shape)
        for place in np.ndindex(*dA.shape):
            down, right = divmod(int(self.best[place]), self.P)
            back[place[0], place[1], place[2] * self.P + down, place[3] * self.P + right] = dA[place]
        return back
