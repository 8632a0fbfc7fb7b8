"""dout is not spread out with stride - 1 zeros between its entries before the full correlation, so for stride 2 dx is
squeezed into the top left corner.
"""

import numpy as np


class Conv2D:
    def __init__(self, in_channels, out_channels, kernel_size=3, stride=1, padding=0):
        self.in_channels, self.out_channels = in_channels, out_channels
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding
        self._weight_init()
        self.cache = None

    def _weight_init(self):
        self.weight = 1e-3 * np.random.randn(self.out_channels, self.in_channels, self.kernel_size, self.kernel_size)
        self.bias = np.zeros(self.out_channels)
        self.dx = self.dw = self.db = None

    def forward(self, x):
        k, s, p = self.kernel_size, self.stride, self.padding
        xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        ho, wo = (xp.shape[2] - k) // s + 1, (xp.shape[3] - k) // s + 1
        out = np.zeros((len(x), self.out_channels, ho, wo))
        for i in range(ho):
            for j in range(wo):
                patch = xp[:, :, i * s:i * s + k, j * s:j * s + k]
                out[:, :, i, j] = np.einsum("ncuv,fcuv->nf", patch, self.weight) + self.bias
        self.cache = x
        return out

    def backward(self, dout):
        x = self.cache
        k, s, p = self.kernel_size, self.stride, self.padding
        xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        n, f, ho, wo = dout.shape
        self.db = np.sum(dout, axis=(0, 2, 3))
        self.dw = np.zeros(self.weight.shape)
        for i in range(ho):
            for j in range(wo):
                self.dw += np.einsum("nf,ncuv->fcuv", dout[:, :, i, j], xp[:, :, i * s:i * s + k, j * s:j * s + k])
        full = np.pad(dout, ((0, 0), (0, 0), (k - 1, k - 1), (k - 1, k - 1)))
        kernel = self.weight[:, :, ::-1, ::-1]
        dxp = np.zeros(xp.shape)
        for r in range(ho + k - 1):
            for c in range(wo + k - 1):
                dxp[:, :, r, c] = np.einsum("nfuv,fcuv->nc", full[:, :, r:r + k, c:c + k], kernel)
        self.dx = dxp[:, :, p:p + x.shape[2], p:p + x.shape[3]]
