"""Weights that lie as rows, one for each filter or output, and are drawn by a generator that is handed over."""

import numpy as np


class Conv:
    def __init__(self, cin, cout, k, rng):
        self.k, self.cout = k, cout
        self.W = rng.standard_normal((cout, cin * k * k))
        self.b = np.zeros((cout, 1))

    def forward(self, x):
        view = np.lib.stride_tricks.sliding_window_view(x, (self.k, self.k), (2, 3))
        n, c, self.rows, self.columns = view.shape[:4]
        self.shape = x.shape
        self.cols = view.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * self.k**2, -1)
        return (self.W @ self.cols + self.b).reshape(n, self.cout, self.rows, self.columns)

    def backward(self, dout):
        flat = dout.reshape(len(dout), self.cout, -1)
        self.dW = np.einsum("nfp,nkp->fk", flat, self.cols)
        self.db = flat.sum(axis=(0, 2)).reshape(-1, 1)
        back = (self.W.T @ flat).reshape(self.shape[0], self.shape[1], self.k, self.k, self.rows, self.columns)
        dx = np.zeros(self.shape)
        for u in range(self.k):
            for v in range(self.k):
                dx[:, :, u:u + self.rows, v:v + self.columns] += back[:, :, u, v]
        return dx


class Dense:
    def __init__(self, nin, nout, rng):
        self.W = rng.standard_normal((nout, nin))
        self.b = np.zeros(nout)

    def forward(self, x):
        self.x = x
        return x @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.x
        self.db = dout.sum(axis=0)
        return dout @ self.W
