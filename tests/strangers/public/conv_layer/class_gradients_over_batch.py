"""The gradients of weights and bias are divided by the number of images."""

import numpy as np


class Conv2D:
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = kernel_size
        self.stride = stride
        self.padding = padding
        self.weight = np.random.randn(out_channels, in_channels, kernel_size, kernel_size) * 0.01
        self.bias = np.zeros(out_channels)

    def forward(self, x):
        self.x = x
        n, c, h, w = x.shape
        k, s, p = self.kernel_size, self.stride, self.padding
        self.xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        oh, ow = (h + 2 * p - k) // s + 1, (w + 2 * p - k) // s + 1
        out = np.zeros((n, self.out_channels, oh, ow))
        for i in range(oh):
            for j in range(ow):
                region = self.xp[:, :, i * s : i * s + k, j * s : j * s + k]
                out[:, :, i, j] = np.tensordot(region, self.weight, axes=([1, 2, 3], [1, 2, 3])) + self.bias
        return out

    def backward(self, dout):
        n, f, oh, ow = dout.shape
        k, s, p = self.kernel_size, self.stride, self.padding
        dxp = np.zeros(self.xp.shape)
        self.dweight = np.zeros(self.weight.shape)
        for i in range(oh):
            for j in range(ow):
                region = self.xp[:, :, i * s : i * s + k, j * s : j * s + k]
                self.dweight += np.tensordot(dout[:, :, i, j], region, axes=([0], [0]))
                dxp[:, :, i * s : i * s + k, j * s : j * s + k] += np.tensordot(
                    dout[:, :, i, j], self.weight, axes=([1], [0])
                )
        self.dweight /= n
        self.dbias = dout.sum(axis=(0, 2, 3)) / n
        h, w = self.x.shape[2:]
        return dxp[:, :, p : p + h, p : p + w]
