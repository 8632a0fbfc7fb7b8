"""Expected: everything it writes passes.

Its constructor takes a step for each axis, then the shape of a window.
"""

import numpy as np


class Pooling:
    def __init__(self, stride_shape, pooling_shape):
        self.step = stride_shape
        self.shape = pooling_shape

    def _windows(self):
        for i in range((self.size[2] - self.shape[0]) // self.step[0] + 1):
            for j in range((self.size[3] - self.shape[1]) // self.step[1] + 1):
                yield i, j, i * self.step[0], j * self.step[1]

    def forward(self, input_tensor):
        self.size = input_tensor.shape
        self.best = {}
        rows = [0, 0]
        found = {}
        for i, j, top, left in self._windows():
            window = input_tensor[:, :, top : top + self.shape[0], left : left + self.shape[1]]
            flat = window.reshape(self.size[0], self.size[1], -1)
            self.best[i, j] = flat.argmax(2)
            found[i, j] = flat.max(2)
            rows = [i + 1, j + 1]
        return np.array([[found[i, j] for j in range(rows[1])] for i in range(rows[0])]).transpose(2, 3, 0, 1)

    def backward(self, error_tensor):
        gradient = np.zeros(self.size)
        images, maps = np.indices(self.size[:2])
        for i, j, top, left in self._windows():
            at = self.best[i, j]
            gradient[images, maps, top + at // self.shape[1], left + at % self.shape[1]] += error_tensor[:, :, i, j]
        return gradient
