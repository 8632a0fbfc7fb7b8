"""Expected: everything it writes passes.

The functions are thin wrappers of a class; the cache is a tuple that holds one object.
"""
import numpy as np


class Conv2d:
    """A layer in the manner of PyTorch."""

    def __init__(self, weight, bias, stride=1, padding=0):
        self.weight = np.asarray(weight)
        self.bias = np.asarray(bias)
        self.stride = stride
        self.padding = padding
        self.saved = None

    @property
    def kernel_size(self):
        return self.weight.shape[2:]

    def __call__(self, x):
        P, S = self.padding, self.stride
        kh, kw = self.kernel_size
        N, C, H, W = x.shape
        xp = np.zeros((N, C, H + 2 * P, W + 2 * P))
        xp[:, :, P:H + P, P:W + P] = x
        oh = (xp.shape[2] - kh) // S + 1
        ow = (xp.shape[3] - kw) // S + 1
        y = np.empty((N, len(self.weight), oh, ow))
        flat = self.weight.reshape(len(self.weight), -1)
        for i, top in enumerate(range(0, oh * S, S)):
            for j, left in enumerate(range(0, ow * S, S)):
                patch = xp[:, :, top:top + kh, left:left + kw].reshape(N, -1)
                y[:, :, i, j] = patch @ flat.T + self.bias
        self.saved = xp
        return y

    def backward(self, grad):
        xp, P, S = self.saved, self.padding, self.stride
        kh, kw = self.kernel_size
        gx = np.zeros_like(xp)
        gw = np.zeros(self.weight.shape)
        for i in range(grad.shape[2]):
            for j in range(grad.shape[3]):
                rows, cols = slice(i * S, i * S + kh), slice(j * S, j * S + kw)
                g = grad[:, :, i, j]
                gx[:, :, rows, cols] += np.tensordot(g, self.weight, 1)
                gw += np.tensordot(g.T, xp[:, :, rows, cols], 1)
        if P:
            gx = gx[:, :, P:-P, P:-P]
        return gx, gw, grad.sum(axis=(0, 2, 3))


def conv_forward(x, w, b, conv_param):
    layer = Conv2d(w, b, conv_param["stride"], conv_param["pad"])
    return layer(x), (layer,)


def conv_backward(dout, cache):
    (layer,) = cache
    return layer.backward(dout)
