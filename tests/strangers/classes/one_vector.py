"""A layer that takes the numbers of one image as a vector, beside a dictionary that names its own attributes."""

import numpy as np


class Linear:
    def __init__(self, in_dim, out_dim):
        self.W = np.random.randn(in_dim, out_dim)
        self.b = np.zeros(out_dim)
        self.params = {"W": self.W, "b": self.b}
        self.grads = {"W": None, "b": None}

    def forward(self, vector):
        self.vector = vector.flatten()
        return self.vector @ self.W + self.b

    def backward(self, gradient):
        self.grads["W"] = np.outer(self.vector, gradient)
        self.grads["b"] = np.array(gradient)
        return self.W @ gradient
