"""Layers whose backward pass takes the rate and changes the weights; right. Assignments: conv-layer, fully-connected."""

import numpy as np


class Layer:
    def __init__(self):
        self.input = None


class Dense(Layer):
    def __init__(self, input_size, output_size):
        self.weights = np.random.randn(input_size, output_size) * 0.01
        self.bias = np.zeros((1, output_size))

    def forward_propagation(self, input):
        self.input = input
        return np.dot(input, self.weights) + self.bias

    def backward_propagation(self, output_gradient, learning_rate):
        weights_gradient = np.dot(self.input.T, output_gradient)
        input_gradient = np.dot(output_gradient, self.weights.T)
        self.weights -= learning_rate * weights_gradient
        self.bias -= learning_rate * np.sum(output_gradient, axis=0, keepdims=True)
        return input_gradient


class ReLU(Layer):
    def forward_propagation(self, input):
        self.input = input
        return np.maximum(0, input)

    def backward_propagation(self, output_gradient, learning_rate):
        return output_gradient * (self.input > 0)


class ConvLayer(Layer):
    def __init__(self, in_channels, num_filters, kernel_size, stride=1, padding=0):
        self.k, self.stride, self.padding = kernel_size, stride, padding
        self.filters = np.random.randn(num_filters, in_channels, kernel_size, kernel_size)
        self.biases = np.zeros((num_filters, 1))

    def windows(self, x):
        rows = (x.shape[2] - self.k) // self.stride + 1
        columns = (x.shape[3] - self.k) // self.stride + 1
        for r in range(rows):
            for c in range(columns):
                yield (
                    r,
                    c,
                    np.s_[:, :, r * self.stride : r * self.stride + self.k, c * self.stride : c * self.stride + self.k],
                )

    def forward_propagation(self, input):
        self.shape = input.shape
        p = self.padding
        self.padded = np.pad(input, ((0, 0), (0, 0), (p, p), (p, p)))
        places = {(r, c): self.padded[at] for r, c, at in self.windows(self.padded)}
        out = np.zeros((len(input), len(self.filters), *(n + 1 for n in max(places))))
        for (r, c), window in places.items():
            for f in range(len(self.filters)):
                out[:, f, r, c] = (window * self.filters[f]).sum(axis=(1, 2, 3)) + self.biases[f]
        return out

    def backward_propagation(self, output_gradient, learning_rate):
        d_filters, d_padded = np.zeros(self.filters.shape), np.zeros(self.padded.shape)
        for r, c, at in self.windows(self.padded):
            for f in range(len(self.filters)):
                d = output_gradient[:, f, r, c, None, None, None]
                d_filters[f] += (d * self.padded[at]).sum(axis=0)
                d_padded[at] += d * self.filters[f]
        self.filters -= learning_rate * d_filters
        self.biases -= learning_rate * output_gradient.sum(axis=(0, 2, 3)).reshape(-1, 1)
        p = self.padding
        return d_padded[:, :, p : p + self.shape[2], p : p + self.shape[3]]
