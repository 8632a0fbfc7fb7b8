"""The place of the maximum is taken apart with the height of the window."""

import numpy as np


class MaxPool2D:
    def __init__(self, pool_height, pool_width, stride):
        self.ph, self.pw, self.stride = pool_height, pool_width, stride

    def forward(self, x):
        self.x = x
        N, C, H, W = x.shape
        s = self.stride
        Ho, Wo = (H - self.ph) // s + 1, (W - self.pw) // s + 1
        out = np.zeros((N, C, Ho, Wo))
        for i in range(Ho):
            for j in range(Wo):
                out[:, :, i, j] = x[:, :, i * s : i * s + self.ph, j * s : j * s + self.pw].max((2, 3))
        return out

    def backward(self, dout):
        dx = np.zeros_like(self.x, dtype=float)
        s = self.stride
        N, C, Ho, Wo = dout.shape
        for n in range(N):
            for c in range(C):
                for i in range(Ho):
                    for j in range(Wo):
                        k = np.argmax(self.x[n, c, i * s : i * s + self.ph, j * s : j * s + self.pw])
                        r, q = k // self.ph, k % self.ph
                        dx[n, c, i * s + r, j * s + q] += dout[n, c, i, j]
        return dx
