"""A class, and a function for its forward pass alone; the function has the name of the naive one and takes its sizes."""

import numpy as np


class Conv2DLayer:
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.stride, self.padding = stride, padding
        self.W = np.random.randn(out_channels, in_channels, kernel_size, kernel_size)
        self.b = np.zeros(out_channels)

    def forward(self, X):
        p, s = self.padding, self.stride
        self.X, self.wide = X, np.pad(X, ((0, 0), (0, 0), (p, p), (p, p)))
        self.view = np.lib.stride_tricks.sliding_window_view(self.wide, self.W.shape[2:], (2, 3))[:, :, ::s, ::s]
        return np.einsum("ncijuv,fcuv->nfij", self.view, self.W) + self.b[:, None, None]

    def backward(self, dout):
        p, s = self.padding, self.stride
        dwide = np.zeros(self.wide.shape)
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                block = np.tensordot(dout[:, :, i, j], self.W, 1)
                dwide[:, :, i * s:i * s + block.shape[2], j * s:j * s + block.shape[3]] += block
        dX = dwide[:, :, p:p + self.X.shape[2], p:p + self.X.shape[3]]
        return dX, np.einsum("ncijuv,nfij->fcuv", self.view, dout), dout.sum(axis=(0, 2, 3))


def conv_forward_naive(x, w, b, stride=1, pad=1):
    layer = Conv2DLayer.__new__(Conv2DLayer)
    layer.W, layer.b, layer.stride, layer.padding = w, b, stride, pad
    return layer.forward(x)
