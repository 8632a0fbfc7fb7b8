"""Layers that take the whole shape of their filters, and windows and strides of two sizes; channels last."""

import numpy as np


class Conv2D:
    def __init__(self, kernel_shape, stride=1, padding=0):
        self.kernel_shape, self.stride, self.padding = kernel_shape, stride, padding
        self.weights = np.random.randn(*kernel_shape)
        self.bias = np.zeros(kernel_shape[3])
        self.grads = {"dW": None, "db": None}

    def forward(self, x):
        p, s = self.padding, self.stride
        self.wide = np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))
        found = np.lib.stride_tricks.sliding_window_view(self.wide, self.kernel_shape[:2], (1, 2))
        self.seen = found[:, ::s, ::s]
        return np.einsum("nijcuv,uvcf->nijf", self.seen, self.weights) + self.bias

    def backward(self, dout):
        self.grads["dW"] = np.einsum("nijf,nijcuv->uvcf", dout, self.seen)
        self.grads["db"] = dout.sum(axis=(0, 1, 2))
        back, (high, wide) = np.zeros(self.wide.shape), self.kernel_shape[:2]
        for i in range(dout.shape[1]):
            for j in range(dout.shape[2]):
                top, left = i * self.stride, j * self.stride
                part = np.einsum("nf,uvcf->nuvc", dout[:, i, j], self.weights)
                back[:, top : top + high, left : left + wide] += part
        p = self.padding
        return back[:, p : back.shape[1] - p, p : back.shape[2] - p]


class AvgPool2D:
    def __init__(self, pool_size=(2, 2), strides=None):
        self.high, self.wide = pool_size
        self.down, self.right = strides or pool_size

    def forward(self, x):
        self.shape = x.shape
        found = np.lib.stride_tricks.sliding_window_view(x, (self.high, self.wide), (1, 2))
        return found[:, :: self.down, :: self.right].mean(axis=(-2, -1))

    def backward(self, dout):
        back = np.zeros(self.shape)
        for i in range(dout.shape[1]):
            for j in range(dout.shape[2]):
                top, left = i * self.down, j * self.right
                share = dout[:, i : i + 1, j : j + 1] / (self.high * self.wide)
                back[:, top : top + self.high, left : left + self.wide] += share
        return back
