"""Layers for one image at a time, rows by columns by channels; pooling by two."""

import numpy as np


class Conv:
    def __init__(self, num_filters, f, C):
        self.f = f
        self.filters = np.random.randn(num_filters, f, f, C) / f**2
        self.b = np.zeros(num_filters)

    def patches(self, image):
        for i in range(image.shape[0] - self.f + 1):
            for j in range(image.shape[1] - self.f + 1):
                yield i, j, image[i:i + self.f, j:j + self.f]

    def forward(self, image):
        self.image = image
        rows, columns = image.shape[0] - self.f + 1, image.shape[1] - self.f + 1
        out = np.zeros((rows, columns, len(self.filters)))
        for i, j, patch in self.patches(image):
            out[i, j] = (self.filters * patch).sum(axis=(1, 2, 3)) + self.b
        return out

    def backprop(self, grad, learn_rate):
        change, dimage = np.zeros(self.filters.shape), np.zeros(self.image.shape)
        for i, j, patch in self.patches(self.image):
            change += grad[i, j].reshape(-1, 1, 1, 1) * patch
            dimage[i:i + self.f, j:j + self.f] += np.tensordot(grad[i, j], self.filters, 1)
        self.filters = self.filters - learn_rate * change
        self.b = self.b - learn_rate * grad.sum(axis=(0, 1))
        return dimage


class MaxPool2:
    def tiles(self, image):
        for i in range(image.shape[0] // 2):
            for j in range(image.shape[1] // 2):
                yield i, j, image[2 * i:2 * i + 2, 2 * j:2 * j + 2]

    def forward(self, image):
        self.image = image
        out = np.zeros((image.shape[0] // 2, image.shape[1] // 2, image.shape[2]))
        for i, j, tile in self.tiles(image):
            out[i, j] = tile.max(axis=(0, 1))
        return out

    def backprop(self, grad):
        dimage = np.zeros(self.image.shape)
        for i, j, tile in self.tiles(self.image):
            dimage[2 * i:2 * i + 2, 2 * j:2 * j + 2] = (tile == tile.max(axis=(0, 1))) * grad[i, j]
        return dimage
