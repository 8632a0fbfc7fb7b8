"""Expected: everything it writes passes.

One image, a bias for each entry of each map, and a backward pass that takes a rate and changes kernels and biases.
"""

import numpy as np


def windows_of(map_, size):
    return np.lib.stride_tricks.sliding_window_view(map_, (size, size))


class Convolutional:
    def __init__(self, input_shape, kernel_size, depth):
        channels, rows, columns = input_shape
        self.size = kernel_size
        self.kernels = np.random.randn(depth, channels, kernel_size, kernel_size)
        self.biases = np.random.randn(depth, rows - kernel_size + 1, columns - kernel_size + 1)

    def forward(self, input):
        self.input = input.astype(float)
        self.seen = np.stack([windows_of(one, self.size) for one in self.input])
        return self.biases + np.einsum("chwuv,fcuv->fhw", self.seen, self.kernels)

    def backward(self, output_gradient, learning_rate):
        of_kernels = np.einsum("fhw,chwuv->fcuv", output_gradient, self.seen)
        of_input = np.zeros_like(self.input)
        for row, column in np.ndindex(*output_gradient.shape[1:]):
            share = np.tensordot(output_gradient[:, row, column], self.kernels, (0, 0))
            of_input[:, row : row + self.size, column : column + self.size] += share
        self.kernels -= learning_rate * of_kernels
        self.biases -= learning_rate * output_gradient
        return of_input
