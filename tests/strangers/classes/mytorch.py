"""In the names of CMU 11-785; right. Assignments: conv-layer, pooling, fully-connected."""

import numpy as np


class Downsample2d:
    def __init__(self, downsampling_factor):
        self.k = downsampling_factor

    def forward(self, A):
        self.size = A.shape
        return A[:, :, :: self.k, :: self.k]

    def backward(self, dLdZ):
        dLdA = np.zeros(self.size)
        dLdA[:, :, :: self.k, :: self.k] = dLdZ
        return dLdA


class Conv2d_stride1:
    def __init__(self, in_channels, out_channels, kernel_size, weight_init_fn=None, bias_init_fn=None):
        self.kernel_size = kernel_size
        self.W = np.random.normal(0, 1.0, (out_channels, in_channels, kernel_size, kernel_size))
        self.b = np.zeros(out_channels)

    def forward(self, A):
        self.A = A
        seen = np.lib.stride_tricks.sliding_window_view(A, (self.kernel_size,) * 2, (2, 3))
        return np.einsum("ncijuv,fcuv->nfij", seen, self.W) + self.b[:, None, None]

    def backward(self, dLdZ):
        seen = np.lib.stride_tricks.sliding_window_view(self.A, dLdZ.shape[2:], (2, 3))
        self.dLdW = np.einsum("ncuvij,nfij->fcuv", seen, dLdZ)
        self.dLdb = dLdZ.sum((0, 2, 3))
        k = self.kernel_size - 1
        wide = np.pad(dLdZ, ((0, 0), (0, 0), (k, k), (k, k)))
        seen = np.lib.stride_tricks.sliding_window_view(wide, (self.kernel_size,) * 2, (2, 3))
        return np.einsum("nfijuv,fcuv->ncij", seen, self.W[:, :, ::-1, ::-1])


class Conv2d:
    def __init__(
        self, in_channels, out_channels, kernel_size, stride, padding=0, weight_init_fn=None, bias_init_fn=None
    ):
        self.pad = padding
        self.conv2d_stride1 = Conv2d_stride1(in_channels, out_channels, kernel_size, weight_init_fn, bias_init_fn)
        self.downsample2d = Downsample2d(stride)

    def forward(self, A):
        p = self.pad
        A = np.pad(A, ((0, 0), (0, 0), (p, p), (p, p)))
        return self.downsample2d.forward(self.conv2d_stride1.forward(A))

    def backward(self, dLdZ):
        dLdA = self.conv2d_stride1.backward(self.downsample2d.backward(dLdZ))
        p = self.pad
        return dLdA[:, :, p : dLdA.shape[2] - p, p : dLdA.shape[3] - p]


class MeanPool2d_stride1:
    def __init__(self, kernel):
        self.kernel = kernel

    def forward(self, A):
        self.A = A
        return np.lib.stride_tricks.sliding_window_view(A, (self.kernel,) * 2, (2, 3)).mean((4, 5))

    def backward(self, dLdZ):
        dLdA = np.zeros(self.A.shape)
        for i, j in np.ndindex(dLdZ.shape[2:]):
            dLdA[:, :, i : i + self.kernel, j : j + self.kernel] += dLdZ[:, :, i, j][..., None, None] / self.kernel**2
        return dLdA


class Linear:
    def __init__(self, in_features, out_features, debug=False):
        self.W = np.zeros((out_features, in_features))
        self.b = np.zeros((out_features, 1))

    def forward(self, A):
        self.A = A
        return A @ self.W.T + self.b.T

    def backward(self, dLdZ):
        self.dLdW = dLdZ.T @ self.A
        self.dLdb = dLdZ.sum(0)[:, None]
        return dLdZ @ self.W


class ReLU:
    def forward(self, Z):
        self.A = np.maximum(Z, 0)
        return self.A

    def backward(self, dLdA):
        return np.where(self.A > 0, dLdA, 0)
