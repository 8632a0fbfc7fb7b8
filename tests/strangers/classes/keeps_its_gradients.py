"""A base class that is not here, gradients kept in dx, dw and db, nothing returned; right. Assignment: conv-layer."""

import numpy as np
import torch.nn as nn


class Conv2D(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size=3, stride=1, padding=0):
        super().__init__()
        self.stride, self.padding = stride, padding
        self.cache = None
        self._weight_init(in_channels, out_channels, kernel_size)

    def _weight_init(self, c, f, k):
        self.weight = 1e-3 * np.random.randn(f, c, k, k)
        self.bias = np.zeros(f)
        self.dx = self.dw = self.db = None

    def forward(self, x):
        p, s, k = self.padding, self.stride, self.weight.shape[2]
        xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        cols = np.lib.stride_tricks.sliding_window_view(xp, (k, k), (2, 3))[:, :, ::s, ::s]
        self.cache = x
        return np.einsum("ncijuv,fcuv->nfij", cols, self.weight) + self.bias[:, None, None]

    def backward(self, dout):
        x, p, s, k = self.cache, self.padding, self.stride, self.weight.shape[2]
        xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        cols = np.lib.stride_tricks.sliding_window_view(xp, (k, k), (2, 3))[:, :, ::s, ::s]
        self.dw = np.einsum("ncijuv,nfij->fcuv", cols, dout)
        self.db = dout.sum((0, 2, 3))
        wide = np.zeros(xp.shape)
        for i, j in np.ndindex(dout.shape[2:]):
            wide[:, :, i * s : i * s + k, j * s : j * s + k] += np.einsum(
                "nf,fcuv->ncuv", dout[:, :, i, j], self.weight
            )
        self.dx = wide[:, :, p : p + x.shape[2], p : p + x.shape[3]]
