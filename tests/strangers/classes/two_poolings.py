"""Two classes with kernel_size tuples and strides."""

import numpy as np


class MaxPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
        self.stride = stride or self.kernel_size[0]

    def forward(self, x):
        self.x = x
        kh, kw = self.kernel_size
        s = self.stride
        n, c, h, w = x.shape
        out = np.zeros((n, c, (h - kh) // s + 1, (w - kw) // s + 1))
        for i in range(out.shape[2]):
            for j in range(out.shape[3]):
                out[:, :, i, j] = np.amax(x[:, :, i * s:i * s + kh, j * s:j * s + kw], axis=(2, 3))
        self.out = out
        return out

    def backward(self, grad):
        kh, kw = self.kernel_size
        s = self.stride
        dx = np.zeros(self.x.shape)
        for i in range(grad.shape[2]):
            for j in range(grad.shape[3]):
                patch = self.x[:, :, i * s:i * s + kh, j * s:j * s + kw]
                mask = patch == self.out[:, :, i:i + 1, j:j + 1]
                dx[:, :, i * s:i * s + kh, j * s:j * s + kw] += mask * grad[:, :, i:i + 1, j:j + 1]
        return dx


class AvgPool2d:
    def __init__(self, kernel_size, stride=None):
        self.kernel_size = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
        self.stride = stride or self.kernel_size[0]

    def forward(self, x):
        self.in_shape = x.shape
        kh, kw = self.kernel_size
        s = self.stride
        n, c, h, w = x.shape
        out = np.zeros((n, c, (h - kh) // s + 1, (w - kw) // s + 1))
        for i in range(out.shape[2]):
            for j in range(out.shape[3]):
                out[:, :, i, j] = x[:, :, i * s:i * s + kh, j * s:j * s + kw].mean(axis=(2, 3))
        return out

    def backward(self, grad):
        kh, kw = self.kernel_size
        s = self.stride
        dx = np.zeros(self.in_shape)
        for i in range(grad.shape[2]):
            for j in range(grad.shape[3]):
                dx[:, :, i * s:i * s + kh, j * s:j * s + kw] += grad[:, :, i:i + 1, j:j + 1] / (kh * kw)
        return dx
