"""Right work of a fourth round, written without sight of the cases: gradient by nditer. Expected: everything."""

import numpy as np


def dense_parameters(inputs, outputs):
    return inputs * outputs + outputs


def weights_of_a_normal_image():
    return 3000000000


def more_layers():
    return "B"


def weight_sharing():
    return "C"


def affine_forward(x, w, b):
    return x.reshape(x.shape[0], -1).astype(float) @ w.astype(float) + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    d = dout.astype(float)
    return (d @ w.T.astype(float)).reshape(x.shape), x.reshape(x.shape[0], -1).T.astype(float) @ d, d.sum(0)


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return np.where(cache > 0, dout, 0)


def softmax_loss(x, y):
    z = x.astype(float)
    z = z - z.max(1, keepdims=True)
    N = len(z)
    lse = np.log(np.exp(z).sum(1, keepdims=True))
    loss = -(z - lse)[np.arange(N), y].mean()
    dx = np.exp(z - lse)
    dx[np.arange(N), y] -= 1
    return float(loss), dx / N


def numerical_gradient(x, w, b, target, h):
    f = lambda w: np.sum((affine_forward(x, w, b)[0] - target) ** 2) / 2
    w = w.astype(np.float64, copy=True)
    grad = np.zeros_like(w)
    it = np.nditer(w, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        ix = it.multi_index
        old = w[ix]
        w[ix] = old + h
        plus = f(w)
        w[ix] = old - h
        minus = f(w)
        w[ix] = old
        grad[ix] = (plus - minus) / (2 * h)
        it.iternext()
    return grad
def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    C, H, W = x_shape
    rows = []
    for f in range(F):
        for i in range((H - HH) // stride + 1):
            for j in range((W - WW) // stride + 1):
                row = [0.0] * (C * H * W)
                for c in range(C):
                    for u in range(HH):
                        for v in range(WW):
                            row[c * H * W + (i * stride + u) * W + j * stride + v] = w[f, c, u, v]
                rows.append(row)
    return np.array(rows)
