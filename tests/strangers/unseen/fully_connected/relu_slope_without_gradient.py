"""The slope of ReLU (0 or 1) is returned, the gradient that comes in is forgotten."""

import numpy as np


class ReLU:
    def __init__(self):
        self.inputs = None

    def forward(self, inputs):
        self.inputs = np.array(inputs)
        return self.inputs * (self.inputs > 0)

    def backward(self, dvalues):
        grad = np.ones(dvalues.shape)
        grad[self.inputs <= 0] = 0
        return grad
