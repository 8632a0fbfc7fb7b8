"""Layers that return nothing: what they give stands in output, and backward leaves dinputs."""

import numpy as np


class Layer_Dense:
    def __init__(self, n_inputs, n_neurons):
        self.weights = np.random.randn(n_inputs, n_neurons)
        self.biases = np.zeros((1, n_neurons))

    def forward(self, inputs):
        self.inputs = inputs
        self.output = inputs @ self.weights + self.biases

    def backward(self, dvalues):
        self.dweights = self.inputs.T @ dvalues
        self.dbiases = dvalues.sum(axis=0, keepdims=True)
        self.dinputs = dvalues @ self.weights.T


class Activation_ReLU:
    def forward(self, inputs):
        self.is_open = inputs > 0
        self.output = np.where(self.is_open, inputs, 0)

    def backward(self, dvalues):
        self.dinputs = np.where(self.is_open, dvalues, 0)


dense = Layer_Dense(2, 3)
dense.forward(np.ones((4, 2)))
print(dense.output[:2])
