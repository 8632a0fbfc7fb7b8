"""Expected: everything it writes passes.

The backward pass gets what the forward pass got, and then the gradient.
"""

import numpy as np


class AvgPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size = kernel_size
        self.stride = stride or kernel_size

    def _slices(self, places):
        for i, j in np.ndindex(*places):
            i0, j0 = i * self.stride, j * self.stride
            yield i, j, np.s_[..., i0 : i0 + self.kernel_size, j0 : j0 + self.kernel_size]

    def update_output(self, input):
        places = [(size - self.kernel_size) // self.stride + 1 for size in input.shape[2:]]
        self.output = np.zeros((*input.shape[:2], *places))
        for i, j, at in self._slices(places):
            self.output[..., i, j] = np.average(input[at], axis=(2, 3))
        return self.output

    def update_grad_input(self, input, grad_output):
        self.grad_input = np.zeros(input.shape)
        for i, j, at in self._slices(grad_output.shape[2:]):
            self.grad_input[at] += grad_output[..., i, j][..., None, None] / self.kernel_size**2
        return self.grad_input
