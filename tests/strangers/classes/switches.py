"""A bias that is a switch beside the biases themselves, and an activation that is on where nobody turns it off."""

import numpy as np


class Convolution:
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True, activation="relu"):
        self.stride, self.padding = stride, padding
        self.bias = bias
        self.activation = activation
        if not isinstance(kernel_size, tuple):
            kernel_size = (kernel_size, kernel_size)
        self.W = np.random.randn(out_channels, in_channels, *kernel_size)
        self.b = np.zeros(out_channels) if bias else None

    def forward(self, x):
        p, s = self.padding, self.stride
        self.shape = x.shape
        self.wide = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        view = np.lib.stride_tricks.sliding_window_view(self.wide, self.W.shape[2:], (2, 3))[:, :, ::s, ::s]
        self.view = view
        out = np.einsum("ncijuv,fcuv->nfij", view, self.W)
        if self.bias:
            out = out + self.b[:, None, None]
        self.is_open = out > 0 if self.activation == "relu" else np.ones(out.shape, bool)
        return np.where(self.is_open, out, 0)

    def backward(self, dout):
        p, s = self.padding, self.stride
        dout = np.where(self.is_open, dout, 0)
        self.dW = np.einsum("ncijuv,nfij->fcuv", self.view, dout)
        self.db = dout.sum(axis=(0, 2, 3)) if self.bias else None
        dwide = np.zeros(self.wide.shape)
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                block = np.tensordot(dout[:, :, i, j], self.W, 1)
                dwide[:, :, i * s:i * s + block.shape[2], j * s:j * s + block.shape[3]] += block
        return dwide[:, :, p:p + self.shape[2], p:p + self.shape[3]]
