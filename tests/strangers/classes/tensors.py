"""Layers on a Tensor of one's own, whose backward pass is the tensor's; right. Assignment: conv-layer."""

import numpy as np


class Tensor:
    def __init__(self, data, requires_grad=False):
        self.data = np.array(data, dtype=np.float64)
        self.requires_grad = requires_grad
        self.grad = None
        self.back = None

    def backward(self, gradient=None):
        self.grad = np.ones(self.data.shape) if gradient is None else gradient
        if self.back is not None:
            self.back(self.grad)


class Conv2d:
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        self.stride, self.padding = stride, padding
        self.weight = Tensor(np.zeros((out_channels, in_channels, kernel_size, kernel_size)), requires_grad=True)
        self.bias = Tensor(np.zeros(out_channels), requires_grad=True)

    def forward(self, x):
        p, s, w = self.padding, self.stride, self.weight.data
        k = w.shape[2]
        xp = np.pad(x.data, ((0, 0), (0, 0), (p, p), (p, p)))
        cols = np.lib.stride_tricks.sliding_window_view(xp, (k, k), (2, 3))[:, :, ::s, ::s]
        out = Tensor(np.einsum("ncijuv,fcuv->nfij", cols, w) + self.bias.data[:, None, None])

        def back(g):
            self.weight.grad = np.einsum("ncijuv,nfij->fcuv", cols, g)
            self.bias.grad = g.sum((0, 2, 3))
            wide = np.zeros(xp.shape)
            for i, j in np.ndindex(g.shape[2:]):
                wide[:, :, i * s : i * s + k, j * s : j * s + k] += np.einsum("nf,fcuv->ncuv", g[:, :, i, j], w)
            x.grad = wide[:, :, p : p + x.data.shape[2], p : p + x.data.shape[3]]

        out.back = back
        return out
