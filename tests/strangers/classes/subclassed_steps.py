"""CMU 11-785's classes with upsampling, stride-1 layer and padding."""

import numpy as np


class Upsample2d():
    def __init__(self, upsampling_factor):
        self.upsampling_factor = upsampling_factor

    def forward(self, A):
        n, c, h, w = A.shape
        k = self.upsampling_factor
        Z = np.zeros((n, c, k * (h - 1) + 1, k * (w - 1) + 1))
        Z[:, :, ::k, ::k] = A
        return Z

    def backward(self, dLdZ):
        k = self.upsampling_factor
        return dLdZ[:, :, ::k, ::k]


class Downsample2d():
    def __init__(self, downsampling_factor):
        self.downsampling_factor = downsampling_factor

    def forward(self, A):
        self.in_shape = A.shape
        k = self.downsampling_factor
        return A[:, :, ::k, ::k]

    def backward(self, dLdZ):
        dLdA = np.zeros(self.in_shape)
        dLdA[:, :, ::self.downsampling_factor, ::self.downsampling_factor] = dLdZ
        return dLdA


class Conv2d_stride1():
    def __init__(self, in_channels, out_channels, kernel_size, weight_init_fn=None, bias_init_fn=None):
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = kernel_size
        if weight_init_fn is None:
            self.W = np.random.normal(0, 1.0, (out_channels, in_channels, kernel_size, kernel_size))
        else:
            self.W = weight_init_fn(out_channels, in_channels, kernel_size, kernel_size)
        if bias_init_fn is None:
            self.b = np.zeros(out_channels)
        else:
            self.b = bias_init_fn(out_channels)
        self.dLdW = np.zeros(self.W.shape)
        self.dLdb = np.zeros(self.b.shape)

    def forward(self, A):
        self.A = A
        k = self.kernel_size
        out = np.zeros((A.shape[0], self.out_channels, A.shape[2] - k + 1, A.shape[3] - k + 1))
        for h in range(out.shape[2]):
            for w in range(out.shape[3]):
                out[:, :, h, w] = np.tensordot(A[:, :, h:h + k, w:w + k], self.W, axes=([1, 2, 3], [1, 2, 3])) + self.b
        return out

    def backward(self, dLdZ):
        k = self.kernel_size
        self.dLdb = dLdZ.sum(axis=(0, 2, 3))
        _, _, oh, ow = dLdZ.shape
        for i in range(k):
            for j in range(k):
                self.dLdW[:, :, i, j] = np.tensordot(dLdZ, self.A[:, :, i:i + oh, j:j + ow], axes=([0, 2, 3], [0, 2, 3]))
        pad = np.pad(dLdZ, ((0, 0), (0, 0), (k - 1, k - 1), (k - 1, k - 1)))
        flipped = np.flip(self.W, axis=(2, 3))
        dLdA = np.zeros(self.A.shape)
        for h in range(self.A.shape[2]):
            for w in range(self.A.shape[3]):
                dLdA[:, :, h, w] = np.tensordot(pad[:, :, h:h + k, w:w + k], flipped, axes=([1, 2, 3], [0, 2, 3]))
        return dLdA


class Conv2d():
    def __init__(self, in_channels, out_channels, kernel_size, stride, padding=0, weight_init_fn=None, bias_init_fn=None):
        self.stride = stride
        self.pad = padding
        self.conv2d_stride1 = Conv2d_stride1(in_channels, out_channels, kernel_size, weight_init_fn, bias_init_fn)
        self.downsample2d = Downsample2d(stride)

    def forward(self, A):
        p = self.pad
        A = np.pad(A, ((0, 0), (0, 0), (p, p), (p, p)), mode='constant', constant_values=0)
        return self.downsample2d.forward(self.conv2d_stride1.forward(A))

    def backward(self, dLdZ):
        d = self.conv2d_stride1.backward(self.downsample2d.backward(dLdZ))
        p = self.pad
        if p == 0:
            return d
        return d[:, :, p:-p, p:-p]


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError
    return np.sum(np.multiply(x, w, dtype=float)) + b


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0] or x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError
    return sum(w[c, i, j] * x[c, i:i + x.shape[1] - w.shape[1] + 1, j:j + x.shape[2] - w.shape[2] + 1].astype(float)
               for c in range(w.shape[0]) for i in range(w.shape[1]) for j in range(w.shape[2])) + b
