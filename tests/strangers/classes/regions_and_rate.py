"""A layer whose backward takes a rate and changes the weights."""

import numpy as np


class ConvLayer:
    def __init__(self, num_filters, filter_size, input_depth, stride=1, padding=0):
        self.num_filters = num_filters
        self.filter_size = filter_size
        self.stride = stride
        self.padding = padding
        self.filters = np.random.randn(num_filters, input_depth, filter_size, filter_size) * 0.1
        self.biases = np.zeros(num_filters)

    def iterate_regions(self, image):
        h, w = image.shape[2:]
        for i in range((h - self.filter_size) // self.stride + 1):
            for j in range((w - self.filter_size) // self.stride + 1):
                a, b = i * self.stride, j * self.stride
                yield image[:, :, a:a + self.filter_size, b:b + self.filter_size], i, j

    def forward(self, input):
        p = self.padding
        self.last_input = np.pad(input, ((0, 0), (0, 0), (p, p), (p, p)))
        n, _, h, w = self.last_input.shape
        k, s = self.filter_size, self.stride
        output = np.zeros((n, self.num_filters, (h - k) // s + 1, (w - k) // s + 1))
        for region, i, j in self.iterate_regions(self.last_input):
            for f in range(self.num_filters):
                output[:, f, i, j] = np.sum(region * self.filters[f], axis=(1, 2, 3)) + self.biases[f]
        return output

    def backward(self, d_L_d_out, learning_rate):
        d_filters = np.zeros(self.filters.shape)
        d_input = np.zeros(self.last_input.shape)
        k, s, p = self.filter_size, self.stride, self.padding
        for region, i, j in self.iterate_regions(self.last_input):
            for f in range(self.num_filters):
                g = d_L_d_out[:, f, i, j].reshape(-1, 1, 1, 1)
                d_filters[f] += (g * region).sum(axis=0)
                d_input[:, :, i * s:i * s + k, j * s:j * s + k] += g * self.filters[f]
        self.filters = self.filters - learning_rate * d_filters
        self.biases = self.biases - learning_rate * d_L_d_out.sum(axis=(0, 2, 3))
        return d_input[:, :, p:d_input.shape[2] - p, p:d_input.shape[3] - p]
