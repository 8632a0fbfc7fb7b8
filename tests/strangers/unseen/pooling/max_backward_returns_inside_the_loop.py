"""dx is stored and the function left inside the loop over the images: only the first image gets a gradient."""

import numpy as np


class MaxPooling:
    def __init__(self, kernel_size, stride):
        self.kernel_size = kernel_size
        self.stride = stride
        self.cache = None
        self.dx = None

    def forward(self, x):
        k, s = self.kernel_size, self.stride
        H_out = (x.shape[2] - k) // s + 1
        W_out = (x.shape[3] - k) // s + 1
        out = np.zeros(x.shape[:2] + (H_out, W_out))
        for i in range(H_out):
            for j in range(W_out):
                out[:, :, i, j] = x[:, :, i * s:i * s + k, j * s:j * s + k].reshape(*x.shape[:2], -1).max(-1)
        self.cache = (x, H_out, W_out)
        return out

    def backward(self, dout):
        x, H_out, W_out = self.cache
        k, s = self.kernel_size, self.stride
        dx = np.zeros(x.shape)
        for n in range(x.shape[0]):
            for c in range(x.shape[1]):
                for i in range(H_out):
                    for j in range(W_out):
                        patch = x[n, c, i * s:i * s + k, j * s:j * s + k]
                        a, d = np.unravel_index(np.argmax(patch), patch.shape)
                        dx[n, c, i * s + a, j * s + d] += dout[n, c, i, j]
            self.dx = dx
            return self.dx
