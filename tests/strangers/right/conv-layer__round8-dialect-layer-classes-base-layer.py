"""Style: a small framework of one's own: abstract base class, Conv2D(in_channels, out_channels, kernel_size, stride, padding) with weights W, bias b and gradients dW, db.
He initialisation, forward keeps columns, backward returns dx. The functions of this course that classes do not have stand below."""
from abc import ABC, abstractmethod
import numpy as np


class BaseLayer(ABC):
    trainable = False

    @abstractmethod
    def forward(self, x):
        ...

    @abstractmethod
    def backward(self, dout):
        ...

    def __call__(self, x):
        return self.forward(x)


class Conv2D(BaseLayer):
    trainable = True

    def __init__(self, in_channels, out_channels, kernel_size=3, stride=1, padding=0):
        self.in_channels, self.out_channels = in_channels, out_channels
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding
        fan_in = in_channels * kernel_size * kernel_size
        self.W = np.random.randn(out_channels, in_channels, kernel_size, kernel_size) * np.sqrt(2.0 / fan_in)
        self.b = np.zeros(out_channels)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def _im2col(self, x):
        k, s, p = self.kernel_size, self.stride, self.padding
        n, c, h, w = x.shape
        ho, wo = (h + 2 * p - k) // s + 1, (w + 2 * p - k) // s + 1
        img = np.pad(x, [(0, 0), (0, 0), (p, p), (p, p)], "constant")
        col = np.zeros((n, c, k, k, ho, wo))
        for y in range(k):
            for z in range(k):
                col[:, :, y, z] = img[:, :, y:y + s * ho:s, z:z + s * wo:s][:, :, :ho, :wo]
        return col.transpose(0, 4, 5, 1, 2, 3).reshape(n * ho * wo, -1), ho, wo

    def _col2im(self, col, ho, wo):
        k, s, p = self.kernel_size, self.stride, self.padding
        n, c, h, w = self.x_shape
        col = col.reshape(n, ho, wo, c, k, k).transpose(0, 3, 4, 5, 1, 2)
        img = np.zeros((n, c, h + 2 * p + s - 1, w + 2 * p + s - 1))
        for y in range(k):
            for z in range(k):
                img[:, :, y:y + s * ho:s, z:z + s * wo:s] += col[:, :, y, z]
        return img[:, :, p:h + p, p:w + p]

    def forward(self, x):
        self.x_shape = x.shape
        self.col, ho, wo = self._im2col(x)
        out = self.col @ self.W.reshape(self.W.shape[0], -1).T + self.b
        return out.reshape(x.shape[0], ho, wo, -1).transpose(0, 3, 1, 2)

    def backward(self, dout):
        ho, wo = dout.shape[2:]
        d = dout.transpose(0, 2, 3, 1).reshape(-1, self.W.shape[0]).astype(float)
        self.db = d.sum(axis=0)
        self.dW = (self.col.T @ d).T.reshape(self.W.shape)
        return self._col2im(d @ self.W.reshape(self.W.shape[0], -1), ho, wo)


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("x and w must have the same shape")
    return float(np.sum(x.astype(float) * w.astype(float)) + b)


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError("depth must match")
    if x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError("filter larger than image")
    out = np.zeros((x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1))
    it = np.nditer(out, flags=["multi_index"], op_flags=["writeonly"])
    for cell in it:
        i, j = it.multi_index
        cell[...] = conv_single(x[:, i:i + w.shape[1], j:j + w.shape[2]], w, b)
    return out
