"""Expected: everything it writes passes.

Layers as classes with forward and backward methods, module-level functions bound from them, caches that are objects.
"""
import abc
import operator
from functools import reduce

import numpy as np


class Layer(abc.ABC):
    @abc.abstractmethod
    def forward(self, x): ...

    @abc.abstractmethod
    def backward(self, dout): ...

    def __call__(self, x):
        return self.forward(x)


class Linear(Layer):
    def __init__(self, w, b):
        self.w, self.b = w, b

    def forward(self, x):
        self.x_shape = x.shape
        self.X = x.reshape(x.shape[0], reduce(operator.mul, x.shape[1:], 1))
        return np.add(np.matmul(self.X, self.w), self.b)

    def backward(self, dout):
        self.dw = np.matmul(self.X.T, dout)
        self.db = np.add.reduce(dout, axis=0)
        return np.matmul(dout, self.w.T).reshape(self.x_shape)


class CrossEntropy(Layer):
    def __init__(self, y):
        self.y = y

    def forward(self, x):
        m = x.max(axis=1)
        self.p = np.exp(x - m[:, None])
        s = self.p.sum(axis=1)
        self.p /= s[:, None]
        return (m + np.log(s) - np.choose(self.y, x.T)).mean() if x.shape[1] < 32 else \
            (m + np.log(s) - x[np.arange(len(x)), self.y]).mean()

    def backward(self, dout=1.0):
        g = self.p * dout
        np.subtract.at(g, (np.arange(len(g)), self.y), dout)
        return g / len(g)


def affine_forward(x, w, b):
    layer = Linear(w, b)
    return layer(x), (layer,)


def affine_backward(dout, cache):
    layer = cache[0]
    return layer.backward(dout), layer.dw, layer.db


def softmax_loss(x, y):
    layer = CrossEntropy(y)
    return layer(x), layer.backward()
