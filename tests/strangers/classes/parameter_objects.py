"""Module classes with Parameter objects and __call__, grad in .grad."""

import numpy as np


class Parameter:
    def __init__(self, data):
        self.data = data
        self.grad = np.zeros_like(data)


class Module:
    def __call__(self, *args):
        return self.forward(*args)

    def parameters(self):
        return [v for v in vars(self).values() if isinstance(v, Parameter)]


class Conv2d(Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        self.in_channels, self.out_channels = in_channels, out_channels
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding
        bound = 1 / np.sqrt(in_channels * kernel_size * kernel_size)
        self.weight = Parameter(np.random.uniform(-bound, bound, (out_channels, in_channels, kernel_size, kernel_size)))
        self.bias = Parameter(np.random.uniform(-bound, bound, out_channels)) if bias else None

    def forward(self, x):
        p, s, k = self.padding, self.stride, self.kernel_size
        self.x = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        self.windows = np.lib.stride_tricks.sliding_window_view(self.x, (k, k), axis=(2, 3))[:, :, ::s, ::s]
        out = np.einsum('bchwkl,ockl->bohw', self.windows, self.weight.data, optimize=True)
        if self.bias is not None:
            out = out + self.bias.data[:, None, None]
        return out

    def backward(self, grad):
        p, s, k = self.padding, self.stride, self.kernel_size
        self.weight.grad = np.einsum('bohw,bchwkl->ockl', grad, self.windows)
        if self.bias is not None:
            self.bias.grad = grad.sum(axis=(0, 2, 3))
        dx = np.zeros(self.x.shape)
        for i in range(grad.shape[2]):
            for j in range(grad.shape[3]):
                dx[:, :, i * s:i * s + k, j * s:j * s + k] += np.einsum('bo,ockl->bckl', grad[:, :, i, j], self.weight.data)
        return dx[:, :, p:dx.shape[2] - p, p:dx.shape[3] - p]
