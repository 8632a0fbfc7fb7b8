"""Style: small layer classes with __call__ behind the functions, backward as closures; the caches are layers; `from __future__`; Kronecker products for conv_matrix."""
from __future__ import annotations

import abc
from typing import Callable

import numpy as np


class Function(abc.ABC):
    back: Callable

    @abc.abstractmethod
    def run(self, *inputs): ...

    def __call__(self, *inputs):
        out, self.back = self.run(*(np.asarray(a, dtype=np.float64) for a in inputs))
        return out


class Affine(Function):
    def run(self, x, w, b):
        flat = x.reshape(len(x), -1)
        return flat @ w + b, lambda d: ((d @ w.T).reshape(x.shape), flat.T @ d, d.sum(0))


class ReLU_(Function):
    def run(self, x):
        return x.clip(min=0), lambda d: d * (x > 0)


class HalfSquares(Function):
    def run(self, out, target):
        e = out - target
        return np.vdot(e, e) / 2, lambda: e


def affine_forward(x, w, b):
    layer = Affine()
    return layer(x, w, b), layer


def affine_backward(dout, cache):
    return cache.back(np.asarray(dout, dtype=np.float64))


def relu_forward(x):
    layer = ReLU_()
    return layer(x), layer


def relu_backward(dout, cache):
    return cache.back(dout)


def dense_parameters(inputs: int, outputs: int) -> int:
    layer = np.zeros((0, outputs))
    return inputs * layer.shape[1] + layer.shape[1]


def weights_of_a_normal_image() -> int:
    return dense_parameters(1000 * 1000 * 3, 1000) - 1000


def more_layers() -> str:
    return "B"


def weight_sharing() -> str:
    return "C"


def softmax_loss(x, y):
    """Stable log-sum-exp; the gradient through a one-hot comparison."""
    z = np.array(x, dtype=np.float64)
    z -= z.max(1)[:, None]
    lse = np.log(np.exp(z).sum(1))
    hit = np.arange(z.shape[1])[None, :] == np.asarray(y)[:, None]
    return float((lse - z[hit]).mean()), (np.exp(z - lse[:, None]) - hit) / z.shape[0]


def numerical_gradient(x, w, b, target, h):
    loss = HalfSquares()

    def at(place, step):
        moved = np.array(w, dtype=np.float64)
        moved[place] += step
        return loss(Affine()(x, moved, b), target)

    return np.array([[(at((d, m), h) - at((d, m), -h)) / (h + h) for m in range(w.shape[1])] for d in range(w.shape[0])])


def conv_matrix(w, x_shape, stride):
    """Sum over the weights of (filter, channel) x (rows) x (columns), as Kronecker products of shifts."""
    (F, C, HH, WW), (_, H, W) = w.shape, x_shape

    def shift(length, window, u):
        return np.eye(length)[u:length - window + 1 + u:stride]

    parts = []
    for f in range(F):
        row = []
        for c in range(C):
            row.append(sum(w[f, c, u, v].astype(float) * np.kron(shift(H, HH, u), shift(W, WW, v)) for u in range(HH) for v in range(WW)))
        parts.append(row)
    return np.block(parts)
