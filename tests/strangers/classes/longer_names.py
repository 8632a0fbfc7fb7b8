"""Layers under longer class names, made from sizes under short parameter names."""

import numpy as np


class Conv2DLayer:
    def __init__(self, in_c, out_c, k, s=1, p=0):
        self.W = np.random.standard_normal((out_c, in_c, k, k))
        self.b = np.zeros(out_c)
        self.s, self.p = s, p

    def _places(self, wide):
        k = self.W.shape[2]
        for i in range((wide.shape[2] - k) // self.s + 1):
            for j in range((wide.shape[3] - k) // self.s + 1):
                yield i, j, np.s_[:, :, i * self.s : i * self.s + k, j * self.s : j * self.s + k]

    def forward(self, X):
        self.wide = np.pad(X.astype(float), ((0, 0), (0, 0), (self.p,) * 2, (self.p,) * 2))
        found = {(i, j): np.tensordot(self.wide[at], self.W, ((1, 2, 3), (1, 2, 3))) + self.b for i, j, at in self._places(self.wide)}
        rows, cols = (1 + last for last in max(found))
        return np.array([[found[i, j] for j in range(cols)] for i in range(rows)]).transpose(2, 3, 0, 1)

    def backward(self, dout):
        dwide = np.zeros(self.wide.shape)
        dW = np.zeros(self.W.shape)
        for i, j, at in self._places(self.wide):
            dwide[at] += np.tensordot(dout[:, :, i, j], self.W, (1, 0))
            dW += np.tensordot(dout[:, :, i, j], self.wide[at], (0, 0))
        rows, cols = dwide.shape[2:]
        return dwide[:, :, self.p : rows - self.p, self.p : cols - self.p], dW, dout.sum((0, 2, 3))


class MaxPool2DLayer:
    def __init__(self, k, s):
        self.k, self.s = k, s

    def forward(self, X):
        self.shape = X.shape
        views = np.lib.stride_tricks.sliding_window_view(X, (self.k, self.k), (2, 3))[:, :, :: self.s, :: self.s]
        flat = views.reshape(*views.shape[:4], -1)
        self.first = flat.argmax(-1)
        return flat.max(-1)

    def backward(self, dout):
        dX = np.zeros(self.shape)
        n, c, i, j = np.indices(self.first.shape)
        np.add.at(dX, (n, c, i * self.s + self.first // self.k, j * self.s + self.first % self.k), dout)
        return dX


class FullyConnectedLayer:
    def __init__(self, n_inputs, n_neurons):
        self.weights = np.zeros((n_inputs, n_neurons))
        self.biases = np.zeros(n_neurons)

    def forward(self, inputs):
        self.inputs = inputs
        return inputs @ self.weights + self.biases

    def backward(self, dvalues):
        self.dweights = self.inputs.T @ dvalues
        self.dbiases = dvalues.sum(axis=0)
        return dvalues @ self.weights.T


class ReluLayer:
    def forward(self, inputs):
        self.inputs = inputs
        return np.maximum(0, inputs)

    def backward(self, dvalues):
        return np.where(self.inputs > 0, dvalues, 0)
