"""Dense, ReLU and SoftmaxCrossEntropy classes, home-made."""

import numpy as np


class Layer:
    def forward(self, x):
        raise NotImplementedError

    def backward(self, grad):
        raise NotImplementedError


class Linear(Layer):
    def __init__(self, in_features, out_features):
        self.W = np.random.randn(in_features, out_features) * np.sqrt(2.0 / in_features)
        self.b = np.zeros((1, out_features))

    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b

    def backward(self, dout):
        flat = self.x.reshape(self.x.shape[0], -1)
        self.dW = flat.T @ dout
        self.db = np.sum(dout, axis=0, keepdims=True)
        return (dout @ self.W.T).reshape(self.x.shape)


class ReLU(Layer):
    def __init__(self):
        self.mask = None

    def forward(self, x):
        self.mask = (x <= 0)
        out = x.copy()
        out[self.mask] = 0
        return out

    def backward(self, dout):
        dx = dout.copy()
        dx[self.mask] = 0
        return dx
