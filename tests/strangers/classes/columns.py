"""A layer that takes a column for each image, keeps its gradients, and changes its weights in place."""

import numpy as np


class FullyConnection:
    def __init__(self, input_size, output_size):
        self.weights = np.random.randn(output_size, input_size)
        self.bias = np.zeros((output_size, 1))

    def forward(self, columns):
        self.columns = columns
        return self.weights @ columns + self.bias

    def backward(self, output_gradient, learning_rate):
        back = self.weights.T @ output_gradient
        self.d_weights = output_gradient @ self.columns.T
        self.d_bias = output_gradient.sum(axis=1, keepdims=True)
        self.weights -= learning_rate * self.d_weights
        self.bias -= learning_rate * self.d_bias
        return back
