"""Layers whose images end in the channel: sizes by short names, a border of half the window, pooling without any size."""

import numpy as np


class Conv2D:
    def __init__(self, Cin, Cout, k=3, seed=0):
        generator = np.random.default_rng(seed)
        self.k = k
        self.W = generator.normal(size=(k, k, Cin, Cout))
        self.b = np.zeros(Cout)

    def forward(self, x):
        edge = self.k // 2
        self.wide = np.pad(x, ((0, 0), (edge, edge), (edge, edge), (0, 0)))
        n, rows, columns, _ = x.shape
        out = np.zeros((n, rows, columns, self.W.shape[3]))
        for u in range(self.k):
            for v in range(self.k):
                out += self.wide[:, u:u + rows, v:v + columns] @ self.W[u, v]
        return out + self.b

    def backward(self, grad, lr):
        n, rows, columns, _ = grad.shape
        edge = self.k // 2
        dwide, step = np.zeros(self.wide.shape), np.zeros(self.W.shape)
        for u in range(self.k):
            for v in range(self.k):
                piece = self.wide[:, u:u + rows, v:v + columns]
                step[u, v] = np.einsum("nijc,nijf->cf", piece, grad)
                dwide[:, u:u + rows, v:v + columns] += grad @ self.W[u, v].T
        self.W = self.W - lr * step
        self.b = self.b - lr * grad.sum(axis=(0, 1, 2))
        return dwide[:, edge:edge + rows, edge:edge + columns]


class MaxPool2x2:
    def forward(self, x):
        self.shape = x.shape
        n, rows, columns, c = x.shape
        tiles = x[:, :rows // 2 * 2, :columns // 2 * 2].reshape(n, rows // 2, 2, columns // 2, 2, c)
        tiles = tiles.transpose(0, 1, 3, 5, 2, 4).reshape(n, rows // 2, columns // 2, c, 4)
        self.first = tiles.argmax(axis=-1)
        return tiles.max(axis=-1)

    def backward(self, grad, lr):
        dx = np.zeros(self.shape)
        for (n, i, j, c), place in np.ndenumerate(self.first):
            dx[n, 2 * i + place // 2, 2 * j + place % 2, c] += grad[n, i, j, c]
        return dx


class Linear:
    def __init__(self, Din, Dout):
        self.W = np.zeros((Din, Dout))
        self.b = np.zeros(Dout)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad, lr):
        dx = grad @ self.W.T
        self.W = self.W - lr * (self.x.T @ grad)
        self.b = self.b - lr * grad.sum(axis=0)
        return dx
