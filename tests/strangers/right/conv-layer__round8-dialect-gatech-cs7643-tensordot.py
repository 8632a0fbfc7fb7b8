"""Style: Georgia Tech CS 7643 classes: Conv2D with weight, bias and a method _weight_init; backward(dout) leaves dx, dw and db on the object and returns nothing. Our conv_single and conv_map besides."""
import numpy as np


class Conv2D:
    def __init__(self, in_channels, out_channels, kernel_size=3, stride=1, padding=0):
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = kernel_size
        self.stride = stride
        self.padding = padding
        self.cache = None
        self.dx, self.dw, self.db = None, None, None
        self._weight_init()

    def _weight_init(self):
        np.random.seed(1024)
        self.weight = 1e-3 * np.random.randn(self.out_channels, self.in_channels, self.kernel_size, self.kernel_size)
        self.bias = np.zeros(self.out_channels)

    def forward(self, x):
        p, s, k = self.padding, self.stride, self.kernel_size
        N, _, H, W = x.shape
        H_out, W_out = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
        x_pad = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), mode="constant").astype(float)
        out = np.zeros((N, self.out_channels, H_out, W_out))
        for i in range(H_out):
            for j in range(W_out):
                patch = x_pad[:, :, i * s:i * s + k, j * s:j * s + k]
                out[:, :, i, j] = np.tensordot(patch, self.weight, axes=([1, 2, 3], [1, 2, 3])) + self.bias
        self.cache = (x.shape, x_pad)
        return out

    def backward(self, dout):
        shape, x_pad = self.cache
        p, s, k = self.padding, self.stride, self.kernel_size
        dx_pad = np.zeros_like(x_pad)
        self.dw = np.zeros(self.weight.shape)
        dout = np.asarray(dout, dtype=float)
        self.db = dout.sum(axis=(0, 2, 3))
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                d = dout[:, :, i, j]
                self.dw += np.tensordot(d, x_pad[:, :, i * s:i * s + k, j * s:j * s + k], axes=([0], [0]))
                dx_pad[:, :, i * s:i * s + k, j * s:j * s + k] += np.tensordot(d, self.weight, axes=([1], [0]))
        self.dx = dx_pad[:, :, p:p + shape[2], p:p + shape[3]]


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("shape mismatch")
    return np.tensordot(x.astype(float), w.astype(float), axes=x.ndim).item() + b


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0] or x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError("shape mismatch")
    h, k = x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1
    out = np.zeros(h * k)
    for n in range(h * k):
        i, j = divmod(n, k)
        out[n] = conv_single(x[:, i:i + w.shape[1], j:j + w.shape[2]], w, b)
    return out.reshape(h, k)
