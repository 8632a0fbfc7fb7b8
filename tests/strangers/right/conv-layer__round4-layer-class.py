"""Right work of a fourth round, written without sight of the cases: layer class. Expected: everything."""

import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("shapes")
    return float((np.asarray(x, float) * w).sum() + b)


def conv_map(x, w, b):
    C, H, W = x.shape
    D, h, v = w.shape
    if C != D or h > H or v > W:
        raise ValueError("no fit")
    out = np.zeros((H - h + 1, W - v + 1))
    for i in range(H - h + 1):
        for j in range(W - v + 1):
            out[i, j] = conv_single(x[:, i:i + h, j:j + v], w, b)
    return out


class Convolution:
    def __init__(self, w, b, stride, pad):
        self.w, self.b, self.s, self.p = w.astype(float), b.astype(float), stride, pad
    def windows(self):
        for i in range(self.ho):
            for j in range(self.wo):
                yield i, j, (slice(None), slice(None), slice(i * self.s, i * self.s + self.w.shape[2]), slice(j * self.s, j * self.s + self.w.shape[3]))
    def __call__(self, x):
        p = self.p
        self.x = np.pad(x.astype(float), ((0, 0), (0, 0), (p, p), (p, p)))
        self.ho, self.wo = [(self.x.shape[k] - self.w.shape[k]) // self.s + 1 for k in (2, 3)]
        out = np.zeros((len(x), len(self.w), self.ho, self.wo))
        for i, j, at in self.windows():
            out[:, :, i, j] = self.x[at].reshape(len(x), -1) @ self.w.reshape(len(self.w), -1).T + self.b
        return out
    def back(self, d):
        dx, dw = np.zeros_like(self.x), np.zeros_like(self.w)
        for i, j, at in self.windows():
            for n in range(d.shape[0]):
                for f in range(d.shape[1]):
                    dw[f] += d[n, f, i, j] * self.x[at][n]
                    dx[at][n] += d[n, f, i, j] * self.w[f]
        p = self.p
        return dx[:, :, p:dx.shape[2] - p, p:dx.shape[3] - p], dw, d.sum(axis=(0, 2, 3))
def conv_forward(x, w, b, conv_param):
    layer = Convolution(w, b, **conv_param)
    return layer(x), layer
def conv_backward(dout, cache):
    return cache.back(dout)
